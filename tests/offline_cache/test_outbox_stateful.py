"""The outbox against a model, through any order of puts, leases, answers, crashes and restarts."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from offline_cache.outbox import LEASE_S, Channel, Outbox, Retention
from offline_cache.ownership import Ownership


class OutboxMachine(RuleBasedStateMachine):
    leased = Bundle("leased")

    @initialize()
    def open(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.generation = 0
        self.now_s = 0.0
        self.states: dict[str, str] = {}
        """Every id ever put, with its state: pending, stored, quarantined or purged."""
        self.bodies: dict[str, bytes] = {}
        self.held_until_s: dict[str, float] = {}
        self.acked: set[str] = set()
        """Confirmed since the file was opened: what a crash may forget, to be sent and confirmed once more."""
        self._open(self.root / "0")

    def _open(self, state_dir: Path) -> None:
        self.ownership = Ownership(state_dir)
        self.outbox = Outbox(self.ownership, monotonic=lambda: self.now_s, wall=lambda: 1000.0 + self.now_s)
        self.held_until_s.clear()

    def _close(self) -> None:
        self.outbox.close()
        self.ownership.release()

    def _may_be_leased(self) -> set[str]:
        return {
            item_id
            for item_id, state in self.states.items()
            if state == "pending" and self.held_until_s.get(item_id, -1.0) <= self.now_s
        }

    @rule(body=st.binary(max_size=9000))
    def put(self, body: bytes) -> None:
        item_id = f"item {len(self.states)}"
        announced: list[str] = []
        self.outbox.put(item_id, Channel.SUBMISSION, "digest", body, on_commit=lambda: announced.append(item_id))
        assert announced == [item_id]
        self.states[item_id], self.bodies[item_id] = "pending", body

    @rule(target=leased, number=st.integers(0, 20))
    def lease(self, number: int) -> str:
        may_be = self._may_be_leased()
        item = self.outbox.lease(prefer=f"item {number}")
        if item is None:
            assert not may_be
            return ""
        assert item.id in may_be
        assert item.body == self.bodies[item.id]
        self.held_until_s[item.id] = self.now_s + LEASE_S
        return item.id

    @rule(item_id=consumes(leased))
    def ack(self, item_id: str) -> None:
        self.outbox.ack(item_id, "{}")
        if self.states.get(item_id) == "pending":
            self.states[item_id] = "stored"
            self.acked.add(item_id)

    @rule(item_id=consumes(leased))
    def quarantine(self, item_id: str) -> None:
        self.outbox.quarantine(item_id, "envelope.refused")
        if self.states.get(item_id) == "pending":
            self.states[item_id] = "quarantined"

    @rule(item_id=consumes(leased), wait_s=st.integers(0, 100))
    def retry_later(self, item_id: str, wait_s: int) -> None:
        held = self.held_until_s.get(item_id, 0) > self.now_s and self.states[item_id] == "pending"
        self.outbox.retry_later(item_id, self.now_s + wait_s)
        if held:
            self.held_until_s[item_id] = self.now_s + wait_s

    @rule(seconds=st.sampled_from([1, 50, LEASE_S]))
    def time_passes(self, seconds: float) -> None:
        self.now_s += seconds

    @rule(keep_count=st.integers(0, 3))
    def purge(self, keep_count: int) -> None:
        stored = [item_id for item_id, state in self.states.items() if state == "stored"]
        gone = stored[: max(0, len(stored) - keep_count)]
        assert self.outbox.purge(Retention(keep_s=1e9, keep_count=keep_count)) == len(gone)
        self.states |= dict.fromkeys(gone, "purged")

    @rule()
    def restart(self) -> None:
        self._close()
        self._open(self.ownership.state_dir)

    @rule()
    def crash(self) -> None:
        """What a kill leaves behind: the files as they are now, and nothing of memory."""
        self.generation += 1
        left_behind = self.root / str(self.generation)
        shutil.copytree(self.ownership.state_dir, left_behind)
        self._close()
        self._open(left_behind)
        pending = {record.id for record in self.outbox.records("pending")}
        self.states |= dict.fromkeys(pending & self.acked, "pending")
        self.acked.clear()

    @invariant()
    def counts_agree(self) -> None:
        counts, states = self.outbox.counts(), list(self.states.values())
        assert counts.pending + counts.leased == states.count("pending")
        assert (counts.stored, counts.quarantined) == (states.count("stored"), states.count("quarantined"))
        assert (counts.oldest_unsent_at_ms is not None) == ("pending" in states)

    @invariant()
    def next_due_agrees(self) -> None:
        due_s = self.outbox.next_due_s()
        assert (due_s is not None) == ("pending" in self.states.values())
        assert (due_s is not None and due_s <= self.now_s) == bool(self._may_be_leased())

    def teardown(self) -> None:
        if hasattr(self, "outbox"):
            self._close()
            shutil.rmtree(self.root)


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)

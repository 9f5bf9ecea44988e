"""The outbox and the gateway's intake against a model, through any order of puts, leases, answers, failing disks,
crashes, restarts, purges, exports and imports: what was promised is there or stored, and stored once."""

import atexit
import functools
import itertools
import os
import random
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from offline_cache.errors import OutboxError
from offline_cache.forgetting import Retention
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.turns import LEASE_S
from tests.offline_cache.real_intake import RealIntake

MEMORY = Path("/dev/shm")
"""Where there is one: what is tested here is the order of things, not the disk."""


@functools.cache
def gateway() -> RealIntake:
    """One for all runs, whose ids differ."""
    folder = tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    intake = RealIntake(Path(folder))
    atexit.register(shutil.rmtree, folder)
    atexit.register(intake.close)
    return intake


SIZES = (0, 40, 600, 3000, 9000)
RUNS = itertools.count(1)


class OutboxMachine(RuleBasedStateMachine):
    leased = Bundle("leased")
    sticks = Bundle("sticks")

    @initialize()
    def open(self) -> None:
        self.run = next(RUNS)
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
        self.platform: dict[str, str] = {}
        """What the platform must have, by id, with its answer; it takes each once, whichever way it comes."""
        self.generation = self.exports = 0
        self.now_s = 0.0
        self.states: dict[str, str] = {}
        """Every id ever put, with its state: pending, stored, quarantined or purged."""
        self.sealed: dict[str, tuple[bytes, str]] = {}
        """Envelope and signature of each of them."""
        self.held_until_s: dict[str, float] = {}
        self.waiting: set[str] = set()
        """Those of them that were given back; the others are leased."""
        self.acked: set[str] = set()
        """Confirmed since the file was opened: what a crash may forget, to be sent and confirmed once more."""
        self._open(self.root / "0")

    def _open(self, state_dir: Path) -> None:
        self.ownership = Ownership(state_dir)
        self.outbox = Outbox(self.ownership, monotonic=lambda: self.now_s, wall=lambda: 1000.0 + self.now_s)
        self.held_until_s.clear()
        self.waiting.clear()

    def _named(self, number: int) -> str:
        return f"{self.run:08d}-0000-7000-8000-{number:012d}"

    def _close(self) -> None:
        self.outbox.close()
        self.ownership.release()

    def _may_be_leased(self) -> set[str]:
        return {
            item_id
            for item_id, state in self.states.items()
            if state == "pending" and self.held_until_s.get(item_id, -1.0) <= self.now_s
        }

    @rule(sizes=st.lists(st.sampled_from(SIZES), min_size=1, max_size=4))
    def put(self, sizes: list[int]) -> None:
        for size in sizes:
            item_id = self._named(len(self.states))
            announced: list[bool] = []
            digest, body, signature = self._sealed(item_id, size)
            note = functools.partial(announced.append, True)
            self.outbox.put(item_id, Channel.SUBMISSION, digest, body, note, signature=signature)
            assert announced == [True]
            self.states[item_id], self.sealed[item_id] = "pending", (body, signature)

    def _sealed(self, item_id: str, size: int) -> tuple[str, bytes, str]:
        """Content is made from the size, not drawn: Hypothesis would have no room left for further steps."""
        envelope, signature = gateway().sealed(item_id, random.Random(item_id).randbytes(size))
        return envelope.header.digest, envelope.to_bytes(), signature

    @rule(target=leased, numbers=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def lease(self, numbers: list[int]) -> MultipleResults[str]:
        return multiple(*filter(None, (self._lease(self._named(number)) for number in numbers)))

    def _lease(self, prefer: str) -> str:
        may_be = self._may_be_leased()
        item = self.outbox.lease(prefer=prefer)
        if item is None:
            assert not may_be
            return ""
        assert item.id in may_be
        assert item.id == prefer or prefer not in may_be - self.held_until_s.keys()
        assert (item.body, item.signature) == self.sealed[item.id]
        self.held_until_s[item.id] = self.now_s + LEASE_S
        self.waiting.discard(item.id)
        return item.id

    @rule(item_id=consumes(leased))
    def ack(self, item_id: str) -> None:
        """The platform stores it, and its answer arrives."""
        self._send(item_id)
        self.outbox.ack(item_id, self.platform[item_id])
        if self.states[item_id] == "pending":
            self.acked.add(item_id)
        if self.states[item_id] in ("pending", "quarantined"):  # staff may have put it aside meanwhile
            self.states[item_id] = "stored"

    @rule(item_id=consumes(leased))
    def lose_the_answer(self, item_id: str) -> None:
        """The platform stores it, and nobody hears of it."""
        self._send(item_id)

    def _send(self, item_id: str) -> None:
        kept = gateway().put(item_id, *self.sealed[item_id])
        assert kept.is_new == (item_id not in self.platform)
        assert self.platform.setdefault(item_id, kept.answer) == kept.answer

    @rule(number=st.integers(0, 20))
    def requeue(self, number: int) -> None:
        item_id = self._named(number)
        is_there = self.states.get(item_id) in ("pending", "quarantined")
        assert self.outbox.requeue(item_id) == is_there
        if self.states.get(item_id) == "quarantined":
            self.states[item_id] = "pending"
            self.held_until_s.pop(item_id, None)
            self.waiting.discard(item_id)
        elif item_id in self.waiting:
            self.waiting.remove(item_id)
            del self.held_until_s[item_id]

    @rule(
        code=st.sampled_from(["PRAGMA query_only = ON", "PRAGMA max_page_count = 1"]),
        size=st.sampled_from(SIZES),
    )
    def fail(self, code: str, size: int) -> None:
        """The disk refuses a put; it works again after `mend`, and nothing of the put is there."""
        item_id = self._named(len(self.states))
        digest, body, signature = self._sealed(item_id, size)
        self.outbox._connection.execute(code).fetchall()
        with suppress(OutboxError):
            self.outbox.put(item_id, Channel.SUBMISSION, digest, body, signature=signature)
            self.states[item_id], self.sealed[item_id] = "pending", (body, signature)  # it fitted into a free page
        if not self.outbox.failure:
            self.outbox._connection.execute("PRAGMA max_page_count = 1073741823").fetchall()
        else:
            self.outbox.mend()
        assert self.outbox.holds(item_id) == (item_id in self.states)

    @rule(target=sticks)
    def export(self) -> tuple[Path, set[str]]:
        """Everything unsent on a stick; the queue keeps its own."""
        self.exports += 1
        at = datetime.now(UTC) + timedelta(seconds=self.exports)  # names differ by the second
        folder, count = gateway().exporter.export(self.outbox, self.root, at)
        unsettled = {item_id for item_id, state in self.states.items() if state in ("pending", "quarantined")}
        assert count == len(unsettled)
        return folder, unsettled

    @rule(stick=sticks)
    def bring(self, stick: tuple[Path, set[str]]) -> None:
        """The gateway imports a stick, whenever it comes, and however often."""
        folder, ids = stick
        expected = {item_id: "known" if item_id in self.platform else "new" for item_id in ids}
        assert gateway().import_from(folder) == expected
        for item_id in ids - self.platform.keys():
            self.platform[item_id] = gateway().put(item_id, *self.sealed[item_id]).answer

    @rule(item_id=consumes(leased))
    def quarantine(self, item_id: str) -> None:
        self.outbox.quarantine(item_id, "envelope.refused")
        if self.states[item_id] == "pending":
            self.states[item_id] = "quarantined"

    @rule(item_id=consumes(leased), wait_s=st.integers(0, 100))
    def retry_later(self, item_id: str, wait_s: int) -> None:
        is_held = self.states[item_id] == "pending" and item_id in self.held_until_s.keys() - self.waiting
        is_over = is_held and self.held_until_s[item_id] <= self.now_s
        self.outbox.retry_later(item_id, self.now_s + wait_s)
        record = self.outbox.record(item_id)
        # an upload that reports after its lease's end is heard, unless the item's turn has come since
        if is_held and (not is_over or (record is not None and record.state == "waiting")):
            self.held_until_s[item_id] = self.now_s + wait_s
            self.waiting.add(item_id)

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
        told = (counts.stored, counts.quarantined)
        assert told == (states.count("stored"), states.count("quarantined")), (counts, self.states)
        assert (counts.oldest_unsent_at_ms is not None) == ("pending" in states)

    @invariant()
    def what_was_promised_is_here_or_there(self) -> None:
        for item_id, state in self.states.items():
            if state in ("stored", "purged"):
                assert item_id in self.platform
            else:
                assert self.outbox.unsent(item_id) == self.sealed[item_id]

    @invariant()
    def next_due_agrees(self) -> None:
        due_s = self.outbox.next_due_s()
        assert (due_s is not None) == ("pending" in self.states.values())
        assert (due_s is not None and due_s <= self.now_s) == bool(self._may_be_leased())

    def teardown(self) -> None:
        if hasattr(self, "outbox"):
            self._close()
            shutil.rmtree(self.root)
            at_the_gateway = sorted(gateway().stored(self.sealed))
            assert at_the_gateway == sorted((item_id, self.sealed[item_id][0]) for item_id in self.platform)


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


@pytest.mark.soak
@pytest.mark.timeout(3600)
class TestOutboxLong(OutboxMachine.TestCase):
    settings = settings(max_examples=1500, stateful_step_count=80, deadline=None)

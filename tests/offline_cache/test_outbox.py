"""The queue's file: what is in it, in which state, and who may use it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from offline_cache import schema
from offline_cache.errors import OutboxError
from offline_cache.events import Counts
from offline_cache.forgetting import Retention
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.turns import LEASE_S


class Clock:
    def __init__(self) -> None:
        self.monotonic_s = 1000.0
        self.wall_s = 1_769_846_400.0

    def monotonic(self) -> float:
        return self.monotonic_s

    def wall(self) -> float:
        return self.wall_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Reopenable:
    """The outbox of one folder, which a test may close and open again."""

    def __init__(self, state_dir: Path, clock: Clock) -> None:
        self._ownership = Ownership(state_dir)
        self._clock = clock
        self.outbox = self._open()

    def _open(self) -> Outbox:
        return Outbox(self._ownership, monotonic=self._clock.monotonic, wall=self._clock.wall)

    def reopen(self) -> Outbox:
        self.outbox.close()
        self.outbox = self._open()
        return self.outbox

    def close(self) -> None:
        self.outbox.close()
        self._ownership.release()


@pytest.fixture
def opened(tmp_path: Path, clock: Clock):
    made = Reopenable(tmp_path / "state", clock)
    yield made
    made.close()


def put(outbox: Outbox, *ids: str) -> None:
    for item_id in ids:
        outbox.put(item_id, Channel.SUBMISSION, f"digest of {item_id}", f"body of {item_id}".encode())


def test_items_are_leased_oldest_first_once_each_with_what_was_put(opened: Reopenable) -> None:
    put(opened.outbox, "a")
    opened.outbox.put("b", Channel.RATING, "d", b"\x00\xff")
    first, second = opened.outbox.lease(), opened.outbox.lease()
    assert first is not None
    assert (first.id, first.channel, first.digest, first.body) == ("a", "submission", "digest of a", b"body of a")
    assert second is not None
    assert (second.id, second.channel, second.body) == ("b", Channel.RATING, b"\x00\xff")
    assert opened.outbox.lease() is None


def test_the_one_somebody_waits_for_is_leased_first(opened: Reopenable) -> None:
    put(opened.outbox, "a", "b", "c")
    assert [leased.id for prefer in ("c", "c", "gone") if (leased := opened.outbox.lease(prefer))] == ["c", "a", "b"]


def test_states_survive_a_restart_and_leases_do_not(opened: Reopenable) -> None:
    put(opened.outbox, "stored", "refused", "leased", "waiting")
    for _ in range(4):
        opened.outbox.lease()
    opened.outbox.ack("stored", '{"id":"stored"}')
    opened.outbox.quarantine("refused", "envelope.refused")
    opened.outbox.retry_later("waiting", 1e9)
    expected = Counts(pending=1, leased=1, stored=1, quarantined=1, oldest_unsent_at_ms=1_769_846_400_000)
    assert opened.outbox.counts() == expected
    outbox = opened.reopen()
    assert outbox.counts() == Counts(2, 0, 1, 1, 1_769_846_400_000)
    assert [leased.id for _ in range(3) if (leased := outbox.lease())] == ["leased", "waiting"]


def test_a_lease_that_never_reports_back_ends(opened: Reopenable, clock: Clock) -> None:
    put(opened.outbox, "a")
    assert opened.outbox.lease()
    assert opened.outbox.next_due_s() == clock.monotonic_s + LEASE_S
    clock.monotonic_s += LEASE_S
    assert opened.outbox.lease()


def test_an_item_given_back_waits_until_its_time_and_the_others_do_not(opened: Reopenable, clock: Clock) -> None:
    put(opened.outbox, "a", "b")
    opened.outbox.lease()
    opened.outbox.retry_later("a", clock.monotonic_s + 5)
    leased = opened.outbox.lease()
    assert leased is not None
    assert leased.id == "b"
    assert opened.outbox.lease() is None
    assert opened.outbox.next_due_s() == clock.monotonic_s + 5
    clock.monotonic_s += 5
    assert opened.outbox.next_due_s() == clock.monotonic_s
    leased = opened.outbox.lease("a")
    assert leased is not None
    assert leased.id == "a"


def test_no_jump_of_the_wall_clock_moves_a_wait_or_a_lease(opened: Reopenable, clock: Clock) -> None:
    put(opened.outbox, "a", "b")
    opened.outbox.lease()
    opened.outbox.lease()
    opened.outbox.retry_later("b", clock.monotonic_s + 5)
    for days in (400, -400):
        clock.wall_s += days * 86_400
        assert opened.outbox.lease() is None
    assert opened.outbox.next_due_s() == clock.monotonic_s + 5


def test_the_same_id_is_queued_once(opened: Reopenable) -> None:
    put(opened.outbox, "a")
    with pytest.raises(OutboxError) as caught:
        opened.outbox.put("a", Channel.SUBMISSION, "other", b"other")
    assert caught.value.code == "outbox.duplicate"
    assert opened.outbox.counts().pending == 1


def test_the_commit_comes_before_its_announcement(opened: Reopenable, tmp_path: Path) -> None:
    """What is announced must already be in the file: a copy made at that moment holds it."""
    seen: list[bytes] = []

    def copy() -> None:
        files = (tmp_path / "state").glob("outbox.sqlite*")
        seen.append(b"".join(path.read_bytes() for path in files))

    opened.outbox.put("a", Channel.SUBMISSION, "digest", b"the body that counts", on_commit=copy)
    assert b"the body that counts" in seen[0]


def test_a_settled_item_is_settled_for_good(opened: Reopenable) -> None:
    put(opened.outbox, "a")
    opened.outbox.lease()
    opened.outbox.ack("a", "{}")
    opened.outbox.ack("a", "{}")
    opened.outbox.quarantine("a", "envelope.refused")
    opened.outbox.retry_later("a", 0)
    assert opened.outbox.counts() == Counts(stored=1)
    assert opened.outbox.lease() is None


def test_the_body_of_a_confirmed_item_is_overwritten(opened: Reopenable, tmp_path: Path) -> None:
    body = os.urandom(3000)
    opened.outbox.put("a", Channel.SUBMISSION, "digest", body)
    opened.outbox.lease()
    opened.outbox.ack("a", '{"digest":"digest"}')
    opened.reopen()  # closing checkpoints the WAL
    assert body[1000:1040] not in (tmp_path / "state" / "outbox.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("retention", "kept"),
    [(Retention(keep_s=2.5), 3), (Retention(keep_count=2), 2), (Retention(keep_count=0), 0), (Retention(), 5)],
)
def test_confirmed_items_are_forgotten_by_age_and_number_and_no_others(
    opened: Reopenable, clock: Clock, retention: Retention, kept: int
) -> None:
    ids = [f"stored {number}" for number in range(5)]
    put(opened.outbox, *ids, "refused", "pending")
    for item_id in ids:
        clock.wall_s += 1
        opened.outbox.ack(item_id, "{}")
    opened.outbox.quarantine("refused", "envelope.refused")
    assert opened.outbox.purge(retention) == 5 - kept
    counts = opened.outbox.counts()
    assert (counts.stored, counts.quarantined, counts.pending) == (kept, 1, 1)
    assert opened.reopen().counts() == counts


def test_a_second_process_is_refused_by_name_and_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from offline_cache.ownership import Ownership\n"
        "owned = Ownership(Path(sys.argv[1])); print('owned', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"owned\n"
        with pytest.raises(OutboxError) as caught:
            Ownership(tmp_path)
        assert caught.value.code == "outbox.owned"
        assert caught.value.data == {"owner_pid": str(owner.pid)}
        owner.kill()
    with Ownership(tmp_path), pytest.raises(OutboxError):
        Ownership(tmp_path)


def test_files_are_private(opened: Reopenable, tmp_path: Path) -> None:
    put(opened.outbox, "a")
    state = tmp_path / "state"
    assert state.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in state.iterdir()} == {0o600}


def test_a_file_of_a_newer_version_is_left_alone(opened: Reopenable, tmp_path: Path) -> None:
    put(opened.outbox, "a")
    opened.outbox.close()
    with sqlite3.connect(tmp_path / "state" / "outbox.sqlite") as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(OutboxError) as caught:
        opened.reopen()
    assert caught.value.code == "outbox.newer"


def test_a_folder_that_cannot_be_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutboxError) as caught:
        Ownership(tmp_path / "file" / "state")
    assert caught.value.code == "outbox.disk"


def test_a_closed_outbox_says_so(opened: Reopenable) -> None:
    opened.outbox.close()
    with pytest.raises(OutboxError) as caught:
        opened.outbox.lease()
    assert caught.value.code == "outbox.closed"


def test_a_full_disk_refuses_the_put_and_keeps_what_was_promised(opened: Reopenable, tmp_path: Path) -> None:
    put(opened.outbox, "a")
    # the file may grow no further: what SQLite says is what it says on a full disk
    opened.outbox._connection.execute("PRAGMA max_page_count = 1").fetchall()
    with pytest.raises(OutboxError) as caught:
        opened.outbox.put("b", Channel.SUBMISSION, "digest", bytes(100_000))
    assert caught.value.code == "outbox.full"
    assert caught.value.retryable
    assert opened.outbox.counts().pending == 1
    assert opened.reopen().counts().pending == 1


def test_a_receipt_that_comes_after_staff_put_the_item_aside_counts(tmp_path: Path) -> None:
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership)
        outbox.put("a", Channel.SUBMISSION, "digest", b"body")
        assert outbox.lease() is not None
        assert outbox.quarantine("a", "staff")
        outbox.ack("a", "{}")
        record = outbox.record("a")
        assert record is not None
        assert (record.state, record.settled_by, record.size_bytes) == ("stored", "{}", 0)
        assert (outbox.counts().stored, outbox.counts().quarantined) == (1, 0)
        outbox.close()


def test_an_id_stays_taken_across_a_restart_until_it_is_forgotten(opened: Reopenable) -> None:
    opened.outbox.put("a", Channel.SUBMISSION, "digest", b"body")
    with pytest.raises(OutboxError, match="duplicate"):
        opened.reopen().put("a", Channel.SUBMISSION, "digest", b"body")
    opened.outbox.ack("a", "{}")
    opened.outbox.purge(Retention(keep_s=0, keep_count=0))
    opened.outbox.put("a", Channel.SUBMISSION, "digest", b"body")
    assert [record.id for record in opened.reopen().records("unsent")] == ["a"]

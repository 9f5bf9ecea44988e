"""The durable queue: what was promised to a person and is not yet confirmed by the platform.

One file of SQLite in WAL mode with synchronous=FULL (`database`): `put` is one transaction and returns after its
fdatasync. One process owns the file (`ownership`); within it one connection does everything, one call at a time (SQLite
before 3.51.3 has a WAL-reset race between two connections that write or checkpoint).

The file knows pending, stored and quarantined. A lease, the wait before the next attempt, and for a moment the
platform's confirmations are held in memory by the monotonic clock: they are over when the process is (what was
confirmed is then sent and answered once more), and no jump of the wall clock touches them.
"""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from offline_cache.database import CommitUncertain, checkpoint, refusals, settle_wal, transaction
from offline_cache.disk import Disk
from offline_cache.errors import OutboxError
from offline_cache.events import Counts
from offline_cache.ownership import Ownership
from offline_cache.recovery import find_damage, open_sound
from offline_cache.schema import sum_of_row

LEASE_S = 600.0
"""After this an upload that never reported back counts as lost. Longer than any one request may take."""
ACKS_AT_ONCE = 64
ACK_WAIT_S = 0.25
"""Confirmations are noted together: at the latest this long after the first, or when nothing is left to send."""
PURGE_STEP_ROWS = 500
VACUUM_STEP_PAGES = 256

_INSERT = """
INSERT INTO item (id, channel, digest, body, queued_at_ms, signature, row_sum) VALUES (?, ?, ?, ?, ?, ?, ?)"""
_SETTLE = """
UPDATE item SET state = ?1, settled_by = ?2, settled_at_ms = ?3, body = CASE ?1 WHEN 'stored' THEN x'' ELSE body END,
    row_sum = sum_of_row(id, channel, ?1, digest, CASE ?1 WHEN 'stored' THEN x'' ELSE body END, queued_at_ms, ?3, ?2,
        signature)
WHERE id = ?4 AND state = ?5"""
_RECORD = """
SELECT seq, id, channel, state, digest, length(body), queued_at_ms, settled_at_ms, settled_by FROM item"""
_SELECTIONS = {
    "": "1",
    "unsent": "state <> 'stored'",
    "pending": "state = 'pending'",
    "stored": "state <> 'quarantined'",
    "quarantined": "state = 'quarantined'",
}
"""Rows in which items of a `Record.state` are to be looked for: what is confirmed may stand as pending for a moment."""


class Channel(StrEnum):
    """Where an envelope goes."""

    SUBMISSION = "submission"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Leased:
    """An item taken for sending. `body` is the envelope's wire form, `digest` that of its header, `signature` the
    terminal's over the request (`signing.Signature.to_text`; "" = unsigned)."""

    id: str
    channel: Channel
    digest: str
    body: bytes = field(repr=False)
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the queue knows of an item, without its body. Times in ms since the epoch by the wall clock.

    `state` is "pending", "leased", "waiting" (pending, not before a while), "stored" or "quarantined"; `settled_by` the
    platform's receipt of a stored item, the code of a quarantined one.
    """

    seq: int
    id: str
    channel: str
    state: str
    digest: str
    size_bytes: int
    queued_at_ms: int
    settled_at_ms: int | None
    settled_by: str | None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long confirmed items stay, as a record without body; both limits hold."""

    keep_s: float = 30 * 86_400
    keep_count: int = 10_000


class Outbox:
    """The queue's file. Every method may be called from any thread.

    Raises:
        OutboxError: from every method: `outbox.full` (no space), `outbox.disk` (any other refusal of the disk; nothing
            works before `mend`), `outbox.damaged`, `outbox.closed`; from the constructor also `outbox.newer`.
    """

    def __init__(
        self,
        ownership: Ownership,
        *,
        disk: Disk | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Open or create the file; a damaged one is kept aside and what can be read goes on (`salvage`).

        Args:
            ownership: of the directory the file is in; held for as long as the outbox is open, released by who made it.
            disk: whose ballast is released when a confirmation finds no room.
            monotonic: seconds, for leases and waits.
            wall: seconds since the epoch, only recorded.
        """
        self._state_dir = ownership.state_dir
        self._disk = disk
        self._monotonic = monotonic
        self._wall = wall
        self._lock = threading.Lock()
        self._leases: dict[str, float] = {}
        self._waits: dict[str, float] = {}
        self._acks: dict[str, tuple[str, int]] = {}
        """Receipt, and when it came, of items that are confirmed and not yet noted, by id."""
        self._acks_due_s = 0.0
        self._closed = False
        self._failure = ""
        self._counts = Counts()
        self._connection, self.salvage = open_sound(self._state_dir, wall)
        """`salvage` tells what happened to a damaged file, None when it was whole."""
        with refusals():
            self._take_stock()

    # ---- the queue ---------------------------------------------------------------------------------------------------

    def put(
        self,
        item_id: str,
        channel: Channel,
        digest: str,
        body: bytes,
        on_commit: Callable[[], None] | None = None,
        *,
        signature: str = "",
    ) -> None:
        """Queue an envelope. Once this has returned, power may fail.

        Args:
            signature: the terminal's, which goes with the envelope whichever way it travels.
            on_commit: called after the commit and before the item can be leased; must not block nor call the outbox.

        Raises:
            OutboxError: also `outbox.duplicate`, when the id was queued before; `outbox.unknown`, when the disk failed
                in a way that leaves open whether it is queued: `holds` tells once `mend` has returned.
        """
        at_ms = self._wall_ms()
        row_sum = sum_of_row(item_id, channel.value, "pending", digest, body, at_ms, None, None, signature)
        with self._using() as connection:
            try:
                with transaction(connection):
                    connection.execute(
                        _INSERT,
                        (item_id, channel.value, digest, body, at_ms, signature, row_sum),
                    )
            except CommitUncertain as error:
                self._make_certain(error)
                if not _holds(connection, item_id):
                    raise OutboxError("outbox.disk", retryable=True, data={"sqlite": error.extended_code}) from error
            self._states["pending"] += 1
            self._recount()
            if on_commit is not None:
                on_commit()

    def lease(self, prefer: str | None = None) -> Leased | None:
        """Take an item that may be sent now, or None: `prefer`, else the oldest never tried, else the longest due."""
        with self._using() as connection:
            item_id = self._due(connection, prefer)
            if item_id is None:
                return None
            channel, digest, body, signature = connection.execute(
                "SELECT channel, digest, body, signature FROM item WHERE id = ?", (item_id,)
            ).fetchone()
            self._waits.pop(item_id, None)
            self._leases[item_id] = self._monotonic() + LEASE_S
            self._recount()
            return Leased(item_id, Channel(channel), digest, body, signature)

    def ack(self, item_id: str, receipt: str) -> None:
        """The platform confirmed storing it: keep the record with the receipt, overwrite the body."""
        with self._using() as connection:
            if item_id in self._acks or not _holds(connection, item_id, "pending"):
                return
            now_s = self._monotonic()
            if not self._acks:
                self._acks_due_s = now_s + ACK_WAIT_S
            self._acks[item_id] = (receipt, self._wall_ms())
            self._forget_plans(item_id)
            self._recount()
            if len(self._acks) >= ACKS_AT_ONCE or now_s >= self._acks_due_s:
                self._note_acks(connection)

    def quarantine(self, item_id: str, code: str) -> bool:
        """Keep all of it for staff, send it no more: the platform refused the envelope itself, or staff say so.

        Returns whether it was pending.
        """
        return self._move(item_id, "pending", "quarantined", code)

    def retry_later(self, item_id: str, until_s: float) -> None:
        """Give a lease back. The item may be leased again from `until_s` on, by the monotonic clock."""
        with self._using():
            if self._leases.pop(item_id, None) is not None:
                self._waits[item_id] = until_s
                self._recount()

    def requeue(self, item_id: str) -> bool:
        """Send it (again), and at once: a quarantined item, or one that waits. Returns whether there is one."""
        with self._using() as connection:
            is_pending = item_id not in self._acks and _holds(connection, item_id, "pending")
            self._waits.pop(item_id, None)
        return is_pending or self._move(item_id, "quarantined", "pending", None)

    def next_due_s(self) -> float | None:
        """When the next item may be leased, by the monotonic clock (now, if one may already); None when none waits."""
        with self._using() as connection:
            now_s = self._monotonic()
            if self._due(connection, None) is not None:
                return now_s
            self._note_acks(connection)
            return min((*self._waits.values(), *self._leases.values()), default=None)

    def counts(self) -> Counts:
        """How many items are in each state, as of the last change. Touches no disk and waits for nobody."""
        return self._counts

    # ---- looking -----------------------------------------------------------------------------------------------------

    def unsettled_ids(self) -> set[str]:
        """Of every item that the platform has not confirmed: what else is kept for these must stay."""
        with self._using() as connection:
            found = connection.execute("SELECT id FROM item WHERE state <> 'stored'")
            return {item_id for (item_id,) in found} - self._acks.keys()

    def holds(self, item_id: str) -> bool:
        """Whether an item with this id was queued, whatever became of it."""
        with self._using() as connection:
            return _holds(connection, item_id)

    def record(self, item_id: str) -> Record | None:
        """What is known of one item."""
        with self._using() as connection:
            row = connection.execute(f"{_RECORD} WHERE id = ?", (item_id,)).fetchone()
            return self._record(row) if row else None

    def records(self, state: str = "", *, after_seq: int = 0, limit: int = 1000) -> list[Record]:
        """Items in the order in which they were queued.

        Args:
            state: one of `Record.state`, or "unsent" for all that the platform has not confirmed; "" = any.
        """
        query = f"{_RECORD} WHERE seq > ? AND {_SELECTIONS.get(state, _SELECTIONS['pending'])} ORDER BY seq"
        with self._using() as connection:
            found: list[Record] = []
            for row in connection.execute(query, (after_seq,)):
                record = self._record(row)
                if (state == "unsent" and record.state != "stored") or state in ("", record.state):
                    found.append(record)
                if len(found) >= limit:
                    break
            return found

    def unsent(self, item_id: str) -> tuple[bytes, str] | None:
        """The envelope's wire form and the terminal's signature, as queued; None once it is confirmed."""
        with self._using() as connection:
            query = "SELECT body, signature FROM item WHERE id = ? AND state <> 'stored'"
            return None if item_id in self._acks else connection.execute(query, (item_id,)).fetchone()

    def damage(self) -> str:
        """Examine the whole file: "" when it is sound, else where it is not. Holds up everything else meanwhile."""
        with self._using() as connection:
            return find_damage(connection)

    # ---- upkeep ------------------------------------------------------------------------------------------------------

    @property
    def failure(self) -> str:
        """Why nothing works before `mend`; "" when all is well."""
        return self._failure

    def mend(self) -> None:
        """Open the file anew after the disk failed. What was uncertain is certain when this returns."""
        with self._lock:
            if self._closed:
                raise OutboxError("outbox.closed", retryable=False)
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection, salvage = open_sound(self._state_dir, self._wall)
            self.salvage = salvage or self.salvage
            with refusals():
                self._take_stock()
            self._failure = ""

    def purge(self, retention: Retention) -> int:
        """Forget confirmed items beyond `retention` and hand free pages back, in steps that hold nobody up for long.

        Returns how many were forgotten.
        """
        purged, step = 0, PURGE_STEP_ROWS
        while step == PURGE_STEP_ROWS:
            with self._using() as connection:
                self._note_acks(connection)
                step = _purge_some(connection, self._wall_ms() - int(retention.keep_s * 1000), retention.keep_count)
                self._states["stored"] -= step
                self._recount()
            purged += step
        free_pages, before = 0, -1
        while free_pages != before:  # until nothing more can be given back
            before = free_pages
            with self._using() as connection:
                connection.execute(f"PRAGMA incremental_vacuum({VACUUM_STEP_PAGES})").fetchall()
                (free_pages,) = connection.execute("PRAGMA freelist_count").fetchone()
        return purged

    def make_room(self) -> int:
        """The disk is full or nearly: with the ballast's room, empty the WAL, forget all that is confirmed, and shrink.

        Returns how many items were forgotten.
        """
        assert self._disk is not None
        self._disk.release_ballast()
        with self._using() as connection:
            checkpoint(connection)
        purged = self.purge(Retention(keep_s=0, keep_count=0))
        with self._using() as connection:
            checkpoint(connection)
        self._disk.lay_ballast()
        return purged

    def close(self) -> None:
        """Checkpoint and close. Closing twice is fine."""
        with self._lock, refusals():
            if not self._closed:
                self._closed = True
                with suppress(sqlite3.Error, CommitUncertain):  # what is not noted is sent and answered once more
                    if not self._failure:
                        self._note_acks(self._connection)
                self._connection.close()

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _move(self, item_id: str, old: str, new: str, settled_by: str | None) -> bool:
        at_ms = None if new == "pending" else self._wall_ms()
        with self._using() as connection:
            self._note_acks(connection)
            with transaction(connection):
                changed = connection.execute(_SETTLE, (new, settled_by, at_ms, item_id, old)).rowcount
            self._states[old] -= changed
            self._states[new] += changed
            if changed:
                self._forget_plans(item_id)
            self._recount()
            return bool(changed)

    def _note_acks(self, connection: sqlite3.Connection) -> None:
        if not self._acks:
            return
        rows = [("stored", receipt, at_ms, item_id, "pending") for item_id, (receipt, at_ms) in self._acks.items()]
        try:
            self._settle_all(connection, rows)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL or self._disk is None:
                raise
            self._disk.ran_full()
            self._disk.release_ballast()
            for row in rows:  # one by one: overwriting a large body takes as much room in the WAL
                checkpoint(connection)
                self._settle_all(connection, [row])

    def _settle_all(self, connection: sqlite3.Connection, rows: list[tuple[str, str, int, str, str]]) -> None:
        with transaction(connection):
            changed = connection.executemany(_SETTLE, rows).rowcount
        self._states["pending"] -= changed
        self._states["stored"] += changed
        for _, _, _, item_id, _ in rows:
            self._acks.pop(item_id, None)
        self._recount()

    def _due(self, connection: sqlite3.Connection, prefer: str | None) -> str | None:
        """The next item to send. Given-back ones come last, or one that always fails would always be first."""
        now_s = self._monotonic()
        for item_id in [item_id for item_id, until_s in self._leases.items() if until_s <= now_s]:
            del self._leases[item_id]
        preferred = connection.execute("SELECT id FROM item WHERE id = ? AND state = 'pending'", (prefer,))
        oldest_first = connection.execute("SELECT id FROM item WHERE state = 'pending' ORDER BY seq")
        for cursor in (preferred, oldest_first):
            for (item_id,) in cursor:
                if item_id not in self._leases and item_id not in self._waits and item_id not in self._acks:
                    cursor.close()
                    return item_id
        until_s, longest_due = min(
            ((until_s, item_id) for item_id, until_s in self._waits.items()), default=(0.0, None)
        )
        return longest_due if until_s <= now_s else None

    def _forget_plans(self, item_id: str) -> None:
        self._leases.pop(item_id, None)
        self._waits.pop(item_id, None)

    def _take_stock(self) -> None:
        states = self._connection.execute("SELECT state, COUNT(*) FROM item GROUP BY state").fetchall()
        self._states = Counter[str](dict(states))
        self._recount()

    def _recount(self) -> None:
        oldest_first = self._connection.execute(
            "SELECT id, queued_at_ms FROM item WHERE state = 'pending' ORDER BY seq LIMIT ?", (len(self._acks) + 1,)
        )
        unsent = (queued_at_ms for item_id, queued_at_ms in oldest_first if item_id not in self._acks)
        self._counts = Counts(
            pending=self._states["pending"] - len(self._leases) - len(self._acks),
            leased=len(self._leases),
            stored=self._states["stored"] + len(self._acks),
            quarantined=self._states["quarantined"],
            oldest_unsent_at_ms=next(unsent, None),
        )
        oldest_first.close()

    def _record(self, row: tuple[int, str, str, str, str, int, int, int | None, str | None]) -> Record:
        record = Record(*row)
        if record.state != "pending":
            return record
        if record.id in self._acks:
            receipt, at_ms = self._acks[record.id]
            return replace(record, state="stored", settled_by=receipt, settled_at_ms=at_ms)
        held = "leased" if record.id in self._leases else "waiting" if record.id in self._waits else "pending"
        return replace(record, state=held)

    def _make_certain(self, error: CommitUncertain) -> None:
        """Afterwards the failed COMMIT is in the file or it is not, for good, and this connection sees which."""
        try:
            settle_wal(self._connection)
        except sqlite3.Error as refused:
            self._failure = "outbox.disk"
            raise OutboxError("outbox.unknown", retryable=False, data={"sqlite": error.extended_code}) from refused

    def _wall_ms(self) -> int:
        return int(self._wall() * 1000)

    @contextmanager
    def _using(self) -> Generator[sqlite3.Connection]:
        """The connection, for one call at a time. A disk that failed once is trusted again after `mend` only."""
        with self._lock:
            if self._closed:
                raise OutboxError("outbox.closed", retryable=False)
            if self._failure:
                raise OutboxError(self._failure, retryable=True)
            try:
                with refusals():
                    yield self._connection
            except CommitUncertain as error:
                self._make_certain(error)
                raise OutboxError("outbox.disk", retryable=True, data={"sqlite": error.extended_code}) from error
            except OutboxError as error:
                if error.code in ("outbox.disk", "outbox.damaged"):
                    self._failure = error.code
                raise


def _holds(connection: sqlite3.Connection, item_id: str, state: str = "") -> bool:
    query = "SELECT 1 FROM item WHERE id = ?1 AND (?2 = '' OR state = ?2)"
    return connection.execute(query, (item_id, state)).fetchone() is not None


def _purge_some(connection: sqlite3.Connection, before_ms: int, keep_count: int) -> int:
    with transaction(connection):
        return connection.execute(
            """DELETE FROM item WHERE seq IN (
                   SELECT seq FROM item WHERE state = 'stored' AND (settled_at_ms < ?1 OR seq <= coalesce(
                       (SELECT seq FROM item WHERE state = 'stored' ORDER BY seq DESC LIMIT 1 OFFSET ?2), 0))
                   ORDER BY seq LIMIT ?3)""",
            (before_ms, keep_count, PURGE_STEP_ROWS),
        ).rowcount

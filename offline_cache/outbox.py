"""The durable queue: what was promised to a person and is not yet confirmed by the platform.

One file of SQLite in WAL mode with synchronous=FULL (`database`): `put` is one transaction and returns after its
fdatasync. One process owns the file (`ownership`); within it one connection does everything, one call at a time (SQLite
before 3.51.3 has a WAL-reset race between two connections that write or checkpoint).

The file knows pending, stored and quarantined. Whose turn it is (`turns`), and for a moment the platform's
confirmations, are held in memory: they are over when the process is, and what was confirmed is then sent and answered
once more.
"""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace

from offline_cache.database import (
    CommitUncertain,
    checkpoint,
    insert_durably,
    refusal,
    refusals,
    settle_wal,
    transaction,
)
from offline_cache.disk import Disk
from offline_cache.errors import OutboxError
from offline_cache.events import Counts
from offline_cache.forgetting import SETTLE, Confirmation, Confirmations, Retention, purge_step, vacuum_step
from offline_cache.items import INSERT, LEASED, RECORD, Channel, Leased, Record, is_pending, last_seq, selection
from offline_cache.ownership import Ownership
from offline_cache.recovery import find_damage, open_sound
from offline_cache.schema import sum_of_row
from offline_cache.turns import Turns


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
        self._seqs: dict[str, int] = {}
        """Number of each row, by the item's id. Nobody else writes, so this is what makes ids unique."""
        self._confirmed = Confirmations(disk, self._seqs.get)
        self._turns = Turns(self._seqs.get, self._confirmed.__contains__, monotonic)
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
            if item_id in self._seqs:
                raise OutboxError("outbox.duplicate", retryable=False)
            row = (item_id, channel.value, digest, body, at_ms, signature, row_sum)
            try:
                seq = insert_durably(connection, INSERT, row)
            except CommitUncertain as error:
                self._make_certain(error)
                seq = last_seq(connection, item_id)
                if seq is None:
                    raise OutboxError("outbox.disk", retryable=True, data={"sqlite": error.extended_code}) from error
            self._seqs[item_id] = seq
            self._states["pending"] += 1
            self._turns.queued(seq, item_id, at_ms)
            self._recount()  # reads nothing: the new item is ahead, or others are
            if on_commit is not None:
                on_commit()

    def lease(self, prefer: str | None = None) -> Leased | None:
        """Take an item that may be sent now, or None: `prefer`, else the oldest never tried, else the longest due."""
        with self._using() as connection:
            turn = self._turns.take(connection, prefer)
            if turn is None:
                return None
            try:
                item_id, channel, digest, body, signature = connection.execute(LEASED, (turn.seq,)).fetchone()
                self._recount()
            except sqlite3.Error:
                self._turns.give_back(turn.id, self._monotonic())
                raise
            return Leased(item_id, Channel(channel), digest, body, signature)

    def ack(self, item_id: str, receipt: str) -> None:
        """The platform confirmed storing it: keep the record with the receipt, overwrite the body.

        Also when staff put it aside while it was under way."""
        with self._using() as connection:
            seq = self._seqs.get(item_id)
            if seq is None or item_id in self._confirmed:
                return
            if not is_pending(connection, seq):
                self._move(connection, seq, "quarantined", "stored", receipt)
                self._recount()
                return
            self._confirmed.add(item_id, Confirmation(receipt, self._wall_ms()), self._monotonic())
            self._turns.forget(item_id)
            self._recount()
            if self._confirmed.is_due(self._monotonic()):
                self._note_confirmed(connection)

    def quarantine(self, item_id: str, code: str) -> bool:
        """Keep all of it for staff, send it no more: the platform refused the envelope itself, or staff say so.

        Returns whether it was pending.
        """
        with self._using() as connection:
            self._note_confirmed(connection)
            seq = self._seqs.get(item_id)
            is_done = seq is not None and self._move(connection, seq, "pending", "quarantined", code)
            if is_done:
                self._turns.forget(item_id)
                self._recount()
            return is_done

    def retry_later(self, item_id: str, until_s: float) -> None:
        """Give a lease back, also when this raises: that takes no disk. The item may be leased again from `until_s` on,
        by the monotonic clock."""
        with self._lock:
            is_returned = self._turns.give_back(item_id, until_s)
        if is_returned:
            with self._using():
                self._recount()

    def requeue(self, item_id: str) -> bool:
        """Send it (again), and at once: a quarantined item, or one that waits. Returns whether there is one."""
        with self._using() as connection:
            seq = self._seqs.get(item_id)
            if seq is None or item_id in self._confirmed:
                return False
            is_there = is_pending(connection, seq) or self._move(connection, seq, "quarantined", "pending")
            if is_there:
                self._turns.at_once(connection, item_id)
                self._recount()
            return is_there

    def next_due_s(self) -> float | None:
        """When the next item may be leased, by the monotonic clock (now, if one may already); None when none waits."""
        with self._using() as connection:
            due_s = self._turns.due_at_s(connection)
            if due_s is None or due_s > self._monotonic():
                self._note_confirmed(connection)
            return due_s

    def counts(self) -> Counts:
        """How many items are in each state, as of the last change. Touches no disk and waits for nobody."""
        return self._counts

    # ---- looking -----------------------------------------------------------------------------------------------------

    def unsettled_ids(self) -> set[str]:
        """Of every item that the platform has not confirmed: what else is kept for these must stay."""
        with self._using() as connection:
            found = connection.execute("SELECT id FROM item WHERE state <> 'stored'")
            return {item_id for (item_id,) in found} - self._confirmed.ids()

    def holds(self, item_id: str) -> bool:
        """Whether an item with this id was queued, whatever became of it."""
        with self._using():
            return item_id in self._seqs

    def record(self, item_id: str) -> Record | None:
        """What is known of one item."""
        with self._using() as connection:
            row = connection.execute(f"{RECORD} WHERE seq = ?", (self._seqs.get(item_id),)).fetchone()
            return self._record(row) if row else None

    def records(self, state: str = "", *, after_seq: int = 0, limit: int = 1000) -> list[Record]:
        """Items in the order in which they were queued.

        Args:
            state: one of `Record.state`, or "unsent" for all that the platform has not confirmed; "" = any.
        """
        query = f"{RECORD} WHERE seq > ? AND {selection(state)} ORDER BY seq"
        with self._using() as connection:
            found: list[Record] = []
            for row in connection.execute(query, (after_seq,)):
                record = self._record(row)
                if record.is_in(state):
                    found.append(record)
                if len(found) >= limit:
                    break
            return found

    def unsent(self, item_id: str) -> tuple[bytes, str] | None:
        """The envelope's wire form and the terminal's signature, as queued; None once it is confirmed."""
        with self._using() as connection:
            query = "SELECT body, signature FROM item WHERE seq = ? AND state <> 'stored'"
            seq = None if item_id in self._confirmed else self._seqs.get(item_id)
            return connection.execute(query, (seq,)).fetchone()

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
        purged, is_over = 0, False
        while not is_over:
            with self._using() as connection:
                self._note_confirmed(connection)
                forgotten = purge_step(connection, retention, self._wall_ms())
                for item_id in forgotten:
                    del self._seqs[item_id]
                self._states["stored"] -= len(forgotten)
                self._recount()
            purged += len(forgotten)
            is_over = not forgotten
        free_pages, before = 0, -1
        while free_pages != before:  # until nothing more can be given back
            before = free_pages
            with self._using() as connection:
                free_pages = vacuum_step(connection)
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
                        self._note_confirmed(self._connection)
                self._connection.close()

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _move(
        self, connection: sqlite3.Connection, seq: int, old: str, new: str, settled_by: str | None = None
    ) -> bool:
        at_ms = None if new == "pending" else self._wall_ms()
        with transaction(connection):
            changed = connection.execute(SETTLE, (new, settled_by, at_ms, seq, old)).rowcount
        self._states[old] -= changed
        self._states[new] += changed
        return bool(changed)

    def _note_confirmed(self, connection: sqlite3.Connection) -> None:
        """Whatever was noted counts, also when this raises half-way."""
        for noted in self._confirmed.note(connection):
            self._states["pending"] -= noted
            self._states["stored"] += noted
            self._recount()

    def _take_stock(self) -> None:
        self._states = Counter[str]()
        self._seqs.clear()
        for seq, item_id, state in self._connection.execute("SELECT seq, id, state FROM item"):
            self._seqs[item_id] = seq
            self._states[state] += 1
        self._turns.start_over()
        self._recount()

    def _recount(self) -> None:
        leased, confirmed = self._turns.leased, len(self._confirmed)
        self._counts = Counts(
            pending=self._states["pending"] - leased - confirmed,
            leased=leased,
            stored=self._states["stored"] + confirmed,
            quarantined=self._states["quarantined"],
            oldest_unsent_at_ms=self._turns.oldest_at_ms(self._connection),
        )

    def _record(self, row: tuple[int, str, str, str, str, int, int, int | None, str | None]) -> Record:
        record = Record(*row)
        if record.state != "pending":
            return record
        confirmation = self._confirmed.get(record.id)
        if confirmation is not None:
            return replace(record, state="stored", settled_by=confirmation.receipt, settled_at_ms=confirmation.at_ms)
        return replace(record, state=self._turns.holding(record.id))

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
                yield self._connection
            except CommitUncertain as error:
                self._make_certain(error)
                raise self._failed(
                    OutboxError("outbox.disk", retryable=True, data={"sqlite": error.extended_code})
                ) from error
            except (sqlite3.DatabaseError, OSError) as error:
                raise self._failed(refusal(error)) from error
            except OutboxError as error:
                self._failed(error)
                raise

    def _failed(self, error: OutboxError) -> OutboxError:
        if error.code in ("outbox.disk", "outbox.damaged"):
            self._failure = error.code
        return error

"""The durable queue: what was promised to a person and is not yet confirmed by the platform.

One file of SQLite in WAL mode with synchronous=FULL: `put` is one transaction and returns after its fdatasync. One
process owns the file (`ownership`); within it one connection does everything, one call at a time (SQLite before 3.51.3
has a WAL-reset race between two connections that write or checkpoint).

The file knows pending, stored and quarantined. A lease, and the wait before the next attempt, are held in memory by the
monotonic clock: they are over when the process is, and no jump of the wall clock touches them.
"""

import errno
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from offline_cache.errors import OutboxError
from offline_cache.events import Counts
from offline_cache.ownership import Ownership
from offline_cache.schema import migrate

LEASE_S = 600.0
"""After this an upload that never reported back counts as lost. Longer than any one request may take."""
CHECKPOINT_PAGES = 200
_REFUSALS = {
    sqlite3.SQLITE_FULL: "outbox.full",
    sqlite3.SQLITE_CORRUPT: "outbox.damaged",
    sqlite3.SQLITE_NOTADB: "outbox.damaged",
}


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
    body: bytes
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long confirmed items stay, as a record without body; both limits hold."""

    keep_s: float = 30 * 86_400
    keep_count: int = 10_000


class Outbox:
    """The queue's file. Every method may be called from any thread.

    Raises:
        OutboxError: from every method: `outbox.full` (no space), `outbox.disk` (any other refusal of the disk),
            `outbox.damaged`, `outbox.closed`; from the constructor also `outbox.newer`.
    """

    def __init__(
        self,
        ownership: Ownership,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Open or create the file.

        Args:
            ownership: of the directory the file is in; held for as long as the outbox is open, released by who made it.
            monotonic: seconds, for leases and waits.
            wall: seconds since the epoch, only recorded.
        """
        self._monotonic = monotonic
        self._wall = wall
        self._lock = threading.Lock()
        self._leases: dict[str, float] = {}
        self._waits: dict[str, float] = {}
        self._closed = False
        with _refusals():
            self._connection = _connect(ownership.state_dir)
            states = self._connection.execute("SELECT state, COUNT(*) FROM item GROUP BY state").fetchall()
            self._states = Counter[str](dict(states))
            self._counts = self._count()

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
            on_commit: called after the commit and before the item can be leased; must not block nor call the outbox.

        Raises:
            OutboxError: also `outbox.duplicate`, when the id was queued before.
        """
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO item (id, channel, digest, body, queued_at_ms, signature) VALUES (?, ?, ?, ?, ?, ?)",
                (item_id, channel, digest, body, self._wall_ms(), signature),
            )
            connection.execute("COMMIT")
            self._states["pending"] += 1
            self._counts = self._count()
            if on_commit is not None:
                on_commit()

    def lease(self, prefer: str | None = None) -> Leased | None:
        """Take an item that may be sent now, or None: `prefer`, else the oldest never tried, else the longest due."""
        with self._reading() as connection:
            item_id = self._due(connection, prefer)
            if item_id is None:
                return None
            channel, digest, body, signature = connection.execute(
                "SELECT channel, digest, body, signature FROM item WHERE id = ?", (item_id,)
            ).fetchone()
            self._waits.pop(item_id, None)
            self._leases[item_id] = self._monotonic() + LEASE_S
            self._counts = self._count()
            return Leased(item_id, Channel(channel), digest, body, signature)

    def ack(self, item_id: str, receipt: str) -> None:
        """The platform confirmed storing it: keep the record with the receipt, overwrite the body."""
        self._settle(item_id, "stored", receipt)

    def quarantine(self, item_id: str, code: str) -> None:
        """The platform refused the envelope itself: keep all of it for staff, send it no more."""
        self._settle(item_id, "quarantined", code)

    def retry_later(self, item_id: str, until_s: float) -> None:
        """Give a lease back. The item may be leased again from `until_s` on, by the monotonic clock."""
        with self._reading():
            if self._leases.pop(item_id, None) is not None:
                self._waits[item_id] = until_s
                self._counts = self._count()

    def next_due_s(self) -> float | None:
        """When the next item may be leased, by the monotonic clock (now, if one may already); None when none waits."""
        with self._reading() as connection:
            now_s = self._monotonic()
            if self._due(connection, None) is not None:
                return now_s
            return min((*self._waits.values(), *self._leases.values()), default=None)

    def counts(self) -> Counts:
        """How many items are in each state, as of the last change. Touches no disk and waits for nobody."""
        return self._counts

    def unsettled_ids(self) -> set[str]:
        """Every item whose body is still kept: waiting, or put aside."""
        with self._reading() as connection:
            return {item_id for (item_id,) in connection.execute("SELECT id FROM item WHERE state <> 'stored'")}

    def purge(self, retention: Retention) -> int:
        """Forget confirmed items beyond `retention` and hand free pages back; returns how many were forgotten."""
        with self._transaction() as connection:
            purged = connection.execute(
                """DELETE FROM item WHERE state = 'stored' AND (settled_at_ms < ? OR seq <= coalesce(
                       (SELECT seq FROM item WHERE state = 'stored' ORDER BY seq DESC LIMIT 1 OFFSET ?), 0))""",
                (self._wall_ms() - int(retention.keep_s * 1000), retention.keep_count),
            ).rowcount
            connection.execute("COMMIT")
            self._states["stored"] -= purged
            self._counts = self._count()
            connection.execute("PRAGMA incremental_vacuum(256)").fetchall()
        return purged

    def close(self) -> None:
        """Checkpoint and close. Closing twice is fine."""
        with self._lock, _refusals():
            if not self._closed:
                self._closed = True
                self._connection.close()

    def _settle(self, item_id: str, state: str, settled_by: str) -> None:
        with self._transaction() as connection:
            changed = connection.execute(
                """UPDATE item SET state = ?1, settled_by = ?2, settled_at_ms = ?3,
                       body = CASE ?1 WHEN 'stored' THEN x'' ELSE body END
                   WHERE id = ?4 AND state = 'pending'""",
                (state, settled_by, self._wall_ms(), item_id),
            ).rowcount
            connection.execute("COMMIT")
            self._states["pending"] -= changed
            self._states[state] += changed
            self._leases.pop(item_id, None)
            self._waits.pop(item_id, None)
            self._counts = self._count()

    def _due(self, connection: sqlite3.Connection, prefer: str | None) -> str | None:
        """The next item to send. Given-back ones come last, or one that always fails would always be first."""
        now_s = self._monotonic()
        for item_id in [item_id for item_id, until_s in self._leases.items() if until_s <= now_s]:
            del self._leases[item_id]
        preferred = connection.execute("SELECT id FROM item WHERE id = ? AND state = 'pending'", (prefer,))
        oldest_first = connection.execute("SELECT id FROM item WHERE state = 'pending' ORDER BY seq")
        for cursor in (preferred, oldest_first):
            for (item_id,) in cursor:
                if item_id not in self._leases and item_id not in self._waits:
                    cursor.close()
                    return item_id
        until_s, longest_due = min(
            ((until_s, item_id) for item_id, until_s in self._waits.items()), default=(0.0, None)
        )
        return longest_due if until_s <= now_s else None

    def _count(self) -> Counts:
        oldest = self._connection.execute(
            "SELECT queued_at_ms FROM item WHERE state = 'pending' ORDER BY seq LIMIT 1"
        ).fetchone()
        return Counts(
            pending=self._states["pending"] - len(self._leases),
            leased=len(self._leases),
            stored=self._states["stored"],
            quarantined=self._states["quarantined"],
            oldest_unsent_at_ms=oldest[0] if oldest else None,
        )

    def _wall_ms(self) -> int:
        return int(self._wall() * 1000)

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        with self._lock, _refusals():
            if self._closed:
                raise OutboxError("outbox.closed", retryable=False)
            yield self._connection

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        """One write transaction, which the caller commits; rolled back when it did not."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _connect(state_dir: Path) -> sqlite3.Connection:
    path = state_dir / "outbox.sqlite"
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=32)
    try:
        for pragma in (
            "locking_mode = EXCLUSIVE",  # no other process may read along; no shared-memory file
            "auto_vacuum = INCREMENTAL",  # takes effect in a new file only
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        migrate(connection)
        _sync_directory(state_dir)
    except BaseException:
        connection.close()
        raise
    return connection


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _refusals() -> Generator[None]:
    """What SQLite and the disk say, as `OutboxError`."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise OutboxError("outbox.duplicate", retryable=False) from error
    except sqlite3.DatabaseError as error:
        raise _refusal(error.sqlite_errorcode) from error
    except OSError as error:
        code = "outbox.full" if error.errno == errno.ENOSPC else "outbox.disk"
        raise OutboxError(code, retryable=True, data={"errno": error.errno or 0}) from error


def _refusal(extended_code: int) -> OutboxError:
    code = _REFUSALS.get(extended_code & 0xFF, "outbox.disk")
    return OutboxError(code, retryable=code != "outbox.damaged", data={"sqlite": extended_code})

"""What is not kept: the body of what the platform has confirmed, then its record, then the room both took in the file.

`secure_delete` (`database`) overwrites what is freed.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from offline_cache.database import checkpoint, transaction
from offline_cache.disk import Disk

CONFIRMATIONS_AT_ONCE = 64
CONFIRMATION_WAIT_S = 0.25
"""Confirmations are noted at the latest this long after the first, or when nothing is left to send."""
PURGE_STEP_ROWS = 500
VACUUM_STEP_PAGES = 256

SETTLE = """
UPDATE item SET state = ?1, settled_by = ?2, settled_at_ms = ?3, body = CASE ?1 WHEN 'stored' THEN x'' ELSE body END,
    row_sum = sum_of_row(id, channel, ?1, digest, CASE ?1 WHEN 'stored' THEN x'' ELSE body END, queued_at_ms, ?3, ?2,
        signature)
WHERE seq = ?4 AND state = ?5"""
"""State, by what, when, number of the row, state before. The body goes with the confirmation."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long confirmed items stay, as a record without body; both limits hold."""

    keep_s: float = 30 * 86_400
    keep_count: int = 10_000


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The platform's receipt, and when it came (ms since the epoch, wall clock)."""

    receipt: str
    at_ms: int


class Confirmations:
    """What the platform has confirmed and the file does not show yet. They are noted together: one fdatasync for many.

    Args:
        disk: whose ballast is released when there is no room to note them.
        seq_of: number of an item's row, as of now: a rescued file has others.
    """

    def __init__(self, disk: Disk | None, seq_of: Callable[[str], int | None]) -> None:
        self._seq_of = seq_of
        self._disk = disk
        self._given: dict[str, Confirmation] = {}
        self._due_s = 0.0

    def __len__(self) -> int:
        return len(self._given)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._given

    def get(self, item_id: str) -> Confirmation | None:
        return self._given.get(item_id)

    def ids(self) -> set[str]:
        return set(self._given)

    def add(self, item_id: str, confirmation: Confirmation, now_s: float) -> None:
        if not self._given:
            self._due_s = now_s + CONFIRMATION_WAIT_S
        self._given[item_id] = confirmation

    def is_due(self, now_s: float) -> bool:
        """Whether they should be noted now, though more may come."""
        return len(self._given) >= CONFIRMATIONS_AT_ONCE or now_s >= self._due_s

    def note(self, connection: sqlite3.Connection) -> Iterator[int]:
        """Keep the receipts, overwrite the bodies. Yields after each transaction how many items it changed.

        Raises:
            sqlite3.DatabaseError, CommitUncertain: while iterating; the rest is noted another time.
        """
        if not self._given:
            return
        try:
            yield self._note(connection, tuple(self._given))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL or self._disk is None:
                raise
            self._disk.ran_full()
            self._disk.release_ballast()
            for item_id in tuple(self._given):
                checkpoint(connection)  # one by one: overwriting a large body takes as much room in the WAL
                yield self._note(connection, (item_id,))

    def _note(self, connection: sqlite3.Connection, item_ids: tuple[str, ...]) -> int:
        given = [(self._seq_of(item_id), self._given[item_id]) for item_id in item_ids]
        rows = [("stored", word.receipt, word.at_ms, seq, "pending") for seq, word in given]
        with transaction(connection):
            changed = connection.executemany(SETTLE, rows).rowcount
        for item_id in item_ids:
            del self._given[item_id]
        return changed


def purge_step(connection: sqlite3.Connection, retention: Retention, now_ms: int) -> list[str]:
    """Forget some of the confirmed items beyond `retention`, at most `PURGE_STEP_ROWS`; returns their ids."""
    with transaction(connection):
        purged = connection.execute(
            """DELETE FROM item WHERE seq IN (
                   SELECT seq FROM item WHERE state = 'stored' AND (settled_at_ms < ?1 OR seq <= coalesce(
                       (SELECT seq FROM item WHERE state = 'stored' ORDER BY seq DESC LIMIT 1 OFFSET ?2), 0))
                   ORDER BY seq LIMIT ?3) RETURNING id""",
            (now_ms - int(retention.keep_s * 1000), retention.keep_count, PURGE_STEP_ROWS),
        ).fetchall()
    return [item_id for (item_id,) in purged]


def vacuum_step(connection: sqlite3.Connection) -> int:
    """Give some free pages back, at most `VACUUM_STEP_PAGES`; returns how many are left."""
    connection.execute(f"PRAGMA incremental_vacuum({VACUUM_STEP_PAGES})").fetchall()
    (free_pages,) = connection.execute("PRAGMA freelist_count").fetchone()
    return free_pages

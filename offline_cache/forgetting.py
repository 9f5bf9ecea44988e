"""What is not kept: the body of what the platform has confirmed, then its record, then the room both took in the file.

`secure_delete` (`database`) overwrites what is freed.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from offline_cache.database import transaction

PURGE_STEP_ROWS = 500
VACUUM_STEP_PAGES = 256

SETTLE = """
UPDATE item SET state = ?1, settled_by = ?2, settled_at_ms = ?3, body = CASE ?1 WHEN 'stored' THEN x'' ELSE body END,
    row_sum = sum_of_row(id, channel, ?1, digest, CASE ?1 WHEN 'stored' THEN x'' ELSE body END, queued_at_ms, ?3, ?2,
        signature)
WHERE id = ?4 AND state = ?5"""
"""State, by what, when, id, state before. The body goes with the confirmation."""


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


def note_confirmed(connection: sqlite3.Connection, confirmed: Mapping[str, Confirmation]) -> int:
    """In one transaction: keep the receipts, by item's id, and overwrite the bodies. Returns how many items changed.

    Raises:
        sqlite3.DatabaseError, CommitUncertain
    """
    rows = [("stored", given.receipt, given.at_ms, item_id, "pending") for item_id, given in confirmed.items()]
    with transaction(connection):
        return connection.executemany(SETTLE, rows).rowcount


def purge_step(connection: sqlite3.Connection, retention: Retention, now_ms: int) -> int:
    """Forget some of the confirmed items beyond `retention`, at most `PURGE_STEP_ROWS`; returns how many."""
    with transaction(connection):
        return connection.execute(
            """DELETE FROM item WHERE seq IN (
                   SELECT seq FROM item WHERE state = 'stored' AND (settled_at_ms < ?1 OR seq <= coalesce(
                       (SELECT seq FROM item WHERE state = 'stored' ORDER BY seq DESC LIMIT 1 OFFSET ?2), 0))
                   ORDER BY seq LIMIT ?3)""",
            (now_ms - int(retention.keep_s * 1000), retention.keep_count, PURGE_STEP_ROWS),
        ).rowcount


def vacuum_step(connection: sqlite3.Connection) -> int:
    """Give some free pages back, at most `VACUUM_STEP_PAGES`; returns how many are left."""
    connection.execute(f"PRAGMA incremental_vacuum({VACUUM_STEP_PAGES})").fetchall()
    (free_pages,) = connection.execute("PRAGMA freelist_count").fetchone()
    return free_pages

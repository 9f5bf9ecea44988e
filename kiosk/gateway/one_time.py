"""What counts once: spent e-ID tokens, and codes that staff gave by telephone. A small SQLite file of its own, so that
the command that issues codes works beside a running gateway, and several workers of one machine share it.
"""

import hashlib
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from kiosk.gateway.private_files import make_directory
from kiosk.gateway.register import StoreUnavailable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS spent (id TEXT PRIMARY KEY, forget_after TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS staff_codes (
    digest TEXT PRIMARY KEY, terminal_id TEXT NOT NULL, staff_id TEXT NOT NULL, reason TEXT NOT NULL,
    issued_at TEXT NOT NULL, valid_until TEXT NOT NULL, redeemed_at TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS wrong_codes (terminal_id TEXT NOT NULL, at TEXT NOT NULL) STRICT;
"""
_BUSY_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class StaffCode:
    """A code given to somebody at one terminal. Times are aware, in UTC: their texts sort as they do."""

    terminal_id: str
    staff_id: str
    reason: str
    issued_at: datetime
    valid_until: datetime


class CodeFate(Enum):
    UNKNOWN = auto()
    USED = auto()
    EXPIRED = auto()


class OneTimeRecords:
    """Every call is a transaction of its own, on the disk when it returns. Safe from any thread and process.

    Raises:
        StoreUnavailable: from every method.
    """

    def __init__(self, path: Path) -> None:
        make_directory(path.parent)
        path.touch(mode=0o600)
        self._path = path
        with self._transaction() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)

    def spend(self, token_id: str, now: datetime, forget_after: datetime) -> bool:
        """True the first time. `forget_after`: from then on the token is refused for its age anyway."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM spent WHERE forget_after < ?", (now.isoformat(),))
            added = connection.execute(
                "INSERT OR IGNORE INTO spent VALUES (?, ?)", (_digest(token_id), forget_after.isoformat())
            )
            return added.rowcount == 1

    def add_code(self, code: str, given: StaffCode) -> None:
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO staff_codes VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (
                    _digest(code),
                    given.terminal_id,
                    given.staff_id,
                    given.reason,
                    given.issued_at.isoformat(),
                    given.valid_until.isoformat(),
                ),
            )

    def redeem_code(self, code: str, terminal_id: str, now: datetime) -> StaffCode | CodeFate:
        """The code's record, once, at its own terminal and in time; or why not. A wrong one is counted."""
        with self._transaction() as connection:
            row = connection.execute(
                "SELECT staff_id, reason, issued_at, valid_until, redeemed_at FROM staff_codes"
                " WHERE digest = ? AND terminal_id = ?",
                (_digest(code), terminal_id),
            ).fetchone()
            if row is None:
                connection.execute("INSERT INTO wrong_codes VALUES (?, ?)", (terminal_id, now.isoformat()))
                return CodeFate.UNKNOWN
            staff_id, reason, issued_at, valid_until, redeemed_at = row
            if redeemed_at is not None:
                return CodeFate.USED
            if now > datetime.fromisoformat(valid_until):
                return CodeFate.EXPIRED
            connection.execute(
                "UPDATE staff_codes SET redeemed_at = ? WHERE digest = ?", (now.isoformat(), _digest(code))
            )
            return StaffCode(
                terminal_id,
                staff_id,
                reason,
                datetime.fromisoformat(issued_at),
                datetime.fromisoformat(valid_until),
            )

    def wrong_codes(self, terminal_id: str, since: datetime) -> int:
        """How many wrong codes came from a terminal; older ones are forgotten."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM wrong_codes WHERE at < ?", (since.isoformat(),))
            (count,) = connection.execute(
                "SELECT COUNT(*) FROM wrong_codes WHERE terminal_id = ?", (terminal_id,)
            ).fetchone()
            return int(count)

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # rolls back what was not committed
        except sqlite3.Error as error:
            raise StoreUnavailable(getattr(error, "sqlite_errorname", type(error).__name__)) from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

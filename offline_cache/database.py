"""The outbox's one connection to SQLite: how it is opened, what its refusals mean, how it is made durable.

WAL with synchronous=FULL: a COMMIT returns after its fdatasync. Checkpoints come every `CHECKPOINT_PAGES`: rarely
enough that a put of 2 KB costs 1.02 fdatasync, often enough that the WAL fits into the ballast twice.
"""

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from offline_cache.disk import sync_directory
from offline_cache.errors import OutboxError
from offline_cache.schema import PAGE_BYTES, migrate, sum_of_row

DATABASE_FILE = "outbox.sqlite"
CHECKPOINT_PAGES = 400
CACHE_KIB = 512
"""More than the largest row; no page is read often enough to keep more of them."""
_REFUSALS = {
    sqlite3.SQLITE_FULL: "outbox.full",
    sqlite3.SQLITE_CORRUPT: "outbox.damaged",
    sqlite3.SQLITE_NOTADB: "outbox.damaged",
}
_NOT_COMMITTED = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
"""Said before the commit mark is written: the transaction is not in the file, for certain."""
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the file and bring it to the newest version.

    Raises:
        sqlite3.DatabaseError, OSError, OutboxError: see `refusals`.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=32)
    try:
        connection.create_function("sum_of_row", 9, sum_of_row, deterministic=True)
        for pragma in (
            f"page_size = {PAGE_BYTES}",  # takes effect in a new file only, as auto_vacuum does
            "locking_mode = EXCLUSIVE",  # no other process may read along; no shared-memory file
            "auto_vacuum = INCREMENTAL",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
            f"cache_size = -{CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        migrate(connection)
        sync_directory(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """One durable write transaction: committed at the end, rolled back when anything fails before.

    Raises:
        CommitUncertain: the COMMIT failed in a way that does not tell whether the transaction is in the file.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _NOT_COMMITTED:
                raise
            raise CommitUncertain(error.sqlite_errorcode) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def insert_durably(connection: sqlite3.Connection, statement: str, values: tuple[str | int | bytes, ...]) -> int:
    """One INSERT that is a durable transaction of its own; returns the row's number. Raises like `transaction`."""
    try:
        return connection.execute(statement, values).lastrowid or 0
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _NOT_COMMITTED:
            raise
        raise CommitUncertain(error.sqlite_errorcode) from error


class CommitUncertain(Exception):
    """The disk refused in the middle of a COMMIT. Its frames may stand in the WAL, and come back after a crash."""

    def __init__(self, extended_code: int) -> None:
        super().__init__(extended_code)
        self.extended_code = extended_code


def settle_wal(connection: sqlite3.Connection) -> None:
    """Empty the WAL into the file and prove that the disk takes a commit.

    Afterwards what this connection sees is what any later one will see: frames of a failed COMMIT are gone, for the new
    commit begins a new WAL with a new salt (sqlite.org/fileformat2.html section 4.1).

    Raises:
        sqlite3.DatabaseError: the disk refuses still.
    """
    checkpoint(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def checkpoint(connection: sqlite3.Connection) -> None:
    """Move all of the WAL into the file and cut the WAL to nothing. Raises sqlite3.DatabaseError."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("checkpoint refused")


@contextmanager
def refusals() -> Generator[None]:
    """What SQLite and the disk say, as `OutboxError`."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise refusal(error) from error


def refusal(error: sqlite3.DatabaseError | OSError) -> OutboxError:
    """What SQLite or the disk said, with a code."""
    if isinstance(error, sqlite3.IntegrityError):
        return OutboxError("outbox.duplicate", retryable=False)
    if isinstance(error, OSError):
        code = "outbox.full" if error.errno in _NO_SPACE else "outbox.disk"
        return OutboxError(code, retryable=True, data={"errno": error.errno or 0})
    extended_code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = _REFUSALS.get(extended_code & 0xFF, "outbox.disk")
    return OutboxError(code, retryable=code != "outbox.damaged", data={"sqlite": extended_code})

"""The gateway's own store: SQLite, one file, one process.

One thread writes, on one connection, and commits what is waiting as a group: WAL with synchronous=FULL, so an answer
that was given survives a power cut, and under load one fdatasync serves many envelopes. A second connection only reads.
(Two that write or checkpoint would meet the WAL-reset race of SQLite before 3.51.3.)
"""

import fcntl
import json
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar, cast

from kiosk.gateway import register
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.private_files import make_directory
from kiosk.gateway.register import Arrived, Cursor, Enrolled, Execute, Kept, Register, StoreOwned, StoreUnavailable
from kiosk.gateway.shared_tables import SHARED_SCHEMA

_SCHEMA = """
CREATE TABLE IF NOT EXISTS envelopes (
    channel TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, terminal_id TEXT NOT NULL, stored_at TEXT NOT NULL,
    body BLOB NOT NULL, answer TEXT NOT NULL DEFAULT '', alarm TEXT NOT NULL DEFAULT '',
    signature TEXT NOT NULL DEFAULT '', PRIMARY KEY (channel, id)
) STRICT;
CREATE TABLE IF NOT EXISTS submissions (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, acceptance_number TEXT UNIQUE, stored_ms INTEGER NOT NULL,
    application TEXT, identity_number TEXT, item_code TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS submissions_of_person ON submissions (identity_number, stored_ms);
CREATE TABLE IF NOT EXISTS ratings (
    id TEXT PRIMARY KEY, submission_id TEXT NOT NULL, grade INTEGER NOT NULL, reasons TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS acceptance_days (day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS terminals (
    key_id TEXT PRIMARY KEY, terminal_id TEXT NOT NULL, public_key BLOB NOT NULL, enrolled_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
"""
_Found = TypeVar("_Found")

_BUSY_TIMEOUT_S = 5.0
_GROUP_LIMIT = 128
_CACHE_KIB = 512
"""Of pages, for each connection. It is full after two dozen submissions, and memory stays flat from then on; what is
read again lies in the kernel's cache of the file."""


class _Write(NamedTuple):
    """One envelope, or another change, that waits for the writer."""

    work: Callable[[Execute], Any]
    done: Future[Any]


class SqliteStore:
    """A `register.Store` in one file."""

    def __init__(self, path: Path) -> None:
        """Open, and make what is missing. Raises StoreUnavailable."""
        make_directory(path.parent)
        path.touch(mode=0o600)
        self._claim = _claim(path.with_suffix(".lock"))
        with _refusals():
            self._writing = _connect(path)
            self._writing.execute("PRAGMA journal_mode = WAL")
            self._writing.execute("PRAGMA synchronous = FULL")
            _migrate(self._writing)
            self._reading = _connect(path)
            self._reading.execute("PRAGMA query_only = ON")
        self._reading_lock = threading.Lock()
        self._waiting: queue.Queue[_Write | None] = queue.Queue()
        self._writer = threading.Thread(target=self._write, name="store", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Commit what waits and close. Twice is fine; nothing can be stored afterwards."""
        self._waiting.put(None)
        self._writer.join()
        with self._reading_lock:
            self._reading.close()
        self._writing.close()
        self._claim.close()

    def put(self, arrived: Arrived, settle: Callable[[Register], str]) -> Kept:
        return self.change(lambda execute: Register(execute).keep(arrived, settle))

    def enrol(self, key_id: str, terminal: Enrolled, at: datetime) -> None:
        self.change(lambda execute: register.enrol(execute, key_id, terminal, at))

    def revoke(self, terminal_id: str, at: datetime) -> None:
        self.change(lambda execute: register.revoke(execute, terminal_id, at))

    def look(self, work: Callable[[Execute], _Found]) -> _Found:
        with self._reading_lock, _refusals():
            return work(self._read)

    def alone_with(self, submission_id: str, work: Callable[[Execute], _Found]) -> _Found:  # noqa: ARG002
        return self.change(work)  # one thread writes

    def status(self, submission_id: str) -> str | None:
        return self.look(lambda execute: register.status_of(execute, submission_id))

    def last_values(self, identity_number: str, name: str) -> dict[str, str]:
        return self.look(lambda execute: register.last_values(execute, identity_number, name))

    def enrolled(self, key_id: str) -> Enrolled | None:
        return self.look(lambda execute: register.enrolled(execute, key_id))

    def _read(self, query: str, values: Sequence[object]) -> Cursor:
        return self._reading.execute(query, values)

    def change(self, work: Callable[[Execute], _Found]) -> _Found:
        """Have the writer do this and return what it gave, once it is on the disk."""
        if not self._writer.is_alive():
            raise StoreUnavailable("closed")
        write = _Write(work, Future())
        self._waiting.put(write)
        with _refusals():
            return write.done.result()

    def _write(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [first]
            while len(group) < _GROUP_LIMIT and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    self._waiting.put(None)  # the next round ends
                    break
                group.append(following)
            self._commit(group)

    def _commit(self, group: list[_Write]) -> None:
        """One transaction for all. What one of them fails with is its own; what the disk says is everybody's."""
        outcomes: list[object] = []
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            outcomes = [self._try(write) for write in group]
            self._writing.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 -- a worker's loop
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            outcomes = [error] * len(group)
        for write, outcome in zip(group, outcomes, strict=True):
            if isinstance(outcome, Exception):
                write.done.set_exception(outcome)
            else:
                write.done.set_result(outcome)

    def _try(self, write: _Write) -> object:
        self._writing.execute("SAVEPOINT one")
        try:
            outcome: object = write.work(self._writing.execute)
        except Exception as error:
            if not self._writing.in_transaction:  # SQLite gave up all of it
                raise
            self._writing.execute("ROLLBACK TO one")
            outcome = error
        self._writing.execute("RELEASE one")
        return outcome


def _claim(path: Path) -> TextIO:
    """The right to write, until it is closed or the process ends. Raises StoreUnavailable when another has it."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise StoreOwned from error
    return file


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    connection.executescript(_SCHEMA + SHARED_SCHEMA)
    columns = {row[1] for row in connection.execute("PRAGMA table_info(envelopes)")}
    if "signature" not in columns:
        connection.execute("ALTER TABLE envelopes ADD COLUMN signature TEXT NOT NULL DEFAULT ''")


@contextmanager
def _refusals() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(getattr(error, "sqlite_errorname", type(error).__name__)) from error


def submissions(state_dir: Path) -> list[dict[str, Any]]:
    """Every submission as the platform has it, oldest first, read beside a running gateway (`kiosk journey`).

    Each has `id`, `digest`, `terminal_id`, `stored_at`, `alarm`, `status`, and `application` as unsealed (None where it
    could not be).
    """
    query = """SELECT s.id, digest, terminal_id, stored_at, alarm, status, application FROM submissions s
               JOIN envelopes e ON e.channel = 'submission' AND e.id = s.id ORDER BY stored_ms, s.id"""
    records = _read(state_dir, query)
    for record in records:
        record["status"] = json.loads(record["status"])
        record["application"] = json.loads(record["application"] or "null")
    return records


def ratings(state_dir: Path) -> list[dict[str, Any]]:
    """Every rating as the platform has it, in the order of their ids."""
    records = _read(state_dir, "SELECT id, submission_id, grade, reasons, created_at FROM ratings ORDER BY id")
    for record in records:
        record["reasons"] = json.loads(record["reasons"])
    return records


def _read(state_dir: Path, query: str) -> list[dict[str, Any]]:
    address = f"{GatewayPaths(state_dir.resolve()).database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_TIMEOUT_S)) as connection:
        connection.row_factory = sqlite3.Row
        rows = cast("list[Mapping[str, Any]]", connection.execute(query).fetchall())
        return [{key: row[key] for key in row.keys()} for row in rows]  # noqa: SIM118 (sqlite3.Row iterates values)

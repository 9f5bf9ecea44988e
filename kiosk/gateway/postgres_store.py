"""The store for several workers: PostgreSQL, the same tables and statements as `store`.

Each worker has a few connections. What SQLite's single writer orders is ordered here by the database: the primary key
of an id, an advisory lock per person and item, a sequence for acceptance numbers (a counter row would be locked until
its transaction is on the disk, one at a time). Group commit is PostgreSQL's own.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar, cast

from kiosk.gateway import register
from kiosk.gateway.register import Arrived, Cursor, Enrolled, Execute, Kept, Register, StoreUnavailable
from kiosk.gateway.shared_tables import SHARED_SCHEMA
from kiosk.platform.schema import Application

if TYPE_CHECKING:
    from psycopg import Connection

_Found = TypeVar("_Found")

CONNECTIONS = 8
_CONNECT_TIMEOUT_S = 5
_WAIT_S = 5.0
_STATEMENT_TIMEOUT_MS = 10_000
_SCHEMA_LOCK = 0x4B494F53
_SCHEMA = """
CREATE TABLE IF NOT EXISTS envelopes (
    channel TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, terminal_id TEXT NOT NULL, stored_at TEXT NOT NULL,
    body BYTEA NOT NULL, answer TEXT NOT NULL DEFAULT '', alarm TEXT NOT NULL DEFAULT '',
    signature TEXT NOT NULL DEFAULT '', PRIMARY KEY (channel, id)
);
CREATE TABLE IF NOT EXISTS submissions (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, acceptance_number TEXT UNIQUE, stored_ms BIGINT NOT NULL,
    application TEXT, identity_number TEXT, item_code TEXT
);
CREATE INDEX IF NOT EXISTS submissions_of_person ON submissions (identity_number, stored_ms);
CREATE TABLE IF NOT EXISTS ratings (
    id TEXT PRIMARY KEY, submission_id TEXT NOT NULL, grade INTEGER NOT NULL, reasons TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE SEQUENCE IF NOT EXISTS acceptance_numbers MAXVALUE 999999 CYCLE;
CREATE TABLE IF NOT EXISTS terminals (
    key_id TEXT PRIMARY KEY, terminal_id TEXT NOT NULL, public_key BYTEA NOT NULL, enrolled_at TEXT NOT NULL,
    revoked_at TEXT
);
"""


class _PostgresRegister(Register):
    def hold(self, submission_id: str) -> None:
        _hold(self._execute, submission_id)

    def has_applied(self, application: Application, since: datetime) -> bool:
        """Two applications of one person for one item wait for each other; nobody else does."""
        of = f"{application.applicant.identity_number}|{application.item_code}"
        self._execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (of,))
        return super().has_applied(application, since)

    def next_acceptance_number(self, region: str, day: date) -> str:
        """Unique within the day, for up to 999,999 of them; neither dense nor beginning at 1."""
        (number,) = self._execute("SELECT nextval('acceptance_numbers')", ()).fetchone()
        return register.acceptance_number(region, day, number)


def _hold(execute: Execute, submission_id: str) -> None:
    execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", (submission_id,))


class PostgresStore:
    """A `register.Store` that several processes may share."""

    def __init__(self, address: str, connections: int = CONNECTIONS) -> None:
        """Connect, and make what is missing.

        Args:
            address: `postgresql://…` (libpq's connection URI).

        Raises:
            StoreUnavailable: it cannot be reached, or refuses.
        """
        self._address = address
        self._idle: queue.LifoQueue[Connection[Any] | None] = queue.LifoQueue()
        for _ in range(connections):
            self._idle.put(None)  # connected when first needed
        with self._transaction() as execute:
            execute("SELECT pg_advisory_xact_lock(?)", (_SCHEMA_LOCK,))
            for statement in filter(str.strip, (_SCHEMA + SHARED_SCHEMA).split(";")):
                execute(statement, ())

    def close(self) -> None:
        """Close what is idle. Twice is fine."""
        idle = [self._idle.get() for _ in range(self._idle.qsize())]
        for connection in idle:
            if connection is not None:
                connection.close()
            self._idle.put(None)

    def put(self, arrived: Arrived, settle: Callable[[Register], str]) -> Kept:
        with self._transaction() as execute:
            return _PostgresRegister(execute).keep(arrived, settle)

    def change(self, work: Callable[[Execute], _Found]) -> _Found:
        with self._transaction() as execute:
            return work(execute)

    def look(self, work: Callable[[Execute], _Found]) -> _Found:
        return self.change(work)

    def alone_with(self, submission_id: str, work: Callable[[Execute], _Found]) -> _Found:
        with self._transaction() as execute:
            _hold(execute, submission_id)
            return work(execute)

    def status(self, submission_id: str) -> str | None:
        return self.look(lambda execute: register.status_of(execute, submission_id))

    def last_values(self, identity_number: str, name: str) -> dict[str, str]:
        return self.look(lambda execute: register.last_values(execute, identity_number, name))

    def enrol(self, key_id: str, terminal: Enrolled, at: datetime) -> None:
        self.change(lambda execute: register.enrol(execute, key_id, terminal, at))

    def revoke(self, terminal_id: str, at: datetime) -> None:
        self.change(lambda execute: register.revoke(execute, terminal_id, at))

    def enrolled(self, key_id: str) -> Enrolled | None:
        return self.look(lambda execute: register.enrolled(execute, key_id))

    @contextmanager
    def _transaction(self) -> Generator[Execute]:
        """One transaction on a connection of one's own; committed unless something is raised."""
        import psycopg

        with self._lent() as connection:
            try:
                with connection.transaction():

                    def execute(query: str, values: Sequence[object]) -> Cursor:
                        return connection.execute(cast("LiteralString", query.replace("?", "%s")), values)

                    yield execute
            except psycopg.Error as error:
                raise StoreUnavailable(error.sqlstate or type(error).__name__) from error

    @contextmanager
    def _lent(self) -> Generator[Connection[Any]]:
        import psycopg

        try:
            connection = self._idle.get(timeout=_WAIT_S)
        except queue.Empty:
            raise StoreUnavailable("busy") from None
        try:
            if connection is not None and connection.closed:  # which a broken one is, too
                connection = None
            if connection is None:
                connection = psycopg.connect(
                    self._address,
                    autocommit=True,
                    connect_timeout=_CONNECT_TIMEOUT_S,
                    options=f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}",
                )
            yield connection
        except psycopg.Error as error:
            raise StoreUnavailable(error.sqlstate or type(error).__name__) from error
        finally:
            self._idle.put(connection)

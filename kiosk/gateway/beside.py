"""Looking into the store from another process, beside a gateway that may be running."""

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.register import Cursor, Execute, StoreUnavailable

_Found = TypeVar("_Found")
_BUSY_TIMEOUT_S = 5.0


class Looks(Protocol):
    """The half of a `register.Store` that changes nothing."""

    def look(self, work: Callable[[Execute], _Found]) -> _Found: ...


class _Reader:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def look(self, work: Callable[[Execute], _Found]) -> _Found:
        try:
            return work(self._execute)
        except sqlite3.Error as error:
            raise StoreUnavailable(getattr(error, "sqlite_errorname", type(error).__name__)) from error

    def _execute(self, query: str, values: Sequence[object]) -> Cursor:
        return self._connection.execute(query, values)


@contextmanager
def looking(state_dir: Path, database: str) -> Generator[Looks]:
    """The store of a gateway; `database` is its `postgresql://` address, "" for SQLite.

    Raises:
        StoreUnavailable: there is none, or it cannot be read.
    """
    if database:
        from kiosk.gateway.postgres_store import PostgresStore

        store = PostgresStore(database, connections=1)
        try:
            yield store
        finally:
            store.close()
        return
    address = f"{GatewayPaths(state_dir.resolve()).database.as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, timeout=_BUSY_TIMEOUT_S)
    except sqlite3.Error as error:
        raise StoreUnavailable(getattr(error, "sqlite_errorname", type(error).__name__)) from error
    with closing(connection):
        yield _Reader(connection)

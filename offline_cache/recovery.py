"""Opening the outbox file at start: examined first; a damaged one is kept aside and what can be read goes on.

Damage is looked for where it hides: the header's constants, SQLite's own structures (`integrity_check`, for
`quick_check` does not see an index that leads past an item), bytes within a row (each row's digest), and a WAL that
breaks off early, which SQLite would take for its end.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from offline_cache.carving import Carved, carve, read_or_empty, wal_is_damaged
from offline_cache.database import DATABASE_FILE, checkpoint, connect, refusals, settle_wal, transaction
from offline_cache.disk import sync_directory
from offline_cache.schema import COLUMNS, EARLIER_PAGE_BYTES, PAGE_BYTES

_DRAFT = f"{DATABASE_FILE}.draft"
_READY = f"{DATABASE_FILE}.ready"
_REFUSALS = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY,
    }
)  # fmt: skip
"""What a disk, a process or a machine may say of a file that is whole. A whole file of ours gives nothing else."""
_log = logging.getLogger("offline_cache.recovery")


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged file.

    `kept_as` is the name under which it is kept beside the new one; `lost` are the ids that were found but cannot be
    sent any more. Ids of which nothing at all is left cannot be named.
    """

    kept_as: str
    reason: str
    recovered: int
    lost: tuple[str, ...]


def open_sound(state_dir: Path, wall: Callable[[], float]) -> tuple[sqlite3.Connection, Salvage | None]:
    """Open the outbox file of a directory that we own, and prove that the disk takes a commit.

    Args:
        wall: seconds since the epoch, for the name of a file kept aside.

    Raises:
        OutboxError: `outbox.disk`, `outbox.full`, `outbox.newer`. Damage is mended, not raised.
    """
    path = state_dir / DATABASE_FILE
    with refusals():
        _switch(path)
        reason = "wal" if wal_is_damaged(read_or_empty(_wal_of(path))) else _header_damage(path)
        connection = None if reason else _connect(path)
        if connection is not None:
            try:
                reason = find_damage(connection)
                if not reason:
                    settle_wal(connection)
                    return connection, None
            except BaseException:
                connection.close()
                raise
            connection.close()
        return _rescue(path, reason or "file", int(wall()))


def find_damage(connection: sqlite3.Connection) -> str:
    """ "" when the file is whole, else "structure" or "row". Raises sqlite3.OperationalError when the disk refuses."""
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            return "structure"
        values = ", ".join(COLUMNS[1:-1])
        query = f"SELECT 1 FROM item WHERE row_sum <> sum_of_row({values}) LIMIT 1"  # noqa: S608 -- our own names
        return "row" if connection.execute(query).fetchone() else ""
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if _is_damage(error):
            return "structure"
        raise


def _connect(path: Path) -> sqlite3.Connection | None:
    """None when the file is so damaged that SQLite does not take it."""
    try:
        return connect(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if _is_damage(error):
            return None
        raise


def _is_damage(error: sqlite3.DatabaseError | UnicodeDecodeError) -> bool:
    """Also where the text of the tables was hit, or a version number, so that a migration contradicts what is there;
    and where SQLite's own words about it cannot be read."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code not in _REFUSALS


def _header_damage(path: Path) -> str:
    """ "header" where the fields that never change are not ours (sqlite.org/fileformat2.html section 1.3), else "".

    SQLite takes some of these for a file that it must not write, or of a newer version: for ever, where it is damage.
    """
    header = b""
    is_being_made = path.with_name(f"{path.name}-journal").exists()  # SQLite rolls the torn beginning back
    if path.is_file() and not is_being_made:
        with path.open("rb") as file:
            header = file.read(100)
    is_sound = not header or (
        header[:16] == b"SQLite format 3\0"
        and int.from_bytes(header[16:18], "big") in (PAGE_BYTES, EARLIER_PAGE_BYTES)
        and header[18:20] in (b"\1\1", b"\2\2")
        and header[20:24] == b"\x00\x40\x20\x20"
        and header[44:48] in (b"\0\0\0\0", b"\0\0\0\4")
        and header[56:60] in (b"\0\0\0\0", b"\0\0\0\1")
    )
    return "" if is_sound else "header"


def _rescue(path: Path, reason: str, now_s: int) -> tuple[sqlite3.Connection, Salvage]:
    """Build the new file whole, keep the damaged one, switch. A power cut leads to the one or the other."""
    carved = carve(read_or_empty(path), read_or_empty(_wal_of(path)))
    _build(path.with_name(_DRAFT), carved)
    kept_as = f"{path.stem}.damaged-{now_s}"
    while path.with_name(kept_as).exists():
        kept_as += "-"
    for suffix in ("", "-wal"):
        found = path.with_name(path.name + suffix)
        if found.exists():
            path.with_name(kept_as + suffix).hardlink_to(found)
    path.with_name(_DRAFT).rename(path.with_name(_READY))
    sync_directory(path.parent)
    _switch(path)
    _log.error(
        "damaged (%s): kept as %s, %d items recovered, %d lost", reason, kept_as, len(carved.rows), len(carved.lost)
    )
    connection = connect(path)
    try:
        settle_wal(connection)
    except BaseException:
        connection.close()
        raise
    return connection, Salvage(kept_as, reason, len(carved.rows), carved.lost)


def _switch(path: Path) -> None:
    """Put a new file that is ready in the place of the damaged one, if there is one."""
    ready = path.with_name(_READY)
    if ready.exists():
        _wal_of(path).unlink(missing_ok=True)  # first: it must never meet the new file
        sync_directory(path.parent)
        ready.rename(path)
        sync_directory(path.parent)


def _build(draft: Path, carved: Carved) -> None:
    for suffix in ("", "-wal"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    connection = connect(draft)
    try:
        _fill(connection, carved)
        checkpoint(connection)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, carved: Carved) -> None:
    columns, marks = ", ".join(COLUMNS[1:]), ", ".join("?" * len(COLUMNS[1:]))
    statement = f"INSERT INTO item ({columns}) VALUES ({marks})"  # noqa: S608 -- our own names
    with transaction(connection):
        connection.executemany(statement, [[getattr(row, name) for name in COLUMNS[1:]] for row in carved.rows])


def _wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")

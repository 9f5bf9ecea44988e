"""What the platform has taken in: envelopes as they came, applications as opened, ratings. SQLite.

One connection behind a lock writes and checkpoints; WAL with synchronous=FULL, so an answer that was given survives a
power cut. Whether an id is new is decided by the primary key, not by a look before the insert.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from kiosk.gateway.paths import GatewayPaths
from kiosk.platform.schema import Application, RatingGiven, SubmissionStatus

_SCHEMA = """
CREATE TABLE IF NOT EXISTS envelopes (
    channel TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, terminal_id TEXT NOT NULL, stored_at TEXT NOT NULL,
    body BLOB NOT NULL, answer TEXT NOT NULL DEFAULT '', alarm TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (channel, id)
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
"""
_BUSY_TIMEOUT_S = 5.0
_RECENT_APPLICATIONS = 5


class Channel(StrEnum):
    SUBMISSION = "submission"
    RATING = "rating"


class DigestConflict(Exception):
    """This id is stored with another digest."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A well-formed envelope of an enrolled terminal. `alarm` says why it could not be understood, "" when it was."""

    channel: Channel
    id: str
    digest: str
    terminal_id: str
    stored_at: datetime
    body: bytes = field(repr=False)
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer (JSON) that was given when the envelope was first stored."""

    answer: str = field(repr=False)
    is_new: bool


class Register:
    """What may be done inside the transaction that stores an envelope."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has_applied(self, application: Application, since: datetime) -> bool:
        """Whether this person applied for this item since then."""
        query = "SELECT 1 FROM submissions WHERE identity_number = ? AND item_code = ? AND stored_ms >= ? LIMIT 1"
        of = (application.applicant.identity_number, application.item_code, _epoch_ms(since))
        return self._connection.execute(query, of).fetchone() is not None

    def next_acceptance_number(self, region: str, day: date) -> str:
        """受理号, 18 digits: region (GB/T 2260), `yymmdd`, and the day's running number."""
        query = """INSERT INTO acceptance_days VALUES (?, 1)
                   ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last"""
        (number,) = self._connection.execute(query, (day.isoformat(),)).fetchone()
        return f"{region}{day:%y%m%d}{number:06d}"

    def add_submission(self, arrived: Arrived, application: Application | None, status: SubmissionStatus) -> None:
        """`application` is None for an envelope that could not be opened or understood."""
        of_person = (
            (application.model_dump_json(), application.applicant.identity_number, application.item_code)
            if application
            else (None, None, None)
        )
        self._connection.execute(
            "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                arrived.id,
                status.model_dump_json(),
                status.acceptance_number or None,
                _epoch_ms(arrived.stored_at),
                *of_person,
            ),
        )

    def add_rating(self, rating: RatingGiven) -> None:
        self._connection.execute(
            "INSERT INTO ratings VALUES (?, ?, ?, ?, ?)",
            (
                rating.id,
                rating.submission_id,
                rating.grade,
                json.dumps(rating.reasons),
                rating.created_at.isoformat(),
            ),
        )


class Store:
    """May be used from any thread."""

    def __init__(self, path: Path) -> None:
        """Open, and make what is missing. Raises sqlite3.Error."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def put(self, arrived: Arrived, settle: Callable[[Register], str]) -> Kept:
        """Store an envelope and what `settle` records and answers in one durable transaction, or give the first answer.

        Raises:
            DigestConflict: the id is stored with another digest.
            sqlite3.Error: nothing was stored.
        """
        with self._transaction() as connection:
            key = (arrived.channel.value, arrived.id)
            inserted = connection.execute(
                """INSERT INTO envelopes (channel, id, digest, terminal_id, stored_at, body, alarm)
                   VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, id) DO NOTHING""",
                (*key, arrived.digest, arrived.terminal_id, arrived.stored_at.isoformat(), arrived.body, arrived.alarm),
            )
            if inserted.rowcount == 0:
                query = "SELECT digest, answer FROM envelopes WHERE channel = ? AND id = ?"
                digest, first_answer = connection.execute(query, key).fetchone()
                if digest != arrived.digest:
                    raise DigestConflict
                return Kept(first_answer, is_new=False)
            answer = settle(Register(connection))
            connection.execute("UPDATE envelopes SET answer = ? WHERE channel = ? AND id = ?", (answer, *key))
            return Kept(answer, is_new=True)

    def status(self, submission_id: str) -> str | None:
        """The SubmissionStatus as JSON; None when no such submission is stored."""
        with self._lock:
            row = self._connection.execute("SELECT status FROM submissions WHERE id = ?", (submission_id,)).fetchone()
        return row[0] if row else None

    def last_values(self, identity_number: str, name: str) -> dict[str, str]:
        """What this person gave in recent applications, by field; the newest wins."""
        query = """SELECT application FROM submissions WHERE identity_number = ?
                   ORDER BY stored_ms DESC LIMIT ?"""
        with self._lock:
            rows = self._connection.execute(query, (identity_number, _RECENT_APPLICATIONS)).fetchall()
        values: dict[str, str] = {}
        for (text,) in reversed(rows):
            application = Application.model_validate_json(text)
            if application.applicant.name == name:
                values |= application.values
        return values

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


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


def _epoch_ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)

"""What is done inside the transaction that stores an envelope. The same statements serve SQLite and PostgreSQL.

Whether an id is new is decided by the primary key, not by a look before the insert. Placeholders are written `?`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from kiosk.platform.schema import Application, Handover, RatingGiven, SubmissionStatus

RECENT_APPLICATIONS = 5

_Found = TypeVar("_Found")


class Channel(StrEnum):
    SUBMISSION = "submission"
    RATING = "rating"
    CUSTODY = "custody"


class DigestConflict(Exception):
    """This id is stored with another digest."""


class StoreUnavailable(Exception):
    """A full disk, a lost connection, a locked file: nothing was stored, or nobody knows. `code` is the database's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StoreOwned(StoreUnavailable):
    """Another process has the store for itself."""

    def __init__(self) -> None:
        super().__init__("another process has the store")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A well-formed envelope of an enrolled terminal. `alarm` says why it could not be understood, "" when it was;
    `signature` is the terminal's over the request that brought it (`offline_cache.signing`)."""

    channel: Channel
    id: str
    digest: str
    terminal_id: str
    stored_at: datetime
    body: bytes = field(repr=False)
    alarm: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer (JSON) that was given when the envelope was first stored."""

    answer: str = field(repr=False)
    is_new: bool


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A terminal's key: SubjectPublicKeyInfo (RFC 5280), DER."""

    terminal_id: str
    public_key: bytes


class Cursor(Protocol):
    """As in PEP 249."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


Execute = Callable[[str, Sequence[object]], Cursor]


class Store(Protocol):
    """Where the platform keeps what it took in. May be used from any thread.

    Raises:
        StoreUnavailable: from every method.
    """

    def put(self, arrived: Arrived, settle: "Callable[[Register], str]") -> Kept:
        """Store an envelope and what `settle` records and answers in one durable transaction, or give the first answer.

        Raises:
            DigestConflict: the id is stored with another digest.
        """
        ...

    def change(self, work: "Callable[[Execute], _Found]") -> _Found:
        """Have this done in one durable transaction, and return what it gives."""
        ...

    def look(self, work: "Callable[[Execute], _Found]") -> _Found:
        """What this finds; it changes nothing."""
        ...

    def alone_with(self, submission_id: str, work: "Callable[[Execute], _Found]") -> _Found:
        """Like `change`, while nobody stores an envelope of this id whose chunks came apart (`Register.hold`)."""
        ...

    def status(self, submission_id: str) -> str | None:
        """The SubmissionStatus as JSON; None when no such submission is stored."""
        ...

    def last_values(self, identity_number: str, name: str) -> dict[str, str]:
        """What this person gave in recent applications, by field; the newest wins."""
        ...

    def enrol(self, key_id: str, terminal: Enrolled, at: datetime) -> None:
        """Let this key's holder in, from now on. Twice is fine; a revoked key is let in again."""
        ...

    def revoke(self, terminal_id: str, at: datetime) -> None:
        """Let none of this terminal's keys in any more."""
        ...

    def enrolled(self, key_id: str) -> Enrolled | None:
        """Whose key this is; None when it was never enrolled, or was revoked."""
        ...

    def close(self) -> None: ...


class Register:
    """The open transaction."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    @property
    def execute(self) -> Execute:
        """For what has its statements elsewhere."""
        return self._execute

    def keep(self, arrived: Arrived, settle: "Callable[[Register], str]") -> Kept:
        """Insert the envelope and what `settle` does, or find the first answer. Raises DigestConflict."""
        key = (arrived.channel.value, arrived.id)
        inserted = self._execute(
            """INSERT INTO envelopes (channel, id, digest, terminal_id, stored_at, body, alarm, signature)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, id) DO NOTHING""",
            (
                *key,
                arrived.digest,
                arrived.terminal_id,
                arrived.stored_at.isoformat(),
                arrived.body,
                arrived.alarm,
                arrived.signature,
            ),
        )
        if inserted.rowcount == 0:
            query = "SELECT digest, answer FROM envelopes WHERE channel = ? AND id = ?"
            digest, first_answer = self._execute(query, key).fetchone()
            if digest != arrived.digest:
                raise DigestConflict
            return Kept(first_answer, is_new=False)
        answer = settle(self)
        self._execute("UPDATE envelopes SET answer = ? WHERE channel = ? AND id = ?", (answer, *key))
        return Kept(answer, is_new=True)

    def hold(self, submission_id: str) -> None:
        """Let nobody be `alone_with` this submission until the transaction ends."""

    def has_applied(self, application: Application, since: datetime) -> bool:
        """Whether this person applied for this item since then."""
        query = "SELECT 1 FROM submissions WHERE identity_number = ? AND item_code = ? AND stored_ms >= ? LIMIT 1"
        of = (application.applicant.identity_number, application.item_code, epoch_ms(since))
        return self._execute(query, of).fetchone() is not None

    def next_acceptance_number(self, region: str, day: date) -> str:
        """受理号, 18 digits: region (GB/T 2260), `yymmdd`, and the day's running number."""
        query = """INSERT INTO acceptance_days VALUES (?, 1)
                   ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last"""
        (number,) = self._execute(query, (day.isoformat(),)).fetchone()
        return acceptance_number(region, day, number)

    def add_submission(
        self, arrived: Arrived, content: Application | Handover | None, status: SubmissionStatus
    ) -> None:
        """`content` is None for an envelope that could not be opened or understood."""
        of_person: tuple[str | None, ...] = (content.model_dump_json() if content else None, None, None)
        if isinstance(content, Application):
            of_person = (of_person[0], content.applicant.identity_number, content.item_code)
        self._execute(
            """INSERT INTO submissions
               (id, status, acceptance_number, stored_ms, application, identity_number, item_code)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                arrived.id,
                status.model_dump_json(),
                status.acceptance_number or None,
                epoch_ms(arrived.stored_at),
                *of_person,
            ),
        )

    def add_rating(self, rating: RatingGiven) -> None:
        self._execute(
            "INSERT INTO ratings (id, submission_id, grade, reasons, created_at) VALUES (?, ?, ?, ?, ?)",
            (
                rating.id,
                rating.submission_id,
                rating.grade,
                json.dumps(rating.reasons),
                rating.created_at.isoformat(),
            ),
        )


def status_of(execute: Execute, submission_id: str) -> str | None:
    """See `Store.status`."""
    row = execute("SELECT status FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    return row[0] if row else None


def is_stored(execute: Execute, submission_id: str) -> bool:
    """Whether the envelope of this submission is here."""
    query = "SELECT 1 FROM envelopes WHERE channel = ? AND id = ?"
    return execute(query, (Channel.SUBMISSION.value, submission_id)).fetchone() is not None


def last_values(execute: Execute, identity_number: str, name: str) -> dict[str, str]:
    """See `Store.last_values`."""
    query = "SELECT application FROM submissions WHERE identity_number = ? ORDER BY stored_ms DESC LIMIT ?"
    values: dict[str, str] = {}
    for (text,) in reversed(execute(query, (identity_number, RECENT_APPLICATIONS)).fetchall()):
        application = Application.model_validate_json(text)
        if application.applicant.name == name:
            values |= application.values
    return values


def enrol(execute: Execute, key_id: str, terminal: Enrolled, at: datetime) -> None:
    """See `Store.enrol`."""
    execute(
        """INSERT INTO terminals (key_id, terminal_id, public_key, enrolled_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (key_id) DO UPDATE SET terminal_id = excluded.terminal_id, revoked_at = NULL""",
        (key_id, terminal.terminal_id, terminal.public_key, at.isoformat()),
    )


def revoke(execute: Execute, terminal_id: str, at: datetime) -> None:
    """See `Store.revoke`."""
    execute("UPDATE terminals SET revoked_at = ? WHERE terminal_id = ?", (at.isoformat(), terminal_id))


def enrolled(execute: Execute, key_id: str) -> Enrolled | None:
    """See `Store.enrolled`."""
    query = "SELECT terminal_id, public_key FROM terminals WHERE key_id = ? AND revoked_at IS NULL"
    row = execute(query, (key_id,)).fetchone()
    return Enrolled(row[0], bytes(row[1])) if row else None


def acceptance_number(region: str, day: date, number: int) -> str:
    return f"{region}{day:%y%m%d}{number:06d}"


def epoch_ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)

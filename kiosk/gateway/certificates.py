"""Certificates and licences as the platform issues them: what each says (`certificates.toml`), and when it was issued.

The terminal prints and checks them; it cannot make one. How they look: `certificate_pages`.
"""

import calendar
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from kiosk.gateway.decisions import certificate_number
from kiosk.gateway.register import Execute
from kiosk.platform.certificate_code import CertificateCode
from kiosk.platform.item import Record, ServiceItem, Text, in_language
from kiosk.platform.schema import Application, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState

_WORDS = Path(__file__).with_name("certificates.toml")
_CHINA_TIME = timezone(timedelta(hours=8))
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

SCHEMA = """
CREATE TABLE IF NOT EXISTS certificates (
    number TEXT PRIMARY KEY, submission_id TEXT NOT NULL UNIQUE, issued_on TEXT NOT NULL
);
"""


class NotIssuable(LookupError):
    """There is no such certificate: `unknown` submission, `not_approved`, or `no_certificate` for its item."""


class Wording(Record):
    """One item's entry in `certificates.toml`."""

    months: int = Field(ge=0, le=1200)
    special: bool
    title: Text
    statement: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Certificate:
    """`words` is what stands on the paper, by place: the code's digest is over them."""

    number: str
    issued_on: date
    language: str
    words: Mapping[str, str]
    special: bool

    def code(self, sign: Callable[[bytes], bytes]) -> str:
        return CertificateCode.of(self.number, self.issued_on, self.words).signed(sign)


def issue(
    execute: Execute, submission_id: str, identity_number: str, items: Mapping[str, ServiceItem], today: date
) -> Certificate:
    """As `certificate_of`, for the applicant alone; from now on it is issued. Raises NotIssuable."""
    row = execute("SELECT identity_number FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    if row is None or row[0] != identity_number:
        raise NotIssuable("unknown")
    made = certificate_of(execute, submission_id, items, today)
    query = "INSERT INTO certificates (number, submission_id, issued_on) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    execute(query, (made.number, submission_id, made.issued_on.isoformat()))
    return made


def certificate_of(execute: Execute, submission_id: str, items: Mapping[str, ServiceItem], today: date) -> Certificate:
    """The certificate of a stored, approved submission: of `today`, or of the day when it was issued first.

    Raises:
        NotIssuable.
    """
    row = execute("SELECT status, application FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    if row is None or not row[1]:
        raise NotIssuable("unknown")
    status = SubmissionStatus.model_validate_json(row[0])
    if status.state is not SubmissionState.APPROVED:
        raise NotIssuable("not_approved")
    try:
        application = Application.model_validate_json(row[1])
    except ValidationError:  # something else was signed for
        raise NotIssuable("no_certificate") from None
    issued = execute("SELECT issued_on FROM certificates WHERE submission_id = ?", (submission_id,)).fetchone()
    day = date.fromisoformat(issued[0]) if issued else today
    return worded(application, items[application.item_code], status.acceptance_number, day)


def worded(application: Application, item: ServiceItem, acceptance_number: str, today: date) -> Certificate:
    """Put into words, in the application's language. Raises NotIssuable `no_certificate`."""
    wording = _wordings().get(application.item_code)
    if wording is None:
        raise NotIssuable("no_certificate")
    language = application.language
    given = {
        **application.values,
        "name": application.applicant.name,
        "number": application.applicant.identity_number,
        "item": in_language(item.name, language),
        "day": _day(today, language),
    }
    words = {
        "department": in_language(item.department, language),
        "title": in_language(wording.title, language),
        "statement": in_language(wording.statement, language).format_map(given),
        "note": in_language(wording.note, language),
        "issued_on": _day(today, language),
        "valid_to": _day(_later(today, wording.months), language) if wording.months else "",
    }
    number = certificate_number(application.item_code, acceptance_number)
    return Certificate(number, today, language, words, wording.special)


def valid_to(item_code: str, issued_on: date) -> date | None:
    """The last day on which such a certificate counts; None = without end. Raises NotIssuable `no_certificate`."""
    wording = _wordings().get(item_code)
    if wording is None:
        raise NotIssuable("no_certificate")
    return _later(issued_on, wording.months) if wording.months else None


def titles() -> dict[str, Text]:
    """What certificates are called, by the code of their item."""
    return {code: wording.title for code, wording in _wordings().items()}


def china_day(at: datetime) -> date:
    return at.astimezone(_CHINA_TIME).date()


@cache
def _wordings() -> Mapping[str, Wording]:
    document = tomllib.loads(_WORDS.read_text("utf-8"))
    return {code: Wording.model_validate(entry) for code, entry in document.items()}


def _later(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"

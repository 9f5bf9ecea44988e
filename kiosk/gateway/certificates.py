"""Certificates and licences as the platform issues them: what each says (`certificates.toml`), as a signed PDF.

The terminal prints and checks them; it cannot make one. The number follows from item and acceptance number, so that
asking twice gives the same certificate twice and not two.
"""

import calendar
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import segno
from pydantic import Field

from kiosk.gateway.register import Execute
from kiosk.platform.certificate_code import CertificateCode
from kiosk.platform.item import Record, ServiceItem, Text, in_language
from kiosk.platform.schema import Application, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.platform.typesetting import drawn, filled

TEMPLATE = Path(__file__).with_name("certificate.typ")
_WORDS = Path(__file__).with_name("certificates.toml")
_CHINA_TIME = timezone(timedelta(hours=8))
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LABELS: Mapping[str, Text] = {
    "number": {"zh-CN": "编号：", "zh-HK": "編號：", "en": "No."},
    "valid": {"zh-CN": "有效期至", "zh-HK": "有效期至", "en": "Valid until"},
    "code": {
        "zh-CN": "核验码：由签发机关签名，不联网也能核验真伪",
        "zh-HK": "核驗碼：由簽發機關簽署，離線亦可核驗真偽",
        "en": "Verification code, signed by the issuer; it can be checked without a network",
    },
    "signature": {
        "zh-CN": "本文件已由签发机关电子签名",
        "zh-HK": "本文件已由簽發機關電子簽署",
        "en": "Signed electronically by the issuer",
    },
}


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


def certificate_of(execute: Execute, submission_id: str, items: Mapping[str, ServiceItem], today: date) -> Certificate:
    """The certificate of a stored, approved submission. Raises NotIssuable."""
    row = execute("SELECT status, application FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    if row is None or not row[1]:
        raise NotIssuable("unknown")
    status = SubmissionStatus.model_validate_json(row[0])
    if status.state is not SubmissionState.APPROVED:
        raise NotIssuable("not_approved")
    application = Application.model_validate_json(row[1])
    return worded(application, items[application.item_code], status.acceptance_number, today)


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
    return Certificate(f"{application.item_code}-{acceptance_number}", today, language, words, wording.special)


def as_pdf(certificate: Certificate, code: str, at: datetime) -> bytes:
    """Not signed yet."""
    return filled(TEMPLATE, _values(certificate, code), at)


def as_png(certificate: Certificate, code: str, at: datetime) -> bytes:
    return drawn(TEMPLATE, _values(certificate, code), at)


def china_day(at: datetime) -> date:
    return at.astimezone(_CHINA_TIME).date()


def _values(certificate: Certificate, code: str) -> dict[str, str | None]:
    language = certificate.language
    labels = {f"{name}_label": in_language(text, language) for name, text in _LABELS.items()}
    return {
        **certificate.words,
        **labels,
        "number": certificate.number,
        "language": language.partition("-")[0],
        "region": language.partition("-")[2].lower() or None,
        "code_svg": segno.make_qr(code, error="m").svg_inline(scale=4),
    }


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

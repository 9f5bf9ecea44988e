"""Whether a paper is genuine: what the code on a receipt or certificate says, and who signed it. For anybody.

Nothing is said beyond what the paper says itself, but for how far the submission has come.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.gateway import certificates, publications
from kiosk.gateway.platform_keys import KeyRing
from kiosk.gateway.register import Execute, Store
from kiosk.platform.certificate_code import CertificateCode, read_certificate_code
from kiosk.platform.item import Text
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.slip import Slip, verified_slip

LONGEST_CODE = 400
_NUMBER = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class ReceiptChecked:
    """A terminal of ours made it; `state` None: the submission has not come to us yet."""

    slip: Slip
    state: SubmissionState | None


@dataclass(frozen=True, slots=True)
class NumberKnown:
    """Only the number on a receipt was given, which anybody can print: what we have under it."""

    submission_id: str
    state: SubmissionState
    acceptance_number: str


@dataclass(frozen=True, slots=True)
class CertificateChecked:
    """We signed it. `valid_to` None = without end."""

    code: CertificateCode
    title: Text
    valid_to: date | None
    is_over: bool


Checked = ReceiptChecked | NumberKnown | CertificateChecked


class Checker:
    """From any thread."""

    def __init__(self, store: Store, keys: KeyRing, now: Callable[[], datetime]) -> None:
        self._store = store
        self._public = keys.receipt.public_key().public_bytes_raw()
        self._now = now

    def check(self, given: str) -> Checked | None:
        """What this code or number stands for; None: nobody here signed it, or knows it. Raises StoreUnavailable."""
        text = "".join(given.split())
        if len(text) > LONGEST_CODE:
            return None
        if _NUMBER.fullmatch(text.lower()):
            return self._store.look(lambda execute: _known(execute, _with_dashes(text.lower())))
        code = read_certificate_code(text, self._public)
        if code is not None:
            return self._certificate(code)
        slip = verified_slip(text, self._store.look(publications.receipt_keys))
        if slip is None:
            return None
        found = self._store.look(lambda execute: _known(execute, slip.submission_id))
        return ReceiptChecked(slip, found.state if found else None)

    def _certificate(self, code: CertificateCode) -> CertificateChecked | None:
        item = next((item for item in certificates.titles() if code.number.startswith(f"{item}-")), "")
        if not item:
            return None
        last = certificates.valid_to(item, code.issued_on)
        is_over = last is not None and last < certificates.china_day(self._now())
        return CertificateChecked(code, certificates.titles()[item], last, is_over)


def _known(execute: Execute, submission_id: str) -> NumberKnown | None:
    row = execute("SELECT status FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    if row is None:
        return None
    status = SubmissionStatus.model_validate_json(row[0])
    return NumberKnown(submission_id, status.state, status.acceptance_number)


def _with_dashes(number: str) -> str:
    """As the screen groups it, or as the receipt prints it, to the form of RFC 9562."""
    plain = number.replace("-", "")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))

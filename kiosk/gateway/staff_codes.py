"""Codes that staff at the hotline give to somebody who cannot be recognised by face: they bind to one terminal, live
ten minutes, count once, and leave with the application who gave them and why.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.gateway.one_time import CodeFate, OneTimeRecords, StaffCode
from kiosk.gateway.refusal import Refusal
from kiosk.platform.schema import StaffApproval
from kiosk.platform.staff_code import ALPHABET, LENGTH

LIFETIME = timedelta(minutes=10)
WRONG_CODES_MAX = 5
"""From one terminal within `LIFETIME`; then it has to wait."""
REASONS = ("declined", "no_portrait", "not_recognised", "travel_document", "social_card", "other")
_STAFF_ID = re.compile(r"^[A-Za-z0-9-]{2,32}$")

_REFUSALS = {
    CodeFate.UNKNOWN: (404, "staff_code.unknown"),
    CodeFate.USED: (409, "staff_code.used"),
    CodeFate.EXPIRED: (410, "staff_code.expired"),
}


@dataclass(frozen=True, slots=True)
class StaffCodes:
    records: OneTimeRecords

    def issue(self, terminal_id: str, staff_id: str, reason: str, now: datetime) -> str:
        """A new code. Raises ValueError for a reason or staff number that is none."""
        if reason not in REASONS:
            raise ValueError(f"no reason {reason!r}; there are: {', '.join(REASONS)}")
        if not _STAFF_ID.match(staff_id):
            raise ValueError("a staff number is 2 to 32 letters, digits and hyphens")
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        self.records.add_code(code, StaffCode(terminal_id, staff_id, reason, now, now + LIFETIME))
        return code

    def redeem(self, code: str, terminal_id: str, now: datetime) -> StaffApproval:
        """Raises Refusal 404, 409, 410, and 429 after too many wrong codes."""
        if self.records.wrong_codes(terminal_id, now - LIFETIME) >= WRONG_CODES_MAX:
            raise Refusal(429, "staff_code.locked")
        found = self.records.redeem_code(code, terminal_id, now)
        if isinstance(found, CodeFate):
            raise Refusal(*_REFUSALS[found])
        return StaffApproval(staff_id=found.staff_id, reason=found.reason, issued_at=found.issued_at, redeemed_at=now)

"""What somebody lays down, puts in or shows: whose work it is to wait for it, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.session import jobs
from kiosk.session.effects import (
    AwaitCard,
    AwaitCode,
    AwaitSocialCard,
    AwaitStaffCard,
    VerifyStaffPin,
    WatchForStaff,
)
from kiosk.session.override import Override, Vouch
from kiosk.session.task import Task

if TYPE_CHECKING:
    from drivers.contract.smart_card import SmartCardReader, StaffIdentity
    from kiosk.session.crew import Crew, Deadlines

Presented = AwaitCard | AwaitSocialCard | AwaitStaffCard | VerifyStaffPin | WatchForStaff | AwaitCode

DEVICES = {"card": "id_card", "social_card": "pcsc", "staff_card": "pcsc", "staff_watch": "pcsc", "code": "barcode"}
"""Class of the device, by kind of job."""


def _verified(reader: SmartCardReader, wanted: VerifyStaffPin, vouch: Vouch) -> StaffIdentity:
    """Whose card it is; where that is to vouch for a person, nobody does before it is recorded."""
    staff = jobs.verify_staff(reader, wanted.pin)
    session_id, number = wanted.stamp.session_id, wanted.identity_number
    if number:
        vouch(Override(session_id, "card", staff.fingerprint, number, wanted.reason))
    return staff


def task_of(wanted: Presented, crew: Crew, deadlines: Deadlines) -> Task:
    match wanted:
        case AwaitCard():
            return Task("card", crew.id_card, jobs.read_card, deadlines.card_s)
        case AwaitSocialCard():
            return Task("social_card", crew.pcsc, jobs.read_social_card, deadlines.card_s)
        case AwaitStaffCard():
            return Task("staff_card", crew.pcsc, jobs.read_staff_card, deadlines.card_s)
        case VerifyStaffPin():
            return Task(
                "staff_card", crew.pcsc, lambda reader, _job: _verified(reader, wanted, crew.vouch), deadlines.card_s
            )
        case WatchForStaff():
            return Task("staff_watch", crew.pcsc, jobs.watch_for_staff, deadlines.card_s)
        case AwaitCode(_, asked):
            return Task(
                "code", crew.barcode, lambda reader, job: jobs.read_code(reader, job, asked=asked), deadlines.code_s
            )

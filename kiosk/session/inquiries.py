"""What the session asks the platform while somebody waits, and what the answers mean to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from kiosk.errors import PlatformError
from kiosk.platform.client import PlatformClient
from kiosk.platform.schema import CertificateIssued, PrefillAnswer, PrefillRequest, QrIdentity, StaffApproval
from kiosk.session.effects import FetchCertificate, FetchPrefill, LookUpReceipt, RedeemStaffCode, VerifyCode
from kiosk.session.events import (
    CertificateFetched,
    CodeVerified,
    DeviceFailed,
    Event,
    Prefilled,
    PrefillFailed,
    ReceiptFound,
    StaffApproved,
)
from kiosk.session.model import Receipt, Session, Stamp
from kiosk.session.override import Override, Vouch
from kiosk.session.task import Task
from kiosk.slip import Slip

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.session.crew import Crew, Deadlines

ReadSlip = Callable[[str], Slip | None]
"""What a receipt's code says, if a terminal of ours signed it."""

Inquiry = FetchPrefill | VerifyCode | RedeemStaffCode | LookUpReceipt | FetchCertificate
Ask = Callable[[PlatformClient], object]
"""Asks on the platform worker's thread. Raises DeviceError."""

PREFILL = "prefill"
OTHER = "inquiry"
_UNKNOWN_STATUS = 404


@dataclass(frozen=True, slots=True)
class LookedUp:
    receipt: Receipt | None = field(repr=False)


def task_of(inquiry: Inquiry, crew: Crew, deadlines: Deadlines, read_slip: ReadSlip) -> Task:
    question = _question(inquiry, read_slip, crew.vouch)
    kind = PREFILL if isinstance(inquiry, FetchPrefill) else OTHER
    deadline_s = deadlines.certificate_s if isinstance(inquiry, FetchCertificate) else deadlines.platform_s
    return Task(kind, crew.platform, lambda client, _job: question(client), deadline_s)


def _question(inquiry: Inquiry, read_slip: ReadSlip, vouch: Vouch) -> Ask:
    match inquiry:
        case FetchPrefill(_, session):
            request = _prefill_request(session)
            return lambda client: _asked(lambda: client.prefill(request))
        case VerifyCode(_, token):
            return lambda client: _asked(lambda: client.identity_of(token))
        case RedeemStaffCode():
            return lambda client: _asked(lambda: _vouched(client, inquiry, vouch))
        case FetchCertificate(_, session):
            assert session.identity is not None
            submission_id, number = session.submission.id, session.identity.number
            return lambda client: _asked(lambda: client.certificate(submission_id, number))
        case LookUpReceipt(_, slip):
            return lambda client: _asked(lambda: _looked_up(client, read_slip(slip)))


def answered(stamp: Stamp, value: object, at: datetime) -> Event | None:
    """None for what no inquiry gives."""
    match value:
        case PrefillAnswer():
            return Prefilled(stamp, value)
        case QrIdentity():
            return CodeVerified(stamp, value, at)
        case CertificateIssued():
            return CertificateFetched(stamp, value)
        case StaffApproval():
            return StaffApproved(stamp, value)
        case LookedUp(receipt):
            return ReceiptFound(stamp, receipt)
        case _:
            return None


def failed(stamp: Stamp, kind: str, error: DeviceError) -> Event:
    if kind == PREFILL:
        return PrefillFailed(stamp, error.code)
    return DeviceFailed(stamp, "platform", error.code, error.retryable)


def _asked(question: Callable[[], object]) -> object:
    """The platform's refusals become the worker's errors."""
    try:
        return question()
    except PlatformError as error:
        raise DeviceError(error.code, retryable=error.retryable, data=error.data) from error


def _vouched(client: PlatformClient, inquiry: RedeemStaffCode, vouch: Vouch) -> StaffApproval:
    """Who vouches; nobody does before it is recorded."""
    approval = client.redeem_staff_code(inquiry.code)
    session_id, number = inquiry.stamp.session_id, inquiry.identity_number
    vouch(Override(session_id, "code", approval.staff_id, number, approval.reason))
    return approval


def _prefill_request(session: Session) -> PrefillRequest:
    assert session.item is not None
    assert session.identity is not None
    assert session.consents.data_at is not None
    return PrefillRequest(
        item_code=session.item.code,
        identity_number=session.identity.number,
        name=session.identity.name,
        consented_at=session.consents.data_at,
    )


def _looked_up(client: PlatformClient, slip: Slip | None) -> LookedUp:
    """A receipt that the platform does not know may be of a submission that still waits in a terminal."""
    if slip is None:
        return LookedUp(None)
    try:
        status = client.submission_status(slip.submission_id)
    except PlatformError as error:
        if error.data.get("status") != _UNKNOWN_STATUS:
            raise
        status = None
    return LookedUp(Receipt(slip.submission_id, slip.acceptance_number, slip.made_at, slip.terminal_id, status))

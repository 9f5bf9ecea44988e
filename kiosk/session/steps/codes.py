"""A code shown on the start or home page, without anybody having asked for one: what it is, and what to do with it.

A pick-up code begins a pick-up, with nothing left to type; of every other one a page tells what it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.identity.codes import CodeKind, kind_of, pickup_code_of, text_of
from kiosk.session.effects import ArmTimer, AwaitCode, Effect, LookUpReceipt, ReadCertificate, WatchForStaff
from kiosk.session.events import (
    CertificateRead,
    CodeScanned,
    DeviceFailed,
    ReceiptFound,
    TimedOut,
    Timer,
)
from kiosk.session.model import Notice, Scanned, Session, Step
from kiosk.session.person_events import Confirmed
from kiosk.session.steps import pickup
from kiosk.session.table import Result, Row, go, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def await_code(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (AwaitCode(session.stamp, asked=False),)


def await_anybody(session: Session, limits: Limits) -> tuple[Effect, ...]:
    """A code, or somebody of the staff."""
    return (*await_code(session, limits), WatchForStaff(session.stamp))


def shown_at_start(session: Session, event: CodeScanned, limits: Limits) -> Result:
    """Whoever holds a code before the terminal is there, as if the page had been touched."""
    return scanned(replace(session, id=event.session_id), event, limits)


def scanned(session: Session, event: CodeScanned, limits: Limits) -> Result:
    kind, text = kind_of(event.payload), text_of(event.payload)
    if kind is CodeKind.PICKUP and pickup.is_open(session):
        return pickup.begin_with_code(session, pickup_code_of(event.payload))
    is_closed = kind is CodeKind.PICKUP and "locker" in session.health
    notice = Notice("pickup.unavailable") if is_closed else None
    session, _ = go(replace(session, scanned=Scanned(kind)), Step.CODE, notice=notice)
    if kind is CodeKind.CERTIFICATE:
        return replace(session, asking=True), (ReadCertificate(session.stamp, text),)
    if kind is CodeKind.RECEIPT:
        return replace(session, asking=True), (
            LookUpReceipt(session.stamp, text),
            ArmTimer(Timer.STEP, limits.verify_s),
        )
    return session, ()


def scanner_failed(session: Session, _event: DeviceFailed, limits: Limits) -> Result:
    """Nobody asked for a code: nobody needs to be told."""
    return stay(session, ArmTimer(Timer.STEP, limits.retry_s))


def look_again(session: Session, event: TimedOut, _limits: Limits) -> Result:
    return stay(session, AwaitCode(session.stamp, asked=False)) if event.timer is Timer.STEP else stay(session)


def await_again(session: Session, event: TimedOut, limits: Limits) -> Result:
    return stay(session, *await_anybody(session, limits)) if event.timer is Timer.STEP else stay(session)


def _found(session: Session, event: ReceiptFound, _limits: Limits) -> Result:
    kind = CodeKind.RECEIPT if event.receipt else CodeKind.UNKNOWN
    return stay(replace(session, scanned=Scanned(kind, event.receipt), asking=False, notice=None))


def _certificate_read(session: Session, event: CertificateRead, _limits: Limits) -> Result:
    scanned = Scanned(CodeKind.CERTIFICATE, certificate=event.certificate)
    return stay(replace(session, scanned=scanned, asking=False, notice=None))


def _failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    if event.device == "barcode":
        return scanner_failed(session, event, limits)
    return tell(replace(session, asking=False), "receipt.unanswered")


def _timed_out(session: Session, event: TimedOut, limits: Limits) -> Result:
    if event.timer is Timer.STEP and session.asking:
        return tell(replace(session, asking=False), "receipt.unanswered")
    return look_again(session, event, limits)


def _home(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return go(replace(session, scanned=None), Step.HOME)


ROWS = {
    Step.CODE: Row(
        back=lambda _: Step.HOME,
        on={
            CodeScanned: scanned,
            ReceiptFound: _found,
            CertificateRead: _certificate_read,
            DeviceFailed: _failed,
            TimedOut: _timed_out,
            Confirmed: _home,
        },
        arrive=await_code,
    ),
}

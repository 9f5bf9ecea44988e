"""Somebody of the staff comes to the terminal, says who the person is, and shows a card and its PIN for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.identity.person import Way
from kiosk.session.effects import ArmTimer, AwaitStaffCard, Effect, VerifyStaffPin
from kiosk.session.events import (
    DeviceFailed,
    StaffCardRead,
    StaffVerified,
    TimedOut,
    Timer,
)
from kiosk.session.model import Consents, Errand, Notice, Session, Step
from kiosk.session.person_events import (
    Confirmed,
    StaffCardWanted,
    Typed,
)
from kiosk.session.steps import stock
from kiosk.session.steps.details import open_form
from kiosk.session.table import Result, Row, go, stay

if TYPE_CHECKING:
    from kiosk.session.limits import Limits

PIN_LENGTHS = range(6, 9)
_STAYS_IN = ("pcsc.pin_wrong", "pcsc.pin_format")
"""The card is still good for another PIN."""
_TO_STAFF = {
    "pcsc.wrong_kind": "staff_card.other_card",
    **dict.fromkeys(("pcsc.mute", "pcsc.garbage", "pcsc.read_failed", "pcsc.refused"), "staff_card.unreadable"),
    **dict.fromkeys(("pcsc.no_reader", "pcsc.service_gone", "pcsc.hung", "pcsc.unexpected"), "staff_card.no_reader"),
}
"""What is said of a citizen's card elsewhere: there the way on is the identity card, here it is not."""


def wanted(session: Session, _event: StaffCardWanted, _limits: Limits) -> Result:
    if not readers_work(session):
        return stay(session)
    return go(replace(session, staff_card=None, pin=""), Step.STAFF_CARD)


def readers_work(session: Session) -> bool:
    status = session.health.get("pcsc")
    return status is not None and status.state.usable


def _await_card(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (AwaitStaffCard(session.stamp),)


def _read(session: Session, event: StaffCardRead, limits: Limits) -> Result:
    """Who may not do what this is about is told so before a PIN is asked for, and none is that could not be right."""
    needed = {"stock", "inspect"} if session.errand is Errand.STOCK else {"confirm"}
    no_use = "pcsc.pin_blocked" if event.card.tries_left == 0 else ""
    if needed.isdisjoint(event.card.roles):
        no_use = "pcsc.no_role"
    if no_use:
        session = replace(session, staff_card=None, pin="", notice=Notice(no_use))
        return stay(session, ArmTimer(Timer.STEP, limits.retry_s))
    return stay(replace(session, staff_card=event.card, pin="", notice=None))


def _type(session: Session, event: Typed, _limits: Limits) -> Result:
    kept = "".join(character for character in event.text if character in "0123456789")
    return stay(replace(session, pin=kept[: PIN_LENGTHS[-1]], notice=None))


def _verify(session: Session, event: Confirmed, limits: Limits) -> Result:
    """The PIN is tried once, and forgotten whatever comes of it."""
    if session.staff_card is None or session.asking or len(session.pin) not in PIN_LENGTHS:
        return stay(session)
    number, why = (session.identity.number, reason(session)) if session.identity is not None else ("", "")
    verify = VerifyStaffPin(session.stamp, session.pin, number, why, event.at)
    return stay(replace(session, asking=True, pin="", notice=None), verify, ArmTimer(Timer.STEP, limits.verify_s))


def _verified(session: Session, event: StaffVerified, _limits: Limits) -> Result:
    if session.errand is Errand.STOCK:
        return stock.begin(replace(session, asking=False), event.identity)
    return _confirmed(session, event)


def _confirmed(session: Session, event: StaffVerified) -> Result:
    """Somebody of the staff says who the person is."""
    from kiosk.platform.schema import StaffApproval  # the start page does not wait for it

    approval = StaffApproval(
        staff_id=f"card:{event.identity.card_uuid or event.identity.fingerprint[:32]}",
        staff_name=event.identity.subject,
        reason=reason(session),
        issued_at=event.at,
        redeemed_at=event.at,
    )
    session = replace(session, staff=approval, staff_card=None, asking=False, consents=Consents())
    return go(session, Step.WAITING) if session.errand is Errand.PICKUP else open_form(session)


def reason(session: Session) -> str:
    """Why staff confirm the person, as in `kiosk.gateway.staff_codes`."""
    assert session.identity is not None
    by_way = {Way.TRAVEL_DOCUMENT: "travel_document", Way.SOCIAL_CARD: "social_card"}
    if session.identity.way in by_way:
        return by_way[session.identity.way]
    if not session.identity.portrait:
        return "no_portrait"
    return "not_recognised" if session.face.tries else "declined"


def _failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    """After anything but a wrong PIN the card has to be put in again."""
    card = session.staff_card if event.code in _STAYS_IN else None
    left = event.data.get("left", "")
    if card is not None and left:
        card = replace(card, tries_left=int(left))
    notice = Notice(_TO_STAFF.get(event.code, event.code), dict(event.data))
    session = replace(session, staff_card=card, pin="", asking=False, notice=notice)
    return stay(session, *(() if card else (ArmTimer(Timer.STEP, limits.retry_s),)))


def _again(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    session = replace(session, asking=False)
    return stay(session) if session.staff_card else stay(session, AwaitStaffCard(session.stamp))


ROWS = {
    Step.STAFF_CARD: Row(
        back=lambda session: Step.START if session.errand is Errand.STOCK else Step.OTHER_WAY,
        on={
            StaffCardRead: _read,
            StaffVerified: _verified,
            Typed: _type,
            Confirmed: _verify,
            DeviceFailed: _failed,
            TimedOut: _again,
        },
        arrive=_await_card,
    ),
}

"""Without an identity card, and without a face check: e-ID code, travel document, a code from staff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.identity import mrz
from kiosk.identity.codes import CodeKind, kind_of, text_of
from kiosk.identity.person import Way, of_code, of_document
from kiosk.platform import staff_code
from kiosk.session.effects import ArmTimer, AwaitCard, AwaitCode, Effect, RedeemStaffCode, VerifyCode
from kiosk.session.events import (
    CardRead,
    CodeScanned,
    CodeVerified,
    DeviceFailed,
    StaffApproved,
    TimedOut,
    Timer,
)
from kiosk.session.model import Consents, Errand, Session, Step, Zone
from kiosk.session.person_events import (
    Confirmed,
    DocumentChosen,
    FaceSkipped,
    PickupCodeWanted,
    StaffCardWanted,
    StaffCodeWanted,
    Typed,
)
from kiosk.session.steps import pickup, staff_card
from kiosk.session.steps.details import open_form
from kiosk.session.steps.identify import before_identifying, card_read, establish, identified, may_try_face
from kiosk.session.table import Result, Row, go, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def platform_answers(session: Session) -> bool:
    status = session.health.get("platform")
    return status is not None and status.state.usable


# ---- e-ID code ------------------------------------------------------------------------------------------------


def _await_both(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    """Whoever finds the card after all lays it down."""
    return (AwaitCard(session.stamp), AwaitCode(session.stamp, asked=True))


def _code_scanned(session: Session, event: CodeScanned, limits: Limits) -> Result:
    if session.asking:
        return stay(session)
    if kind_of(event.payload) is not CodeKind.EID:
        return tell(session, "identity.qr_other", ArmTimer(Timer.STEP, limits.retry_s))
    verify = VerifyCode(session.stamp, text_of(event.payload))
    return stay(replace(session, asking=True, notice=None), verify, ArmTimer(Timer.STEP, limits.verify_s))


def _code_verified(session: Session, event: CodeVerified, limits: Limits) -> Result:
    session = replace(session, asking=False)
    return identified(session, of_code(event.answer), event.at, ArmTimer(Timer.STEP, limits.retry_s))


def _code_failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    """The card is only the second way here: its reader is asked again without a word."""
    again = ArmTimer(Timer.STEP, limits.retry_s)
    if event.device == "id_card":
        return stay(session) if session.asking else stay(session, again)
    return tell(replace(session, asking=False), event.code, again)


def _look_again(session: Session, event: TimedOut, limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    if session.asking:
        return tell(replace(session, asking=False), "identity.qr_offline", *_await_both(session, limits))
    return stay(session, *_await_both(session, limits))


# ---- travel document ------------------------------------------------------------------------------------------------


def _await_card(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (AwaitCard(session.stamp),)


def _choose_document(session: Session, event: DocumentChosen, _limits: Limits) -> Result:
    return stay(replace(session, zone=Zone(event.kind), notice=None))


def _type_zone(session: Session, event: Typed, _limits: Limits) -> Result:
    kind = session.zone.kind
    return stay(replace(session, zone=Zone(kind, mrz.kept(kind, event.text)), notice=None))


def _zone_done(session: Session, event: Confirmed, _limits: Limits) -> Result:
    zone = session.zone
    try:
        document = mrz.read(zone.kind, zone.characters, event.at.date())
    except mrz.MrzError as error:
        missing = mrz.FORMS[zone.kind].length - len(zone.characters)
        code = "mrz.incomplete" if missing else "mrz.wrong"
        return tell(session, code, missing=str(missing), part=error.part.value)
    return identified(session, of_document(document), event.at)


def _read_card_again(session: Session, event: TimedOut, _limits: Limits) -> Result:
    return stay(session, AwaitCard(session.stamp)) if event.timer is Timer.STEP else stay(session)


def _reader_failed(session: Session, _event: DeviceFailed, limits: Limits) -> Result:
    return stay(session, ArmTimer(Timer.STEP, limits.retry_s))


# ---- without a face check --------------------------------------------------------------------------------------------


def may_skip_face(session: Session) -> bool:
    """The item is content with a verified document."""
    item, identity = session.item, session.identity
    return item is not None and identity is not None and not item.needs_face and identity.is_proven


def _face_again(session: Session, event: Confirmed, limits: Limits) -> Result:
    if not may_try_face(session, limits):
        return stay(session)
    session = replace(session, collection=replace(session.collection, code=""))
    if session.errand is Errand.PICKUP and session.consents.face_at is None:  # who showed a code was never asked
        return establish(session)
    return go(replace(session, consents=Consents(data_at=event.at, face_at=event.at)), Step.FACE)


def _skip_face(session: Session, _event: FaceSkipped, _limits: Limits) -> Result:
    return open_form(replace(session, without_face=True)) if may_skip_face(session) else stay(session)


def _want_staff_code(session: Session, _event: StaffCodeWanted, _limits: Limits) -> Result:
    if not platform_answers(session):
        return tell(session, "staff_code.offline")
    return go(replace(session, staff_code=""), Step.STAFF_CODE)


def _back_from_other_way(session: Session) -> Step:
    """To the page of what was shown, where that was not a proof."""
    pages = {Way.TRAVEL_DOCUMENT: Step.TRAVEL_DOCUMENT, Way.SOCIAL_CARD: Step.SOCIAL_CARD}
    earlier = before_identifying(session)
    return pages.get(session.identity.way, earlier) if session.identity is not None else earlier


# ---- a code from staff -----------------------------------------------------------------------------------------------


def _type_staff_code(session: Session, event: Typed, _limits: Limits) -> Result:
    kept = "".join(character for character in event.text.upper() if character in staff_code.ALPHABET)
    return stay(replace(session, staff_code=kept[: staff_code.LENGTH], notice=None))


def _redeem(session: Session, _event: Confirmed, limits: Limits) -> Result:
    missing = staff_code.LENGTH - len(session.staff_code)
    if session.asking:
        return stay(session)
    if missing:
        return tell(session, "staff_code.incomplete", missing=str(missing))
    assert session.identity is not None
    redeem = RedeemStaffCode(session.stamp, session.staff_code, session.identity.number)
    return stay(replace(session, asking=True, notice=None), redeem, ArmTimer(Timer.STEP, limits.verify_s))


def _approved(session: Session, event: StaffApproved, _limits: Limits) -> Result:
    """Nothing is fetched for whom only a voice vouches: the form opens with what the document says."""
    session = replace(session, staff=event.approval, staff_code="", consents=Consents())
    return go(session, Step.WAITING) if session.errand is Errand.PICKUP else open_form(session)


def _refused(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    return tell(replace(session, asking=False, staff_code=""), event.code)


def _unanswered(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    return tell(replace(session, asking=False), "staff_code.offline")


ROWS = {
    Step.EID_QR: Row(
        back=lambda _: Step.IDENTIFY,
        on={
            CardRead: card_read,
            CodeScanned: _code_scanned,
            CodeVerified: _code_verified,
            DeviceFailed: _code_failed,
            TimedOut: _look_again,
        },
        arrive=_await_both,
    ),
    Step.TRAVEL_DOCUMENT: Row(
        back=lambda _: Step.IDENTIFY,
        on={
            CardRead: card_read,
            DocumentChosen: _choose_document,
            Typed: _type_zone,
            Confirmed: _zone_done,
            DeviceFailed: _reader_failed,
            TimedOut: _read_card_again,
        },
        arrive=_await_card,
    ),
    Step.OTHER_WAY: Row(
        back=_back_from_other_way,
        on={
            Confirmed: _face_again,
            FaceSkipped: _skip_face,
            StaffCodeWanted: _want_staff_code,
            StaffCardWanted: staff_card.wanted,
            PickupCodeWanted: pickup.want_code,
        },
    ),
    Step.STAFF_CODE: Row(
        back=lambda _: Step.OTHER_WAY,
        on={
            Typed: _type_staff_code,
            Confirmed: _redeem,
            StaffApproved: _approved,
            DeviceFailed: _refused,
            TimedOut: _unanswered,
        },
    ),
}

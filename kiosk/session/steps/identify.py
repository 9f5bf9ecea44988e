"""Identity card, consent, face check. What else can be shown, or done instead: `other_ways`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drivers.contract.face import FaceVerdict
from kiosk.identity.person import Difference, Identity, Way, difference, of_card, of_social_card
from kiosk.journeys.plan import following
from kiosk.session.effects import (
    ArmTimer,
    AskOtherPrompt,
    AwaitCard,
    AwaitSocialCard,
    CheckFace,
    Effect,
    EnrolPortrait,
)
from kiosk.session.events import (
    CardRead,
    DeviceFailed,
    Event,
    FaceLooked,
    SocialSecurityCardRead,
    TimedOut,
    Timer,
)
from kiosk.session.model import Consents, Errand, FaceCheck, Notice, Session, Step
from kiosk.session.person_events import (
    Confirmed,
    FaceDeclined,
    PromptDeclined,
    WayChosen,
)
from kiosk.session.table import Handler, Result, Row, go, stay, tell

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.session.limits import Limits

GIVES_UP = ("face.portrait_undecodable", "face.portrait_faceless")
"""Another try cannot help: the card's own picture is the trouble."""

VERDICTS = tuple(f"face.{verdict.value}" for verdict in FaceVerdict)
LIVENESS = "face.liveness."
UNABLE = "face.liveness.unable"
"""The person can do none of what was asked for."""


_NOT_IN_FORCE = ("identity.expired", "identity.not_yet_valid")


def before_identifying(session: Session) -> Step:
    """The page from which the person came to prove who they are."""
    return Step.HOME if session.errand is Errand.PICKUP else Step.GUIDE


_UNLIKE = {Difference.PERSON: "identity.claim_other_person", Difference.NAME: "identity.claim_other_name"}


# ---- cards -----------------------------------------------------------------------------------------------------------


def _await_cards(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return AwaitCard(session.stamp), AwaitSocialCard(session.stamp)


def _arrive(session: Session, limits: Limits) -> tuple[Effect, ...]:
    return (*_await_cards(session, limits), ArmTimer(Timer.STEP, limits.hint_s))


def card_read(session: Session, event: CardRead, _limits: Limits) -> Result:
    """On every page where a card may be laid down."""
    return identified(session, of_card(event.card), event.at, AwaitCard(session.stamp))


def identified(session: Session, identity: Identity, at: datetime, *again: Effect) -> Result:
    """On with this identity, or stay and say why not; `again` is what then goes on waiting."""
    today = at.date().isoformat()
    if identity.valid_to and identity.valid_to < today:
        typed = identity.way is Way.TRAVEL_DOCUMENT
        code = "identity.document_expired" if typed else "identity.expired"
        return tell(session, code, *again, valid_to=identity.valid_to)
    if identity.valid_from > today:
        return tell(session, "identity.not_yet_valid", *again, valid_from=identity.valid_from)
    session = replace(session, identity=identity, consents=Consents(), face=FaceCheck(), staff=None, without_face=False)
    return establish(session)


def establish(session: Session) -> Result:
    """To the page where whoever showed the document proves to be its holder."""
    identity = session.identity
    assert identity is not None
    if session.collection.has_code and identity.is_proven:  # it was shown before the card
        return go(session, Step.WAITING)
    session = replace(session, collection=replace(session.collection, code=""))
    portrait = identity.portrait
    if not portrait:
        claimed = identity.way is Way.SOCIAL_CARD
        return go(session, Step.OTHER_WAY, notice=Notice("identity.claim_only" if claimed else "identity.no_portrait"))
    session, _ = go(session, Step.CONSENT, notice=_unlike_claim(session))
    return session, (EnrolPortrait(session.stamp, portrait),)


def _choose_way(session: Session, event: WayChosen, _limits: Limits) -> Result:
    steps = {Way.EID_QR: Step.EID_QR, Way.TRAVEL_DOCUMENT: Step.TRAVEL_DOCUMENT}
    if event.way is Way.SOCIAL_CARD:
        return _go_on_as_claimed(session)
    return go(session, steps[event.way]) if event.way in steps else stay(session)


def _reader_failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    again = ArmTimer(Timer.STEP, limits.retry_s)
    if event.device == "pcsc" and not _smart_cards_there(session):
        return stay(session, ArmTimer(Timer.STEP, limits.hint_s))  # nobody has been told that there are any
    if event.code == "id_card.no_card" and session.notice is not None and session.notice.code in _NOT_IN_FORCE:
        return stay(session, again)  # it lies there while its holder reads why it will not do
    return tell(session, event.code, again)


def _smart_cards_there(session: Session) -> bool:
    """As far as was known until now: where a reader has only just gone, whoever used it is told."""
    status = session.health.get("pcsc")
    return status is not None and status.state.usable


def _read_again(session: Session, event: TimedOut, limits: Limits) -> Result:
    """Whoever has waited and was told nothing may have laid the card on the wrong reader."""
    if event.timer is not Timer.STEP:
        return stay(session)
    if session.step is Step.IDENTIFY and session.notice is None:
        several = _smart_cards_there(session)
        session, _ = tell(session, "identity.no_card_on_readers" if several else "identity.no_card")
    return stay(session, *_await_cards(session, limits))


# ---- what a social security card claims ------------------------------------------------------------------------------


def _claimed(session: Session, event: SocialSecurityCardRead, _limits: Limits) -> Result:
    return go(replace(session, claim=of_social_card(event.card)), Step.SOCIAL_CARD)


def _go_on_as_claimed(session: Session) -> Result:
    """Nothing proves the claim, and there is no face to compare: staff have to confirm it."""
    if session.claim is None:
        return stay(session)
    consents, face = Consents(), FaceCheck()
    session = replace(session, identity=session.claim, consents=consents, face=face, staff=None, without_face=False)
    return establish(session)


def _unlike_claim(session: Session) -> Notice | None:
    """Two cards that do not fit together are pointed out; the proven one holds."""
    if session.claim is None or session.identity is None or not session.identity.is_proven:
        return None
    unlike = difference(session.claim, session.identity)
    return Notice(_UNLIKE[unlike]) if unlike else None


# ---- consent and face ------------------------------------------------------------------------------------------------


def _consent(session: Session, event: Confirmed, _limits: Limits) -> Result:
    return go(replace(session, consents=Consents(data_at=event.at, face_at=event.at)), Step.FACE)


def _decline(session: Session, _event: FaceDeclined, _limits: Limits) -> Result:
    return go(session, Step.OTHER_WAY, notice=Notice("face.declined"))


def _check_face(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (CheckFace(session.stamp),)


def _looked(session: Session, event: FaceLooked, limits: Limits) -> Result:
    look = event.look
    face = replace(session.face, instruction=look.instruction, progress=look.progress)
    if look.verdict is None:
        return stay(replace(session, face=face))
    if look.verdict is FaceVerdict.ACCEPT:
        face = replace(
            face,
            score_band=look.score_band,
            engine=event.engine,
            liveness=look.liveness,
            checked_at=event.at,
            progress=1.0,
        )
        return go(replace(session, face=face), following(session).step)
    return _failed_try(session, look.reason or f"face.{look.verdict.value}", limits)


def _other_prompt(session: Session, _event: PromptDeclined, _limits: Limits) -> Result:
    return stay(session, AskOtherPrompt(session.stamp))


def _said_no(session: Session) -> bool:
    """The check itself said no; nothing is broken."""
    code = session.notice.code if session.notice else ""
    return code in VERDICTS or code.startswith(LIVENESS)


def _failed_try(session: Session, code: str, limits: Limits) -> Result:
    face = FaceCheck(tries=session.face.tries + 1)
    session = replace(session, face=face)
    if face.tries >= limits.face_tries or code in (*GIVES_UP, UNABLE):
        return go(session, Step.OTHER_WAY, notice=Notice(code))
    return tell(session, code, ArmTimer(Timer.STEP, limits.retry_s), left=str(limits.face_tries - face.tries))


def _face_failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    return _failed_try(session, event.code, limits)


def _look_again(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    check = CheckFace(session.stamp)
    if session.identity is None or _said_no(session):
        return stay(session, check)
    # A face process that had to be started anew knows no portrait.
    return stay(session, EnrolPortrait(session.stamp, session.identity.portrait), check)


def may_try_face(session: Session, limits: Limits) -> bool:
    """Whether the other way still offers to go back to the face check."""
    broken = session.notice is not None and session.notice.code in GIVES_UP
    portrait = session.identity is not None and session.identity.portrait != b""
    return portrait and session.face.tries < limits.face_tries and not broken


_CARDS: dict[type[Event], Handler] = {
    CardRead: card_read,
    SocialSecurityCardRead: _claimed,
    WayChosen: _choose_way,
    DeviceFailed: _reader_failed,
    TimedOut: _read_again,
}

ROWS = {
    Step.IDENTIFY: Row(back=before_identifying, on=_CARDS, arrive=_arrive),
    Step.SOCIAL_CARD: Row(back=lambda _: Step.IDENTIFY, on=_CARDS, arrive=_await_cards),
    Step.CONSENT: Row(back=before_identifying, on={Confirmed: _consent, FaceDeclined: _decline}),
    Step.FACE: Row(
        back=lambda _: Step.CONSENT,
        on={
            FaceLooked: _looked,
            PromptDeclined: _other_prompt,
            DeviceFailed: _face_failed,
            TimedOut: _look_again,
            FaceDeclined: _decline,
        },
        arrive=_check_face,
    ),
}

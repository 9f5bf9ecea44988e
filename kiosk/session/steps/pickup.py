"""What waits in the cabinet: found, claimed, taken out one door after another, signed for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.identity.codes import pickup_code_of
from kiosk.services import papers
from kiosk.session.collection import CODE_LENGTH, Collection, DoorPhase
from kiosk.session.effects import (
    ArmTimer,
    AwaitCode,
    ClaimOrder,
    Effect,
    Enqueue,
    FindPickups,
    NoteWrongCode,
    ReleaseOrder,
)
from kiosk.session.events import (
    CodeScanned,
    DeviceFailed,
    DoorSeen,
    HealthChanged,
    OrderClaimed,
    PickupsFound,
    TimedOut,
    Timer,
)
from kiosk.session.model import Errand, Notice, Sent, Session, Step, Submission
from kiosk.session.person_events import (
    CompartmentSkipped,
    Confirmed,
    OrderChosen,
    PickupCodeWanted,
    PickupWanted,
    Signed,
    Typed,
)
from kiosk.session.steps import door
from kiosk.session.steps.submit import sign
from kiosk.session.table import Result, Row, go, stay, tell, without_person

if TYPE_CHECKING:
    from kiosk.session.collection import Waiting
    from kiosk.session.limits import Limits

_UNTOUCHED = (DoorPhase.SHUT, DoorPhase.LEFT_INSIDE, DoorPhase.NOT_OPENED)
_TROUBLES = {DoorPhase.NOT_OPENED: "door.not_opened", DoorPhase.LEFT_INSIDE: "door.left_inside"}
"""What is said where nobody knows it better."""
_CODE_REFUSED = ("pickup.code", "pickup.code_locked")


def is_open(session: Session) -> bool:
    """There is a cabinet, and it works."""
    locker = session.health.get("locker")
    return locker is not None and locker.state.usable


def begin(session: Session, _event: PickupWanted, _limits: Limits) -> Result:
    if not is_open(session):
        return tell(session, "pickup.unavailable")
    return begin_with_code(session, "")


def begin_with_code(session: Session, code: str) -> Result:
    """`code`: of the notice, as shown to the scanner; only the identity card is missing then."""
    begun = replace(without_person(session), errand=Errand.PICKUP, collection=Collection(code=code))
    return go(begun, Step.IDENTIFY)


# ---- a code instead of a face check ----------------------------------------------------------------------------------


def may_type_code(session: Session, limits: Limits) -> bool:
    """Whoever has proven a document, until a wrong code was typed too often."""
    is_proven = session.identity is not None and session.identity.is_proven
    return session.errand is Errand.PICKUP and is_proven and session.collection.code_tries < limits.code_tries


def want_code(session: Session, _event: PickupCodeWanted, limits: Limits) -> Result:
    if not may_type_code(session, limits):
        return stay(session)
    return go(replace(session, collection=replace(session.collection, code="")), Step.PICKUP_CODE)


def _type_code(session: Session, event: Typed, _limits: Limits) -> Result:
    kept = "".join(character for character in event.text if character in "0123456789")[:CODE_LENGTH]
    return stay(replace(session, notice=None, collection=replace(session.collection, code=kept)))


def _code_done(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    missing = CODE_LENGTH - len(session.collection.code)
    if missing:
        return tell(session, "pickup_code.incomplete", missing=str(missing))
    return go(session, Step.WAITING)


# ---- what waits ------------------------------------------------------------------------------------------------------


def _scan_code(session: Session, event: CodeScanned, limits: Limits) -> Result:
    """Shown instead of typed."""
    code = pickup_code_of(event.payload)
    if not code:
        return tell(session, "pickup_code.other", ArmTimer(Timer.STEP, limits.retry_s))
    return go(replace(session, collection=replace(session.collection, code=code)), Step.WAITING)


def _await_code(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (AwaitCode(session.stamp, asked=False),)


def _look_again(session: Session, event: TimedOut, limits: Limits) -> Result:
    return stay(session, *_await_code(session, limits)) if event.timer is Timer.STEP else stay(session)


def _scanner_failed(session: Session, _event: DeviceFailed, limits: Limits) -> Result:
    """The keys are there: nobody needs to be told."""
    return stay(session, ArmTimer(Timer.STEP, limits.retry_s))


def knows_vouchers(session: Session) -> bool:
    """Whether what is kept here of the platform's vouchers is in force; a moment after the first start nothing is."""
    vouchers = session.health.get("vouchers")
    return vouchers is not None and vouchers.state.usable


def _find(session: Session, limits: Limits) -> tuple[Effect, ...]:
    return (FindPickups(session.stamp, session), ArmTimer(Timer.STEP, limits.verify_s))


def _found(session: Session, event: PickupsFound, limits: Limits) -> Result:
    """First what is known here, a moment later the platform's word, which may be that there is more elsewhere. Without
    vouchers "nothing" is no answer yet."""
    fitting = tuple(waiting for waiting in event.found if waiting.code not in _CODE_REFUSED)
    if event.found and not fitting:
        return _wrong_code(session, event.found, limits)
    is_complete = event.is_complete and (bool(fitting) or knows_vouchers(session))
    notice = session.notice if not fitting and not is_complete else None
    collection = replace(session.collection, found=fitting, is_complete=is_complete)
    session = replace(session, collection=collection, notice=notice)
    return tell(session, "pickup.nothing") if is_complete and not fitting else stay(session)


def _health(session: Session, event: HealthChanged, limits: Limits) -> Result:
    """New vouchers are in force: whoever was told that nothing is known, or waits for it, sees what came."""
    are_new = event.health.get("vouchers") != session.health.get("vouchers")
    session = replace(session, health=event.health)
    has_found = any(waiting.may_be_taken for waiting in session.collection.found)
    return stay(session) if session.asking or has_found or not are_new else stay(session, *_find(session, limits))


def _wrong_code(session: Session, found: tuple[Waiting, ...], limits: Limits) -> Result:
    """A code is short: whoever tries too many is sent to the face check, or to staff; and so is whoever comes when too
    many were tried before, be the code right or wrong."""
    tried = tuple(waiting.number for waiting in found if waiting.code == "pickup.code")
    tries = session.collection.code_tries + 1 if tried else limits.code_tries
    noted = (NoteWrongCode(tried),) if tried else ()
    session = replace(session, collection=Collection(code_tries=tries))
    if tries >= limits.code_tries:
        code = "pickup_code.too_often" if tried else "pickup_code.locked"
        session, _ = go(session, Step.OTHER_WAY, notice=Notice(code))
    else:
        left = {"left": str(limits.code_tries - tries)}
        session, _ = go(session, Step.PICKUP_CODE, notice=Notice("pickup_code.wrong", left))
    return session, noted


def _choose(session: Session, event: OrderChosen, limits: Limits) -> Result:
    chosen = next((waiting for waiting in session.collection.found if waiting.number == event.order_number), None)
    if chosen is None or not chosen.may_be_taken or session.asking or not session.is_confirmed:
        return stay(session)
    session = replace(session, asking=True, notice=None, collection=replace(session.collection, order=chosen))
    return stay(session, ClaimOrder(session.stamp, session), ArmTimer(Timer.STEP, limits.prefill_s))


def _claimed(session: Session, event: OrderClaimed, _limits: Limits) -> Result:
    return _next_door(replace(session, collection=replace(session.collection, claim_id=event.claim_id)))


def _refused(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    session = replace(session, asking=False, collection=replace(session.collection, order=None))
    return tell(session, event.code)


def _unanswered(session: Session, event: TimedOut, limits: Limits) -> Result:
    """A platform that is silent holds nobody up: what waits here is known here, and so is whose it is. As long as
    nothing is, it is looked for again."""
    if event.timer is not Timer.STEP:
        return stay(session)
    if session.asking:
        return _next_door(session)
    if session.collection.found or session.collection.is_complete:
        return stay(session)
    notice = session.notice or Notice("pickup.nothing_known")
    return stay(replace(session, notice=notice), *_find(session, limits))


# ---- doors -----------------------------------------------------------------------------------------------------------


def _on_hand(session: Session) -> door.Door | None:
    current = session.collection.current
    return door.Door(current.cell, current.phase) if current is not None else None


def _seen(session: Session, event: DoorSeen, _limits: Limits) -> Result:
    """One door at a time, and the next only when this one is closed."""
    collection = session.collection.with_phase(event.cell, event.phase)
    session = replace(session, collection=collection, notice=Notice(event.code) if event.code else None)
    if event.phase in _TROUBLES:
        is_owed = collection.due_original is not None and event.phase is DoorPhase.LEFT_INSIDE
        told = event.code or ("original.left_out" if is_owed else _TROUBLES[event.phase])
        return go(session, Step.DOOR_TROUBLE, notice=Notice(told))
    return _onward(session) if event.phase.settled else stay(session)


def _next_door(session: Session) -> Result:
    """What is owed comes first."""
    if session.collection.due_original is None:
        return go(session, Step.DOOR, notice=session.notice)
    no_way = None if papers.ways_to_hand_in(session) else Notice("original.no_way")
    return go(session, Step.HAND_IN, notice=session.notice or no_way)


def after_original(session: Session, _limits: Limits) -> Result:
    """One more is handed in."""
    return _onward(replace(session, notice=None))


def _onward(session: Session) -> Result:
    """The next compartment; after the last, whoever has taken something signs for it. Nothing is released for an
    original that nobody can say was handed in."""
    collection = session.collection
    original = collection.due_original
    if original is not None and original.phase is DoorPhase.DOUBTFUL:
        return go(without_person(session), Step.STOPPED, notice=Notice("original.doubtful"))
    if collection.current is not None:
        return _next_door(session)
    if collection.taken:
        return go(session, Step.SIGN_FOR, notice=session.notice)
    return go(without_person(session), Step.STOPPED, notice=Notice("pickup.doubtful"))


def _try_again(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    current = session.collection.current
    assert current is not None
    return go(replace(session, collection=session.collection.with_phase(current.cell, DoorPhase.SHUT)), Step.DOOR)


def _skip(session: Session, _event: CompartmentSkipped, _limits: Limits) -> Result:
    """On with the next one; what stays inside waits on for whoever comes with its order."""
    collection = session.collection
    if collection.order is None or collection.due_original is not None:
        return stay(session)
    current = collection.current
    left = tuple(cell for cell in collection.order.compartments if cell is not current)
    kept = replace(collection, order=replace(collection.order, compartments=left))
    session = replace(session, notice=None, collection=kept)
    if kept.current is None and not kept.taken and not kept.is_doubtful:
        return go(without_person(session), Step.HOME)
    return _onward(session)


def given_back(before: Session, after: Session) -> tuple[Effect, ...]:
    """Whoever goes without having moved anything holds nobody else up."""
    claimed = before.collection
    is_over = claimed.claim_id not in ("", after.collection.claim_id)
    if not is_over or claimed.order is None:
        return ()
    untouched = all(each.phase in _UNTOUCHED for each in claimed.order.compartments)
    return (ReleaseOrder(claimed.order.number, claimed.claim_id),) if untouched else ()


def left_unsigned(before: Session, after: Session) -> tuple[Effect, ...]:
    """Whoever has shown an original, opened a door for it and goes without signing: its pages go to the platform."""
    collection = before.collection
    is_over = collection.order is not None and after.collection.order is None
    if not is_over or not collection.shown or before.submission.sent is not Sent.NO or collection.order is None:
        return ()
    untouched = all(each.phase in _UNTOUCHED for each in collection.order.compartments)
    return () if untouched else (Enqueue(before.stamp, _unsigned(before), None),)


def _unsigned(session: Session) -> Session:
    return replace(session, draft=replace(session.draft, signature=None))


# ---- signing ---------------------------------------------------------------------------------------------------------


def _signed_for(session: Session, event: Confirmed, _limits: Limits) -> Result:
    if session.draft.signature is None:
        return tell(replace(session, shown_problems=True), "sign_for.not_signed")
    return go(replace(session, submission=Submission(sent=Sent.SEALING, created_at=event.at)), Step.SENDING)


ROWS = {
    Step.PICKUP_CODE: Row(
        back=lambda _: Step.OTHER_WAY,
        on={
            Typed: _type_code,
            Confirmed: _code_done,
            CodeScanned: _scan_code,
            DeviceFailed: _scanner_failed,
            TimedOut: _look_again,
        },
        arrive=_await_code,
    ),
    Step.WAITING: Row(
        back=lambda _: Step.HOME,
        on={
            PickupsFound: _found,
            OrderChosen: _choose,
            OrderClaimed: _claimed,
            DeviceFailed: _refused,
            HealthChanged: _health,
            TimedOut: _unanswered,
        },
        arrive=_find,
    ),
    Step.DOOR: door.row(_on_hand, _seen),
    Step.DOOR_TROUBLE: Row(back=lambda _: Step.WAITING, on={Confirmed: _try_again, CompartmentSkipped: _skip}),
    Step.SIGN_FOR: Row(back=lambda _: None, on={Signed: sign, Confirmed: _signed_for}),
}

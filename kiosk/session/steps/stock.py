"""Staff at the cabinet: what there is to do, what is put in, what is taken back, what is seen in a doubtful cell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.identity.codes import CodeKind, kind_of, text_of
from kiosk.session.collection import DoorPhase
from kiosk.session.effects import (
    ArmTimer,
    AwaitCode,
    ClearCell,
    Effect,
    FindThing,
    SurveyCabinet,
)
from kiosk.session.events import (
    CabinetSurveyed,
    CellCleared,
    CodeScanned,
    DeviceFailed,
    DoorSeen,
    StaffArrived,
    ThingFound,
    TimedOut,
    Timer,
)
from kiosk.session.model import Errand, Notice, Session, Step
from kiosk.session.person_events import (
    ChoreChosen,
    CompartmentSkipped,
    Confirmed,
    FoundInside,
    OtherCellWanted,
    OtherThingSeen,
    SizeChosen,
    Typed,
)
from kiosk.session.shift import Chore, Done, Shift
from kiosk.session.steps import door
from kiosk.session.table import Result, Row, go, stay, tell, without_person

if TYPE_CHECKING:
    from drivers.contract.smart_card import StaffIdentity
    from kiosk.session.limits import Limits

LONGEST_CODE = 64
_PARCEL = r"[A-Za-z0-9._-]{1,64}"
_PERSON = r"\d{15}|\d{17}[\dXx]"
_OF_PERSONS = (CodeKind.EID, CodeKind.RECEIPT)
_MAY_TRY_AGAIN = (DoorPhase.NOT_OPENED, DoorPhase.LEFT_INSIDE)
_NOTHING_MOVED = {Chore.STOCK: "stock.not_put_in", Chore.TAKE_BACK: "stock.not_taken_out"}


# ---- coming ----------------------------------------------------------------------------------------------------------


def arrived(session: Session, event: StaffArrived, _limits: Limits) -> Result:
    """Only where there is a cabinet: elsewhere a staff card has nothing to say before a person needs it."""
    if "locker" not in session.health:
        return stay(session)
    begun = without_person(replace(session, id=session.id or event.session_id))
    return go(replace(begun, errand=Errand.STOCK), Step.STAFF_CARD)


def begin(session: Session, identity: StaffIdentity) -> Result:
    """The card and its PIN are shown; the card may be taken out again."""
    shift = Shift(identity.fingerprint, frozenset(role.value for role in identity.roles))
    return go(replace(session, shift=shift, staff_card=None, pin=""), Step.STAFF)


def _with(session: Session, **changes: Any) -> Session:
    return replace(session, shift=replace(_shift(session), **changes))


def _shift(session: Session) -> Shift:
    assert session.shift is not None
    return session.shift


# ---- what there is to do ---------------------------------------------------------------------------------------------


def _survey(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (SurveyCabinet(session.stamp, session),)


def _surveyed(session: Session, event: CabinetSurveyed, _limits: Limits) -> Result:
    return stay(_with(session, overdue=event.overdue, suspects=event.suspects, is_complete=event.is_complete))


def _not_surveyed(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    return tell(session, event.code) if event.device == "platform" else stay(session)


def _survey_again(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return stay(replace(session, notice=None), SurveyCabinet(session.stamp, session))


def _choose(session: Session, event: ChoreChosen, _limits: Limits) -> Result:
    shift, locker = _shift(session), session.health.get("locker")
    if not shift.may(event.chore):
        return stay(session)
    if locker is None or not locker.state.usable:
        return tell(session, "stock.no_cabinet")
    at_rest = _at_rest(session, chore=event.chore)
    if event.chore is Chore.STOCK:
        return go(at_rest, Step.STOCK_ITEM)
    if event.chore is Chore.TAKE_BACK:
        thing = next((each for each in shift.overdue if each.cell == event.cell), None)
        return go(_with(at_rest, thing=thing, cell=event.cell), Step.STAFF_DOOR) if thing else stay(session)
    suspect = next((each for each in shift.suspects if each.cell == event.cell and not each.is_open), None)
    return go(_with(at_rest, thing=suspect.expected, cell=event.cell), Step.STAFF_DOOR) if suspect else stay(session)


def _at_rest(session: Session, **changes: Any) -> Session:
    """Nothing on hand."""
    nothing: dict[str, Any] = {"typed": "", "thing": None, "rooms": {}, "size": "", "cell": ""}
    return _with(session, **(nothing | {"phase": DoorPhase.SHUT, "was_open": False, "is_empty": False} | changes))


# ---- what is in somebody's hands -------------------------------------------------------------------------------------


def _await_code(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (AwaitCode(session.stamp, asked=True),)


def _type(session: Session, event: Typed, _limits: Limits) -> Result:
    kept = "".join(character for character in event.text if re.fullmatch(_PARCEL, character))[:LONGEST_CODE]
    if session.asking:
        return stay(session)
    return stay(replace(_with(session, typed=kept, thing=None, rooms={}, size=""), notice=None))


def _scanned(session: Session, event: CodeScanned, limits: Limits) -> Result:
    code = text_of(event.payload)
    if kind_of(event.payload) in _OF_PERSONS:
        code = ""  # a person's, and nobody's parcel: it is not even looked at
    session, effects = _look_up(session, code, limits)
    return session, (*effects, AwaitCode(session.stamp, asked=True))


def _look_up(session: Session, code: str, limits: Limits) -> Result:
    if session.asking:
        return stay(session)
    if not re.fullmatch(_PARCEL, code) or re.fullmatch(_PERSON, code):
        return tell(session, "stock.not_a_parcel")
    session = replace(_with(session, typed=code, thing=None, rooms={}, size=""), asking=True, notice=None)
    return stay(session, FindThing(session.stamp, session, code), ArmTimer(Timer.STEP, limits.verify_s))


def _look_up_alone(session: Session, *effects: Effect) -> Result:
    """A platform that is silent holds nobody up."""
    return stay(session, FindThing(session.stamp, session, _shift(session).typed, is_alone=True), *effects)


def _found(session: Session, event: ThingFound, limits: Limits) -> Result:
    """Where nobody knows the size it is chosen by eye."""
    session = _with(session, thing=event.thing, rooms=event.rooms, size=event.thing.size)
    session = replace(session, asking=False, notice=None)
    again = ArmTimer(Timer.STEP, limits.retry_s)  # the scanner may have failed meanwhile
    if not any(event.rooms.values()) and _shift(session).chore is Chore.STOCK:
        return tell(session, "stock.no_room", again)
    if not event.thing.order:
        return tell(session, "stock.by_code_alone", again)
    return stay(session, again)


def _choose_size(session: Session, event: SizeChosen, _limits: Limits) -> Result:
    if not _shift(session).rooms.get(event.size):
        return stay(session)
    return stay(replace(_with(session, size=event.size), notice=None))


def _item_failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
    again = ArmTimer(Timer.STEP, limits.retry_s)
    if event.device == "barcode":
        return stay(session) if session.asking else tell(session, "stock.no_scanner", again)
    if event.device == "locker":
        return tell(replace(session, asking=False), event.code, again)
    if not event.code.startswith("stock."):
        return _look_up_alone(session, again)
    return tell(replace(session, asking=False), event.code, again, **dict(event.data))


def _item_timed_out(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    watch = AwaitCode(session.stamp, asked=True)
    if not session.asking:
        return stay(session, watch)
    if _shift(session).thing is None:
        return _look_up_alone(session, watch)
    return tell(replace(session, asking=False), "stock.unrecorded", watch)


def _item_done(session: Session, _event: Confirmed, limits: Limits) -> Result:
    """First what it is, then the door, or, of what was found in a cell, the record."""
    shift = _shift(session)
    if session.asking:
        return stay(session)
    if shift.thing is None:
        return _look_up(session, shift.typed, limits)
    if shift.chore is Chore.INSPECT:
        session = replace(session, asking=True, notice=None)
        return stay(session, ClearCell(session.stamp, session, shift.thing), ArmTimer(Timer.STEP, limits.store_s))
    return go(session, Step.STAFF_DOOR) if shift.at else tell(session, "stock.no_size")


def _back_from_item(session: Session) -> Step:
    inspects = session.shift is not None and session.shift.chore is Chore.INSPECT
    return Step.CELL_FOUND if inspects else Step.STAFF


# ---- doors -----------------------------------------------------------------------------------------------------------


def _on_hand(session: Session) -> door.Door:
    shift = _shift(session)
    return door.Door(shift.at, shift.phase)


def _seen(session: Session, event: DoorSeen, _limits: Limits) -> Result:
    shift, phase = _shift(session), event.phase
    was_open = shift.was_open or phase.is_ajar
    notice = Notice(event.code) if event.code else None
    session = replace(_with(session, phase=phase, was_open=was_open), notice=notice)
    if phase.is_ajar or phase in (DoorPhase.SHUT, DoorPhase.OPENING):
        return stay(session)
    if shift.chore is Chore.INSPECT and was_open and event.code != "door.disputed":
        return go(session, Step.CELL_FOUND)
    if phase in (DoorPhase.PUT_IN, DoorPhase.TAKEN):
        return _done(session)
    code = _NOTHING_MOVED.get(shift.chore, "") if phase is DoorPhase.LEFT_INSIDE and shift.chore else ""
    otherwise = "door.not_opened" if phase is DoorPhase.NOT_OPENED else "stock.doubtful"
    return go(session, Step.STAFF_TROUBLE, notice=Notice(event.code or code or otherwise))


def _done(session: Session) -> Result:
    """On with the next thing to put in, or to what else there is to do."""
    shift = _shift(session)
    assert shift.chore is not None
    parcel = shift.thing.parcel if shift.thing is not None and not shift.is_empty else ""
    session = _at_rest(
        session,
        chore=shift.chore,
        done=(*shift.done, Done(shift.chore, shift.at, parcel)),
        overdue=tuple(thing for thing in shift.overdue if thing.cell != shift.at),
        suspects=tuple(suspect for suspect in shift.suspects if suspect.cell != shift.at),
    )
    return go(session, Step.STOCK_ITEM if shift.chore is Chore.STOCK else Step.STAFF)


def may_try_again(shift: Shift) -> bool:
    return shift.phase in _MAY_TRY_AGAIN


def _try_again(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    """Where it may have opened there is nothing to be tried again: on with what else there is to do."""
    if not may_try_again(_shift(session)):
        return go(_at_rest(session), Step.STAFF)
    return go(_with(session, phase=DoorPhase.SHUT, was_open=False), Step.STAFF_DOOR)


def other_room(shift: Shift) -> str:
    """Where it goes instead; "" = there is no other room for it, or it is not in anybody's hands."""
    if shift.chore is not Chore.STOCK or not may_try_again(shift):
        return ""
    return next((cell for cell in shift.rooms.get(shift.size, ()) if cell != shift.at), "")


def _other_cell(session: Session, _event: OtherCellWanted, _limits: Limits) -> Result:
    shift = _shift(session)
    if not other_room(shift):
        return stay(session)
    rooms = {size: tuple(cell for cell in cells if cell != shift.at) for size, cells in shift.rooms.items()}
    return go(_with(session, rooms=rooms, phase=DoorPhase.SHUT, was_open=False), Step.STAFF_DOOR)


def _give_up(session: Session, _event: CompartmentSkipped, _limits: Limits) -> Result:
    return go(_at_rest(session), Step.STAFF)


# ---- what was seen in a cell -----------------------------------------------------------------------------------------


def _say(session: Session, event: FoundInside, limits: Limits) -> Result:
    shift = _shift(session)
    inside = shift.thing if event.parcel else None
    if session.asking or (event.parcel and (inside is None or inside.parcel != event.parcel)):
        return stay(session)
    session = replace(_with(session, is_empty=inside is None), asking=True, notice=None)
    return stay(session, ClearCell(session.stamp, session, inside), ArmTimer(Timer.STEP, limits.store_s))


def _something_else(session: Session, _event: OtherThingSeen, _limits: Limits) -> Result:
    if session.asking:
        return stay(session)
    return go(_with(session, typed="", thing=None, rooms={}, size="", is_empty=False), Step.STOCK_ITEM)


def _cleared(session: Session, _event: CellCleared, _limits: Limits) -> Result:
    return _done(session)


def _not_cleared(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    return tell(replace(session, asking=False), event.code) if event.device == "locker" else stay(session)


def _clearing_unconfirmed(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP or not session.asking:
        return stay(session)
    return tell(replace(session, asking=False), "stock.unrecorded")


ROWS = {
    Step.STAFF: Row(
        back=lambda _: Step.START,
        on={
            CabinetSurveyed: _surveyed,
            DeviceFailed: _not_surveyed,
            Confirmed: _survey_again,
            ChoreChosen: _choose,
        },
        arrive=_survey,
    ),
    Step.STOCK_ITEM: Row(
        back=_back_from_item,
        on={
            CodeScanned: _scanned,
            Typed: _type,
            ThingFound: _found,
            SizeChosen: _choose_size,
            Confirmed: _item_done,
            CellCleared: _cleared,
            DeviceFailed: _item_failed,
            TimedOut: _item_timed_out,
        },
        arrive=_await_code,
    ),
    Step.STAFF_DOOR: door.row(_on_hand, _seen),
    Step.STAFF_TROUBLE: Row(
        back=lambda _: Step.STAFF,
        on={Confirmed: _try_again, OtherCellWanted: _other_cell, CompartmentSkipped: _give_up},
    ),
    Step.CELL_FOUND: Row(
        back=lambda _: Step.STAFF,
        on={
            FoundInside: _say,
            OtherThingSeen: _something_else,
            CellCleared: _cleared,
            DeviceFailed: _not_cleared,
            TimedOut: _clearing_unconfirmed,
        },
    ),
}

"""What the session wants of the cabinet and of those who know what is in it, and what their answers mean to it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from kiosk.custody.doorkeeper import UNSEEN, DoorWatch, OriginalNoted
from kiosk.custody.records import DoorWord, Intent, Purpose
from kiosk.platform.custody import Conclusion
from kiosk.session import pickups, stocking
from kiosk.session.cabinet_plan import Plan
from kiosk.session.collection import DoorPhase
from kiosk.session.effects import (
    ClaimOrder,
    ClearCell,
    DisputeDoor,
    FindPickups,
    FindRoom,
    FindThing,
    NoteShown,
    NoteWrongCode,
    OpenDoor,
    ReleaseOrder,
    SayShut,
    SurveyCabinet,
)
from kiosk.session.events import (
    DeviceFailed,
    DoorSeen,
    Event,
    OrderClaimed,
    OriginalShown,
    PickupsFound,
    RoomFound,
)

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.custody.counter import Counter
    from kiosk.session.collection import Compartment
    from kiosk.session.model import Session, Stamp

CabinetEffect = (
    FindPickups | FindRoom | NoteShown | ClaimOrder | ReleaseOrder | NoteWrongCode | OpenDoor | DisputeDoor
    | SayShut | SurveyCabinet | FindThing | ClearCell
)  # fmt: skip

_CLAIMS = uuid.UUID("5d1a3c1e-6a2b-4d57-9d0f-3f6f6f1f6c11")
"""Namespace of the ids that orders are claimed under (RFC 9562 section 5.5)."""
_CONCLUDED = {
    Conclusion.COLLECTED: DoorPhase.TAKEN,
    Conclusion.TAKEN_BACK: DoorPhase.TAKEN,
    Conclusion.STOCKED: DoorPhase.PUT_IN,
    Conclusion.HANDED_IN: DoorPhase.PUT_IN,
    Conclusion.NOTHING_MOVED: DoorPhase.LEFT_INSIDE,
    Conclusion.NOT_OPENED: DoorPhase.NOT_OPENED,
    Conclusion.DOUBTFUL: DoorPhase.DOUBTFUL,
}
_SEEN = {DoorWord.OPEN: DoorPhase.OPEN, DoorWord.LEFT_OPEN: DoorPhase.LEFT_OPEN}


def plan(wanted: CabinetEffect, counter: Counter, terminal_id: str, now: datetime) -> Plan:
    match wanted:
        case FindPickups(stamp, session):
            made = _find(stamp, session, counter, terminal_id, now)
        case ClaimOrder(_, session):
            visitor, number = pickups.visitor_of(session), _order_number(session)
            claim_id = _claim_id(counter.person_tag(visitor), number)
            made = Plan(question=lambda client, _job: pickups.claim(client, visitor, number, claim_id))
        case ReleaseOrder(number, claim_id):
            made = Plan(question=lambda client, _job: pickups.release(client, number, claim_id))
        case FindRoom() | NoteShown():
            made = _hand_in(wanted, counter)
        case OpenDoor(stamp, session, cell):
            made = _open(stamp, session, _intent(session, cell, counter), counter)
        case DisputeDoor(_, session, cell):
            intent = _intent(session, cell, counter)
            made = Plan(deed=lambda doorkeeper, _job: doorkeeper.dispute(intent))
        case SayShut(_, cell):
            made = Plan(deed=lambda doorkeeper, _job: doorkeeper.say_shut(cell))
        case NoteWrongCode(orders):
            made = Plan(deed=lambda doorkeeper, _job: doorkeeper.note_wrong_code(orders))
        case SurveyCabinet() | FindThing() | ClearCell():
            made = stocking.plan(wanted, counter, now)
    return made


def answered(stamp: Stamp, value: object) -> Event | None:
    """None for what nobody here gives."""
    match value:
        case pickups.Found(waiting):
            return PickupsFound(stamp, waiting, True)
        case pickups.Claimed(claim_id):
            return OrderClaimed(stamp, claim_id)
        case OriginalNoted(original):
            return OriginalShown(stamp, original)
        case DoorWatch(cell, _, Conclusion() as conclusion, code) if conclusion in _CONCLUDED:
            return DoorSeen(stamp, cell, _CONCLUDED[conclusion], code)
        case DoorWatch(cell, word, None, code):
            return DoorSeen(stamp, cell, _under_way(word, code), code)
        case _:
            return stocking.answered(stamp, value)


def _under_way(word: DoorWord | None, code: str) -> DoorPhase:
    """How far a door is that is not settled yet."""
    if word is None:
        return DoorPhase.UNSEEN if code == UNSEEN else DoorPhase.OPENING
    return _SEEN.get(word, DoorPhase.OPENING)


def _hand_in(wanted: FindRoom | NoteShown, counter: Counter) -> Plan:
    """Room for the original that is due, or a record that it was shown."""
    due = wanted.session.collection.due_original
    assert due is not None
    if isinstance(wanted, FindRoom):
        return Plan((RoomFound(wanted.stamp, counter.room_for(due.size)),))
    showing = _intent_of(wanted.session, due, counter)
    return Plan(deed=lambda doorkeeper, _job: doorkeeper.note_shown(showing))


def _find(stamp: Stamp, session: Session, counter: Counter, terminal_id: str, now: datetime) -> Plan:
    """Nobody who is neither recognised nor has the code learns what waits elsewhere."""
    visitor = pickups.visitor_of(session)
    known = pickups.here(counter, visitor, now)
    at_once = (PickupsFound(stamp, known, False),) if known else ()
    if not visitor.is_recognised and not any(waiting.may_be_taken for waiting in known):
        return Plan((PickupsFound(stamp, known, True),))
    return Plan(at_once, lambda client, _job: pickups.everywhere(client, visitor, known, terminal_id))


def _open(stamp: Stamp, session: Session, intent: Intent, counter: Counter) -> Plan:
    """Whatever the session thinks: as long as an original is owed, none of the order's own doors opens."""
    if intent.purpose is Purpose.PICKUP and counter.owed(intent.order, pickups.visitor_of(session), session.id):
        return Plan((DeviceFailed(stamp, "locker", "custody.owed", False),))
    return Plan(deed=lambda doorkeeper, job: doorkeeper.carry_out(intent, job.emit, job.wait))


def _claim_id(person_tag: str, order_number: str) -> str:
    """The same for the same person at this terminal: whoever comes back, be it after a power cut, holds it already."""
    return str(uuid.uuid5(_CLAIMS, f"{person_tag} {order_number}"))


def _order_number(session: Session) -> str:
    assert session.collection.order is not None
    return session.collection.order.number


def _intent(session: Session, cell: str, counter: Counter) -> Intent:
    if session.shift is not None:
        return stocking.intent(session, cell, counter)
    order = session.collection.order
    assert order is not None
    return _intent_of(session, next(each for each in (*order.owed, *order.compartments) if each.cell == cell), counter)


def _intent_of(session: Session, compartment: Compartment, counter: Counter) -> Intent:
    order = session.collection.order
    assert order is not None
    return Intent(
        compartment.cell,
        Purpose.HAND_IN if compartment in order.owed else Purpose.PICKUP,
        order.number,
        compartment.parcel,
        compartment.voucher,
        counter.person_tag(pickups.visitor_of(session)),
        counter.session_tag(session.id),
    )

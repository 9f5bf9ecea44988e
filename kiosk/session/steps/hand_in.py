"""Originals that are owed: each into a free cell before the order's own doors open.

Here is where another way to hand one in branches off, beside the door: whatever has settled `Collection.due_original`,
the next door follows from that alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.session.effects import Effect, FindRoom
from kiosk.session.events import RoomFound
from kiosk.session.model import Session, Step
from kiosk.session.person_events import Confirmed
from kiosk.session.table import Result, Row, go, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def _find_room(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    return (FindRoom(session.stamp, session),)


def _found(session: Session, event: RoomFound, _limits: Limits) -> Result:
    session = replace(session, collection=session.collection.with_room(event.cell))
    return stay(session) if event.cell else tell(session, "original.no_room")


def _open(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    due = session.collection.due_original
    return go(session, Step.DOOR) if due is not None and due.cell else stay(session)


ROWS = {
    Step.HAND_IN: Row(back=lambda _: Step.WAITING, on={RoomFound: _found, Confirmed: _open}, arrive=_find_room),
}

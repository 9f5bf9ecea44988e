"""Originals that are owed: each into a free cell, or before the camera, before the order's own doors open.

Which ways there are the order says (`HandInWay`). Whatever has settled `Collection.due_original`, the next door follows
from that alone; what was photographed counts once it is in the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.platform.item import HandInWay
from kiosk.services import papers
from kiosk.session.effects import Effect, FindRoom, NoteShown
from kiosk.session.events import DeviceFailed, OriginalShown, RoomFound
from kiosk.session.model import Notice, Session, Step
from kiosk.session.person_events import CaptureWanted, Confirmed
from kiosk.session.steps import capture, pickup
from kiosk.session.table import Result, Row, go, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def is_being_noted(session: Session) -> bool:
    """The original that is due was photographed a moment ago, which is being written down."""
    due = session.collection.due_original
    return due is not None and due.parcel in session.draft.captured


def _arrive(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    if is_being_noted(session):
        return (NoteShown(session.stamp, session),)
    return (FindRoom(session.stamp, session),) if HandInWay.KEPT in papers.ways_to_hand_in(session) else ()


def _found(session: Session, event: RoomFound, _limits: Limits) -> Result:
    session = replace(session, collection=session.collection.with_room(event.cell))
    if event.cell:
        return stay(session)
    may_show = HandInWay.SHOWN in papers.ways_to_hand_in(session)
    return tell(session, "original.only_shown" if may_show else "original.no_room")


def _open(session: Session, event: Confirmed, limits: Limits) -> Result:
    """Where there is no cell for it, it is shown."""
    due = session.collection.due_original
    if due is None or is_being_noted(session):
        return stay(session)
    return go(session, Step.DOOR) if due.cell else _show(session, CaptureWanted(event.stamp, due.parcel), limits)


def _show(session: Session, event: CaptureWanted, limits: Limits) -> Result:
    return stay(session) if is_being_noted(session) else capture.begin(session, event, limits)


def _shown(session: Session, event: OriginalShown, limits: Limits) -> Result:
    return pickup.after_original(replace(session, collection=session.collection.with_shown(event.original)), limits)


def _not_noted(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    """What is not in the ledger did not happen: its pages go, and it may be shown again."""
    due = session.collection.due_original
    if due is None or not is_being_noted(session):
        return stay(session)
    captured = {code: pages for code, pages in session.draft.captured.items() if code != due.parcel}
    session = replace(session, draft=replace(session.draft, captured=captured))
    return go(session, Step.HAND_IN, notice=Notice("original.not_noted", {"cause": event.code}))


ROWS = {
    Step.HAND_IN: Row(
        back=lambda session: None if is_being_noted(session) else Step.WAITING,
        on={
            RoomFound: _found,
            Confirmed: _open,
            CaptureWanted: _show,
            OriginalShown: _shown,
            DeviceFailed: _not_noted,
        },
        arrive=_arrive,
    ),
}

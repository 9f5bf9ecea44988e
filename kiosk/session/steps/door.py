"""The page of the one door that stands open, whoever is at it and whatever they came for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.contract.value import Value
from kiosk.session.collection import DoorPhase
from kiosk.session.effects import ArmTimer, DisputeDoor, Effect, OpenDoor, SayShut
from kiosk.session.events import DeviceFailed, DoorSeen, TimedOut, Timer
from kiosk.session.model import Notice, Session, Step
from kiosk.session.person_events import Confirmed, DoorStuck
from kiosk.session.table import Handler, Result, Row, go, stay, without_person

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


class Door(Value):
    cell: str
    phase: DoorPhase


def row(on_hand: Callable[[Session], Door | None], seen: Handler) -> Row:
    """`on_hand` tells which door it is, None when it is done with; `seen` takes what was seen of it (`DoorSeen`)."""

    def open_it(session: Session, limits: Limits) -> tuple[Effect, ...]:
        door = on_hand(session)
        assert door is not None
        return OpenDoor(session.stamp, session, door.cell), ArmTimer(Timer.STEP, limits.door_s)

    def failed(session: Session, event: DeviceFailed, limits: Limits) -> Result:
        """The desk refused, and nothing was tried; or nobody knows any more what the door does."""
        door = on_hand(session)
        if door is None or event.device != "locker":
            return stay(session)
        refused = event.code.startswith(("custody.", "audit."))
        phase = DoorPhase.NOT_OPENED if refused else DoorPhase.DOUBTFUL
        code = "" if event.code == "audit.disk" else event.code
        return seen(session, DoorSeen(session.stamp, door.cell, phase, code), limits)

    def stuck(session: Session, _event: DoorStuck, _limits: Limits) -> Result:
        """Never a second unlock: the door may be open. The record says that somebody doubts the sensor."""
        door = on_hand(session)
        if door is None or not door.phase.is_ajar:
            return stay(session)
        return stay(session, DisputeDoor(session.stamp, session, door.cell))

    def say_shut(session: Session, _event: Confirmed, _limits: Limits) -> Result:
        """Where a sensor can say it, nobody's word is asked for."""
        door = on_hand(session)
        if door is None or door.phase is not DoorPhase.UNSEEN:
            return stay(session)
        return stay(session, SayShut(session.stamp, door.cell))

    return Row(
        back=lambda _: None,
        on={
            DoorSeen: seen,
            DoorStuck: stuck,
            Confirmed: say_shut,
            DeviceFailed: failed,
            TimedOut: _given_up_waiting,
        },
        arrive=open_it,
        idle=False,
        leave=False,
    )


def _given_up_waiting(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    return go(without_person(session), Step.STOPPED, notice=Notice("door.nobody_closed"))

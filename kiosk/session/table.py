"""The shape of the transition table, and the few moves its handlers are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.value import Value
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.limits import Limits
from kiosk.session.model import Notice, Overlay, Session, Step

Result = tuple[Session, tuple[Effect, ...]]
Handler = Callable[[Session, Any, Limits], Result]
"""Takes the session, the event of the type it is listed under, and the limits."""

ESSENTIAL = ("id_card", "outbox")
"""Without these nothing can be applied for: the start page gives way to "out of service"."""


class Row(Value):
    """What one step does with what can happen.

    `back` tells where back leads, None where it is held. `arrive` gives the effects of entering. `idle` = the idle
    warning watches over it. `leave` = the person may leave. A step without `idle` has a limit of its own, or is an
    idle page.
    """

    back: Callable[[Session], Step | None]
    on: Mapping[type[Event], Handler] = field(default_factory=dict[type[Event], Handler])
    arrive: Callable[[Session, Limits], tuple[Effect, ...]] = lambda _session, _limits: ()
    idle: bool = True
    leave: bool = True


def stay(session: Session, *effects: Effect) -> Result:
    return session, effects


def tell(session: Session, code: str, *effects: Effect, **data: str) -> Result:
    """Stay on the page and say what is wrong."""
    return replace(session, notice=Notice(code, data)), effects


def moved(session: Session, step: Step, *, topic: int = 0, notice: Notice | None = None) -> Session:
    """The session on its new step. The turn grows, so that answers meant for the last step are no longer heard."""
    return replace(
        session,
        step=step,
        topic=topic,
        turn=session.turn + 1,
        overlay=Overlay.NONE,
        notice=notice,
        shown_problems=False,
        asking=False,
    )


def go(session: Session, step: Step, *, topic: int = 0, notice: Notice | None = None) -> Result:
    return moved(session, step, topic=topic, notice=notice), ()


def out_of_order(health: Mapping[str, DeviceStatus]) -> str | None:
    """The code of the essential device that is down, if one is; a device still starting is not down."""
    for device in ESSENTIAL:
        status = health.get(device)
        if status is not None and not status.state.usable and status.state is not DeviceState.STARTING:
            return status.code or f"{device}.down"
    return None


def idle_page(session: Session) -> Session:
    """Nothing of any person: the start page, or out of service when the terminal cannot do its job."""
    code = out_of_order(session.health)
    return Session(
        turn=session.turn + 1,
        step=Step.OUT_OF_SERVICE if code else Step.START,
        health=session.health,
        notice=Notice(code) if code else None,
    )


def end(session: Session) -> Result:
    """Wipe everything of this person."""
    return idle_page(session), ()


def without_person(session: Session) -> Session:
    """The same visitor, with nothing of the last application left: preferences stay, everything personal goes."""
    return Session(
        id=session.id,
        turn=session.turn,
        step=session.step,
        preferences=session.preferences,
        health=session.health,
        theme=session.theme,
        query=session.query,
    )

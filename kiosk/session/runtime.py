"""Runs the session: feeds events to `advance`, keeps the timers, hands every other effect to the performer.

Everything here happens on one thread, the GUI's; answers from elsewhere come through `ui.bridge`.
"""

from __future__ import annotations

import logging
import uuid
from collections import deque
from typing import TYPE_CHECKING

from kiosk.session.effects import ArmTimer, DisarmTimer, Effect
from kiosk.session.events import (
    Event,
    TimedOut,
    Timer,
)
from kiosk.session.machine import IDLE_PAGES, advance
from kiosk.session.model import Preferences, Session, Stamp
from kiosk.session.person_events import Started

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from config.settings import Settings
    from kiosk.platform.references import Texts
    from kiosk.services.catalogue import Catalogue
    from kiosk.session.clock import Clock, Handle
    from kiosk.session.limits import Limits

log = logging.getLogger("kiosk.session")


class Runtime:
    """The one writer of the session.

    Args:
        clock: arms timers and tells the time.
        perform: does every effect that is not a timer; must return at once.
        catalogue, settings: what the screen shows beside the session.
        limits: how long the session waits for what.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        perform: Callable[[Effect], None],
        catalogue: Catalogue,
        settings: Settings,
        limits: Limits,
    ) -> None:
        self.clock = clock
        self.catalogue = catalogue
        self.settings = settings
        self.limits = limits
        self._perform = perform
        self.texts: Texts | None = None
        """What the platform wants everybody told; None as long as it said nothing."""
        self._session = Session()
        self._next_catalogue: Catalogue | None = None
        self._subscribers: list[Callable[[Session], None]] = []
        self._timers: dict[Timer, Handle] = {}
        self._waiting: deque[Event] = deque()
        self._busy = False

    @property
    def session(self) -> Session:
        return self._session

    def now(self) -> datetime:
        return self.clock.wall()

    def subscribe(self, callback: Callable[[Session], None]) -> None:
        """Call `callback` with the session after every change."""
        self._subscribers.append(callback)

    def offer_catalogue(self, catalogue: Catalogue) -> None:
        """Let this one be in force from the start page on: nobody's items change under their hands."""
        self._next_catalogue = catalogue
        self._switch_catalogue()

    def show_texts(self, texts: Texts) -> None:
        """Tell people this from now on."""
        self.texts = texts
        log.info("texts", extra={"version": texts.version, "count": len(texts.notices)})

    def _switch_catalogue(self) -> None:
        if self._next_catalogue is not None and self._session.step in IDLE_PAGES:
            self.catalogue, self._next_catalogue = self._next_catalogue, None
            log.info("catalogue", extra={"version": self.catalogue.version})

    def start(self, preferences: Preferences | None = None) -> None:
        """Somebody touched the start page."""
        self.dispatch(Started(self._session.stamp, uuid.uuid4().hex, preferences or Preferences()))

    def dispatch(self, event: Event) -> None:
        """Let an event happen. What happens while it is being handled comes after it, in order."""
        self._waiting.append(event)
        if self._busy:
            return
        self._busy = True
        try:
            while self._waiting:
                self._handle(self._waiting.popleft())
        finally:
            self._busy = False

    def _handle(self, event: Event) -> None:
        before = self._session
        self._session, effects = advance(before, event, self.limits)
        if self._session.step is not before.step:
            log.info("step", extra={"from_step": before.step.value, "to_step": self._session.step.value})
        self._switch_catalogue()
        # The screen first: what the person sees must not wait for what is to be done about it.
        if self._session is not before:
            for subscriber in self._subscribers:
                subscriber(self._session)
        for effect in effects:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, ArmTimer):
            self._disarm(effect.timer)
            stamp = self._session.stamp
            self._timers[effect.timer] = self.clock.call_later(
                effect.delay_s, lambda: self._time_out(stamp, effect.timer)
            )
        elif isinstance(effect, DisarmTimer):
            self._disarm(effect.timer)
        else:
            self._perform(effect)

    def _disarm(self, timer: Timer) -> None:
        handle = self._timers.pop(timer, None)
        if handle is not None:
            handle.cancel()

    def _time_out(self, stamp: Stamp, timer: Timer) -> None:
        self._timers.pop(timer, None)
        self.dispatch(TimedOut(stamp, timer))

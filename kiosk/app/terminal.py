"""One running terminal, put together from its settings."""

from __future__ import annotations

from typing import cast

from config.settings import Settings
from drivers.contract import Receipt
from drivers.faults import FaultScript
from drivers.worker import WorkerEvent
from kiosk.app.backstage import Backstage
from kiosk.receipts import application_receipt
from kiosk.services.catalogue import load_catalogue
from kiosk.session.effects import Effect
from kiosk.session.events import Broke, HealthChanged
from kiosk.session.limits import Limits
from kiosk.session.model import Session, Stamp
from kiosk.session.performer import Performer
from kiosk.session.runtime import Runtime
from kiosk.session.viewfinder import Viewfinder
from offline_cache.events import CacheEvent
from ui.bridge import Bridge
from ui.clock import QtClock

CHECK_EVERY_S = 0.1


class Terminal:
    """Session, screen side and backstage of one terminal. Made on the GUI thread, where everything here runs.

    Args:
        offline: the platform cannot be reached, for journeys that show it.
    """

    def __init__(self, settings: Settings, faults: FaultScript, *, offline: bool = False) -> None:
        self.settings = settings
        self.viewfinder = Viewfinder()
        self._clock = QtClock()
        self._bridge = Bridge(self._arrived)
        self.runtime = Runtime(
            clock=self._clock,
            perform=self._perform,
            catalogue=load_catalogue(settings.paths.catalogue_dir),
            settings=settings,
            limits=Limits(**settings.session.model_dump()),
        )
        self.backstage = Backstage(settings, faults, self._bridge.post, offline=offline)
        self.performer = Performer(
            self.backstage.crew,
            clock=self._clock,
            dispatch=self.runtime.dispatch,
            write_receipt=self._write_receipt,
            terminal_id=settings.terminal.id,
            viewfinder=self.viewfinder,
        )
        self.runtime.dispatch(HealthChanged(Stamp("", 0), self.performer.health))

    def start(self) -> None:
        """Bring the devices up behind the start page. Call it once that page is shown."""
        self.backstage.start()
        self._check()

    def stop(self) -> None:
        self._bridge.shut()
        self._clock.stop()
        self.backstage.stop()

    def broke(self) -> None:
        """A bug showed itself somewhere; callable from any thread."""
        self._bridge.post(Broke(Stamp("", 0)))

    def _perform(self, effect: Effect) -> None:
        self.performer.perform(effect)

    def _arrived(self, message: object) -> None:
        if isinstance(message, Broke):
            self.runtime.dispatch(message)
        else:
            self.performer.answered(cast("WorkerEvent | CacheEvent", message))

    def _check(self) -> None:
        self.backstage.check()
        self._clock.call_later(CHECK_EVERY_S, self._check)

    def _write_receipt(self, session: Session) -> Receipt:
        slip_key = self.backstage.slip_key
        return application_receipt(
            session,
            terminal_id=self.settings.terminal.id,
            hall_name=self.settings.terminal.hall_name,
            hotline=self.settings.terminal.hotline,
            now=self.runtime.now(),
            language=session.preferences.language,
            sign=slip_key.sign if slip_key else None,
        )

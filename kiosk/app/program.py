"""The kiosk as it stands in the hall: start page first, everything else behind it, until the window is closed."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING

from drivers.contract.device import DeviceState
from drivers.faults import FaultScript
from kiosk import logs
from kiosk.app import failsafe
from kiosk.app.terminal import Terminal
from ui.application import has_display, make_application, quit_on_signals
from ui.main import KioskWindow, show

if TYPE_CHECKING:
    from config.settings import Settings
    from kiosk.session.model import Session

log = logging.getLogger("kiosk.app")


def run_terminal(settings: Settings) -> int:
    """Run until the window is closed or SIGTERM comes. Returns the exit code."""
    logs.set_up(settings.paths.state_dir / "log", **settings.logging.model_dump())
    application = make_application(
        offscreen=not has_display(), width_px=settings.screen.width_px, height_px=settings.screen.height_px
    )
    file = settings.simulation.faults_file
    terminal = Terminal(settings, FaultScript.load(file) if file else FaultScript())
    failsafe.install(terminal.broke)
    window = show(
        terminal.runtime,
        terminal.viewfinder,
        slip=terminal.slip,
        full_screen=settings.screen.full_screen,
    )
    window.when_first_shown(lambda: _go_on(terminal, window))
    quit_on_signals(application)
    log.info("started")
    try:
        return application.exec()
    finally:
        window.close()
        terminal.stop()
        log.info("stopped")


def _go_on(terminal: Terminal, window: KioskWindow) -> None:
    """What may wait until the start page is there."""
    log.info("start page shown")
    terminal.start()
    terminal.runtime.subscribe(_ReadinessLog().see)
    _rehearse(terminal, window)
    gc.freeze()  # what is here stays to the end: the collector need not look at it again
    gc.enable()


class _ReadinessLog:
    """Writes one line when no device is starting any more; `count` of them can be used."""

    def __init__(self) -> None:
        self._written = False

    def see(self, session: Session) -> None:
        if self._written or any(status.state is DeviceState.STARTING for status in session.health.values()):
            return
        self._written = True
        log.info("devices ready", extra={"count": sum(status.state.usable for status in session.health.values())})


def _rehearse(terminal: Terminal, window: KioskWindow) -> None:
    """The demo person before a simulated camera; a drawer for the visitor's hands where the card is simulated."""
    from config.persons import load_persons

    devices, chosen = terminal.settings.devices, terminal.settings.simulation.person
    if devices.camera.simulate:
        terminal.backstage.simulation.step_up(load_persons()[chosen])
    if any(device.simulate for device in (devices.id_card, devices.camera, devices.printer)):
        from kiosk.app.panel_hands import PanelHands
        from ui.view_models.simulation import SimulationView

        hands = PanelHands(terminal.backstage.simulation, terminal.settings)
        names = {key: f"{person.name} · {key}" for key, person in load_persons().items()}
        window.offer(SimulationView(hands, names, chosen, there=("face", "paper")))

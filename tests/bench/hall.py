"""The very program of `kiosk run`, in this process and offscreen, for one visitor after another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from config.loader import load
from config.persons import load_persons
from drivers.faults import FaultScript
from kiosk.app.journey import GUARD_MS, JourneyPlan, JourneyReport, Stage
from kiosk.app.outcome import Outcome
from kiosk.app.walker import AT_EASE, Pace
from kiosk.services.availability import CATALOGUE
from kiosk.session.model import Preferences
from ui.application import make_application
from ui.touch import wait_until

PERSON = "lin"
CATALOGUE_S = 20.0


@contextmanager
def running(guard_ms: int = GUARD_MS) -> Iterator[Stage]:
    """A terminal with simulated devices, all of them ready, on a state directory of its own."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as state:
        own_time = {"devices.face.options.liveness": "false"}  # to act takes a person eight seconds, each time
        settings = load("simulated", (), {"paths.state_dir": state, **own_time})
        make_application(offscreen=True, width_px=settings.screen.width_px, height_px=settings.screen.height_px)
        with Stage(settings, FaultScript(), guard_ms=guard_ms) as stage:
            stage.wait_ready()
            _wait_for_catalogue(stage)
            yield stage


def _wait_for_catalogue(stage: Stage) -> None:
    """A new terminal keeps items closed that need a current one until the platform has sent it. Raises RuntimeError."""
    runtime = stage.terminal.runtime

    def is_current() -> bool:
        catalogue = runtime.session.health.get(CATALOGUE)
        return catalogue is not None and catalogue.state.usable

    if not wait_until(is_current, CATALOGUE_S):
        raise RuntimeError("no current catalogue")


def items(stage: Stage) -> list[str]:
    """The codes of all items."""
    return [item.code for item in stage.terminal.runtime.catalogue.items]


def apply(stage: Stage, item_code: str, pace: Pace = AT_EASE) -> JourneyReport:
    """One person applies for one item, from the start page back to it. Raises RuntimeError when it was not accepted."""
    plan = JourneyPlan(item_code, load_persons()[PERSON], Preferences(), pace=pace)
    report = stage.walk(plan)
    if report.outcome != Outcome.ACCEPTED or report.qml_complaints:
        raise RuntimeError(f"{item_code}: {report.outcome} {report.stuck} {report.codes} {report.qml_complaints}")
    return report

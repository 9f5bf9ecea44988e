"""A journey in which the power fails: one process ends in the middle of it (SIGKILL), and the next one finds what is
left: the door of whatever cell was being opened stands open, and the person is still there."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path

from config.settings import Settings
from drivers.faults import Kind
from kiosk import audit
from kiosk.app.journey import JourneyPlan, JourneyReport, Stage, run_journey
from kiosk.app.stock_visitor import StockVisitor
from kiosk.app.terminal import Terminal
from kiosk.app.walker import StuckError
from kiosk.custody.state import Custody
from ui.application import make_application
from ui.touch import wait_until

FIRST_LIFE_S = 600.0
NOTICED_S = 45.0
"""Until the terminal knows of a door that stands open, and later of its being closed."""


def run_through_power_cut(settings: Settings, plan: JourneyPlan, out: Path) -> JourneyReport:
    """Walk until the power fails, then with a new terminal on the same state: close the door that was left open, and
    walk the plan from its beginning. What the first one left in sight is in `out/before`.

    Raises:
        StuckError: the power did not fail, or the new terminal never came to know how the door stands.
    """
    first = multiprocessing.get_context("spawn").Process(target=_live, args=(settings, plan, out / "before"))
    first.start()
    first.join(FIRST_LIFE_S)
    if first.exitcode != -signal.SIGKILL:
        first.kill()
        raise StuckError("power_cut")
    custody = Custody.after(audit.read(settings.paths.state_dir / audit.KEPT_IN))
    open_cells = tuple(name for name, cell in custody.cells.items() if cell.opening is not None)

    def leave_open(terminal: Terminal) -> None:
        terminal.backstage.simulation.left_open = open_cells

    _make_application(settings)
    faults = plan.faults.without(Kind.POWER_CUT)
    with Stage(settings, faults, offline=plan.offline, guard_ms=plan.guard_ms, beside=leave_open) as stage:
        stage.wait_ready()
        _close_doors(stage.terminal, open_cells, fill=plan.visitor is StockVisitor)
        return stage.walk(plan, out)


def _live(settings: Settings, plan: JourneyPlan, out: Path) -> None:
    """The first process."""
    _make_application(settings)
    run_journey(settings, plan, out)


def _close_doors(terminal: Terminal, cells: tuple[str, ...], *, fill: bool) -> None:
    """Finish at the doors what was begun there."""
    desk, hands = terminal.backstage.desk, terminal.backstage.simulation
    if not wait_until(lambda: set(desk.custody.open_doors) >= set(cells), NOTICED_S):
        raise StuckError("custody.open")
    if fill:
        hands.fill_cells(*cells)
    else:
        hands.close_doors()
    if not wait_until(lambda: not desk.custody.unsettled, NOTICED_S):
        raise StuckError("custody.unsettled")


def _make_application(settings: Settings) -> None:
    make_application(offscreen=True, width_px=settings.screen.width_px, height_px=settings.screen.height_px)

"""The program dies (SIGKILL) between the unlock and the sensor. After the restart the terminal knows which door may be
open, and finishes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from journeying import PERSONS, Hall, assert_nothing_personal, submissions_at
from picking_up import DOORS, ledger, parcel_at_platform
from sudden_death import dies

from drivers.registry import LockerSimulator
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.terminal import Terminal
from kiosk.app.walker import Identify
from ui.touch import wait_until

CELL, BOARD, LOCK = "A03", 0, 3
DIES_AT_THE_UNLOCK = """
import sys
from pathlib import Path
from journeying import Hall
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.stock_visitor import StockVisitor
from kiosk.app.walker import Identify
from ui.application import make_application

make_application(offscreen=True, width_px=1080, height_px=1920)
with Hall(Path(sys.argv[1]), fault=f"{sys.argv[2]}/power_fails_at_the_unlock") as hall:
    hall.walk(identify=Identify.CARD_CODE, visitor={"pickup": PickupVisitor, "stock": StockVisitor}[sys.argv[2]])
"""


def cut_power_at_the_unlock(state: Path, journey: str = "pickup", cell: str = CELL) -> None:
    dies(DIES_AT_THE_UNLOCK, state, journey)
    assert ledger(state, cell) == [(f"intent.{journey}", "")]


def as_it_stands(arrange: Callable[[LockerSimulator], None]) -> Callable[[Terminal], None]:
    """The cabinet as the restarted terminal finds it."""

    def beside(terminal: Terminal) -> None:
        simulation = terminal.backstage.simulation
        start = simulation.start_locker

        def start_arranged() -> None:
            start()
            assert simulation.locker is not None
            arrange(simulation.locker)

        simulation.start_locker = start_arranged  # type: ignore[method-assign]

    return beside


def audit_tail(state: Path) -> list[dict[str, object]]:
    """As staff see it."""
    command = [sys.executable, "-m", "kiosk.cli", "audit", "tail", "--json", "--set", f"paths.state_dir={state}"]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def test_the_door_stands_open(fresh: Path) -> None:
    cut_power_at_the_unlock(fresh)
    with Hall(fresh, beside=as_it_stands(lambda locker: locker.open_door(BOARD, LOCK)), **DOORS) as hall:
        desk, locker = hall.terminal.backstage.desk, hall.terminal.backstage.simulation
        assert wait_until(lambda: desk.custody.open_doors == (CELL,), 60)
        assert wait_until(lambda: hall.session.health["locker"].code == "custody.open", 60)
        assert locker.locker is not None
        locker.locker.close_doors()
        assert wait_until(lambda: not desk.custody.unsettled, 60)
        assert wait_until(lambda: parcel_at_platform(fresh, "QJ-2026-0731-1") == ("collected", ""), 60)
        assert submissions_at(fresh) == []  # nobody signed for it
    assert ledger(fresh, CELL) == [("intent.pickup", ""), ("door", "open"), ("door", "closed_vacant")]
    last = audit_tail(fresh)[-1]
    assert (last["kind"], last["cell"], last["outcome"]) == ("custody.door", CELL, "closed_vacant")
    assert_nothing_personal(fresh, [*PERSONS.values()])


def test_the_door_never_opened(fresh: Path) -> None:
    cut_power_at_the_unlock(fresh)
    with Hall(fresh, beside=as_it_stands(lambda locker: locker.lay_in(BOARD, LOCK)), **DOORS) as hall:
        hall.stage.wait_ready()
        desk = hall.terminal.backstage.desk
        assert wait_until(lambda: ledger(fresh, CELL)[-1] == ("door", "closed_occupied"), 60)
        assert not desk.custody.unsettled
        journey = hall.walk(identify=Identify.CARD_CODE, visitor=PickupVisitor)
        assert journey.report.outcome == "accepted"
        assert journey.submission["application"]["cells"] == ["A03", "A04"]
    assert ledger(fresh, CELL)[2:] == [("intent.pickup", ""), ("command", "opened"), ("door", "closed_vacant")]

"""Doors, scanner, card and platform that fail under staff: what they are told, what the ledger says, what the platform
holds. Each script on a terminal of its own, as `kiosk journey --journey stock --fault` walks it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from journeying import FAULTS, Hall
from picking_up import BRISK_DOORS, ledger, parcel_at_platform

from kiosk.app.stock_visitor import StockVisitor
from kiosk.session.model import Step
from tests.journeys.test_power_cut_at_a_door import as_it_stands, cut_power_at_the_unlock
from tests.journeys.test_stock import OPENED, PUT_IN, TAKEN_BACK
from ui.touch import wait_until

SCRIPTS = FAULTS / "stock"
CELL, BOARD, LOCK = "A01", 0, 1
"""The first free cell."""
PARCEL = "QJ-2026-0752-1"
INTENT = ("intent.stock", "")
JAMMED = [INTENT, ("command", "jammed"), ("door", "closed_vacant")]
TROUBLE, CARD, ITEM, DOOR = Step.STAFF_TROUBLE, Step.STAFF_CARD, Step.STOCK_ITEM, Step.STAFF_DOOR


class BringsOne(StockVisitor):
    brought = (PARCEL,)


@dataclass(frozen=True)
class Expected:
    """`told`: page and code ("" = whichever); `recorded`: of that cell, in order; `held`: state and cell of
    the parcel at the platform; `doubted`: a cell that somebody has to look at; `door_s`, `idle_s`: until nobody waits
    at a door, or for a person, any more; `taken_back`: recorded of the overdue thing, None = whatever."""

    told: tuple[tuple[Step, str], ...] = ()
    recorded: tuple[tuple[str, str], ...] = tuple(PUT_IN)
    held: tuple[str, str] = ("stocked", CELL)
    doubted: str = ""
    door_s: str = "60"
    idle_s: str = "45"
    taken_back: tuple[tuple[str, str], ...] | None = tuple(TAKEN_BACK)
    brings: type[StockVisitor] = BringsOne


NOTHING = ("expected", "")
FAULTY = {
    "door_jams": Expected(((TROUBLE, "locker.jammed"),), (*JAMMED, *PUT_IN)),
    "door_jams_twice": Expected(((TROUBLE, "locker.jammed"),), (*JAMMED, *JAMMED), ("stocked", "A02")),
    "door_of_another_cell": Expected(((TROUBLE, "locker.other_door"),), (*JAMMED, *PUT_IN)),
    "door_forced": Expected(doubted="A12"),
    "door_left_open": Expected(((DOOR, "door.left_open"),), (INTENT, OPENED, ("door", "left_open"), PUT_IN[-1])),
    "door_never_closed": Expected(
        ((DOOR, "door.left_open"), (Step.STOPPED, "door.nobody_closed")),
        (INTENT, OPENED, ("door", "left_open")),
        NOTHING,
        door_s="8",
    ),
    "door_opens_late": Expected(),
    "door_opens_too_late": Expected(
        ((TROUBLE, "locker.jammed"), (TROUBLE, "custody.open")), (*JAMMED, ("door", "open")), ("stocked", "A02")
    ),
    "person_gone_at_an_open_door": Expected(
        ((DOOR, "door.left_open"), (Step.STOPPED, "door.nobody_closed")),
        (INTENT, OPENED, ("door", "left_open")),
        NOTHING,
        door_s="8",
        idle_s="8",
    ),
    "nothing_taken_out": Expected(
        ((TROUBLE, "stock.not_taken_out"),),
        taken_back=(*TAKEN_BACK[:2], ("door", "closed_occupied"), *TAKEN_BACK),
        brings=StockVisitor,
    ),
    "nothing_put_in": Expected(((TROUBLE, "stock.not_put_in"),), (INTENT, OPENED, ("door", "closed_vacant"), *PUT_IN)),
    "boards_unplugged_for_good": Expected(((TROUBLE, ""),), (INTENT, ("command", "unknown")), NOTHING),
    "scanner_missing": Expected(((ITEM, "stock.no_scanner"),)),
    "card_pulled_under_its_pin": Expected(((CARD, "pcsc.removed"),), (), NOTHING),
    "card_mute": Expected(((CARD, "staff_card.unreadable"),), (), NOTHING),
    "platform_silent": Expected(((ITEM, "stock.by_code_alone"),), taken_back=None),  # nor say what is overdue
}


def test_every_script_is_walked() -> None:
    assert {file.stem for file in SCRIPTS.glob("*.toml")} == {*FAULTY, "power_fails_at_the_unlock"}


@pytest.mark.soak
@pytest.mark.parametrize("name", FAULTY)
def test_something_fails_and_staff_are_told(name: str, fresh: Path) -> None:
    expected, script = FAULTY[name], SCRIPTS / f"{name}.toml"
    limits = {"session__door_s": expected.door_s, "session__idle_s": expected.idle_s, "session__verify_s": "6"}
    with Hall(fresh, script=str(script), **limits, **BRISK_DOORS) as hall:
        journey = hall.walk(visitor=expected.brings)
        assert journey.report.outcome == hall.faults.expect
        told = [(each.step, each.code) for each in journey.told][: len(expected.told)]
        assert [(step, code and said) for (step, said), (_, code) in zip(told, expected.told, strict=True)] == list(
            expected.told
        )
        assert all(each.title for each in journey.told)
        assert not expected.doubted or ledger(fresh, expected.doubted)[0] == ("door", "open")
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
        assert parcel_at_platform(fresh, PARCEL) == expected.held
    assert ledger(fresh, CELL)[: len(expected.recorded)] == list(expected.recorded)
    if hall.faults.expect == "served" and expected.taken_back is not None:
        assert ledger(fresh, "A08") == list(expected.taken_back)


@pytest.mark.soak
@pytest.mark.parametrize("is_inside", [True, False])
def test_power_fails_between_unlock_and_sensor(is_inside: bool, fresh: Path) -> None:
    """After the restart the terminal watches the door that stands open, and records what its sensors say."""
    cut_power_at_the_unlock(fresh, "stock", CELL)
    with Hall(fresh, beside=as_it_stands(lambda locker: locker.open_door(BOARD, LOCK)), **BRISK_DOORS) as hall:
        desk, hands = hall.terminal.backstage.desk, hall.terminal.backstage.simulation
        assert wait_until(lambda: desk.custody.open_doors == (CELL,), 60)
        assert wait_until(lambda: hall.session.health["locker"].code == "custody.open", 60)
        (hands.fill_cells if is_inside else hands.close_doors)()
        assert wait_until(lambda: not desk.custody.unsettled, 60)
        held = ("stocked", CELL) if is_inside else NOTHING
        assert wait_until(lambda: parcel_at_platform(fresh, PARCEL) == held, 60)
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
    word = "closed_occupied" if is_inside else "closed_vacant"
    assert ledger(fresh, CELL) == [INTENT, ("door", "open"), ("door", word)]

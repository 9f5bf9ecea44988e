"""The doorkeeper with a real locker on its wire: what the sensors said before a command settles nothing."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.errors import DeviceUnavailable
from drivers.faults import Kind
from kiosk import audit
from kiosk.audit import KEPT_IN
from kiosk.custody.cells import Contents, Doubt, Stage
from kiosk.custody.desk import CustodyDesk, CustodyRefused
from kiosk.custody.doorkeeper import UNSEEN, Doorkeeper, DoorWatch
from kiosk.custody.records import Cleared, CommandOutcome, Intent, Purpose
from kiosk.custody.state import Need
from kiosk.platform.custody import Conclusion
from tests.support.cabinets import HASTY_S, CabinetRig, cabinet_rig

PICKUP = Intent("A4", Purpose.PICKUP, "O-1", "P-1", voucher="V-1")


@pytest.fixture
def rig() -> Iterator[CabinetRig]:
    with cabinet_rig("cu16", **HASTY_S) as rig:
        yield rig


@pytest.fixture
def keeper(rig: CabinetRig, tmp_path: Path) -> Iterator[Doorkeeper]:
    desk = CustodyDesk(tmp_path, "KIOSK-0000", lambda *_: None)
    keeper = Doorkeeper(rig.locker, desk)
    keeper.open()
    yield keeper
    desk.close()


@pytest.mark.parametrize("statuses", [0, 1])
def test_a_command_whose_answer_was_lost_is_settled_by_a_word_that_came_after_it(
    rig: CabinetRig, keeper: Doorkeeper, statuses: int
) -> None:
    """Whichever board's turn it is next: what the cell's board said before the command is old."""
    rig.locker.doors()
    for _ in range(statuses):
        keeper.status()
    keeper.desk.intend(PICKUP)
    keeper.desk.commanded("A4", CommandOutcome.UNKNOWN)
    rig.simulator.open_door(1, 4)
    keeper.status()
    assert keeper.desk.custody.cell("A4").stage is Stage.OPEN
    rig.simulator.close_door(1, 4)
    keeper.status()
    assert keeper.desk.custody.collected == {"V-1"}


def test_a_cabinet_that_is_not_heard_is_not_believed_to_be_shut(rig: CabinetRig, keeper: Doorkeeper) -> None:
    """The person has gone before the boards are heard again; the door sprang open meanwhile."""
    rig.strike(Kind.SILENT, "unlock", value=1)
    rig.strike(Kind.SILENT, "poll", times=0)
    assert keeper.carry_out(PICKUP, lambda _: None, lambda _s: True) is None
    assert keeper.desk.custody.cell("A4").stage is Stage.UNKNOWN
    rig.faults.clear("locker")
    rig.simulator.open_door(1, 4)
    with suppress(DeviceUnavailable):
        keeper.status()
    keeper.close()
    keeper.open()  # as its worker does
    assert keeper.desk.custody.open_doors == ("A4",)
    rig.simulator.close_door(1, 4)
    keeper.status()
    cell = keeper.desk.custody.cell("A4")
    assert (cell.stage, cell.doubt, cell.is_accounted) == (Stage.AT_REST, Doubt.INTERRUPTED, False)


def test_a_technician_looks_inside_and_says_what_is_there(rig: CabinetRig, keeper: Doorkeeper) -> None:
    look = Intent("A4", Purpose.INSPECT, person_tag="d" * 64)
    rig.simulator.open_door(1, 4)
    keeper.status()
    keeper.status()
    with pytest.raises(CustodyRefused) as caught:
        keeper.clear(look, Cleared.EMPTY)
    assert caught.value.code == "custody.open"
    rig.simulator.close_door(1, 4)
    keeper.status()
    keeper.status()
    assert keeper.desk.custody.unsettled == {"A4": Need.TECHNICIAN}

    def close(_seconds: float) -> bool:
        rig.simulator.close_door(1, 4)
        return False

    looked = keeper.carry_out(look, lambda _: None, close)
    assert looked is not None
    assert looked.conclusion is Conclusion.DOUBTFUL
    inside = Intent("A4", Purpose.INSPECT, "O-1", "P-1", person_tag="d" * 64)
    assert keeper.clear(inside, Cleared.STOCKED).conclusion is Conclusion.CLEARED
    cell = keeper.desk.custody.cell("A4")
    assert (cell.doubt, cell.contents, cell.is_accounted) == (None, Contents("O-1", "P-1"), True)


@pytest.mark.parametrize(("codec", "command"), [("cu16", "unknown"), ("winnsen", "opened_unseen")])
def test_a_cell_without_a_sensor_is_opened_by_staff_alone_and_what_they_say_is_by_word(
    codec: str, command: str, tmp_path: Path
) -> None:
    with cabinet_rig(codec, without_sensor=("A4",), **HASTY_S) as rig:
        desk = CustodyDesk(tmp_path, "KIOSK-0000", lambda *_: None)
        keeper = Doorkeeper(rig.locker, desk)
        keeper.open()
        for purpose in (Purpose.PICKUP, Purpose.STOCK, Purpose.TAKE_BACK, Purpose.HAND_IN):
            with pytest.raises(CustodyRefused) as caught:
                keeper.carry_out(replace(PICKUP, purpose=purpose), lambda _: None, lambda _s: True)
            assert caught.value.code == "custody.no_sensor"
        assert rig.simulator.fired == []
        look = Intent("A4", Purpose.INSPECT, person_tag="d" * 64)
        assert keeper.carry_out(look, lambda _: None, lambda _s: True) == DoorWatch("A4", code=UNSEEN)
        assert keeper.say_shut("A4").conclusion is Conclusion.DOUBTFUL
        assert desk.custody.cell("A4").doubt is Doubt.INSPECTED
        assert keeper.clear(look, Cleared.EMPTY).conclusion is Conclusion.CLEARED
        cell = desk.custody.cell("A4")
        assert (cell.doubt, cell.contents, cell.is_accounted, desk.custody.collected) == (None, None, True, frozenset())
        keeper.close()
        desk.close()
    recorded = [
        (each.entry.kind.removeprefix("custody."), each.entry.outcome) for each in audit.read(tmp_path / KEPT_IN)
    ]
    assert recorded == [("intent.inspect", ""), ("command", command), ("door", "by_word"), ("cleared", "empty")]


def test_a_door_that_opens_and_closes_is_collected(rig: CabinetRig, keeper: Doorkeeper) -> None:
    def close(_seconds: float) -> bool:
        rig.simulator.close_door(1, 4)
        return False

    told = keeper.carry_out(PICKUP, lambda _: None, close)
    assert told is not None
    assert told.conclusion is Conclusion.COLLECTED
    assert rig.simulator.fired == [(1, 4)]

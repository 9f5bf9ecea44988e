"""What every locker must do, whatever its boards speak: pyserial on a pseudo terminal, simulated boards and doors."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
import serial
from cabinets import BOARDS, HASTY_S, CabinetRig, cabinet_rig

from drivers.contract.device import DeviceState
from drivers.contract.locker import DoorState, Locker, OpenCell, OpenOutcome, OpenResult
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind
from drivers.locker.cabinet import BoardEntry
from drivers.locker.codec import Question, ReadAll, Release, Unlock
from drivers.locker.codecs import NAMES, WITH_ITEMS
from drivers.worker import DeviceWorker, JobDone, StatusChanged, WorkerEvent

WAIT_S = 60.0
OPENED = OpenResult(OpenOutcome.OPENED)


@pytest.fixture(params=NAMES)
def codec(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rig(codec: str) -> Iterator[CabinetRig]:
    with cabinet_rig(codec) as rig:
        yield rig


@pytest.fixture
def hasty_rig(codec: str) -> Iterator[CabinetRig]:
    """For tests in which an answer never comes."""
    with cabinet_rig(codec, **HASTY_S) as rig:
        yield rig


def unanswered(codec: str) -> bool:
    return codec == "cu16"


# ---- what it can do --------------------------------------------------------------------------------------------------


def test_the_cells_are_told_with_size_and_place(rig: CabinetRig, codec: str) -> None:
    capabilities = rig.locker.capabilities
    assert capabilities.codec == codec
    cells = {cell.id: cell for cell in capabilities.cells}
    assert len(cells) == 16
    assert (cells["A1"].left_mm, cells["A1"].top_mm) == (0, 0)
    assert (cells["A3"].left_mm, cells["A3"].top_mm, cells["A3"].height_mm) == (0, 200, 100)
    assert (cells["B2"].left_mm, cells["B2"].top_mm, cells["B2"].size) == (400, 300, "L")


def test_every_door_opens_alone(rig: CabinetRig) -> None:
    for cell in rig.locker.capabilities.cells:
        assert rig.open(cell.id) == OPENED
        board, lock = (1 if cell.id[0] == "A" else 2), int(cell.id[1:])
        assert rig.simulator.open_doors == [(board, lock)]
        rig.simulator.close_doors()
        assert rig.locker.door(cell.id).state is DoorState.CLOSED
    assert len(rig.simulator.fired) == len(set(rig.simulator.fired)) == 16


def test_doors_are_told_as_they_are(rig: CabinetRig) -> None:
    assert {door.state for door in rig.locker.doors().values()} == {DoorState.CLOSED}
    rig.open("B4")
    assert rig.locker.known["B4"].state is DoorState.OPEN
    rig.simulator.close_door(2, 4)
    assert rig.locker.doors()["B4"].state is DoorState.CLOSED


def test_status_polls_one_board_after_the_other(rig: CabinetRig) -> None:
    before = len(rig.simulator.polled)
    for _ in range(4):
        assert rig.locker.status().state is DeviceState.ONLINE
    assert rig.simulator.polled[before:] == [1, 2, 1, 2]


def test_a_cell_that_is_not_there(rig: CabinetRig) -> None:
    with pytest.raises(DeviceError) as caught:
        rig.open("Z9")
    assert caught.value.code == "locker.no_cell"
    with pytest.raises(DeviceError):
        rig.locker.door("Z9")
    assert rig.simulator.fired == []


# ---- a command is sent once ------------------------------------------------------------------------------------------


def test_the_same_command_again_gives_its_outcome_and_sends_nothing(rig: CabinetRig) -> None:
    assert rig.open("A2", "one") == OPENED
    rig.simulator.close_doors()
    rig.locker.doors()
    assert rig.open("A2", "one") == OPENED
    assert rig.simulator.fired == [(1, 2)]
    assert rig.open("A2", "two") == OPENED
    assert rig.simulator.fired == [(1, 2), (1, 2)]


def test_a_command_cannot_be_used_for_another_cell(rig: CabinetRig) -> None:
    rig.open("A2", "one")
    with pytest.raises(DeviceError) as caught:
        rig.open("A3", "one")
    assert caught.value.code == "locker.command_used"
    assert rig.simulator.fired == [(1, 2)]


def test_nothing_is_sent_to_a_door_that_is_open(rig: CabinetRig) -> None:
    rig.open("A1")
    assert rig.open("A1") == OpenResult(OpenOutcome.NOT_SENT, "locker.already_open")
    assert rig.simulator.fired == [(1, 1)]


@pytest.mark.parametrize("kind", [Kind.SILENT, Kind.GARBAGE, Kind.HALF, Kind.WRONG])
def test_an_unlock_without_a_good_answer_is_never_sent_again_and_the_sensor_decides(
    hasty_rig: CabinetRig, kind: Kind
) -> None:
    hasty_rig.strike(kind, "unlock")
    assert hasty_rig.open("A4", "one") == OPENED  # its sensor said so
    assert hasty_rig.open("A4", "one") == OPENED
    assert hasty_rig.simulator.fired == [(1, 4)]


def test_a_command_that_was_not_heard_is_unknown_where_boards_answer(hasty_rig: CabinetRig, codec: str) -> None:
    hasty_rig.strike(Kind.SILENT, "unlock", value=1)
    expected = OpenOutcome.JAMMED if unanswered(codec) else OpenOutcome.UNKNOWN
    assert hasty_rig.open("A4", "one").outcome is expected
    assert hasty_rig.open("A4", "one").outcome is expected
    assert hasty_rig.simulator.fired == []


def test_a_late_answer_is_not_taken_for_another_ones(hasty_rig: CabinetRig) -> None:
    """It comes while the next command waits for its own."""
    hasty_rig.strike(Kind.SLOW, "unlock", delay_s=0.2)
    assert hasty_rig.open("A4").outcome is OpenOutcome.OPENED
    hasty_rig.strike(Kind.JAMMED, "unlock")
    assert hasty_rig.open("A5") == OpenResult(OpenOutcome.JAMMED, "locker.jammed")
    assert hasty_rig.locker.door("A4").state is DoorState.OPEN


def test_a_late_poll_is_not_taken_for_the_next_one(hasty_rig: CabinetRig) -> None:
    hasty_rig.strike(Kind.SLOW, "poll", delay_s=0.2)
    with pytest.raises(DeviceError):
        hasty_rig.locker.door("A1")
    hasty_rig.simulator.open_door(1, 1)
    with pytest.raises(DeviceError) as caught:  # not asked: "closed" is still on its way
        hasty_rig.locker.door("A1")
    assert caught.value.code == "locker.silent"
    polled = len(hasty_rig.simulator.polled)
    while hasty_rig.simulator.polled[polled:].count(1) == 0:
        hasty_rig.locker.status()
    assert hasty_rig.locker.known["A1"].state is DoorState.OPEN


# ---- what doors do ---------------------------------------------------------------------------------------------------


def test_a_door_that_sticks(rig: CabinetRig) -> None:
    rig.strike(Kind.JAMMED, "unlock")
    assert rig.open("A6") == OpenResult(OpenOutcome.JAMMED, "locker.jammed")
    assert rig.simulator.fired == [(1, 6)]


def test_a_board_that_says_it_failed(rig: CabinetRig) -> None:
    rig.strike(Kind.REFUSE, "unlock")
    assert rig.open("A6") == OpenResult(OpenOutcome.JAMMED, "locker.jammed")


def test_a_door_that_opens_late_is_still_the_one_that_was_asked(codec: str) -> None:
    with cabinet_rig(codec, confirm_s=8.0) as rig:
        rig.strike(Kind.LATE_DOOR, "unlock", delay_s=0.05)
        assert rig.open("A6") == OPENED


def test_a_door_that_opens_after_its_outcome_is_not_forced(rig: CabinetRig) -> None:
    rig.strike(Kind.LATE_DOOR, "unlock", delay_s=60.0)
    assert rig.open("A6").outcome is OpenOutcome.JAMMED
    rig.simulator.open_door(1, 6)
    assert rig.locker.door("A6").state is DoorState.OPEN
    assert not rig.locker.known["A6"].forced


def test_another_door_that_opens_is_told(rig: CabinetRig) -> None:
    rig.strike(Kind.OTHER_DOOR, "unlock")
    assert rig.open("A7") == OpenResult(OpenOutcome.JAMMED, "locker.other_door", ("A8",))
    assert rig.locker.known["A8"].forced


def test_a_forced_door_is_told_until_it_is_closed(rig: CabinetRig) -> None:
    rig.locker.doors()
    rig.strike(Kind.FORCED, "poll", value=3)
    while (status := rig.locker.status()).code == "":
        pass
    assert status.code == "locker.forced"
    assert status.details["forced"] in ("A3", "B3")
    rig.simulator.close_doors()
    rig.locker.doors()
    assert rig.locker.status().code == ""


def test_a_door_is_left_open_over_time(codec: str) -> None:
    now_s = [100.0]
    with cabinet_rig(codec, monotonic=lambda: now_s[0], left_open_after_s=60.0) as rig:
        rig.open("A1")
        rig.strike(Kind.LEFT_OPEN, "close")
        rig.simulator.close_doors()  # nobody does
        assert rig.locker.status().code == ""
        now_s[0] += 61
        status = rig.locker.status()
        assert (status.code, status.details["left_open"]) == ("locker.left_open", "A1")
        assert rig.locker.known["A1"].left_open
        rig.simulator.close_doors()
        rig.locker.doors()
        assert rig.locker.status().code == ""


@pytest.mark.parametrize("codec", WITH_ITEMS)
@pytest.mark.parametrize("items", ["normal", "turned"])
def test_what_lies_inside_is_told_where_there_is_a_sensor_for_it(codec: str, items: str) -> None:
    boards: list[BoardEntry] = [{"address": 1, "locks": 4, "turned": True, "items": items}]
    with cabinet_rig(codec, boards=boards) as rig:
        assert all(cell.has_item_sensor for cell in rig.locker.capabilities.cells)
        rig.simulator.lay_in(1, 3)
        assert {cell: door.occupied for cell, door in rig.locker.doors().items()} == {
            "A1": False,
            "A2": False,
            "A3": True,
            "A4": False,
        }
        rig.open("A3")
        rig.simulator.close_doors()  # and takes it
        door = rig.locker.door("A3")
        assert (door.state, door.occupied) == (DoorState.CLOSED, False)


def test_nobody_knows_what_lies_inside_without_a_sensor(rig: CabinetRig) -> None:
    assert {door.occupied for door in rig.locker.doors().values()} == {None}
    assert not any(cell.has_item_sensor for cell in rig.locker.capabilities.cells)


def test_sensors_wired_the_other_way_round_are_noticed_and_nothing_is_opened(codec: str) -> None:
    with cabinet_rig(codec, faults=FaultScript([Fault("locker", Kind.TURNED)])) as rig:
        assert rig.locker.status().code == "locker.wiring"
        assert rig.open("A1") == OpenResult(OpenOutcome.NOT_SENT, "locker.already_open")
        assert rig.simulator.fired == []


def test_a_door_without_a_sensor_is_as_its_board_says(codec: str) -> None:
    with cabinet_rig(codec, without_sensor=("A1",)) as rig:
        assert rig.locker.doors()["A1"].state is DoorState.UNKNOWN
        result = rig.open("A1")
        # only Winnsen boards say whether the lock went
        assert result == (OPENED if codec == "winnsen" else OpenResult(OpenOutcome.UNKNOWN, "locker.no_sensor"))
        assert rig.locker.status().details.get("unknown", "") == ""


# ---- what boards and lines do ----------------------------------------------------------------------------------------


def test_one_poll_that_is_lost_changes_nothing(hasty_rig: CabinetRig) -> None:
    hasty_rig.strike(Kind.GARBAGE, "poll")
    assert hasty_rig.locker.status().code == ""
    assert hasty_rig.locker.known["A1"].state is DoorState.CLOSED


def test_a_board_that_falls_silent_has_its_doors_unknown_and_is_sent_nothing(codec: str) -> None:
    with cabinet_rig(codec, **HASTY_S | {"late_s": 0.16}) as rig:
        silent = [Fault("locker", Kind.SILENT, "poll", times=1, value=1) for _ in range(3)]
        while (status := rig.locker.status()).code == "":
            rig.faults.clear("locker")
            if rig.simulator.polled[-1] == 2:  # the first board's turn
                rig.faults.add(silent[0])
        assert status.code == "locker.board_silent"
        assert "A1" in status.details["unknown"].split()
        assert "B1" not in status.details["unknown"].split()
        assert rig.open("A1") == OpenResult(OpenOutcome.NOT_SENT, "locker.board_silent")
        assert rig.open("B1") == OPENED
        rig.faults.clear("locker")
        while rig.locker.status().code != "":
            pass
        assert rig.open("A1") == OPENED


def test_when_no_board_answers_the_device_is_lost(codec: str) -> None:
    faults = FaultScript([Fault("locker", Kind.SILENT, "poll", times=0, value=1)])
    with cabinet_rig(codec, faults=faults, opened=False, **HASTY_S) as rig:
        with pytest.raises(DeviceTimeout) as caught:
            rig.locker.open()
        assert caught.value.code == "locker.silent"


def test_a_line_that_another_program_has(rig: CabinetRig) -> None:
    with pytest.raises(serial.SerialException):
        serial.Serial(rig.simulator.port, exclusive=True)


def test_a_line_that_is_not_there(rig: CabinetRig) -> None:
    rig.locker.close()
    rig.simulator.unplug()
    with pytest.raises(DeviceUnavailable) as caught:
        rig.locker.open()
    assert caught.value.code == "locker.missing"


def test_unplugged_before_a_command_nothing_was_sent(rig: CabinetRig) -> None:
    rig.simulator.unplug()
    assert rig.open("A1", "one") == OpenResult(OpenOutcome.NOT_SENT, "locker.missing")
    with pytest.raises(DeviceUnavailable):
        rig.locker.status()
    rig.locker.close()
    rig.simulator.plug_in()
    rig.locker.open()
    assert rig.open("A1", "one") == OPENED  # the same command: it had not been sent


def test_unplugged_within_a_command_it_is_unknown_for_good(rig: CabinetRig) -> None:
    rig.strike(Kind.UNPLUGGED, "unlock")
    assert rig.open("A1", "one") == OpenResult(OpenOutcome.UNKNOWN, "locker.missing")
    rig.locker.close()
    rig.faults.clear("locker")
    rig.simulator.plug_in()
    rig.locker.open()
    assert rig.open("A1", "one") == OpenResult(OpenOutcome.UNKNOWN, "locker.missing")
    assert rig.simulator.fired == []


def test_a_line_that_never_falls_quiet_is_not_spoken_on() -> None:
    """Somebody babbles: an unlock in the middle of it could come out as anything."""
    with cabinet_rig("8a", quiet_s=0.2, timeout_s=0.3, late_s=0.5) as rig:
        over = threading.Event()

        def babble() -> None:
            while not over.wait(0.001):
                rig.simulator.say(b"\xff")

        babbler = threading.Thread(target=babble)
        babbler.start()
        result = rig.open("A1")
        over.set()
        babbler.join()
        assert result == OpenResult(OpenOutcome.NOT_SENT, "locker.garbage")
        assert rig.simulator.fired == []


# ---- behind a worker -------------------------------------------------------------------------------------------------


def test_a_worker_tells_of_doors_and_keeps_the_cabinet_through_a_pulled_cable(codec: str) -> None:
    told: queue.SimpleQueue[WorkerEvent] = queue.SimpleQueue()

    def until(code: str, details: str = "") -> None:
        while True:
            event = told.get(timeout=WAIT_S)
            if not isinstance(event, StatusChanged) or event.status.code != code:
                continue
            if not details or details in event.status.details.get("open", "").split():
                return

    with cabinet_rig(codec, opened=False) as rig:
        worker: DeviceWorker[Locker] = DeviceWorker(
            "locker", lambda: rig.locker, told.put, open_retry_s=(0.05,), status_every_s=0.05
        )
        worker.start()
        until("")
        worker.submit("open", lambda locker, _job: locker.open_cell(OpenCell("A1", "one")), deadline_s=WAIT_S)
        while not isinstance(event := told.get(timeout=WAIT_S), JobDone):
            pass
        assert event.value == OPENED
        until("", "A1")
        rig.simulator.unplug()
        until("locker.missing")
        rig.simulator.plug_in()
        until("", "A1")  # still open
        worker.stop(WAIT_S)


def test_no_more_than_one_poll_is_ahead_of_a_command(rig: CabinetRig) -> None:
    told: queue.SimpleQueue[WorkerEvent] = queue.SimpleQueue()
    asked: list[Question] = []
    rig.simulator.on_question = asked.append
    worker: DeviceWorker[Locker] = DeviceWorker("locker", lambda: rig.locker, told.put, status_every_s=0.001)
    worker.start()
    while sum(isinstance(question, ReadAll) for question in asked) < 6:
        told_nothing = told.empty()
        assert told_nothing or not isinstance(told.get(), JobDone)
    before = len(asked)
    worker.submit("open", lambda locker, _job: locker.open_cell(OpenCell("A1", "one")), deadline_s=WAIT_S)
    while not isinstance(told.get(timeout=WAIT_S), JobDone):
        pass
    polls = 0
    for question in asked[before:]:
        if isinstance(question, Unlock):
            break
        polls += 1
    worker.stop(WAIT_S)
    assert polls <= 1


# ---- relays that do not let go by themselves -------------------------------------------------------------------------


def test_the_current_is_taken_off_a_lock_again() -> None:
    asked: list[Question] = []
    with cabinet_rig("modbus", pulse_s=0.01, opened=False) as rig:
        rig.simulator.on_question = asked.append
        rig.locker.open()
        every_lock = sum(board["locks"] for board in BOARDS)
        assert sum(isinstance(question, Release) for question in asked) == every_lock  # whatever was before
        asked.clear()
        assert rig.open("A3") == OPENED
        assert asked[:2] == [Unlock(1, 3), Release(1, 3)]


def test_current_that_could_not_be_taken_off_is_tried_again_and_told() -> None:
    with cabinet_rig("modbus", pulse_s=0.01, **HASTY_S | {"late_s": 0.16}) as rig:
        rig.strike(Kind.SILENT, "release", times=2)
        assert rig.open("A3") == OPENED
        assert rig.locker.status().code == "locker.under_current"
        while rig.locker.status().code == "locker.under_current":
            pass
        assert rig.simulator.fired == [(1, 3)]


def test_a_board_that_is_not_there_holds_up_no_other(codec: str) -> None:
    pulse_s = 0.01 if codec == "modbus" else 0.0
    with cabinet_rig(codec, absent=(2,), pulse_s=pulse_s, **HASTY_S) as rig:
        assert rig.open("A5") == OPENED
        assert rig.open("B1") == OpenResult(OpenOutcome.NOT_SENT, "locker.board_silent")
        status = rig.locker.status()
        assert status.state is DeviceState.ONLINE
        # what was under current before nobody knows
        assert status.code == ("locker.under_current" if pulse_s else "locker.board_silent")
        assert status.details["unknown"].split() == ["B1", "B2", "B3", "B4"]

"""Staff at the cabinet: who comes in, what they may do, and what each outcome of a door leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from walking import CARD, DOUBTED, IN_HAND, NOW, ONLINE, OVERDUE, ROOMS, STAFF_CARD, STAFF_IDENTITY, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.smart_card import StaffRole
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session.collection import DoorPhase
from kiosk.session.effects import (
    AwaitCode,
    AwaitStaffCard,
    ClearCell,
    DisputeDoor,
    FindThing,
    OpenDoor,
    SayShut,
    SurveyCabinet,
    VerifyStaffPin,
    WatchForStaff,
    Wipe,
)
from kiosk.session.events import (
    CabinetSurveyed,
    CardRead,
    CellCleared,
    CodeScanned,
    DeviceFailed,
    DoorSeen,
    HealthChanged,
    StaffArrived,
    StaffCardRead,
    StaffVerified,
    ThingFound,
    TimedOut,
    Timer,
)
from kiosk.session.model import Errand, Session, Stamp, Step
from kiosk.session.person_events import (
    ChoreChosen,
    CompartmentSkipped,
    Confirmed,
    DoorStuck,
    FoundInside,
    Left,
    OtherCellWanted,
    OtherThingSeen,
    SizeChosen,
    Started,
    Typed,
    WentBack,
)
from kiosk.session.shift import Chore, Shift, Suspect, Thing

UNBOUND = Thing("QJ-2026-0752-1")


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return catalogue.by_code("GA-WFZJL")


def shift(walk: Walk) -> Shift:
    assert walk.session.shift is not None
    return walk.session.shift


def told(walk: Walk) -> str:
    return walk.session.notice.code if walk.session.notice else ""


def opened(walk: Walk) -> list[str]:
    return [effect.cell for effect in walk.effects if isinstance(effect, OpenDoor)]


def in_with(*roles: StaffRole) -> Walk:
    """Somebody whose card may be used for this."""
    allowed = frozenset(roles)
    walk = Walk().do(StaffArrived, "staff-1").do(StaffCardRead, replace(STAFF_CARD, roles=allowed))
    walk.do(Typed, "471109").do(Confirmed, NOW).do(StaffVerified, replace(STAFF_IDENTITY, roles=allowed), NOW)
    return walk.do(CabinetSurveyed, (OVERDUE,), (DOUBTED,), True)


def at_door(chore: Chore, item: ServiceItem) -> Walk:
    if chore is Chore.STOCK:
        return Walk().to(Step.STAFF_DOOR, item)
    cell = OVERDUE.cell if chore is Chore.TAKE_BACK else DOUBTED.cell
    walk = in_with(*StaffRole).do(ChoreChosen, chore, cell)
    assert walk.session.step is Step.STAFF_DOOR
    return walk


# ---- coming and going ------------------------------------------------------------------------------------------------


def test_a_staff_card_on_the_start_page_begins() -> None:
    walk = Walk().do(StaffArrived, "staff-1")
    session = walk.session
    assert (session.step, session.errand, session.id) == (Step.STAFF_CARD, Errand.STOCK, "staff-1")
    assert AwaitStaffCard(session.stamp) in walk.effects


def test_whoever_touched_the_screen_first_is_the_same_visitor() -> None:
    walk = Walk().do(Started, "person-1")
    assert WatchForStaff(walk.session.stamp) in walk.effects
    walk.do(StaffArrived, "staff-1")
    assert (walk.session.step, walk.session.id) == (Step.STAFF_CARD, "person-1")


def test_out_of_service_keeps_no_staff_out() -> None:
    down = {**ONLINE, "id_card": DeviceStatus(DeviceState.NO_DEVICE, "id_card.missing")}
    walk = Walk().happen(HealthChanged(Stamp("", 0), down))
    assert walk.session.step is Step.OUT_OF_SERVICE
    walk.do(StaffArrived, "staff-1")
    assert walk.session.step is Step.STAFF_CARD
    assert walk.do(WentBack).session.step is Step.OUT_OF_SERVICE


def test_without_a_cabinet_a_staff_card_says_nothing() -> None:
    health = {device: status for device, status in ONLINE.items() if device != "locker"}
    walk = Walk(Session(health=health)).do(StaffArrived, "staff-1")
    assert walk.session.step is Step.START


def test_the_watch_goes_on_after_a_reader_has_failed() -> None:
    walk = Walk().do(DeviceFailed, "pcsc", "pcsc.service_gone", True)
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert WatchForStaff(walk.session.stamp) in walk.effects


def test_a_card_of_another_role_is_refused_before_its_pin() -> None:
    walk = Walk().do(StaffArrived, "staff-1").do(StaffCardRead, replace(STAFF_CARD, roles=frozenset({"confirm"})))
    assert told(walk) == "pcsc.no_role"
    walk.do(Typed, "471109").do(Confirmed, NOW)
    assert not [effect for effect in walk.effects if isinstance(effect, VerifyStaffPin)]


def test_a_card_for_the_cabinet_confirms_nobody(item: ServiceItem) -> None:
    walk = Walk().to(Step.STAFF_CARD, item)
    walk.do(StaffCardRead, replace(STAFF_CARD, roles=frozenset({StaffRole.STOCK})))
    assert told(walk) == "pcsc.no_role"
    assert walk.session.staff_card is None


def test_the_pin_is_gone_when_work_begins() -> None:
    walk = in_with(*StaffRole)
    session = walk.session
    assert (session.step, session.pin, session.staff_card, session.asking) == (Step.STAFF, "", None, False)
    assert shift(walk).key_id == STAFF_IDENTITY.fingerprint
    assert "471109" not in repr(session)


def test_who_leaves_leaves_nothing() -> None:
    walk = in_with(*StaffRole).do(Left)
    assert walk.session == Session(turn=walk.session.turn, health=ONLINE)
    assert Wipe("staff-1") in walk.effects


def test_nothing_of_a_person_comes_along(item: ServiceItem) -> None:
    """A staff card between the pages of an application is nobody's shift."""
    walk = Walk().to(Step.IDENTIFY, item).do(StaffArrived, "staff-1")
    assert walk.session.step is Step.IDENTIFY
    assert walk.do(CardRead, CARD, NOW).session.shift is None


# ---- what there is to do ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "chore", "cell", "allowed"),
    [
        (StaffRole.STOCK, Chore.STOCK, "", True),
        (StaffRole.STOCK, Chore.TAKE_BACK, "A08", True),
        (StaffRole.STOCK, Chore.INSPECT, "A05", False),
        (StaffRole.INSPECT, Chore.INSPECT, "A05", True),
        (StaffRole.INSPECT, Chore.STOCK, "", False),
        (StaffRole.INSPECT, Chore.TAKE_BACK, "A08", False),
    ],
)
def test_a_card_does_what_its_role_allows(role: StaffRole, chore: Chore, cell: str, allowed: bool) -> None:
    walk = in_with(role).do(ChoreChosen, chore, cell)
    assert (walk.session.step is not Step.STAFF) == allowed


@pytest.mark.parametrize(("chore", "cell"), [(Chore.TAKE_BACK, "A05"), (Chore.INSPECT, "A08"), (Chore.TAKE_BACK, "")])
def test_no_door_opens_that_is_not_on_the_list(chore: Chore, cell: str) -> None:
    walk = in_with(*StaffRole).do(ChoreChosen, chore, cell)
    assert walk.session.step is Step.STAFF
    assert opened(walk) == []


def test_a_door_that_stands_open_has_to_be_closed_first() -> None:
    walk = in_with(*StaffRole).do(CabinetSurveyed, (), (Suspect("A05", "forced", is_open=True),), True)
    assert walk.do(ChoreChosen, Chore.INSPECT, "A05").session.step is Step.STAFF


def test_a_cabinet_that_is_down_is_told() -> None:
    walk = in_with(*StaffRole)
    down = DeviceStatus(DeviceState.NO_DEVICE, "locker.missing")
    walk.happen(HealthChanged(Stamp("", 0), {**ONLINE, "locker": down})).do(ChoreChosen, Chore.STOCK)
    assert (walk.session.step, told(walk)) == (Step.STAFF, "stock.no_cabinet")


def test_without_a_network_the_list_is_what_is_known_here() -> None:
    walk = in_with(*StaffRole).do(Confirmed, NOW)
    assert sum(isinstance(effect, SurveyCabinet) for effect in walk.effects) == 2
    walk.do(DeviceFailed, "platform", "stock.survey_offline", True)
    assert told(walk) == "stock.survey_offline"
    assert shift(walk).overdue == (OVERDUE,)


# ---- what is in somebody's hands -------------------------------------------------------------------------------------


def looked_up(walk: Walk) -> list[tuple[str, bool]]:
    """Code, and whether by what is kept here alone."""
    return [(effect.code, effect.is_alone) for effect in walk.effects if isinstance(effect, FindThing)]


def test_a_scanned_parcel_is_looked_up_and_the_scanner_goes_on(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item)
    assert AwaitCode(walk.session.stamp, asked=True) in walk.effects
    walk.effects.clear()
    walk.do(CodeScanned, b"QJ-2026-0752-1\r")
    assert looked_up(walk) == [("QJ-2026-0752-1", False)]
    assert AwaitCode(walk.session.stamp, asked=True) in walk.effects
    assert walk.session.asking
    walk.do(ThingFound, IN_HAND, ROOMS)
    assert (shift(walk).at, told(walk), walk.session.asking) == ("A01", "", False)
    walk.do(Confirmed, NOW)
    assert opened(walk) == ["A01"]


def test_a_typed_code_does_as_well(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(Typed, "QJ 2026/0752").do(Confirmed, NOW)
    assert looked_up(walk) == [("QJ20260752", False)]


@pytest.mark.parametrize("code", [b"", b"440304199006189989", b"EID1.token.signature", b"K1.receipt", "件".encode()])
def test_what_is_no_parcel_is_not_looked_up(code: bytes, item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, code)
    assert told(walk) == "stock.not_a_parcel"
    assert looked_up(walk) == []
    assert shift(walk).typed == ""


@pytest.mark.parametrize("code", ["stock.unknown", "stock.collected", "stock.overdue", "stock.elsewhere"])
def test_a_refusal_is_told_and_opens_nothing(code: str, item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1").do(DeviceFailed, "platform", code, False)
    assert (told(walk), walk.session.asking) == (code, False)
    walk.do(SizeChosen, "S")
    assert (shift(walk).at, opened(walk)) == ("", [])


def test_a_missing_scanner_is_told_and_tried_again(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(DeviceFailed, "barcode", "barcode.missing", True)
    assert told(walk) == "stock.no_scanner"
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert AwaitCode(walk.session.stamp, asked=True) in walk.effects


def test_a_silent_platform_holds_nobody_up(item: ServiceItem) -> None:
    for late in ((TimedOut, Timer.STEP), (DeviceFailed, "platform", "platform.hung", True)):
        walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1").do(*late)
        assert looked_up(walk) == [("QJ-1", False), ("QJ-1", True)]
        walk.do(ThingFound, UNBOUND, ROOMS)
        assert (told(walk), walk.session.asking) == ("stock.by_code_alone", False)


def test_a_scanner_that_fails_meanwhile_cuts_no_answer_short(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1")
    walk.effects.clear()
    walk.do(DeviceFailed, "barcode", "barcode.missing", True)
    assert (walk.session.asking, told(walk), walk.effects) == (True, "", [])
    walk.do(ThingFound, IN_HAND, ROOMS)
    assert (told(walk), shift(walk).at) == ("", "A01")


def test_of_a_door_without_a_sensor_staff_say_that_it_is_shut(item: ServiceItem) -> None:
    walk = at_door(Chore.INSPECT, item).do(Confirmed, NOW)
    assert not [each for each in walk.effects if isinstance(each, SayShut)]
    walk.do(DoorSeen, "A05", DoorPhase.OPEN).do(Confirmed, NOW)  # a sensor says it
    assert not [each for each in walk.effects if isinstance(each, SayShut)]
    walk.do(DoorSeen, "A05", DoorPhase.UNSEEN, "door.unseen")
    assert (walk.session.step, told(walk)) == (Step.STAFF_DOOR, "door.unseen")
    walk.do(Confirmed, NOW)
    assert [each.cell for each in walk.effects if isinstance(each, SayShut)] == ["A05"]
    walk.do(DoorSeen, "A05", DoorPhase.DOUBTFUL)
    assert walk.session.step is Step.CELL_FOUND


def test_of_unknown_size_it_is_chosen_by_eye(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1").do(ThingFound, UNBOUND, ROOMS)
    assert (told(walk), shift(walk).at) == ("stock.by_code_alone", "")
    walk.do(Confirmed, NOW)
    assert (told(walk), walk.session.step) == ("stock.no_size", Step.STOCK_ITEM)
    walk.do(SizeChosen, "L")
    assert shift(walk).at == ""  # there is no room of that size
    walk.do(SizeChosen, "M").do(Confirmed, NOW)
    assert opened(walk) == ["B01"]


def test_a_full_cabinet_is_told(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1").do(ThingFound, IN_HAND, {"S": (), "M": ()})
    assert told(walk) == "stock.no_room"
    walk.do(Confirmed, NOW)
    assert opened(walk) == []


def test_typing_again_forgets_what_was_on_hand(item: ServiceItem) -> None:
    walk = Walk().to(Step.STOCK_ITEM, item).do(CodeScanned, b"QJ-1").do(ThingFound, IN_HAND, ROOMS).do(Typed, "")
    assert (shift(walk).thing, shift(walk).at) == (None, "")


# ---- doors -----------------------------------------------------------------------------------------------------------


def test_what_was_put_in_is_counted_and_the_next_comes(item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item).do(DoorSeen, "A01", DoorPhase.OPEN).do(DoorSeen, "A01", DoorPhase.PUT_IN)
    assert walk.session.step is Step.STOCK_ITEM
    (done,) = shift(walk).done
    assert (done.chore, done.cell, done.parcel) == (Chore.STOCK, "A01", IN_HAND.parcel)
    assert (shift(walk).thing, shift(walk).at, shift(walk).chore) == (None, "", Chore.STOCK)


def test_what_was_taken_back_is_counted(item: ServiceItem) -> None:
    walk = at_door(Chore.TAKE_BACK, item).do(DoorSeen, "A08", DoorPhase.OPEN).do(DoorSeen, "A08", DoorPhase.TAKEN)
    assert walk.session.step is Step.STAFF
    (done,) = shift(walk).done
    assert (done.chore, done.cell, done.parcel) == (Chore.TAKE_BACK, "A08", OVERDUE.parcel)
    assert shift(walk).overdue == ()  # before the cabinet is surveyed anew


@pytest.mark.parametrize(
    ("chore", "phase", "said", "code"),
    [
        (Chore.STOCK, DoorPhase.LEFT_INSIDE, "", "stock.not_put_in"),
        (Chore.TAKE_BACK, DoorPhase.LEFT_INSIDE, "", "stock.not_taken_out"),
        (Chore.STOCK, DoorPhase.NOT_OPENED, "locker.jammed", "locker.jammed"),
        (Chore.TAKE_BACK, DoorPhase.NOT_OPENED, "", "door.not_opened"),
        (Chore.INSPECT, DoorPhase.NOT_OPENED, "locker.silent", "locker.silent"),
        (Chore.STOCK, DoorPhase.DOUBTFUL, "", "stock.doubtful"),
        (Chore.TAKE_BACK, DoorPhase.DOUBTFUL, "door.disputed", "door.disputed"),
        (Chore.INSPECT, DoorPhase.DOUBTFUL, "locker.jammed", "locker.jammed"),
    ],
)
def test_trouble_is_told(chore: Chore, phase: DoorPhase, said: str, code: str, item: ServiceItem) -> None:
    walk = at_door(chore, item)
    walk.do(DoorSeen, shift(walk).at, phase, said)
    assert (walk.session.step, told(walk)) == (Step.STAFF_TROUBLE, code)
    assert shift(walk).done == ()


@pytest.mark.parametrize(("phase", "again"), [(DoorPhase.NOT_OPENED, True), (DoorPhase.DOUBTFUL, False)])
def test_only_a_door_that_surely_is_shut_is_tried_again(phase: DoorPhase, again: bool, item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item).do(DoorSeen, "A01", phase).do(Confirmed, NOW)
    assert walk.session.step is (Step.STAFF_DOOR if again else Step.STAFF)
    assert opened(walk) == ["A01"] * (1 + again)
    walk = at_door(Chore.STOCK, item).do(DoorSeen, "A01", phase).do(OtherCellWanted)
    assert opened(walk) == ["A01", "A02"][: 1 + again]


def test_another_cell_is_another_one_each_time(item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item)
    for cell in ("A01", "A02", "B01"):
        walk.do(DoorSeen, cell, DoorPhase.NOT_OPENED).do(OtherCellWanted)
    assert opened(walk) == ["A01", "A02", "B01"]
    assert walk.session.step is Step.STAFF_TROUBLE


@pytest.mark.parametrize("chore", [Chore.TAKE_BACK, Chore.INSPECT])
def test_what_lies_in_a_cell_is_in_no_other(chore: Chore, item: ServiceItem) -> None:
    walk = at_door(chore, item)
    walk.do(DoorSeen, shift(walk).at, DoorPhase.NOT_OPENED).do(OtherCellWanted)
    assert len(opened(walk)) == 1
    assert walk.do(CompartmentSkipped).session.step is Step.STAFF


def test_a_door_that_was_seen_open_is_never_unlocked_again(item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item).do(DoorStuck)
    assert not [effect for effect in walk.effects if isinstance(effect, DisputeDoor)]
    walk.do(DoorSeen, "A01", DoorPhase.OPEN).do(DoorStuck)
    assert [effect.cell for effect in walk.effects if isinstance(effect, DisputeDoor)] == ["A01"]
    assert opened(walk) == ["A01"]


@pytest.mark.parametrize(
    ("code", "told_as", "phase"),
    [
        ("custody.occupied", "custody.occupied", DoorPhase.NOT_OPENED),
        ("audit.disk", "door.not_opened", DoorPhase.NOT_OPENED),
        ("locker.hung", "locker.hung", DoorPhase.DOUBTFUL),
    ],
)
def test_a_failing_cabinet_is_told(code: str, told_as: str, phase: DoorPhase, item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item).do(DeviceFailed, "locker", code, False)
    assert (walk.session.step, told(walk), shift(walk).phase) == (Step.STAFF_TROUBLE, told_as, phase)


def test_a_door_that_nobody_closes_ends_the_shift(item: ServiceItem) -> None:
    walk = at_door(Chore.STOCK, item).do(DoorSeen, "A01", DoorPhase.LEFT_OPEN, "door.left_open")
    assert told(walk) == "door.left_open"
    walk.do(TimedOut, Timer.STEP)
    assert (walk.session.step, told(walk), walk.session.shift) == (Step.STOPPED, "door.nobody_closed", None)


# ---- what was seen in a cell -----------------------------------------------------------------------------------------


@pytest.fixture
def looked(item: ServiceItem) -> Walk:
    """Somebody has opened a doubtful cell, looked, and closed it."""
    walk = at_door(Chore.INSPECT, item).do(DoorSeen, "A05", DoorPhase.OPEN).do(DoorSeen, "A05", DoorPhase.DOUBTFUL)
    assert walk.session.step is Step.CELL_FOUND
    return walk


def cleared(walk: Walk) -> list[Thing | None]:
    return [effect.inside for effect in walk.effects if isinstance(effect, ClearCell)]


def test_the_cell_is_empty(looked: Walk) -> None:
    looked.do(FoundInside, "").do(FoundInside, "")
    assert cleared(looked) == [None]
    looked.do(CellCleared, "A05")
    assert looked.session.step is Step.STAFF
    (done,) = shift(looked).done
    assert (done.chore, done.cell, done.parcel) == (Chore.INSPECT, "A05", "")


def test_the_cell_holds_what_it_should(looked: Walk) -> None:
    expected = DOUBTED.expected
    assert expected is not None
    looked.do(FoundInside, "somebody-elses")
    assert cleared(looked) == []
    looked.do(FoundInside, expected.parcel).do(CellCleared, "A05")
    assert cleared(looked) == [expected]
    assert shift(looked).done[-1].parcel == expected.parcel


def test_the_cell_holds_something_else(looked: Walk) -> None:
    looked.do(OtherThingSeen)
    assert (looked.session.step, shift(looked).at) == (Step.STOCK_ITEM, "A05")
    looked.do(CodeScanned, IN_HAND.parcel.encode()).do(ThingFound, IN_HAND, ROOMS)
    assert shift(looked).at == "A05"  # it lies there already
    looked.do(Confirmed, NOW).do(CellCleared, "A05")
    assert cleared(looked) == [IN_HAND]
    assert looked.session.step is Step.STAFF
    assert opened(looked) == ["A05"]


def test_what_could_not_be_recorded_is_told(looked: Walk) -> None:
    looked.do(FoundInside, "").do(DeviceFailed, "locker", "custody.open", False)
    assert (looked.session.step, told(looked), looked.session.asking) == (Step.CELL_FOUND, "custody.open", False)
    looked.do(FoundInside, "").do(TimedOut, Timer.STEP)
    assert told(looked) == "stock.unrecorded"
    assert shift(looked).thing == DOUBTED.expected  # it may still be said that it lies there
    looked.do(OtherThingSeen).do(CodeScanned, b"QJ-1").do(ThingFound, IN_HAND, ROOMS).do(Confirmed, NOW)
    assert told(looked.do(TimedOut, Timer.STEP)) == "stock.unrecorded"


def test_who_does_not_say_leaves_the_doubt(looked: Walk) -> None:
    looked.do(WentBack)
    assert looked.session.step is Step.STAFF
    assert cleared(looked) == []

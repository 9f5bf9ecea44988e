"""Doors that jam, open late, are others than were meant, or stay open: what the person is told, what the ledger says,
what the platform holds. One journey each, on one terminal that outlives them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from journeying import FAULTS, PERSONS, Hall, Journey, assert_left_clean, submissions_at
from picking_up import (
    BRISK_DOORS,
    Ordered,
    Says,
    hands,
    is_claimed,
    ledger,
    parcel_at_platform,
    put_in,
    tell_platform,
)

from drivers.faults import FaultScript
from kiosk import audit
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.walker import Identify
from kiosk.audit import AuditError, AuditLedger, Entry, Record
from kiosk.custody import doorkeeper
from kiosk.platform.references import Revoked, RevokedKind
from kiosk.session.model import Step
from ui.messages import message
from ui.touch import wait_until

SCRIPTS = FAULTS / "pickup"
INTENT = ("intent.pickup", "")
OPENED = ("command", "opened")
TAKEN = ("door", "closed_vacant")
INSIDE = ("door", "closed_occupied")
USUAL = [INTENT, OPENED, TAKEN]


@dataclass(frozen=True)
class Expected:
    """`told`: page and code; `recorded`: of the cell, in order; `held`: the parcel's state at the platform;
    `doubted`: a cell that a technician has to look at; `claimed`: the order is still held for the person."""

    told: tuple[tuple[Step, str], ...] = ()
    recorded: tuple[tuple[str, str], ...] = ()
    held: str = "collected"
    doubted: str = ""
    claimed: bool = False


TROUBLE = Step.DOOR_TROUBLE
DOORS = {
    "door_jams": (
        "A01",
        Expected(((TROUBLE, "locker.jammed"),), (INTENT, ("command", "jammed"), INSIDE, *USUAL)),
    ),
    "door_jams_for_good": (
        "A02",
        Expected(
            ((TROUBLE, "locker.jammed"),),
            (INTENT, ("command", "jammed"), INSIDE) * 2,
            "stocked",
        ),
    ),
    "door_opens_late": ("A05", Expected((), tuple(USUAL))),
    "door_opens_too_late": (
        "A07",
        Expected(
            ((TROUBLE, "locker.jammed"), (TROUBLE, "custody.open")),
            (INTENT, ("command", "jammed"), INSIDE, ("door", "open")),
            "doubtful",
            doubted="A07",
        ),
    ),
    "door_of_another_cell": (
        "A09",
        Expected(((TROUBLE, "locker.other_door"),), (INTENT, ("command", "jammed"), INSIDE, *USUAL), doubted="A10"),
    ),
    "door_forced": ("B01", Expected((), tuple(USUAL), doubted="A12")),
    "door_left_open": (
        "B02",
        Expected(((Step.DOOR, "door.left_open"),), (INTENT, OPENED, ("door", "left_open"), TAKEN)),
    ),
    "nothing_taken_out": (
        "C01",
        Expected(((TROUBLE, "door.left_inside"),), (INTENT, OPENED, INSIDE, *USUAL)),
    ),
    "door_never_closed": (
        "B03",
        Expected(
            ((Step.DOOR, "door.left_open"), (Step.STOPPED, "door.nobody_closed")),
            (INTENT, OPENED, ("door", "left_open")),
            "stocked",
        ),
    ),
}


BOARDS = {
    "board_silent_at_an_unlock": Expected(
        ((TROUBLE, "locker.jammed"),), (INTENT, ("command", "jammed"), INSIDE, *USUAL)
    ),
    "board_answers_no_unlock": Expected((), tuple(USUAL)),
}


GONE = {
    "person_gone_before_a_door": Expected(held="stocked"),
    "person_gone_at_an_open_door": Expected(
        ((Step.DOOR, "door.left_open"), (Step.STOPPED, "door.nobody_closed")),
        (INTENT, OPENED, ("door", "left_open")),
        "stocked",
        claimed=True,
    ),
    "person_gone_unsigned": Expected((), tuple(USUAL)),
}
ALONE = (
    "boards_unplugged_at_an_unlock",
    "cabinet_missing_at_start",
    "claimed_then_revoked",
    "power_fails_at_the_unlock",
    "vouchers_late",
)
"""Each a test of its own, here, in `test_pickup.py` and `test_power_cut_at_a_door.py`."""


ALWAYS = ("door_jams", "door_of_another_cell", "nothing_taken_out")
"""The others are walked with the long proofs."""
WALKED = [pytest.param(name, marks=[] if name in ALWAYS else [pytest.mark.soak]) for name in DOORS]


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state, session__door_s="10", **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        yield hall
    assert_left_clean(state)


@pytest.fixture
def mended(hall: Hall) -> Iterator[Hall]:
    yield hall
    hall.faults.clear("locker")
    locker = hall.terminal.backstage.simulation.locker
    assert locker is not None
    locker.wait_for_late()
    for board, lock in locker.open_doors:
        locker.close_door(board, lock)
    assert wait_until(lambda: hall.session.health["locker"].state.usable, 20)
    assert hall.session.step is Step.START


def come(hall: Hall, ordered: Ordered, kind: type[PickupVisitor] = PickupVisitor, *, code: str = "") -> Journey:
    return hall.walk(identify=Identify.CARD_CODE, visitor=hands(ordered, kind, code=code))


def told_of(journey: Journey) -> list[tuple[Step, str]]:
    """But for the person's own wish to do without a face check."""
    return [(told.step, told.code) for told in journey.told if told.code != "face.declined"]


def assert_platform_holds(hall: Hall, ordered: Ordered, state: str) -> None:
    assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 20)
    held, cell = parcel_at_platform(hall.state, ordered.parcel)
    assert held == state
    assert (cell == "") == (state == "collected")


def comes_to_a_door_that_fails(hall: Hall, name: str, cell: str, expected: Expected) -> None:
    script = FaultScript.load(SCRIPTS / f"{name}.toml")
    ordered = put_in(hall, cell)
    before = len(submissions_at(hall.state))
    for fault in script.faults:
        hall.faults.add(fault)
    journey = come(hall, ordered, PickupVisitor)
    assert journey.report.outcome == script.expect
    assert told_of(journey) == list(expected.told)
    assert all(told.title for told in journey.told)
    assert ledger(hall.state, cell)[: len(expected.recorded)] == list(expected.recorded)
    assert not expected.doubted or expected.doubted in hall.terminal.backstage.desk.custody.unsettled
    assert_platform_holds(hall, ordered, expected.held)
    handed_over = submissions_at(hall.state)[before:]
    assert [each["application"]["cells"] for each in handed_over] == ([[cell]] if script.expect == "accepted" else [])


@pytest.mark.parametrize("name", WALKED)
def test_a_door_fails_and_the_person_is_told(name: str, mended: Hall) -> None:
    comes_to_a_door_that_fails(mended, name, *DOORS[name])


@pytest.mark.soak
@pytest.mark.parametrize("name", BOARDS)
def test_a_board_is_silent_at_an_unlock(name: str, fresh: Path) -> None:
    with Hall(fresh, **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        comes_to_a_door_that_fails(hall, name, "A05", BOARDS[name])
    assert_left_clean(fresh)


def test_every_script_is_walked() -> None:
    assert {file.stem for file in SCRIPTS.glob("*.toml")} == {*DOORS, *BOARDS, *GONE, *ALONE}


@pytest.mark.soak
@pytest.mark.parametrize("name", GONE)
def test_a_person_goes(name: str, fresh: Path) -> None:
    idle = {"session__idle_s": "12", "session__idle_slow_s": "12", "session__warning_s": "3", "session__door_s": "10"}
    with Hall(fresh, fault=f"pickup/{name}", **idle, **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        ordered, expected = put_in(hall, "C02"), GONE[name]
        journey = come(hall, ordered)
        assert journey.report.outcome == hall.faults.expect
        assert told_of(journey) == list(expected.told)
        assert ledger(fresh, "C02") == list(expected.recorded)
        assert_platform_holds(hall, ordered, expected.held)
        assert wait_until(lambda: is_claimed(fresh, ordered.number) == expected.claimed, 20)
        assert submissions_at(fresh) == []
    assert_left_clean(fresh)


@pytest.mark.soak
def test_a_person_says_that_the_door_did_not_open(fresh: Path) -> None:
    with Hall(fresh, **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        ordered = put_in(hall, "C01")
        journey = come(hall, ordered, Says)
        assert journey.report.outcome == "doubtful"
        assert journey.told[-1].code == "pickup.doubtful"
        assert ledger(fresh, "C01")[:3] == [INTENT, OPENED, ("disputed", "")]
        assert_platform_holds(hall, ordered, "doubtful")


def test_wrong_codes_open_nothing(mended: Hall) -> None:
    ordered = put_in(mended, "A11")
    journey = come(mended, ordered, code="000000")
    assert journey.report.outcome == "code_refused"
    assert told_of(journey) == [
        (Step.PICKUP_CODE, "pickup_code.wrong"),
        (Step.PICKUP_CODE, "pickup_code.wrong"),
        (Step.OTHER_WAY, "pickup_code.too_often"),
    ]
    assert ledger(mended.state, "A11") == []
    assert_platform_holds(mended, ordered, "stocked")
    tried = [
        record.entry for record in audit.read(mended.state / audit.KEPT_IN) if record.entry.order == ordered.number
    ]
    assert tried == [Entry("custody.wrong_code", order=ordered.number)] * 3


@pytest.mark.soak
def test_after_too_many_wrong_codes_the_right_one_opens_nothing_either_not_even_after_a_restart(fresh: Path) -> None:
    limits = {"session__code_tries": "2", "session__code_tries_a_day": "3"}
    with Hall(fresh, **limits, **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        ordered = put_in(hall, "A11")
        assert come(hall, ordered, code="000000").report.outcome == "code_refused"
        assert come(hall, ordered, code="000001").report.outcome == "code_refused"
    with Hall(fresh, **limits, **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        journey = come(hall, ordered)
        assert journey.report.outcome == "code_refused"
        assert told_of(journey) == [(Step.OTHER_WAY, "pickup_code.locked")]
        assert ledger(fresh, "A11") == []
        by_face = hall.walk("lin", visitor=hands(ordered))
        assert by_face.report.outcome == "accepted"
        assert ledger(fresh, "A11") == USUAL
    assert_left_clean(fresh, PERSONS["lin"])


@pytest.mark.soak
def test_no_door_opens_that_cannot_be_recorded(mended: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered = put_in(mended, "B05")

    def full(_ledger: AuditLedger, _entry: Entry) -> Record:
        raise AuditError("audit.disk", retryable=True)

    locker = mended.terminal.backstage.simulation.locker
    assert locker is not None
    fired = len(locker.fired)
    with monkeypatch.context() as patched:
        patched.setattr(AuditLedger, "append", full)
        journey = come(mended, ordered)
    assert journey.report.outcome == "not_opened"
    assert told_of(journey) == [(TROUBLE, "door.not_opened")]
    assert len(locker.fired) == fired
    assert_platform_holds(mended, ordered, "stocked")
    assert wait_until(lambda: not is_claimed(mended.state, ordered.number), 60)


@pytest.mark.soak
def test_without_paper_it_is_collected_and_the_page_has_the_number(mended: Hall) -> None:
    printer = mended.terminal.backstage.simulation.printer
    assert printer is not None
    printer.set_paper("out")
    journey = mended.walk(identify=Identify.CARD_CODE, visitor=PickupVisitor)
    printer.set_paper("full")
    assert journey.report.outcome == "accepted"
    assert (journey.report.receipt, journey.report.receipt_code) == ("not_printed", "printer.paper_out")
    assert journey.report.acceptance_number in journey.texts("done-not_printed").replace(" ", "")
    assert [ledger(mended.state, cell) for cell in ("A03", "A04")] == [USUAL, USUAL]
    assert_platform_holds(mended, Ordered("QJ-2026-0731", "A03", ""), "collected")


@pytest.mark.soak
def test_the_line_to_the_boards_goes_dead(mended: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is kept waiting; when the line is back, the sensor says that nothing moved."""
    monkeypatch.setattr(doorkeeper, "DEAF_S", 1.0)
    ordered = put_in(mended, "B04")
    for fault in FaultScript.load(SCRIPTS / "boards_unplugged_at_an_unlock.toml").faults:
        mended.faults.add(fault)
    journey = come(mended, ordered)
    assert journey.report.outcome == "doubtful"
    assert told_of(journey) == [(Step.STOPPED, "pickup.doubtful")]
    assert ledger(mended.state, "B04")[:2] == [INTENT, ("command", "unknown")]
    mended.faults.clear("locker")
    assert wait_until(lambda: ledger(mended.state, "B04")[-1] == INSIDE, 20)
    assert_platform_holds(mended, ordered, "stocked")


@pytest.mark.soak
def test_what_was_taken_is_not_there_any_more(mended: Hall) -> None:
    """By face, and for the first order that waits."""
    first, second = mended.walk("chen", visitor=PickupVisitor), mended.walk("chen", visitor=Missing)
    assert first.report.outcome == "accepted"
    assert first.submission["application"]["cells"] == ["A06"]
    assert second.report.outcome == "nothing_taken"
    assert "QJ-2026-0745" not in second.texts("waiting-nothing")
    assert ledger(mended.state, "A06") == USUAL


class Missing(PickupVisitor):
    """Comes for what the same person took before."""

    order = "QJ-2026-0745"


def test_claimed_by_somebody_else_then_revoked(fresh: Path) -> None:
    with Hall(fresh, fault="pickup/claimed_then_revoked", **BRISK_DOORS) as hall:
        hall.stage.wait_ready()
        claimed = hall.walk(identify=Identify.CARD_CODE, visitor=PickupVisitor)
        assert claimed.report.outcome == "nothing_taken"
        assert told_of(claimed) == [(Step.WAITING, "pickup.claimed")]
        vouchers = [voucher for voucher in hall.terminal.references.vouchers if voucher.order_number == "QJ-2026-0731"]
        revoked = tuple(Revoked(kind=RevokedKind.VOUCHER, id=voucher.id) for voucher in vouchers)
        tell_platform(hall, revoked=revoked)
        after = hall.walk(identify=Identify.CARD_CODE, visitor=PickupVisitor)
        assert after.report.outcome == "nothing_taken"
        assert message("pickup.revoked").what in after.texts("waiting-nothing")
        assert ledger(fresh, "A03") == []
        assert parcel_at_platform(fresh, "QJ-2026-0731-1") == ("stocked", "A03")
    assert_left_clean(fresh)


@pytest.mark.soak
def test_without_a_cabinet_nothing_is_offered(fresh: Path) -> None:
    with Hall(fresh, fault="pickup/cabinet_missing_at_start") as hall:
        journey = hall.walk(visitor=PickupVisitor)
        assert journey.report.outcome == "left"
        assert "我要取件" not in journey.texts("home-no-cabinet")
    assert_left_clean(fresh)

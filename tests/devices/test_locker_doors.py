"""What sensors add up to over time, and a cabinet put together from settings."""

from __future__ import annotations

import pytest
from cabinets import BOARDS, SIZES, cells_of
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.locker import DoorState
from drivers.errors import DeviceError
from drivers.locker.cabinet import BoardEntry, Cabinet, CellEntry
from drivers.locker.doors import Doors


def doors() -> Doors:
    return Doors(["A", "B"], expected_s=10.0, left_open_after_s=60.0)


def test_nothing_is_known_at_first() -> None:
    assert {door.state for door in doors().at(0.0).values()} == {DoorState.UNKNOWN}


def test_a_door_found_open_at_the_start_was_not_forced() -> None:
    """After a power cut nobody knows what had been asked before."""
    seen = doors()
    assert seen.observe({"A": False}, 5.0) == ()
    assert seen.at(5.0)["A"].state is DoorState.OPEN
    assert not seen.at(5.0)["A"].forced


def test_only_an_opening_that_nobody_asked_for_is_forced() -> None:
    seen = doors()
    seen.observe({"A": True, "B": True}, 0.0)
    seen.expect("A", 1.0)
    assert seen.observe({"A": False, "B": False}, 2.0) == ("B",)
    assert [seen.at(2.0)[cell].forced for cell in "AB"] == [False, True]


def test_one_unlock_is_one_opening() -> None:
    seen = doors()
    seen.observe({"A": True}, 0.0)
    seen.expect("A", 1.0)
    assert seen.observe({"A": False}, 2.0) == ()
    seen.observe({"A": True}, 3.0)
    assert seen.observe({"A": False}, 4.0) == ("A",)


def test_an_opening_is_expected_for_a_time_only() -> None:
    seen = doors()
    seen.observe({"A": True}, 0.0)
    seen.expect("A", 1.0)
    assert seen.observe({"A": False}, 11.5) == ("A",)


def test_a_command_that_was_not_sent_makes_nothing_expected() -> None:
    seen = doors()
    seen.observe({"A": True}, 0.0)
    seen.expect("A", 1.0)
    seen.expect_no_more("A")
    assert seen.observe({"A": False}, 2.0) == ("A",)


def test_a_door_forced_while_its_board_was_silent_is_noticed_when_it_speaks_again() -> None:
    seen = doors()
    seen.observe({"A": True}, 0.0)
    seen.lose(["A"])
    assert seen.at(1.0)["A"].state is DoorState.UNKNOWN
    assert seen.observe({"A": False}, 2.0) == ("A",)


def test_how_long_a_door_stands_open_is_not_forgotten_while_its_board_is_silent() -> None:
    seen = doors()
    seen.observe({"A": False}, 0.0)
    seen.lose(["A"])
    seen.observe({"A": False}, 50.0)
    assert not seen.at(59.9)["A"].left_open
    assert seen.at(60.0)["A"].left_open


words = st.sampled_from(["expect", "open", "closed", "lose", "wait"])


@given(st.lists(words, max_size=40))
def test_forced_means_closed_before_open_now_and_not_asked(history: list[str]) -> None:
    """Against the same said in another way: a walk through the whole history."""
    seen, now_s = doors(), 0.0
    last, asked_s, forced = "", float("-inf"), False
    for word in history:
        now_s += 20.0 if word == "wait" else 1.0
        if word == "expect":
            seen.expect("A", now_s)
            asked_s = now_s
        elif word == "lose":
            seen.lose(["A"])
        elif word in ("open", "closed"):
            told = seen.observe({"A": word == "closed"}, now_s)
            newly = (last, word) == ("closed", "open") and now_s > asked_s + 10.0
            assert (told == ("A",)) is newly
            if word == "open" and last != "open":
                asked_s = float("-inf")
            forced = word == "open" and (forced or newly)
            last = word
        assert seen.at(now_s)["A"].forced is forced


# ---- the cabinet -----------------------------------------------------------------------------------------------------


def cabinet(cells: list[CellEntry], boards: list[BoardEntry] = BOARDS) -> Cabinet:
    return Cabinet("cu16", boards, cells, SIZES, 0.0)


def test_cells_hang_below_each_other_in_columns() -> None:
    made = cabinet(cells_of(BOARDS))
    for cell in made.cells:
        below = [other for other in made.cells if other.left_mm == cell.left_mm and other.top_mm > cell.top_mm]
        assert not below or min(other.top_mm for other in below) == cell.top_mm + cell.height_mm


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"board": 9}, "board"),
        ({"lock": 13}, "lock"),
        ({"lock": 0}, "lock"),
        ({"size": "XXL"}, "size"),
        ({"lock": 2}, "lock_taken"),
        ({"id": "A2"}, "id_taken"),
    ],
)
def test_a_cell_that_cannot_be_is_refused(change: dict[str, object], why: str) -> None:
    cells = cells_of(BOARDS)
    cells[0] = {**cells[0], **change}  # pyright: ignore[reportAssignmentType]
    with pytest.raises(DeviceError) as caught:
        cabinet(cells)
    assert (caught.value.code, caught.value.data["why"]) == ("locker.layout", why)

"""Special paper, counted: no sheet is ever lost from the count, whatever is told and wherever the power fails."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.paper.sheet_count import Balance, Fate, SheetCount, SheetCountError

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.just("load"), st.integers(-5, 30))
    | st.tuples(st.just("draw"), st.sampled_from("abc"), st.integers(1, 3))
    | st.tuples(st.just("tell"), st.sampled_from("abc"), st.sampled_from(list(Fate))),
    max_size=20,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "sheets.jsonl"


def test_every_sheet_is_somewhere(file: Path) -> None:
    count = SheetCount(file)
    count.load(50, NOW)
    count.draw("licence-1", 1, NOW)
    assert count.balance == Balance(loaded=50, issued=0, spoiled=0, in_doubt=1)
    assert count.balance.left == 49
    count.tell("licence-1", Fate.SPOILED, NOW, reason="damaged")
    count.draw("licence-2", 2, NOW)
    count.tell("licence-2", Fate.ISSUED, NOW)
    count.draw("licence-3", 1, NOW)
    count.tell("licence-3", Fate.UNUSED, NOW)
    assert count.balance == Balance(loaded=50, issued=2, spoiled=1, in_doubt=0)
    assert SheetCount(file).balance == count.balance
    assert file.stat().st_mode & 0o777 == 0o600


def test_after_a_power_cut_a_drawn_sheet_is_in_doubt_until_somebody_looked(file: Path) -> None:
    count = SheetCount(file)
    count.load(3, NOW)
    count.draw("licence-1", 1, NOW)
    again = SheetCount(file)
    assert again.in_doubt == ("licence-1",)
    again.tell("licence-1", Fate.ISSUED, NOW, reason="staff_looked")
    assert again.balance == Balance(loaded=3, issued=1, spoiled=0, in_doubt=0)


def test_more_than_is_there_is_never_drawn(file: Path) -> None:
    count = SheetCount(file)
    count.load(1, NOW)
    with pytest.raises(SheetCountError, match=r"sheets\.none_left"):
        count.draw("a", 2, NOW)
    with pytest.raises(SheetCountError, match=r"sheets\.none_left"):
        count.load(-2, NOW)
    count.draw("a", 1, NOW)
    with pytest.raises(SheetCountError, match=r"sheets\.known_print"):
        count.draw("a", 1, NOW)
    with pytest.raises(SheetCountError, match=r"sheets\.unknown_print"):
        count.tell("b", Fate.ISSUED, NOW)
    assert SheetCount(file).balance == Balance(1, 0, 0, 1)


def test_a_line_in_the_middle_that_makes_no_sense_is_told(file: Path) -> None:
    count = SheetCount(file)
    count.load(1, NOW)
    file.write_bytes(b"garbage\n" + file.read_bytes())
    with pytest.raises(SheetCountError, match=r"sheets\.unreadable"):
        SheetCount(file)


@settings(deadline=None)  # files are synced
@given(steps=STEPS, data=st.data())
def test_wherever_the_power_fails_the_count_is_that_of_what_was_promised(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, ...]], data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("sheets") / "sheets.jsonl"
    count = SheetCount(file)
    balances = [count.balance]
    for step in steps:
        try:
            match step:
                case ("load", sheets):
                    count.load(int(sheets), NOW)
                case ("draw", name, sheets):
                    count.draw(name, int(sheets), NOW)
                case (_, name, fate):
                    count.tell(name, Fate(fate), NOW)
                case _:
                    raise AssertionError(step)
        except SheetCountError:
            assert count.balance == balances[-1]
        else:
            balances.append(count.balance)
        assert count.balance.left >= 0
    written = file.read_bytes() if file.exists() else b""
    cut = data.draw(st.integers(0, len(written)))
    file.write_bytes(written[:cut])
    assert SheetCount(file).balance == balances[written[:cut].count(b"\n")]
    SheetCount(file).load(1, NOW)
    assert SheetCount(file).balance.loaded == balances[written[:cut].count(b"\n")].loaded + 1

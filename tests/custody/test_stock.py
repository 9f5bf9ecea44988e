"""Where there is room, what lies where, and what has been there for too long."""

from datetime import timedelta

import pytest

from drivers.contract.locker import Cell
from kiosk.custody import records
from kiosk.custody.cells import Contents, Doubt
from kiosk.custody.records import CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.stock import Held, free_cells, inventory, overdue
from kiosk.services.vouchers import VoucherBook
from tests.custody.test_pickup import NOW, custody_after, taken, voucher


def cell(name: str, size: str, height_mm: int, *, has_sensor: bool = True) -> Cell:
    return Cell(name, size, 400, height_mm, 500, 0, 0, has_sensor)


CABINET = (
    cell("C1", "L", 360),
    cell("A0", "S", 90, has_sensor=False),
    cell("A1", "S", 90),
    cell("A2", "S", 90),
    cell("B1", "M", 180),
)


def held(*names: str) -> dict[str, Held]:
    return {name: Held(name, Contents("O"), is_accounted=True) for name in names}


@pytest.mark.parametrize(
    ("size", "occupied", "offered"),
    [
        ("S", (), ("A1", "A2", "B1", "C1")),
        ("S", ("A1",), ("A2", "B1", "C1")),
        ("S", ("A1", "A2"), ("B1", "C1")),
        ("M", (), ("B1", "C1")),
        ("L", (), ("C1",)),
        ("L", ("C1",), ()),
        ("XL", (), ()),
    ],
)
def test_free_cells_with_a_sensor_that_it_fits_into_the_smallest_first(
    size: str, occupied: tuple[str, ...], offered: tuple[str, ...]
) -> None:
    assert free_cells(CABINET, held(*occupied), size) == offered


def test_the_inventory_is_the_ledgers_and_where_it_knows_nothing_the_vouchers() -> None:
    stocked, collected = voucher("A1", order="O-1"), voucher("A2", order="O-2")
    custody = custody_after(
        *taken(stocked, purpose=Purpose.STOCK),
        *taken(collected),
        records.door("C1", DoorWord.OPEN),
        *taken(voucher("D1"))[:1],
    )
    found = inventory(custody, [stocked, collected, voucher("B1", order="O-3")])
    assert found == {
        "A1": Held("A1", Contents("O-1", "O-1-A1"), is_accounted=True),
        "B1": Held("B1", Contents("O-3", "O-3-B1"), is_accounted=False),
        "C1": Held("C1", None, is_accounted=False, doubt=Doubt.FORCED),
        "D1": Held("D1", None, is_accounted=False),
    }


def test_what_lies_here_after_its_time_is_listed_until_it_is_taken_out() -> None:
    late = [voucher("A1", order="O-1", valid_to=NOW - timedelta(days=days)) for days in (2,)]
    late += [voucher("A2", order="O-2", valid_to=NOW - timedelta(days=5)), voucher("B1", order="O-3")]
    book = VoucherBook(late)
    assert [each.cell for each in overdue(book, custody_after(), NOW)] == ["A2", "A1"]
    out = custody_after(*taken(late[1], purpose=Purpose.TAKE_BACK))
    assert [each.cell for each in overdue(book, out, NOW)] == ["A1"]
    other = Intent("A1", Purpose.STOCK, "O-9", "P-9")
    replaced = custody_after(
        other.entry(), records.commanded(other, CommandOutcome.OPENED), records.door("A1", DoorWord.CLOSED, other)
    )
    assert [each.cell for each in overdue(book, replaced, NOW)] == ["A2"]

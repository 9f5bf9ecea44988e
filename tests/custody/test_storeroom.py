"""What staff are told of a parcel in their hands and of what there is to do: the ledger before the platform."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from drivers.contract.locker import Cell
from drivers.errors import DeviceError
from kiosk.custody import records
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody
from kiosk.custody.storeroom import Storeroom
from kiosk.errors import PlatformError
from kiosk.platform.client import PlatformClient
from kiosk.platform.custody import OverdueParcel, OverdueParcels, Parcel, ParcelState, StockItem
from kiosk.platform.references import KeptVoucher
from kiosk.services.vouchers import VoucherBook
from kiosk.session import stocking
from kiosk.session.shift import Chore, Suspect
from tests.custody.test_pickup import DAY, NOW, custody_after, taken, voucher

CABINET = tuple(
    Cell(name, size, 400, height_mm, 500, 0, 0, has_sensor=True)
    for name, size, height_mm in (("A1", "S", 90), ("A2", "S", 90), ("B1", "M", 180))
)
HELD = voucher("A1")
"""Lies in A1 by the voucher alone."""
BROUGHT = "O-9-1"


@dataclass
class Platform:
    """Answers as it is told to; None = it cannot be asked."""

    item: StockItem | None = None
    overdue_parcels: list[OverdueParcel] = field(default_factory=list)
    code: str = "stock.offline"

    def stock_item(self, _parcel: str) -> StockItem:
        if self.item is None:
            raise PlatformError(self.code)
        return self.item

    def overdue(self) -> OverdueParcels:
        if self.code == "platform.unreachable":
            raise PlatformError(self.code, retryable=True)
        return OverdueParcels(parcels=tuple(self.overdue_parcels))


def parcel(name: str, state: ParcelState, cell: str = "") -> Parcel:
    return Parcel(parcel=name, contents={"zh-CN": "营业执照"}, size="S", state=state, cell=cell)


def item(
    state: ParcelState = ParcelState.EXPECTED, cell: str = "", *, keep_until: datetime = NOW + DAY, name: str = BROUGHT
) -> StockItem:
    return StockItem(
        order_number="O-9",
        business="示范",
        keep_until=keep_until,
        terminal_id="KIOSK-0000" if cell else "",
        parcel=parcel(name, state, cell),
    )


def room(*vouchers: KeptVoucher, after: Custody | None = None) -> Storeroom:
    return Storeroom(VoucherBook(vouchers), after or Custody(), CABINET)


def look_up(platform: Platform, there: Storeroom, code: str = BROUGHT, chore: Chore = Chore.STOCK) -> stocking.Looked:
    return stocking.look_up(cast("PlatformClient", platform), there, code, chore, NOW)


def refused(platform: Platform, there: Storeroom, code: str = BROUGHT) -> tuple[str, dict[str, object]]:
    with pytest.raises(DeviceError) as caught:
        look_up(platform, there, code)
    return caught.value.code, dict(caught.value.data)


def test_the_platform_tells_what_it_is_and_the_ledger_where_there_is_room() -> None:
    found = look_up(Platform(item()), room(HELD))
    assert (found.thing.order, found.thing.size, found.thing.cell) == ("O-9", "S", "")
    assert found.rooms == {"S": ("A2", "B1"), "M": ("B1",)}


def test_a_cell_that_the_platform_alone_knows_to_be_full_is_not_free() -> None:
    assert look_up(Platform(item()), room().without(frozenset({"A1"}))).rooms == {"S": ("A2", "B1"), "M": ("B1",)}


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (item(ParcelState.COLLECTED), "stock.collected"),
        (item(keep_until=NOW - DAY), "stock.overdue"),
        (item(ParcelState.STOCKED, "Z7"), "stock.elsewhere"),
        (item(ParcelState.STOCKED, "A2"), "stock.stocked"),
    ],
)
def test_what_must_not_be_put_in(found: StockItem, code: str) -> None:
    assert refused(Platform(found), room())[0] == code


def test_no_order_has_it() -> None:
    assert refused(Platform(code="stock.unknown"), room()) == ("stock.unknown", {})


def test_what_lies_here_by_the_ledger_is_not_even_asked_about() -> None:
    after = custody_after(*taken(HELD, DoorWord.CLOSED_OCCUPIED, Purpose.STOCK))
    assert refused(Platform(), room(after=after), HELD.parcel) == ("stock.stocked", {"cell": "A1"})
    assert refused(Platform(), room(HELD), HELD.parcel) == ("stock.stocked", {"cell": "A1"})


@pytest.mark.parametrize("state", [ParcelState.STOCKED, ParcelState.TAKEN_BACK, ParcelState.DOUBTFUL])
def test_what_the_ledger_knows_to_be_out_may_go_in_again(state: ParcelState) -> None:
    after = custody_after(*taken(HELD, DoorWord.CLOSED_VACANT, Purpose.TAKE_BACK))
    still = item(state, "A1" if state is ParcelState.STOCKED else "", name=HELD.parcel)
    assert look_up(Platform(still), room(after=after), HELD.parcel).thing.parcel == HELD.parcel


def test_without_a_network_the_code_alone_or_what_the_vouchers_tell() -> None:
    assert look_up(Platform(), room()).thing == stocking.Thing(BROUGHT)
    after = custody_after(*taken(HELD, DoorWord.CLOSED_VACANT, Purpose.TAKE_BACK))
    thing = look_up(Platform(), room(HELD, after=after), HELD.parcel).thing
    assert (thing.order, thing.size, thing.cell) == (HELD.order_number, "S", "")


def test_what_somebody_finds_in_a_cell_is_taken_for_what_it_is() -> None:
    """Wherever it should be: it is there."""
    found = look_up(Platform(item(ParcelState.STOCKED, "A2")), room(), chore=Chore.INSPECT)
    assert found.thing.order == "O-9"


def test_the_list_leaves_out_what_the_platform_has_not_heard_of_yet() -> None:
    late = [voucher(cell, order=f"O-{cell}", valid_to=NOW - timedelta(days=2)) for cell in ("A1", "A2", "B1")]
    listed = [
        OverdueParcel(
            order_number=each.order_number,
            parcel=parcel(each.parcel, ParcelState.STOCKED, each.cell),
            keep_until=each.valid_to,
        )
        for each in late
    ]
    after = custody_after(
        *taken(late[0], DoorWord.CLOSED_VACANT, Purpose.TAKE_BACK),
        records.door("A2", DoorWord.OPEN),
        records.door("A2", DoorWord.CLOSED_OCCUPIED),
    )
    there = room(*late, after=after)
    assert [thing.cell for thing in stocking.overdue_here(there, NOW)] == ["B1"]
    surveyed = stocking.survey(cast("PlatformClient", Platform(overdue_parcels=listed)), lambda: there)
    assert [thing.cell for thing in surveyed.overdue] == ["B1"]
    (suspect,) = surveyed.suspects
    assert (suspect.cell, suspect.doubt, suspect.is_open) == ("A2", "forced", False)
    assert suspect.expected is not None
    assert (suspect.expected.parcel, suspect.expected.order) == (late[1].parcel, late[1].order_number)


def test_a_door_that_stands_open_is_told_as_such() -> None:
    there = room(after=custody_after(records.door("A2", DoorWord.OPEN)))
    assert stocking.suspects(there) == (Suspect("A2", "forced", None, True),)


def test_what_lies_in_a_cell_without_a_sensor_is_to_be_looked_into_until_it_is_out() -> None:
    blind = tuple(replace(each, has_sensor=each.id != "A1") for each in CABINET)
    there = replace(room(voucher("A1", valid_to=NOW - DAY)), cells=blind)
    (suspect,) = stocking.suspects(there)
    assert (suspect.cell, suspect.doubt, suspect.is_open) == ("A1", "no_sensor", False)
    assert suspect.expected is not None
    assert stocking.overdue_here(there, NOW) == ()  # it is taken out by looking
    listed = OverdueParcel(order_number="O-7", parcel=parcel("O-7-1", ParcelState.STOCKED, "A1"), keep_until=NOW - DAY)
    surveyed = stocking.survey(
        cast("PlatformClient", Platform(overdue_parcels=[listed])), lambda: replace(room(), cells=blind)
    )
    assert (surveyed.overdue, [each.doubt for each in surveyed.suspects]) == ((), ["no_sensor"])
    look = Intent("A1", Purpose.INSPECT)
    after = [look.entry(), records.commanded(look, CommandOutcome.UNKNOWN), records.door("A1", DoorWord.BY_WORD, look)]
    (looked_into,) = stocking.suspects(replace(there, custody=custody_after(*after)))
    assert looked_into.doubt == "inspected"
    out = custody_after(*after, records.cleared("A1", Cleared.EMPTY))
    assert stocking.suspects(replace(there, custody=out)) == ()


def test_a_platform_that_does_not_say_leaves_what_is_known_here() -> None:
    with pytest.raises(DeviceError) as caught:
        stocking.survey(cast("PlatformClient", Platform(code="platform.unreachable")), room)
    assert caught.value.code == "stock.survey_offline"

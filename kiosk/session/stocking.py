"""What staff ask of the cabinet and of the platform, and what is written down of what they do there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from kiosk.custody.doorkeeper import DoorWatch
from kiosk.custody.records import Cleared, Intent, Purpose
from kiosk.custody.state import Need
from kiosk.errors import PlatformError
from kiosk.platform.custody import Conclusion, OverdueParcel, ParcelState, StockItem
from kiosk.session.cabinet_plan import Plan
from kiosk.session.effects import ClearCell, FindThing, SurveyCabinet
from kiosk.session.events import (
    CabinetSurveyed,
    CellCleared,
    Event,
    ThingFound,
)
from kiosk.session.shift import Chore, Suspect, Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from drivers.worker import JobContext
    from kiosk.custody.counter import Counter
    from kiosk.custody.doorkeeper import Doorkeeper
    from kiosk.custody.storeroom import Storeroom
    from kiosk.platform.client import PlatformClient
    from kiosk.platform.references import KeptVoucher
    from kiosk.session.model import Session, Stamp

NO_SENSOR = "no_sensor"
"""Why staff have to look into a cell: its door has none, so it is emptied on their word alone."""

StockingEffect = SurveyCabinet | FindThing | ClearCell


@dataclass(frozen=True, slots=True)
class Surveyed:
    """All that there is to do here, with the platform's word on what is overdue."""

    overdue: tuple[Thing, ...]
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    thing: Thing
    rooms: Mapping[str, tuple[str, ...]] = field(repr=False)


def plan(wanted: StockingEffect, counter: Counter, now: datetime) -> Plan:
    match wanted:
        case SurveyCabinet(stamp):
            room = counter.storeroom()
            known = CabinetSurveyed(stamp, overdue_here(room, now), suspects(room), False)
            return Plan((known,), lambda client, _job: survey(client, counter.storeroom))
        case FindThing(stamp, session, code, is_alone):
            assert session.shift is not None
            chore = session.shift.chore or Chore.STOCK
            room = counter.storeroom().without(frozenset(thing.cell for thing in session.shift.overdue))
            if is_alone:
                return Plan((ThingFound(stamp, known_here(room, code), room.rooms()),))
            return Plan(question=lambda client, _job: look_up(client, room, code, chore, now))
        case ClearCell(_, session, inside):
            return Plan(deed=_clearing(session, inside, counter))


def answered(stamp: Stamp, value: object) -> Event | None:
    """None for what nobody here gives."""
    match value:
        case Surveyed(overdue, doubted):
            return CabinetSurveyed(stamp, overdue, doubted, True)
        case Looked(thing, rooms):
            return ThingFound(stamp, thing, rooms)
        case DoorWatch(cell, _, Conclusion.CLEARED):
            return CellCleared(stamp, cell)
        case _:
            return None


# ---- what there is to do ---------------------------------------------------------------------------------------------


def overdue_here(room: Storeroom, now: datetime) -> tuple[Thing, ...]:
    """By the vouchers that are kept. `now` is aware."""
    doubted = room.unsettled
    return tuple(_vouched(voucher) for voucher in room.overdue(now) if voucher.cell not in doubted)


def suspects(room: Storeroom) -> tuple[Suspect, ...]:
    return tuple(_suspect(room, cell, need) for cell, need in room.unsettled.items())


def survey(client: PlatformClient, room: Callable[[], Storeroom]) -> Surveyed:
    """Raises DeviceError: the platform did not say what is overdue."""
    try:
        listed = client.overdue().parcels
    except PlatformError as error:
        raise DeviceError("stock.survey_offline", retryable=True, data=error.data) from error
    now = room()  # what was taken out a moment ago the platform need not know yet
    doubted = now.unsettled
    things = tuple(
        _of_platform(parcel)
        for parcel in listed
        if parcel.parcel.cell not in doubted and not now.has_left(parcel.parcel.cell, parcel.parcel.parcel)
    )
    overdue = tuple(thing for thing in things if thing.cell not in now.blind)
    blind = tuple(Suspect(thing.cell, NO_SENSOR, thing) for thing in things if thing.cell in now.blind)
    return Surveyed(overdue, (*suspects(now), *blind))


def _suspect(room: Storeroom, cell: str, need: Need) -> Suspect:
    known = room.custody.cell(cell)
    held = room.held.get(cell)
    contents = held.contents if held is not None else None
    expected = None
    if contents is not None and contents.parcel:
        voucher = room.voucher_for(contents.parcel)
        expected = _vouched(voucher) if voucher else Thing(contents.parcel, contents.order)
        expected = replace(expected, order=contents.order or expected.order, cell=cell)
    doubt = known.doubt.value if known.doubt else NO_SENSOR if cell in room.blind else ""
    return Suspect(cell, doubt, expected, is_open=need is Need.CLOSING)


# ---- what staff have in their hands ----------------------------------------------------------------------------------


def look_up(client: PlatformClient, room: Storeroom, code: str, chore: Chore, now: datetime) -> Looked:
    """What the parcel with this code is. A platform that cannot be asked holds nobody up: it is put in by its code
    alone, and the platform binds it to its order when it hears of it.

    Raises:
        DeviceError: `stock.unknown` (no order has it), `stock.stocked` (it lies in `cell` by all that is known here),
            `stock.elsewhere` (at terminal `place`), `stock.collected`, `stock.overdue` (its order is over).
    """
    if chore is Chore.STOCK and (cell := room.lies_in(code)):
        raise DeviceError("stock.stocked", retryable=False, data={"cell": cell})
    try:
        item = client.stock_item(code)
    except PlatformError as error:
        if error.code == "stock.unknown":
            raise DeviceError(error.code, retryable=False) from error
        return Looked(known_here(room, code), room.rooms())
    if chore is Chore.STOCK:
        _refuse(item, room, now)
    return Looked(_of_stock(item), room.rooms())


def _refuse(item: StockItem, room: Storeroom, now: datetime) -> None:
    """What is in somebody's hands may still be told to lie here: the ledger knows better."""
    state, cell = item.parcel.state, item.parcel.cell
    if state is ParcelState.COLLECTED:
        raise DeviceError("stock.collected", retryable=False)
    if item.keep_until <= now:
        raise DeviceError("stock.overdue", retryable=False)
    if state is not ParcelState.STOCKED or room.has_left(cell, item.parcel.parcel):
        return
    if room.size_of(cell):
        raise DeviceError("stock.stocked", retryable=False, data={"cell": cell})
    raise DeviceError("stock.elsewhere", retryable=False, data={"place": item.terminal_id})


def known_here(room: Storeroom, code: str) -> Thing:
    """As far as the vouchers tell."""
    voucher = room.voucher_for(code)
    if voucher is None:
        return Thing(code)
    return replace(_vouched(voucher), size=room.size_of(voucher.cell), cell="")


def _of_stock(item: StockItem) -> Thing:
    parcel = item.parcel
    return Thing(parcel.parcel, item.order_number, item.business, dict(parcel.contents), parcel.size, item.keep_until)


def _of_platform(overdue: OverdueParcel) -> Thing:
    parcel = overdue.parcel
    return Thing(
        parcel.parcel,
        overdue.order_number,
        contents=dict(parcel.contents),
        size=parcel.size,
        keep_until=overdue.keep_until,
        cell=parcel.cell,
    )


def _vouched(voucher: KeptVoucher) -> Thing:
    return Thing(
        voucher.parcel,
        voucher.order_number,
        voucher.business,
        dict(voucher.contents),
        keep_until=voucher.valid_to,
        cell=voucher.cell,
    )


# ---- doors -----------------------------------------------------------------------------------------------------------


def intent(session: Session, cell: str, counter: Counter) -> Intent:
    """What the door is opened for, on the record. Nothing is bound to a cell that somebody only looks into."""
    shift = session.shift
    assert shift is not None
    assert shift.chore is not None
    return _intent(session, cell, counter, Purpose(shift.chore), None if shift.chore is Chore.INSPECT else shift.thing)


def _clearing(session: Session, inside: Thing | None, counter: Counter) -> Callable[[Doorkeeper, JobContext], object]:
    assert session.shift is not None
    seen = _intent(session, session.shift.at, counter, Purpose.INSPECT, inside)
    found = Cleared.STOCKED if inside is not None else Cleared.EMPTY
    return lambda doorkeeper, _job: doorkeeper.clear(seen, found)


def _intent(session: Session, cell: str, counter: Counter, purpose: Purpose, thing: Thing | None) -> Intent:
    assert session.shift is not None
    return Intent(
        cell,
        purpose,
        thing.order if thing else "",
        thing.parcel if thing else "",
        person_tag=counter.staff_tag(session.shift.key_id),
        session_tag=counter.session_tag(session.id),
    )

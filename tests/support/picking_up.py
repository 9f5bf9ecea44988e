"""Orders that wait in the cabinet, hands that take them out or do not, and what ledger and platform say then."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from journeying import PERSONS, Hall

from kiosk import audit
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.gateway import pickup_orders
from kiosk.gateway.beside import looking
from kiosk.gateway.inbox import Inbox, Order
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pickup_orders import Collector, OrderedParcel, PickupOrder
from kiosk.platform.references import Revoked
from ui.touch import both, of_type, with_property

DOORS = {"devices__locker__poll_every_s": "0.2"}
"""Where nothing goes wrong at a door: no answer is late, whatever else the machine is busy with."""
BRISK_DOORS = DOORS | {
    "devices__locker__options__timeout_s": "0.3",
    "devices__locker__options__late_s": "0.4",
    "devices__locker__options__confirm_s": "0.6",
    "devices__locker__options__left_open_after_s": "1",
}
"""Where something does: nobody waits long for it."""
BUSINESS = "深圳市试验用品有限公司"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ordered:
    """What was put into one cell for lin."""

    number: str
    cell: str
    code: str

    @property
    def parcel(self) -> str:
        return f"{self.number}-1"


def put_in(hall: Hall, cell: str) -> Ordered:
    """An order of its own, that the platform gives out with the next vouchers."""
    at = next(_numbers)
    ordered = Ordered(f"QJ-2027-{at:04d}", cell, f"{100_000 + at}")
    order = PickupOrder(
        order_number=ordered.number,
        business=BUSINESS,
        keep_until=datetime.now(UTC) + timedelta(days=30),
        pickup_code=ordered.code,
        collectors=(Collector(identity_number=PERSONS["lin"].number),),
        parcels=(
            OrderedParcel(
                parcel=ordered.parcel,
                contents={"zh-CN": "营业执照", "en": "Business licence"},
                size="S",
                terminal=hall.terminal.settings.terminal.id,
                cell=cell,
            ),
        ),
    )
    tell_platform(hall, pickup_orders=(order,))
    return ordered


def tell_platform(
    hall: Hall, *, pickup_orders: tuple[PickupOrder, ...] = (), revoked: tuple[Revoked, ...] = ()
) -> None:
    """As its staff do, beside the gateway that runs."""
    now = datetime.now(UTC)
    Inbox(GatewayPaths(hall.state / "gateway").inbox).leave(
        Order(at=now, pickup_orders=pickup_orders, revoked=revoked), now
    )


def hands(ordered: Ordered, kind: type[PickupVisitor] = PickupVisitor, *, code: str = "") -> type[PickupVisitor]:
    """Somebody who comes for this."""
    return type(kind.__name__, (kind,), {"order": ordered.number, "code": code or ordered.code})


class Says(PickupVisitor):
    """Touches "the door did not open" although the sensor sees it open."""

    def use_door(self) -> None:
        self._finger.tap(both(of_type("AppButton"), with_property("kind", "outline")))


def ledger(state: Path, cell: str) -> Sequence[tuple[str, str]]:
    """What was recorded of a cell: (kind without its prefix, outcome)."""
    return [
        (record.entry.kind.removeprefix("custody."), record.entry.outcome)
        for record in audit.read(state / audit.KEPT_IN)
        if record.entry.cell == cell
    ]


def parcel_at_platform(state: Path, name: str) -> tuple[str, str]:
    """(state, cell) of a parcel."""
    with looking(state / "gateway", "") as store:
        placed = store.look(lambda execute: pickup_orders.parcel(execute, name))
    assert placed is not None
    return placed.parcel.state.value, placed.parcel.cell


def original_at_platform(state: Path, name: str) -> tuple[str, str, str]:
    """(state, terminal, cell) of an original that is owed."""
    query = "SELECT state, terminal_id, cell FROM originals WHERE original = ?"
    with looking(state / "gateway", "") as store:
        return store.look(lambda execute: execute(query, (name,)).fetchone())


def is_claimed(state: Path, order: str) -> bool:
    query = "SELECT COUNT(*) FROM claims WHERE order_number = ?"
    with looking(state / "gateway", "") as store:
        return bool(store.look(lambda execute: execute(query, (order,)).fetchone()[0]))

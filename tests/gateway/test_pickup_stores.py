"""Claims, stock and what terminals report, in both stores: SQLite and PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.gateway import claims, custody_records, pickup_orders, publications
from kiosk.gateway.pickup_orders import Collector, OrderedParcel, PickupOrder
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Store
from kiosk.platform.custody import Conclusion, CustodyReport, ParcelState
from offline_cache.ids import uuid7

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PERSON, AGENT = "440304199006189989", "440303196108049979"


def new_id() -> str:
    return str(uuid7(int(datetime.now(UTC).timestamp() * 1000)))


@pytest.fixture
def order(store: Store) -> PickupOrder:
    """Two parcels at a terminal of its own: the database is shared."""
    name = new_id()
    taken_in = PickupOrder(
        order_number=f"O-{name}",
        business="示范",
        keep_until=NOW + timedelta(days=3),
        pickup_code="482913",
        collectors=(Collector(identity_number=PERSON), Collector(identity_number=AGENT)),
        parcels=tuple(
            OrderedParcel(
                parcel=f"P{cell}-{name}",
                contents={"zh-CN": "证照"},
                size="small",
                terminal=f"T-{name}",
                cell=cell,
            )
            for cell in ("1", "2")
        ),
    )
    assert store.change(lambda execute: pickup_orders.add_order(execute, taken_in, NOW))
    assert not store.change(lambda execute: pickup_orders.add_order(execute, taken_in, NOW))
    return taken_in


def report(
    order: PickupOrder, number: int, conclusion: Conclusion | None, cell: str = "1", **given: str
) -> CustodyReport:
    fields = {"kind": "custody.door", "digest": f"{number:064x}", "terminal_id": order.parcels[0].terminal} | given
    return CustodyReport(id=new_id(), number=number, at=NOW, cell=cell, conclusion=conclusion, **fields)  # pyright: ignore[reportArgumentType]


def told(store: Store, *reports: CustodyReport) -> list[str]:
    return [store.change(lambda execute, each=each: custody_records.add_record(execute, each, NOW)) for each in reports]


def claimed(store: Store, order: PickupOrder, claim_id: str, person: str = PERSON, at: datetime = NOW) -> str:
    """ "" or why not."""
    try:
        store.change(
            lambda execute: claims.claim(
                execute,
                order.order_number,
                f"{claim_id:0>8}-0000-7000-8000-000000000000" if len(claim_id) == 1 else claim_id,
                identity_number=person,
                terminal_id=order.parcels[0].terminal,
                now=at,
            )
        )
    except Refusal as refusal:
        return refusal.code
    return ""


def states(store: Store, order: PickupOrder) -> list[tuple[ParcelState, str]]:
    found = store.look(lambda execute: pickup_orders.parcels_of(execute, order.order_number))
    return [(placed.parcel.state, placed.parcel.cell) for placed in found]


def vouchers(store: Store, order: PickupOrder) -> list[str]:
    found = store.look(lambda execute: publications.vouchers_of(execute, order.parcels[0].terminal, NOW))
    return sorted(f"{voucher.cell}{voucher.identity_number[-4:]}" for voucher in found)


def test_two_people_cannot_claim_the_same_order_at_the_same_moment(store: Store, order: PickupOrder) -> None:
    ready = threading.Barrier(6)

    def ask(index: int) -> str:
        ready.wait()
        return claimed(store, order, new_id(), PERSON if index % 2 else AGENT)

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(ask, range(6)))
    assert answers == ["", *["pickup.claimed"] * 5]


def test_a_claim_nobody_confirms_is_over_after_a_while(store: Store, order: PickupOrder) -> None:
    assert claimed(store, order, "a") == ""
    almost = NOW + claims.LIFETIME - timedelta(seconds=1)
    assert claimed(store, order, "b", at=almost) == "pickup.claimed"
    assert claimed(store, order, "a", at=almost) == ""  # held for longer
    assert claimed(store, order, "b", at=NOW + claims.LIFETIME) == "pickup.claimed"
    assert claimed(store, order, "b", at=almost + claims.LIFETIME) == ""


def test_what_was_collected_is_gone_for_everybody(store: Store, order: PickupOrder) -> None:
    assert vouchers(store, order) == ["19979", "19989", "29979", "29989"]
    assert claimed(store, order, "a") == ""
    first = report(order, 5, Conclusion.COLLECTED, parcel=order.parcels[0].parcel)
    assert told(store, first, first) == ["", ""]
    assert states(store, order) == [(ParcelState.COLLECTED, ""), (ParcelState.STOCKED, "2")]
    assert vouchers(store, order) == ["29979", "29989"]
    assert claimed(store, order, "b", AGENT) == ""  # the first claim is settled; the rest may be collected by another
    assert told(store, report(order, 9, Conclusion.COLLECTED, "2")) == [""]  # known by its cell alone
    assert vouchers(store, order) == []
    assert claimed(store, order, "c") == "pickup.taken"
    again = report(order, 12, Conclusion.COLLECTED, parcel=order.parcels[0].parcel)
    assert told(store, again) == ["custody.twice"]


def test_a_ledger_that_was_written_anew_shows(store: Store, order: PickupOrder) -> None:
    first = report(order, 5, None)
    forged = report(order, 5, Conclusion.COLLECTED, digest="f" * 64)
    assert told(store, first, forged) == ["", "custody.fork"]
    assert states(store, order)[0] == (ParcelState.STOCKED, "1")


def test_what_a_technician_says_counts(store: Store, order: PickupOrder) -> None:
    cleared = report(order, 8, Conclusion.CLEARED, parcel=order.parcels[0].parcel, outcome="stocked")
    assert told(store, report(order, 5, Conclusion.DOUBTFUL), report(order, 4, Conclusion.DOUBTFUL, "2")) == ["", ""]
    assert states(store, order) == [(ParcelState.DOUBTFUL, "1"), (ParcelState.DOUBTFUL, "2")]
    assert claimed(store, order, "a") == "pickup.elsewhere"
    assert told(store, cleared, report(order, 9, Conclusion.CLEARED, "2", outcome="empty")) == ["", ""]
    assert states(store, order) == [(ParcelState.STOCKED, "1"), (ParcelState.DOUBTFUL, "")]
    assert vouchers(store, order)[:2] == ["19979", "19989"]


def test_a_cell_holds_one_parcel(store: Store, order: PickupOrder) -> None:
    """The second one was put where the first was thought to lie: the terminal has seen that cell empty."""
    moved = report(order, 7, Conclusion.STOCKED, "1", parcel=order.parcels[1].parcel)
    assert told(store, moved) == [""]
    assert states(store, order) == [(ParcelState.DOUBTFUL, ""), (ParcelState.STOCKED, "1")]
    late = report(order, 6, Conclusion.COLLECTED, "1", parcel=order.parcels[0].parcel)
    assert told(store, late) == [""]
    assert states(store, order) == [(ParcelState.COLLECTED, ""), (ParcelState.STOCKED, "1")]


def test_a_parcel_nobody_ordered_is_an_alarm(store: Store, order: PickupOrder) -> None:
    assert told(store, report(order, 3, Conclusion.STOCKED, "7", parcel="P-none")) == ["custody.parcel"]

"""Finished licences and seals that wait for somebody: which parcel of which order lies in which cell of which terminal.
The same statements serve SQLite and PostgreSQL.

A cell holds one parcel, which a unique index keeps. What terminals report changes it: `kiosk.gateway.custody_records`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import AwareDatetime, Field

from kiosk.gateway import originals, publications
from kiosk.gateway.publications import instant
from kiosk.gateway.register import Execute
from kiosk.platform.custody import Parcel, ParcelState, WaitingOrder
from kiosk.platform.item import Text
from kiosk.platform.record import Record
from kiosk.platform.references import CollectorRole, LedgerId, OwedOriginal, Voucher

SCHEMA = """
CREATE TABLE IF NOT EXISTS pickup_orders (
    order_number TEXT PRIMARY KEY, business TEXT NOT NULL, pickup_code TEXT NOT NULL, keep_until TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS collectors (
    order_number TEXT NOT NULL, identity_number TEXT NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (order_number, identity_number)
);
CREATE INDEX IF NOT EXISTS orders_of_collector ON collectors (identity_number);
CREATE TABLE IF NOT EXISTS parcels (
    parcel TEXT PRIMARY KEY, order_number TEXT NOT NULL, contents TEXT NOT NULL, size TEXT NOT NULL,
    state TEXT NOT NULL, terminal_id TEXT NOT NULL, cell TEXT NOT NULL, told BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS parcels_of_order ON parcels (order_number);
CREATE UNIQUE INDEX IF NOT EXISTS parcels_in_cells ON parcels (terminal_id, cell) WHERE cell <> '';
"""
"""`told`: number of the record that this parcel's state comes from; 0 = from no terminal."""

_PARCEL = "parcel, contents, size, state, cell"


class Collector(Record):
    """Who may open the door."""

    identity_number: str = Field(min_length=15, max_length=18)
    role: CollectorRole = CollectorRole.LEGAL_REPRESENTATIVE


class OrderedParcel(Record):
    """`terminal` and `cell` say where it lies already; "" = staff are yet to put it somewhere."""

    parcel: LedgerId
    contents: Text
    size: str
    terminal: str = ""
    cell: str = Field(default="", pattern="^[A-Za-z0-9._-]{0,16}$")


class PickupOrder(Record):
    """取件单. What the licensing department hands over: who may collect which parcels, until when.

    With `pickup_code` and the card no face check is needed; "" = there is no code.
    """

    order_number: LedgerId
    business: str
    keep_until: AwareDatetime
    pickup_code: str = Field(default="", pattern="^[0-9]{0,12}$")
    collectors: tuple[Collector, ...] = Field(min_length=1)
    parcels: tuple[OrderedParcel, ...] = Field(min_length=1)
    originals: tuple[OwedOriginal, ...] = ()
    """Deferred until collection: the doors open only when these are handed in."""


@dataclass(frozen=True, slots=True)
class PlacedParcel:
    """A parcel with its order, and the terminal it lies at ("" = none)."""

    order_number: str
    business: str
    keep_until: datetime
    terminal_id: str
    parcel: Parcel


def add_order(execute: Execute, order: PickupOrder, at: datetime) -> bool:
    """Take an order in, and issue vouchers for what lies somewhere already. One that is known stays as it is.

    Returns whether it is new.
    """
    added = execute(
        "INSERT INTO pickup_orders (order_number, business, pickup_code, keep_until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (order_number) DO NOTHING",
        (order.order_number, order.business, order.pickup_code, instant(order.keep_until)),
    )
    if added.rowcount == 0:
        return False
    for collector in order.collectors:
        query = "INSERT INTO collectors (order_number, identity_number, role) VALUES (?, ?, ?)"
        execute(query, (order.order_number, collector.identity_number, collector.role.value))
    originals.add(execute, order.order_number, order.originals, at)
    for parcel in order.parcels:
        state = ParcelState.STOCKED if parcel.cell else ParcelState.EXPECTED
        execute(
            "INSERT INTO parcels (parcel, order_number, contents, size, state, terminal_id, cell, told)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (
                parcel.parcel,
                order.order_number,
                json.dumps(parcel.contents),
                parcel.size,
                state.value,
                parcel.terminal,
                parcel.cell,
            ),
        )
        if parcel.cell:
            issue_vouchers(execute, parcel.parcel, parcel.parcel, at)
    return True


def orders_of(execute: Execute, identity_number: str) -> tuple[WaitingOrder, ...]:
    """Those that this person may collect and of which something was not collected or taken back yet."""
    query = """SELECT o.order_number, business, keep_until, pickup_code FROM pickup_orders o
               JOIN collectors c ON c.order_number = o.order_number
               WHERE c.identity_number = ? ORDER BY keep_until, o.order_number"""
    found = [
        WaitingOrder(
            order_number=number,
            business=business,
            terminal_id=next((placed.terminal_id for placed in parcels if placed.terminal_id), ""),
            keep_until=datetime.fromisoformat(keep_until),
            has_code=bool(code),
            parcels=tuple(placed.parcel for placed in parcels),
            owed=originals.owed_by(execute, number),
        )
        for number, business, keep_until, code in execute(query, (identity_number,)).fetchall()
        for parcels in (parcels_of(execute, number),)
    ]
    over = (ParcelState.COLLECTED, ParcelState.TAKEN_BACK)
    return tuple(order for order in found if any(parcel.state not in over for parcel in order.parcels))


def parcels_of(execute: Execute, order_number: str) -> list[PlacedParcel]:
    return _placed(execute, "p.order_number = ?", (order_number,))


def parcel(execute: Execute, name: str) -> PlacedParcel | None:
    """None when no order has it."""
    return next(iter(_placed(execute, "parcel = ?", (name,))), None)


def overdue(execute: Execute, terminal_id: str, now: datetime) -> list[PlacedParcel]:
    """What lies at this terminal for longer than it is kept, the oldest first."""
    return _placed(execute, "terminal_id = ? AND cell <> '' AND keep_until <= ?", (terminal_id, instant(now)))


def may_collect(execute: Execute, order_number: str, identity_number: str) -> bool:
    query = "SELECT 1 FROM collectors WHERE order_number = ? AND identity_number = ?"
    return execute(query, (order_number, identity_number)).fetchone() is not None


def lies_in(execute: Execute, terminal_id: str, cell: str) -> str:
    """The parcel in a cell; "" when none is thought to be."""
    row = execute("SELECT parcel FROM parcels WHERE terminal_id = ? AND cell = ?", (terminal_id, cell)).fetchone()
    return str(row[0]) if row and cell else ""


def _placed(execute: Execute, condition: str, values: Sequence[object]) -> list[PlacedParcel]:
    query = f"""SELECT o.order_number, business, keep_until, terminal_id, {_PARCEL} FROM parcels p
                JOIN pickup_orders o ON o.order_number = p.order_number
                WHERE {condition} ORDER BY keep_until, parcel"""  # noqa: S608 -- our own conditions
    return [
        PlacedParcel(
            number,
            business,
            datetime.fromisoformat(keep_until),
            terminal_id,
            Parcel(parcel=name, contents=json.loads(contents), size=size, state=ParcelState(state), cell=cell),
        )
        for number, business, keep_until, terminal_id, name, contents, size, state, cell in execute(
            query, values
        ).fetchall()
    ]


def issue_vouchers(execute: Execute, name: str, named_after: str, at: datetime) -> None:
    """One for each person who may collect it, for the terminal where it lies; none when it is over already."""
    placed = parcel(execute, name)
    assert placed is not None
    (code,) = execute("SELECT pickup_code FROM pickup_orders WHERE order_number = ?", (placed.order_number,)).fetchone()
    query = "SELECT identity_number, role FROM collectors WHERE order_number = ? ORDER BY identity_number"
    owed = originals.owed_by(execute, placed.order_number)
    vouchers = [
        Voucher(
            id=f"{named_after}.{index}",
            order_number=placed.order_number,
            parcel=name,
            cabinet=placed.terminal_id,
            cell=placed.parcel.cell,
            contents=placed.parcel.contents,
            business=placed.business,
            role=CollectorRole(role),
            owed=owed,
            valid_from=min(at, placed.keep_until - timedelta(seconds=1)),
            valid_to=placed.keep_until,
            identity_number=number,
            pickup_code=code,
        )
        for index, (number, role) in enumerate(execute(query, (placed.order_number,)).fetchall())
    ]
    publications.issue_vouchers(execute, placed.terminal_id, vouchers)

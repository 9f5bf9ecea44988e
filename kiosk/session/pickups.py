"""What waits in the cabinet for the person of a session: decided by the terminal, and asked of the platform."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from kiosk.custody.counter import Counter, Visitor
from kiosk.custody.pickup import Claim, Refusal
from kiosk.errors import PlatformError
from kiosk.platform.custody import ParcelState, WaitingOrder
from kiosk.session.collection import Compartment, Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.platform.client import PlatformClient
    from kiosk.platform.references import OwedOriginal
    from kiosk.session.model import Session

_REFUSALS = ("pickup.claimed", "pickup.unknown", "pickup.expired")


@dataclass(frozen=True, slots=True)
class Found:
    """All that waits, here and elsewhere."""

    waiting: tuple[Waiting, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claimed:
    """`claim_id` "" = the platform was not there to be asked, or nobody waits for its word any more."""

    claim_id: str


def visitor_of(session: Session) -> Visitor:
    """Who stands there, as far as the session has proven it."""
    assert session.identity is not None
    recognised = session.face.checked_at is not None or session.staff is not None
    return Visitor(session.identity.number, recognised, session.collection.code)


def here(counter: Counter, visitor: Visitor, now: datetime) -> tuple[Waiting, ...]:
    """What the vouchers say of this terminal's cells. `now` is aware."""
    return tuple(_waiting(decision) for decision in counter.waiting(visitor, now))


def everywhere(client: PlatformClient, visitor: Visitor, known: tuple[Waiting, ...], terminal_id: str) -> Found:
    """The same, and what waits elsewhere by the platform's word.

    Raises:
        DeviceError: it did not say.
    """
    try:
        orders = client.pickups(visitor.identity_number).orders
    except PlatformError as error:
        raise DeviceError(error.code, retryable=error.retryable, data=error.data) from error
    numbers = {waiting.number for waiting in known}
    others = (order for order in orders if order.order_number not in numbers)
    return Found((*known, *(_elsewhere(order) for order in others if order.terminal_id not in ("", terminal_id))))


def claim(client: PlatformClient, visitor: Visitor, order_number: str, claim_id: str) -> Claimed:
    """Have the platform hold the order. One that cannot be asked does not stand in the way: the cells are here.

    Raises:
        DeviceError: `pickup.claimed` (somebody else takes it just now, or has taken it), `pickup.unknown`,
            `pickup.expired`.
    """
    try:
        client.claim_pickup(order_number, claim_id, visitor.identity_number)
    except PlatformError as error:
        if error.code in _REFUSALS:
            raise DeviceError(error.code, retryable=False) from error
        return Claimed("")
    return Claimed(claim_id)


def release(client: PlatformClient, order_number: str, claim_id: str) -> None:
    """Give a claim back; where the platform cannot be told, it ends by itself."""
    with suppress(PlatformError):
        client.release_pickup(order_number, claim_id)


def _waiting(decision: Claim | Refusal) -> Waiting:
    if isinstance(decision, Refusal):
        return Waiting(decision.order_number, "", None, (), code=decision.code)
    compartments = tuple(
        Compartment(voucher.cell, voucher.parcel, dict(voucher.contents), voucher.id) for voucher in decision.vouchers
    )
    keep_until = min(voucher.valid_to for voucher in decision.vouchers)
    return Waiting(decision.order_number, decision.business, keep_until, compartments, owed=_owed(decision.owed))


def _elsewhere(order: WaitingOrder) -> Waiting:
    compartments = tuple(
        Compartment(parcel.cell, parcel.parcel, dict(parcel.contents))
        for parcel in order.parcels
        if parcel.state is ParcelState.STOCKED
    )
    owed = _owed(order.owed)
    return Waiting(order.order_number, order.business, order.keep_until, compartments, order.terminal_id, owed=owed)


def _owed(originals: tuple[OwedOriginal, ...]) -> tuple[Compartment, ...]:
    return tuple(_original(each) for each in originals)


def _original(owed: OwedOriginal) -> Compartment:
    return Compartment(
        "",
        owed.original,
        dict(owed.name),
        size=owed.size,
        ways=owed.ways,
        paper_size=owed.paper_size,
        paper_kind=owed.paper_kind,
    )

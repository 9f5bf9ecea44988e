"""Who is about to take an order: one person at one terminal at a time. The same statements serve SQLite and PostgreSQL.

The primary key decides, not a look before the insert: of two that claim at the same moment one waits for the other's
transaction, and is refused. A claim ends when its terminal reports what was collected, gives it back, or is silent for
too long.
"""

from datetime import datetime, timedelta

from kiosk.gateway import pickup_orders
from kiosk.gateway.publications import instant
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Execute
from kiosk.platform.custody import ClaimGranted, ParcelState

LIFETIME = timedelta(minutes=10)

SCHEMA = """
CREATE TABLE IF NOT EXISTS claims (
    order_number TEXT PRIMARY KEY, claim_id TEXT NOT NULL, terminal_id TEXT NOT NULL, expires_at TEXT NOT NULL
);
"""


def claim(
    execute: Execute, order_number: str, claim_id: str, *, identity_number: str, terminal_id: str, now: datetime
) -> ClaimGranted:
    """Hold an order for this person at this terminal; again with the same id: for longer.

    Raises:
        Refusal: 404 `pickup.unknown` (no such order of this person), 409 `pickup.claimed` (somebody is taking it),
            `pickup.taken`, `pickup.elsewhere` (it lies at another terminal, or in none), 410 `pickup.expired`.
    """
    if not pickup_orders.may_collect(execute, order_number, identity_number):
        raise Refusal(404, "pickup.unknown")
    expires_at = now + LIFETIME
    held = execute(
        """INSERT INTO claims (order_number, claim_id, terminal_id, expires_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (order_number) DO UPDATE SET
               claim_id = excluded.claim_id, terminal_id = excluded.terminal_id, expires_at = excluded.expires_at
           WHERE claims.claim_id = excluded.claim_id AND claims.terminal_id = excluded.terminal_id
              OR claims.expires_at <= ?""",
        (order_number, claim_id, terminal_id, instant(expires_at), instant(now)),
    )
    if held.rowcount == 0:
        raise Refusal(409, "pickup.claimed")
    placed = pickup_orders.parcels_of(execute, order_number)  # only now: what the one before us took is seen
    if all(found.parcel.state is ParcelState.COLLECTED for found in placed):
        raise Refusal(409, "pickup.taken")
    here = tuple(
        found.parcel
        for found in placed
        if found.terminal_id == terminal_id and found.parcel.state is ParcelState.STOCKED
    )
    if not here:
        raise Refusal(409, "pickup.elsewhere")
    if placed[0].keep_until <= now:
        raise Refusal(410, "pickup.expired")
    return ClaimGranted(order_number=order_number, claim_id=claim_id, expires_at=expires_at, parcels=here)


def release(execute: Execute, order_number: str, claim_id: str, terminal_id: str) -> None:
    """Somebody else may have it. Twice is fine, and so is a claim that is over."""
    query = "DELETE FROM claims WHERE order_number = ? AND claim_id = ? AND terminal_id = ?"
    execute(query, (order_number, claim_id, terminal_id))


def settle(execute: Execute, order_number: str) -> None:
    """Something of the order was collected: who claimed it has come."""
    execute("DELETE FROM claims WHERE order_number = ?", (order_number,))

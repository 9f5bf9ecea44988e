"""Questions about what waits in cells: of persons who collect, and of staff who put in and take back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from kiosk.gateway import claims, originals, pickup_orders
from kiosk.gateway.inbox import Inbox
from kiosk.gateway.problems import described
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Store
from kiosk.platform.custody import (
    ClaimAsked,
    ClaimGranted,
    ClaimReleased,
    OverdueParcel,
    OverdueParcels,
    PickupsAsked,
    PickupsWaiting,
    StockItem,
)

_Order = Annotated[str, Path(pattern="^[A-Za-z0-9._-]{1,64}$")]
_Parcel = Annotated[str, Path(pattern="^[A-Za-z0-9._-]{1,64}$")]


@dataclass(frozen=True, slots=True)
class PickupDesk:
    store: Store
    inbox: Inbox
    now: Callable[[], datetime]

    def waiting(self, asked: PickupsAsked) -> PickupsWaiting:
        self.inbox.carry_out(self.store)
        orders = self.store.look(lambda execute: pickup_orders.orders_of(execute, asked.identity_number))
        return PickupsWaiting(orders=orders)

    def claim(self, order_number: str, asked: ClaimAsked, terminal_id: str) -> ClaimGranted:
        return self.store.change(
            lambda execute: claims.claim(
                execute,
                order_number,
                asked.claim_id,
                identity_number=asked.identity_number,
                terminal_id=terminal_id,
                now=self.now(),
            )
        )

    def release(self, order_number: str, released: ClaimReleased, terminal_id: str) -> None:
        self.store.change(lambda execute: claims.release(execute, order_number, released.claim_id, terminal_id))

    def stock_item(self, name: str) -> StockItem:
        """Raises Refusal 404."""
        self.inbox.carry_out(self.store)
        placed = self.store.look(lambda execute: pickup_orders.parcel(execute, name))
        if placed is None:
            raise Refusal(404, "stock.unknown")
        return StockItem(
            order_number=placed.order_number,
            business=placed.business,
            keep_until=placed.keep_until,
            terminal_id=placed.terminal_id,
            parcel=placed.parcel,
        )

    def overdue(self, terminal_id: str) -> OverdueParcels:
        found = self.store.look(lambda execute: pickup_orders.overdue(execute, terminal_id, self.now()))
        late = tuple(
            OverdueParcel(order_number=placed.order_number, parcel=placed.parcel, keep_until=placed.keep_until)
            for placed in found
        )
        handed_in = self.store.look(lambda execute: originals.to_be_fetched(execute, terminal_id))
        return OverdueParcels(parcels=(*late, *handed_in))


def routes(desk: PickupDesk, terminal_id: Callable[[Request], Awaitable[str]]) -> APIRouter:
    """`terminal_id` says which terminal is asking, or refuses."""
    router = APIRouter(prefix="/v1")

    @router.post("/pickups", responses=described(400, 403, 422, 503))
    def waiting(asked: PickupsAsked, _terminal: Annotated[str, Depends(terminal_id)]) -> PickupsWaiting:  # pyright: ignore[reportUnusedFunction]
        """Every order that this person may collect and that was not collected yet, wherever it waits."""
        return desk.waiting(asked)

    @router.post("/pickups/{order_number}/claim", responses=described(400, 403, 404, 409, 410, 422, 503))
    def claim(  # pyright: ignore[reportUnusedFunction]
        order_number: _Order, asked: ClaimAsked, terminal: Annotated[str, Depends(terminal_id)]
    ) -> ClaimGranted:
        """Hold an order for the one who stands here: 404 not theirs, 409 claimed, taken or elsewhere, 410 over."""
        return desk.claim(order_number, asked, terminal)

    @router.post(
        "/pickups/{order_number}/release",
        status_code=204,
        response_class=Response,
        responses=described(400, 403, 422, 503),
    )
    def release(  # pyright: ignore[reportUnusedFunction]
        order_number: _Order, released: ClaimReleased, terminal: Annotated[str, Depends(terminal_id)]
    ) -> None:
        """Give a claim back of which nothing was taken."""
        desk.release(order_number, released, terminal)

    @router.get("/stock/{parcel}", responses=described(403, 404, 422, 503))
    def stock_item(parcel: _Parcel, _terminal: Annotated[str, Depends(terminal_id)]) -> StockItem:  # pyright: ignore[reportUnusedFunction]
        """What staff have scanned: its order, and the size of cell it needs."""
        return desk.stock_item(parcel)

    @router.get("/overdue", responses=described(403, 503))
    def overdue(terminal: Annotated[str, Depends(terminal_id)]) -> OverdueParcels:  # pyright: ignore[reportUnusedFunction]
        """What lies in the asking terminal's cells for longer than it is kept, and what was handed in there."""
        return desk.overdue(terminal)

    return router

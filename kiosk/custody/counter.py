"""Answers what somebody at the cabinet may have, from what is known at the terminal itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from drivers.contract.locker import Cell
from kiosk.custody.pickup import Claim, Collector, Pickup, Refusal
from kiosk.custody.state import Custody
from kiosk.custody.stock import blind_cells, free_cells, inventory
from kiosk.custody.storeroom import Storeroom
from kiosk.custody.tags import Tags
from kiosk.platform.references import OwedOriginal
from kiosk.services.vouchers import VoucherBook


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands there, by a document that was verified. `is_recognised`: by face, or by staff. `code`: the pick-up
    code that was typed, "" = none."""

    identity_number: str = field(repr=False)
    is_recognised: bool
    code: str = field(default="", repr=False)


class Counter:
    """Callable from any thread.

    Args:
        book, custody, cells: give what holds at this moment.
        code_tries_a_day: as of `kiosk.custody.pickup.Pickup`.
    """

    def __init__(
        self,
        tags: Tags,
        book: Callable[[], VoucherBook],
        custody: Callable[[], Custody],
        cells: Callable[[], tuple[Cell, ...]] = lambda: (),
        *,
        code_tries_a_day: int = 9,
    ) -> None:
        self._tags = tags
        self._book = book
        self._custody = custody
        self._cells = cells
        self._code_tries_a_day = code_tries_a_day

    def waiting(self, visitor: Visitor, now: datetime) -> tuple[Claim | Refusal, ...]:
        """What the visitor has vouchers for here and did not take yet, what ends first at the front. `now` is aware."""
        return self._pickup().waiting(self._collector(visitor), now)

    def may_take(self, order_number: str, visitor: Visitor, now: datetime) -> Claim | Refusal:
        """Whether and what the visitor may take of an order. `now` is aware."""
        return self._pickup().may_take(order_number, self._collector(visitor), now)

    def owed(self, order_number: str, visitor: Visitor, session_id: str) -> tuple[OwedOriginal, ...]:
        """What the visitor has to hand in before any of an order's doors opens in this session."""
        return self._pickup().owed(order_number, self.person_tag(visitor), self.session_tag(session_id))

    def room_for(self, size: str) -> str:
        """A free cell that a visitor may put something into that needs this size; "" = there is none.

        Only one that tells by itself whether something lies inside: nobody's word is taken for it.
        """
        telling = tuple(cell for cell in self._cells() if cell.has_item_sensor)
        return next(iter(free_cells(telling, inventory(self._custody(), self._book()), size)), "")

    def person_tag(self, visitor: Visitor) -> str:
        return self._tags.person(visitor.identity_number)

    def storeroom(self) -> Storeroom:
        """For staff."""
        return Storeroom(self._book(), self._custody(), self._cells())

    def staff_tag(self, key_id: str) -> str:
        """`key_id`: of the staff card's key, as in the list of who is let in."""
        return self._tags.staff(key_id)

    def _pickup(self) -> Pickup:
        return Pickup(self._book(), self._custody(), self._code_tries_a_day, blind_cells(self._cells()))

    def _collector(self, visitor: Visitor) -> Collector:
        tag = self._tags.pickup_code(visitor.code) if visitor.code else ""
        return Collector(self.person_tag(visitor), visitor.is_recognised, tag)

    def session_tag(self, session_id: str) -> str:
        """By which records of one session are known to belong together."""
        return self._tags.session(session_id)

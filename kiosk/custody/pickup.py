"""Who may take what out of the cabinet: vouchers of the platform, the person's proof, and what the ledger knows.

Works without a network: a voucher names the cell and the tag of one person who may open it, the revocations are those
of the last contact, and what was taken here already is in the ledger. All parcels of an order are released together,
each from its own cell.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.custody.records import Intent, Purpose
from kiosk.custody.state import DAY, Custody
from kiosk.platform.references import CollectorRole, KeptVoucher, OwedOriginal
from kiosk.services.vouchers import VoucherBook


@dataclass(frozen=True, slots=True)
class Collector:
    """Who stands there, by a card that was read. `is_recognised`: by face, or by staff. `code_tag`: of the pick-up code
    that was given (`kiosk.platform.vouchers.code_tag`), "" when there was none."""

    person_tag: str
    is_recognised: bool
    code_tag: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What this person may take of one order now, one voucher for each cell. `withheld`: of the same order, by cell and
    with the reason, what cannot be taken now. `owed`: originals that are handed in before any door opens."""

    order_number: str
    business: str
    role: CollectorRole
    vouchers: tuple[KeptVoucher, ...]
    withheld: Mapping[str, str] = field(default_factory=dict[str, str])
    owed: tuple[OwedOriginal, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """`code` is the first of these that holds:

    `pickup.nothing` (no voucher of this person), `pickup.unproven` (neither recognised nor a code given),
    `pickup.code_locked` (too many wrong ones within a day), `pickup.code` (a wrong one), `pickup.revoked`,
    `pickup.doubt` (a technician has to look first), `pickup.busy` (a door is open), `pickup.not_yet`,
    `pickup.expired`, `pickup.taken` (all of it, here).
    """

    order_number: str
    code: str


_WEIGHTIEST = ("pickup.revoked", "pickup.doubt", "pickup.busy", "pickup.not_yet", "pickup.expired", "pickup.taken")
_MEANING = {
    "custody.open": "pickup.busy",
    "custody.busy": "pickup.busy",
    "custody.doubt": "pickup.doubt",
    "custody.other": "pickup.doubt",
    "custody.taken": "pickup.taken",
}


@dataclass(frozen=True, slots=True)
class Pickup:
    """Decides on what is known here. Pure. `code_tries_a_day`: wrong pick-up codes of one order within 24 hours; after
    that no code counts any more, right or wrong. `blind`: cells without a door sensor, which nothing is handed out of.
    """

    vouchers: VoucherBook
    custody: Custody
    code_tries_a_day: int = 9
    blind: frozenset[str] = frozenset()

    def waiting(self, collector: Collector, now: datetime) -> tuple[Claim | Refusal, ...]:
        """Of every order that this person has a voucher for, but what was taken already; what ends first at the front.

        Args:
            now: aware.
        """
        orders = dict.fromkeys(voucher.order_number for voucher in self.vouchers.of(collector.person_tag))
        decided = (self.may_take(order, collector, now) for order in orders)
        return tuple(each for each in decided if isinstance(each, Claim) or each.code != "pickup.taken")

    def may_take(self, order_number: str, collector: Collector, now: datetime) -> Claim | Refusal:
        """Whether and what this person may take of an order. `now` is aware."""
        of_person = self.vouchers.of(collector.person_tag)
        vouchers = [voucher for voucher in of_person if voucher.order_number == order_number]
        if not vouchers:
            return Refusal(order_number, "pickup.nothing")
        if unproven := _unproven(vouchers, collector, is_locked=self._is_locked(order_number, now)):
            return Refusal(order_number, unproven)
        refusals = [(voucher.cell, self._refuse(voucher, now)) for voucher in vouchers]
        by_cell = {voucher.cell: voucher for voucher in vouchers if not self._refuse(voucher, now)}
        usable = tuple(by_cell.values())
        if not usable:
            return Refusal(order_number, min((code for _, code in refusals), key=_WEIGHTIEST.index))
        withheld = {cell: code for cell, code in refusals if cell not in by_cell and code != "pickup.taken"}
        owed = self.owed(order_number, collector.person_tag)
        return Claim(order_number, usable[0].business, usable[0].role, usable, withheld, owed)

    def owed(self, order_number: str, person_tag: str, session_tag: str = "") -> tuple[OwedOriginal, ...]:
        """What has to be handed in before any of an order's doors opens for this person, in this session."""
        vouchers = (voucher for voucher in self.vouchers.of(person_tag) if voucher.order_number == order_number)
        owed = {each.original: each for voucher in vouchers for each in voucher.owed}
        return tuple(each for each in owed.values() if not self.custody.has(each.original, session_tag))

    def _is_locked(self, order_number: str, now: datetime) -> bool:
        return self.custody.wrong_codes_since(order_number, now - DAY) >= self.code_tries_a_day

    def _refuse(self, voucher: KeptVoucher, now: datetime) -> str:
        refused = self.vouchers.refuse(voucher, now)
        by_custody = self.custody.refuse_intent(_intent(voucher))
        if refused == "pickup.expired" and by_custody == "custody.taken":
            return "pickup.taken"
        if not refused and not by_custody and voucher.cell in self.blind:
            return "pickup.doubt"
        return refused or (_MEANING[by_custody] if by_custody else "")


def _unproven(vouchers: Iterable[KeptVoucher], collector: Collector, *, is_locked: bool) -> str:
    """Why the person's word does not suffice; "" when it does."""
    if collector.is_recognised:
        return ""
    if not collector.code_tag:
        return "pickup.unproven"
    if is_locked:
        return "pickup.code_locked"
    fits = (hmac.compare_digest(voucher.code_tag, collector.code_tag) for voucher in vouchers if voucher.code_tag)
    return "" if any(fits) else "pickup.code"


def _intent(voucher: KeptVoucher) -> Intent:
    """As it would be; who asks makes no difference to the doors."""
    return Intent(
        cell=voucher.cell,
        purpose=Purpose.PICKUP,
        order=voucher.order_number,
        parcel=voucher.parcel,
        voucher=voucher.id,
        person_tag=voucher.person_tag,
        session_tag="",
    )

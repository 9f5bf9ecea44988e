"""What may be taken out of the cabinet here, by whom: the vouchers that are in force now and were not revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.platform.references import KeptVoucher, Revoked, RevokedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


class RevocationList:
    """What no longer counts."""

    def __init__(self, revoked: Iterable[Revoked] = ()) -> None:
        self._revoked = frozenset((entry.kind, entry.id) for entry in revoked)

    def __len__(self) -> int:
        return len(self._revoked)

    def is_revoked(self, kind: RevokedKind, revoked_id: str) -> bool:
        return (kind, revoked_id) in self._revoked


class VoucherBook:
    """The vouchers of one terminal."""

    def __init__(self, vouchers: Iterable[KeptVoucher] = (), revocations: RevocationList | None = None) -> None:
        self._vouchers = tuple(vouchers)
        self._revocations = revocations or RevocationList()

    def __len__(self) -> int:
        return len(self._vouchers)

    def __iter__(self) -> Iterator[KeptVoucher]:
        """All that are kept, whether they count or not."""
        return iter(self._vouchers)

    def of(self, person_tag: str) -> tuple[KeptVoucher, ...]:
        """All of one person, whether they count or not, what ends first at the front."""
        found = (voucher for voucher in self._vouchers if voucher.person_tag == person_tag)
        return tuple(sorted(found, key=lambda voucher: voucher.valid_to))

    def find(self, person_tag: str, now: datetime) -> tuple[KeptVoucher, ...]:
        """What this person may take out now, what ends first at the front.

        Args:
            person_tag: `offline_cache.terminal_secret.TerminalSecret.person_tag` of the identity number.
            now: aware.
        """
        return tuple(voucher for voucher in self.of(person_tag) if not self.refuse(voucher, now))

    def refuse(self, voucher: KeptVoucher, now: datetime) -> str:
        """Why a voucher does not count: `pickup.revoked`, `pickup.not_yet`, `pickup.expired`; "" when it does."""
        if self._revocations.is_revoked(RevokedKind.VOUCHER, voucher.id):
            return "pickup.revoked"
        if now < voucher.valid_from:
            return "pickup.not_yet"
        return "" if now < voucher.valid_to else "pickup.expired"

"""Vouchers as this terminal keeps them: opened once at arrival, each identity number replaced by the terminal's tag.

What goes to the disk is locked with the terminal's secret, which also tells that nobody changed it: the platform's
signature covers what was wrapped, and that is not kept.
"""

from __future__ import annotations

import base64
import json

from pydantic import ValidationError

from kiosk.platform.references import KeptVoucher, KeptVouchers, Voucher, Vouchers, WrappedVoucher, voucher_place
from offline_cache.errors import SealError
from offline_cache.reference import Reference
from offline_cache.terminal_secret import TerminalSecret


class VoucherShelf:
    """An `offline_cache.reference.Shelf`. `take_out` gives a `KeptVouchers` as JSON."""

    def __init__(self, secret: TerminalSecret, terminal_id: str) -> None:
        self._secret = secret
        self._terminal_id = terminal_id

    def put_away(self, found: Reference) -> bytes:
        try:
            listed = Vouchers.model_validate_json(found.body)
            if listed.terminal_id != self._terminal_id:
                raise ValueError("for another terminal")
            kept = KeptVouchers(vouchers=tuple(self._kept(wrapped) for wrapped in listed.vouchers))
        except (ValidationError, SealError):  # not chained: pydantic's text quotes what it was given
            raise ValueError("not vouchers of this terminal") from None
        return self._secret.lock(kept.model_dump_json().encode(), _place(found))

    def take_out(self, kept: Reference) -> bytes:
        try:
            return self._secret.unlock(kept.body, _place(kept))
        except SealError as error:
            raise ValueError(error.code) from error

    def _kept(self, wrapped: WrappedVoucher) -> KeptVoucher:
        place = voucher_place(self._terminal_id, wrapped.id)
        voucher = Voucher.model_validate_json(self._secret.unwrap(base64.b64decode(wrapped.wrapped), place))
        if voucher.id != wrapped.id:
            raise ValueError("another voucher inside")
        shared = voucher.model_dump(exclude={"identity_number", "pickup_code"})
        return KeptVoucher(
            **shared,
            person_tag=self._secret.person_tag(voucher.identity_number),
            code_tag=code_tag(self._secret, voucher.pickup_code) if voucher.pickup_code else "",
        )


def code_tag(secret: TerminalSecret, pickup_code: str) -> str:
    """By which this terminal knows a pick-up code again."""
    return secret.tag("pickup code", pickup_code)


def _place(reference: Reference) -> bytes:
    return json.dumps([reference.kind, reference.version, reference.issued_at]).encode()

"""What is in force here of the platform's documents, and how each is kept up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.platform import schema
from kiosk.platform.references import KeptVoucher, KeptVouchers, ReceiptKeys, Revocations, Texts, Vouchers
from kiosk.services.catalogue import Catalogue, from_platform
from kiosk.services.vouchers import RevocationList, VoucherBook
from offline_cache.reference import Kind

if TYPE_CHECKING:
    from config.settings import Reference


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How one document is kept up.

    `read` is tried on what the platform sent, `use` puts what is kept in force; both raise ValueError. `oldest_s`
    without the platform's word, and the document is out of date.
    """

    kind: Kind
    ask_every_s: float
    oldest_s: float
    read: Callable[[bytes], object]
    use: Callable[[bytes], None]


class References:
    """Lives on the GUI thread.

    Args:
        terminal_id: whose texts and vouchers these must be.
        offer_catalogue, show_texts: take what came.
    """

    def __init__(
        self,
        settings: Reference,
        terminal_id: str,
        *,
        offer_catalogue: Callable[[Catalogue], None],
        show_texts: Callable[[Texts], None],
    ) -> None:
        self._settings = settings
        self._terminal_id = terminal_id
        self._offer_catalogue = offer_catalogue
        self._show_texts = show_texts
        self._vouchers: tuple[KeptVoucher, ...] = ()
        self.revocations = RevocationList()
        self.receipt_keys: Mapping[str, tuple[str, ...]] = {}
        """By terminal, all keys (base64) that its receipts were ever signed with."""

    @property
    def vouchers(self) -> VoucherBook:
        """What can be picked up here, without what was revoked."""
        return VoucherBook(self._vouchers, self.revocations)

    def upkeep(self) -> tuple[Upkeep, ...]:
        """Of every document, the most urgent first."""
        settings = self._settings
        found = (
            (Kind.CATALOGUE, settings.catalogue, schema.Catalogue.model_validate_json, self._use_catalogue),
            (Kind.REVOCATIONS, settings.revocations, Revocations.model_validate_json, self._use_revocations),
            (Kind.TEXTS, settings.texts, self._read_texts, self._use_texts),
            (Kind.VOUCHERS, settings.vouchers, Vouchers.model_validate_json, self._use_vouchers),
            (Kind.TERMINALS, settings.terminals, ReceiptKeys.model_validate_json, self._use_receipt_keys),
        )
        return tuple(
            Upkeep(kind, document.ask_every_s, document.oldest_h * 3600, read, use)
            for kind, document, read, use in found
        )

    def _read_texts(self, body: bytes) -> Texts:
        texts = Texts.model_validate_json(body)
        if texts.terminal_id != self._terminal_id:
            raise ValueError("for another terminal")
        return texts

    def _use_catalogue(self, body: bytes) -> None:
        self._offer_catalogue(from_platform(schema.Catalogue.model_validate_json(body)))

    def _use_revocations(self, body: bytes) -> None:
        self.revocations = RevocationList(Revocations.model_validate_json(body).revoked)

    def _use_texts(self, body: bytes) -> None:
        self._show_texts(self._read_texts(body))

    def _use_vouchers(self, body: bytes) -> None:
        self._vouchers = KeptVouchers.model_validate_json(body).vouchers

    def _use_receipt_keys(self, body: bytes) -> None:
        self.receipt_keys = ReceiptKeys.model_validate_json(body).terminals

"""What lies on the disk of the platform's documents, looked at without a running terminal and without a network."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.platform.schema import PlatformKeys
from kiosk.platform.vouchers import VoucherShelf
from offline_cache.errors import CacheError
from offline_cache.reference import Kind, ReferenceCache, Shelf
from offline_cache.terminal_secret import KEPT_IN, TerminalSecret

if TYPE_CHECKING:
    from config.settings import KeptDocument, Settings

_COUNTED = {
    Kind.CATALOGUE: "items",
    Kind.TEXTS: "notices",
    Kind.VOUCHERS: "vouchers",
    Kind.REVOCATIONS: "revoked",
    Kind.TERMINALS: "terminals",
}
"""What there are several of in a document."""


class NeverConnected(LookupError):
    """This terminal does not know the platform's keys: nothing can be verified."""


@dataclass(frozen=True, slots=True)
class KeptReference:
    """`state`: current, outdated, missing or damaged. `age_s` None: nobody can tell."""

    kind: Kind
    state: str
    version: str = ""
    issued_at: str = ""
    age_s: float | None = None
    count: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For a machine to read; nothing personal."""
        return {
            "name": self.kind.value,
            "state": self.state,
            "version": self.version,
            "issued_at": self.issued_at,
            "age_s": None if self.age_s is None else round(self.age_s),
            "count": self.count,
        }


def kept_references(settings: Settings) -> list[KeptReference]:
    """Every document, in the order of `Kind`. Raises NeverConnected, OSError."""
    cache = kept_cache(settings)
    limits: dict[Kind, KeptDocument] = {
        Kind.CATALOGUE: settings.reference.catalogue,
        Kind.TEXTS: settings.reference.texts,
        Kind.VOUCHERS: settings.reference.vouchers,
        Kind.REVOCATIONS: settings.reference.revocations,
        Kind.TERMINALS: settings.reference.terminals,
    }
    return [_kept(cache, kind, limit.oldest_h * 3600) for kind, limit in limits.items()]


def kept_cache(settings: Settings) -> ReferenceCache:
    """To read from. Raises NeverConnected, OSError."""
    state_dir = settings.paths.state_dir
    try:
        keys = PlatformKeys.model_validate_json((state_dir / "platform-keys.json").read_bytes())
    except FileNotFoundError:
        raise NeverConnected from None
    shelves: dict[Kind, Shelf] = {}
    try:
        secret = TerminalSecret.load(state_dir / KEPT_IN)
    except (FileNotFoundError, CacheError):
        pass  # vouchers were never kept, or nobody can read them any more
    else:
        shelves[Kind.VOUCHERS] = VoucherShelf(secret, settings.terminal.id)
    return ReferenceCache(state_dir / "reference", base64.b64decode(keys.receipt_public_key), shelves=shelves)


def _kept(cache: ReferenceCache, kind: Kind, oldest_s: float) -> KeptReference:
    found = cache.current(kind)
    if found is None:
        return KeptReference(kind, "damaged" if cache.is_damaged(kind) else "missing")
    age_s = cache.age_s(kind)
    state = "current" if age_s is not None and age_s <= oldest_s else "outdated"
    count = len(json.loads(found.body).get(_COUNTED[kind], ()))
    return KeptReference(kind, state, found.version, found.issued_at, age_s, count)

"""What a module answers to a read: sizes, the text block, the portrait, and fingerprints that nobody here wants.

3001: text size (2, BE) | portrait size (2) | text | portrait
3010: text size (2, BE) | portrait size (2) | fingerprint size (2) | text | portrait | fingerprints
"""

from __future__ import annotations

import struct

from drivers.contract.id_card import IdentityCard
from drivers.errors import ProtocolError
from drivers.id_card import text

_SIZES = struct.Struct(">HH")
_SIZES_WITH_FINGERPRINT = struct.Struct(">HHH")
FINGERPRINT_BYTES = (0, 512, 1024)
"""None, one finger, two."""


def encode(card: IdentityCard) -> bytes:
    """Raises ValueError for a card that could not be."""
    if len(card.portrait) != text.PORTRAIT_BYTES:
        raise ValueError(f"a portrait has {text.PORTRAIT_BYTES} bytes, not {len(card.portrait)}")
    return _SIZES.pack(text.BLOCK_BYTES, text.PORTRAIT_BYTES) + text.encode(card) + card.portrait


def encode_with_fingerprint(card: IdentityCard, fingerprint: bytes) -> bytes:
    """Raises ValueError for a card that could not be."""
    sizes = _SIZES_WITH_FINGERPRINT.pack(text.BLOCK_BYTES, text.PORTRAIT_BYTES, len(fingerprint))
    return sizes + encode(card)[_SIZES.size :] + fingerprint


def decode(data: bytes) -> IdentityCard:
    """The card behind either answer; fingerprints are not even cut out.

    Raises ProtocolError `id_card.garbage` when the sizes are others than a card's, or not those of what came with them;
    and what `text.decode` raises.
    """
    block_at = _block_at(data)
    portrait_at = block_at + text.BLOCK_BYTES
    return text.decode(data[block_at:portrait_at], data[portrait_at : portrait_at + text.PORTRAIT_BYTES])


def _block_at(data: bytes) -> int:
    if len(data) >= _SIZES_WITH_FINGERPRINT.size and _SIZES.unpack_from(data) == (
        text.BLOCK_BYTES,
        text.PORTRAIT_BYTES,
    ):
        rest = len(data) - text.BLOCK_BYTES - text.PORTRAIT_BYTES
        if rest == _SIZES.size:
            return _SIZES.size
        *_, fingerprint_bytes = _SIZES_WITH_FINGERPRINT.unpack_from(data)
        if fingerprint_bytes in FINGERPRINT_BYTES and rest == _SIZES_WITH_FINGERPRINT.size + fingerprint_bytes:
            return _SIZES_WITH_FINGERPRINT.size
    raise ProtocolError("id_card.garbage", retryable=True, data={"data_bytes": len(data)})

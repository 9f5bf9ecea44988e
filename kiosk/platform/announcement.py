"""Telling the platform which keys this terminal made for itself: once per start, until the platform took them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import PlatformError
from kiosk.platform.references import TerminalKeys
from offline_cache.errors import CacheError
from offline_cache.signing import SignatureKey

if TYPE_CHECKING:
    from kiosk.platform.client import PlatformClient


class Announcement:
    """For the platform's worker.

    Args:
        key_file: of the terminal's certificate (PEM).
        receipt_public: 32 raw bytes of Ed25519. wrapping_public: 32 raw bytes of X25519.
    """

    def __init__(self, terminal_id: str, key_file: Path, *, receipt_public: bytes, wrapping_public: bytes) -> None:
        self._terminal_id = terminal_id
        self._key_file = key_file
        self._keys = TerminalKeys(
            receipt_public_key=base64.b64encode(receipt_public).decode("ascii"),
            wrapping_public_key=base64.b64encode(wrapping_public).decode("ascii"),
        )
        self._is_made = False

    def make(self, client: PlatformClient) -> None:
        """Announce them, unless that was done. Raises PlatformError, also when our own key cannot be read."""
        if self._is_made:
            return
        try:
            signature_key = SignatureKey.from_pem(self._key_file.read_bytes())
        except (OSError, CacheError) as error:
            raise PlatformError("platform.refused", retryable=True) from error
        client.announce(self._terminal_id, self._keys, signature_key)
        self._is_made = True

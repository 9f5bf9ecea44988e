"""The terminal's private key for the codes on its receipts; what such a code says, and whether it is right: `slip`."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Self

from offline_cache.disk import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SlipKey:
    """An Ed25519 key (RFC 8032), made when the terminal first starts."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def load_or_make(cls, file: Path) -> Self:
        """Read 32 raw bytes from `file`; make the key first, readable by the owner alone, where there is none.

        Raises:
            OSError: the file cannot be read or made.
            ValueError: it holds no key.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not file.exists():
            write_whole(file, Ed25519PrivateKey.generate().private_bytes_raw())
        return cls(Ed25519PrivateKey.from_private_bytes(file.read_bytes()))

    @property
    def public(self) -> bytes:
        """32 raw bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, text: str) -> str:
        """The signature of `text`, in base64url."""
        return base64.urlsafe_b64encode(self._private.sign(text.encode())).decode().rstrip("=")

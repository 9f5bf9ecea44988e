"""The terminal's own secret, and what is made of it: person tags, a key to wrap things for, a lock for the disk.

32 random bytes, made when the terminal first starts, in a file that the kiosk alone can read; they never leave the
terminal. Every key is derived from them by HKDF-SHA256 (RFC 5869), each under a name of its own, so that only this one
secret has to move into a TPM.

A person tag is HMAC-SHA-256 (RFC 2104) of an identity number. Identity numbers can be guessed, so the tag protects
nobody from who has the secret too; from who has only the files, it does.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from offline_cache.disk import write_whole
from offline_cache.errors import SealError
from offline_cache.wrapping import unwrap

KEPT_IN = "terminal.secret"
"""Name of the file in the state directory."""

_KEY_BYTES = 32
_NONCE_BYTES = 12


class TerminalSecret:
    """Keys are derived when first asked for."""

    def __init__(self, secret: bytes) -> None:
        """Raises SealError: `seal.terminal_key`, these are not 32 bytes."""
        if len(secret) != _KEY_BYTES:
            raise SealError("seal.terminal_key", data={"size": len(secret)})
        self._secret = secret

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `load_or_make` made. Raises OSError (there is none, or it cannot be read), SealError."""
        return cls(file.read_bytes())

    @classmethod
    def load_or_make(cls, file: Path) -> Self:
        """Read the secret; make it first where there is none. Raises like `load`."""
        if not file.exists():
            write_whole(file, os.urandom(_KEY_BYTES))
        return cls.load(file)

    def person_tag(self, identity_number: str) -> str:
        """By which this terminal knows the person again: 64 hexadecimal digits. A last `x` counts as `X`."""
        return self.tag("person tag", identity_number.upper())

    def tag(self, name: str, text: str) -> str:
        """By which this terminal knows a text again, under a key of that name: 64 hexadecimal digits."""
        return hmac.new(self._key(name), text.encode(), hashlib.sha256).hexdigest()

    @property
    def wrapping_public(self) -> bytes:
        """What the platform wraps for this terminal with: 32 raw bytes of X25519 (RFC 7748)."""
        return self._wrapping.public_key().public_bytes_raw()

    def unwrap(self, wrapped: bytes, belongs_to: str) -> bytes:
        """What was wrapped for this terminal. Raises SealError as `wrapping.unwrap`."""
        return unwrap(wrapped, self._wrapping, belongs_to)

    def lock(self, plain: bytes, belongs_to: bytes) -> bytes:
        """For the disk: AES-256-GCM under a random nonce, which comes first; bound to its place."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._lock.encrypt(nonce, plain, belongs_to)

    def unlock(self, locked: bytes, belongs_to: bytes) -> bytes:
        """What was locked. Raises SealError: `seal.damaged`, or locked by another terminal or for another place."""
        try:
            return self._lock.decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], belongs_to)
        except (InvalidTag, ValueError) as error:
            raise SealError("seal.damaged") from error

    @property
    def _wrapping(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._key("wrapping"))

    @property
    def _lock(self) -> AESGCM:
        return AESGCM(self._key("disk"))

    def _key(self, name: str) -> bytes:
        return HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"kiosk {name}".encode()).derive(self._secret)

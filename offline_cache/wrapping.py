"""Wrapping something small so that one terminal alone can read it. Terminal and gateway both use this module.

HPKE (RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM). What the wrapping belongs to is its
info: nothing wrapped for one place opens in another.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from offline_cache.errors import SealError

_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def wrap(plain: bytes, public: bytes, belongs_to: str) -> bytes:
    """Wrap for the holder of a key.

    Args:
        public: 32 raw bytes of X25519 (RFC 7748).

    Raises:
        SealError: `seal.key`, the key is none.
    """
    try:
        return _HPKE.encrypt(plain, X25519PublicKey.from_public_bytes(public), belongs_to.encode())
    except ValueError as error:
        raise SealError("seal.key") from error


def unwrap(wrapped: bytes, private: X25519PrivateKey, belongs_to: str) -> bytes:
    """What was wrapped.

    Raises:
        SealError: `seal.damaged`: wrapped for another key or place, or changed.
    """
    try:
        return _HPKE.decrypt(wrapped, private, belongs_to.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("seal.damaged") from error

"""A random challenge, as a PIV card signs it, and the check of its signature."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from drivers.errors import MediaError

RSA_2048, EC_P256 = 0x07, 0x11
"""Algorithm identifiers (NIST SP 800-78-4, table 6-2)."""

_CHALLENGE_BYTES = 32
_RSA_BYTES = 256
_SHA256_INFO = bytes.fromhex("3031300D060960864801650304020105000420")
"""The beginning of a DigestInfo (RFC 8017, 9.2 note 1)."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """`block` goes to the card."""

    algorithm: int
    block: bytes = field(repr=False)
    _text: bytes = field(repr=False)
    _key: RSAPublicKey | EllipticCurvePublicKey = field(repr=False)

    @classmethod
    def for_certificate(cls, certificate: x509.Certificate) -> Challenge:
        """Raises MediaError `pcsc.usage` for a key that is neither RSA of 2048 bits nor EC on P-256."""
        key, text = certificate.public_key(), secrets.token_bytes(_CHALLENGE_BYTES)
        digest = sha256(text).digest()
        if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
            return cls(EC_P256, digest, text, key)
        if isinstance(key, RSAPublicKey) and key.key_size == _RSA_BYTES * 8:
            return cls(RSA_2048, _padded(_SHA256_INFO + digest), text, key)
        raise MediaError("pcsc.usage", retryable=False)

    def check(self, signature: bytes) -> None:
        """Raises MediaError `pcsc.not_genuine` when the certificate's key did not make this signature."""
        try:
            if isinstance(self._key, RSAPublicKey):
                self._key.verify(signature, self._text, PKCS1v15(), SHA256())
            else:
                self._key.verify(signature, self._text, ECDSA(SHA256()))
        except InvalidSignature:
            raise MediaError("pcsc.not_genuine", retryable=False) from None


def _padded(info: bytes) -> bytes:
    """EMSA-PKCS1-v1_5 (RFC 8017, 9.2): the card only does the exponentiation."""
    return b"\0\1" + b"\xff" * (_RSA_BYTES - len(info) - 3) + b"\0" + info

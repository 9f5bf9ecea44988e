"""The code on a certificate: a short text, signed by the platform, that says which certificate it is and what it says.

    C1.<number>.<day of issue>.<digest>.<signature>

`digest` is the first 16 bytes of the SHA-256 of the words on the paper, in base64url without padding (RFC 4648 section
5): whoever has the words can check them against the paper without asking anybody. The signature is the platform's
Ed25519 (RFC 8032) over everything before its dot. Nothing in it is personal.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_FORMAT = "C1"
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class CertificateCode:
    number: str
    issued_on: date
    digest: str

    @classmethod
    def of(cls, number: str, issued_on: date, words: Mapping[str, str]) -> CertificateCode:
        """`words`: what stands on the paper, by the name of its place."""
        canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return cls(number, issued_on, _base64url(hashlib.sha256(canonical).digest()[:_DIGEST_BYTES]))

    def signed(self, sign: Callable[[bytes], bytes]) -> str:
        """What the code holds; `sign` is the platform's Ed25519."""
        text = ".".join((_FORMAT, self.number, self.issued_on.isoformat(), self.digest))
        return f"{text}.{_base64url(sign(text.encode()))}"

    def says(self, words: Mapping[str, str]) -> bool:
        """Whether these are the words that it was made for."""
        return CertificateCode.of(self.number, self.issued_on, words) == self


def read_certificate_code(payload: str, public: bytes) -> CertificateCode | None:
    """What a scanned code says; None unless the platform with this public key (32 bytes) signed exactly that."""
    text, _, signature = payload.rpartition(".")
    try:
        given = base64.urlsafe_b64decode(signature.encode() + b"==")
        Ed25519PublicKey.from_public_bytes(public).verify(given, text.encode())
        mark, number, issued_on, digest = text.split(".")
        code = CertificateCode(number, date.fromisoformat(issued_on), digest)
    except (InvalidSignature, ValueError):
        return None
    return code if mark == _FORMAT else None


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")

"""A simulated national identity service: phones show its tokens, the platform has them redeemed. Not a real one's wire.

    EID1.<payload>.<signature>      both base64url without padding (RFC 4648 section 5)
    payload     {"jti": one-time id, "sub": pseudonym, "exp": seconds since 1970}, JSON
    signature   Ed25519 (RFC 8032) by the service over `EID1.<payload>`

A token names nobody: `sub` is an HMAC of the identity number under the service's secret. It lives for a minute and
counts once.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.gateway.one_time import OneTimeRecords
from kiosk.gateway.private_files import write_private
from kiosk.gateway.refusal import Refusal
from kiosk.platform.schema import QrIdentity

LIFETIME = timedelta(seconds=60)
_PREFIX = "EID1"


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person of the service's register; `portrait` is a JPEG."""

    identity: Mapping[str, str]
    portrait: bytes

    def answer(self) -> QrIdentity:
        return QrIdentity.model_validate(
            {**self.identity, "portrait_jpeg": base64.b64encode(self.portrait).decode("ascii")}
        )

    def __repr__(self) -> str:
        return "Citizen()"


class EidIssuer:
    """Makes tokens, as the service does for a phone, and reads them."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._secret = hashlib.sha256(key.private_bytes_raw()).digest()

    @classmethod
    def load_or_make(cls, file: Path) -> Self:
        """Read 32 raw bytes from `file`; make the key first where there is none."""
        if not file.exists():
            write_private(file, Ed25519PrivateKey.generate().private_bytes_raw())
        return cls(Ed25519PrivateKey.from_private_bytes(file.read_bytes()))

    def pseudonym(self, identity_number: str) -> str:
        return hmac.digest(self._secret, identity_number.encode(), "sha256").hex()[:32]

    def issue(self, identity_number: str, now: datetime) -> str:
        """A fresh token for this person."""
        payload = {
            "jti": secrets.token_hex(16),
            "sub": self.pseudonym(identity_number),
            "exp": int((now + LIFETIME).timestamp()),
        }
        text = f"{_PREFIX}.{_encoded(json.dumps(payload, separators=(',', ':')).encode())}"
        return f"{text}.{_encoded(self._key.sign(text.encode()))}"

    def read(self, token: str) -> "Token":
        """Raises Refusal 404 `identity.unknown` unless the service signed exactly this."""
        text, _, signature = token.rpartition(".")
        prefix, _, payload = text.partition(".")
        try:
            self._key.public_key().verify(_decoded(signature), text.encode())
            said = cast("dict[str, Any]", json.loads(_decoded(payload)))
            read = Token(str(said["jti"]), str(said["sub"]), datetime.fromtimestamp(int(said["exp"]), UTC))
        except (InvalidSignature, ValueError, KeyError, TypeError, OverflowError):
            raise Refusal(404, "identity.unknown") from None
        if prefix != _PREFIX:
            raise Refusal(404, "identity.unknown")
        return read


@dataclass(frozen=True, slots=True)
class Token:
    id: str
    pseudonym: str
    expires_at: datetime


class EidService:
    """The register behind the tokens, and who remembers which were spent."""

    def __init__(self, issuer: EidIssuer, citizens: Mapping[str, Citizen], spent: OneTimeRecords) -> None:
        """`citizens`: identity number → person."""
        self._issuer = issuer
        self._citizens = {issuer.pseudonym(number): citizen for number, citizen in citizens.items()}
        self._spent = spent

    def redeem(self, token: str, now: datetime) -> QrIdentity:
        """Whom the token stands for, the first time and in time.

        Raises:
            Refusal: 404 `identity.unknown`, 409 `identity.used`, 410 `identity.expired`.
        """
        read = self._issuer.read(token)
        citizen = self._citizens.get(read.pseudonym)
        if citizen is None:
            raise Refusal(404, "identity.unknown")
        if now > read.expires_at:
            raise Refusal(410, "identity.expired")
        if not self._spent.spend(read.id, now, read.expires_at):
            raise Refusal(409, "identity.used")
        return citizen.answer()


def load_citizens(file: Path | None) -> dict[str, Citizen]:
    """Read a file laid out as config/persons/persons.toml; pictures lie beside it. None = nobody."""
    if file is None:
        return {}
    document = cast("Mapping[str, dict[str, Any]]", tomllib.loads(file.read_text("utf-8")))
    found = (_citizen(file.parent, entry) for entry in document.values() if entry.get("card_picture"))
    return {citizen.identity["identity_number"]: citizen for citizen in found}


def _citizen(folder: Path, entry: Mapping[str, Any]) -> Citizen:
    said = {name: str(entry[name]) for name in ("name", "sex", "nation", "birth", "valid_from", "valid_to")}
    return Citizen(said | {"identity_number": str(entry["number"])}, (folder / str(entry["card_picture"])).read_bytes())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _decoded(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"==")
    except binascii.Error as error:
        raise ValueError(str(error)) from error

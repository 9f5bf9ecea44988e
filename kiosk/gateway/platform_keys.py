"""The platform's own keys: X25519 private keys that open envelopes, and the Ed25519 key that signs storage receipts."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.private_files import write_private
from kiosk.platform.schema import PlatformKeys
from offline_cache.sealing import generate_key_pair

_PREFIX = "platform-"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every sealing key that some terminal may still have used; new envelopes are sealed to the current one."""

    current_id: str
    sealing: Mapping[str, bytes] = field(repr=False)
    receipt: Ed25519PrivateKey = field(repr=False)

    @property
    def receipt_key_id(self) -> str:
        return "receipt-" + hashlib.sha256(self._receipt_public).hexdigest()[:16]

    @property
    def _receipt_public(self) -> bytes:
        return self.receipt.public_key().public_bytes_raw()

    def public(self) -> PlatformKeys:
        current = X25519PrivateKey.from_private_bytes(self.sealing[self.current_id])
        return PlatformKeys(
            sealing_key_id=self.current_id,
            sealing_public_key=_base64(current.public_key().public_bytes_raw()),
            receipt_key_id=self.receipt_key_id,
            receipt_public_key=_base64(self._receipt_public),
        )

    def sign_receipt(self, submission_id: str, digest: str, stored_at: str) -> str:
        """Ed25519 (RFC 8032) over `id|digest|stored_at` as these three stand in the answer's JSON; base64."""
        return _base64(self.receipt.sign(f"{submission_id}|{digest}|{stored_at}".encode()))

    def sign_reference(self, kind: str, version: str, issued_at: str, body: bytes) -> str:
        """Ed25519 over what `offline_cache.reference` says; base64."""
        digest = hashlib.sha256(body).hexdigest()
        return _base64(self.receipt.sign(f"reference|{kind}|{version}|{issued_at}|{digest}".encode()))


def ensure_keys(paths: GatewayPaths) -> KeyRing:
    """Load the platform's keys, and make those that are missing."""
    if not _sealing_ids(paths):
        rotate_sealing_key(paths)
    if not paths.receipt_key.exists():
        write_private(paths.receipt_key, Ed25519PrivateKey.generate().private_bytes_raw())
    ids = _sealing_ids(paths)
    return KeyRing(
        current_id=ids[-1],
        sealing={key_id: (paths.sealing_keys / key_id).read_bytes() for key_id in ids},
        receipt=Ed25519PrivateKey.from_private_bytes(paths.receipt_key.read_bytes()),
    )


def rotate_sealing_key(paths: GatewayPaths) -> str:
    """Add a sealing key and return its id. Old ones stay, until the last terminal's queue is empty."""
    ids = _sealing_ids(paths)
    number = 1 + (int(ids[-1].removeprefix(_PREFIX)) if ids else 0)
    private, _ = generate_key_pair()
    write_private(paths.sealing_keys / f"{_PREFIX}{number}", private)
    return f"{_PREFIX}{number}"


def _sealing_ids(paths: GatewayPaths) -> list[str]:
    found = [file.name for file in paths.sealing_keys.glob(f"{_PREFIX}*")]
    return sorted(found, key=lambda name: int(name.removeprefix(_PREFIX)))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")

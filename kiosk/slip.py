"""The code on a receipt and on the last page: a short text, signed by the terminal, that names the submission.

    K1.<submission id>.<acceptance number or ->.<local time to the minute>.<terminal id>.<signature>

The signature is Ed25519 (RFC 8032) over everything before its dot, in base64url without padding (RFC 4648 section 5).
Nothing in it is personal.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

_FORMAT = "K1"
_ABSENT = "-"


@dataclass(frozen=True, slots=True)
class Slip:
    """`made_at`: when the submission was made, aware; seconds are dropped. `acceptance_number`: "" = none yet."""

    submission_id: str
    acceptance_number: str
    made_at: datetime
    terminal_id: str

    def text(self) -> str:
        """What is signed."""
        minute = self.made_at.isoformat(timespec="minutes")
        return ".".join((_FORMAT, self.submission_id, self.acceptance_number or _ABSENT, minute, self.terminal_id))

    def as_dict(self) -> dict[str, str]:
        """For a machine to read."""
        return {
            "submission_id": self.submission_id,
            "acceptance_number": self.acceptance_number,
            "made_at": self.made_at.isoformat(timespec="minutes"),
            "terminal_id": self.terminal_id,
        }

    def signed(self, sign: Callable[[str], str]) -> str:
        """What the code holds; `sign` is `kiosk.slip_key.SlipKey.sign`."""
        text = self.text()
        return f"{text}.{sign(text)}"


def read_slip(payload: str, public: bytes) -> Slip | None:
    """What a scanned code says; None unless the terminal with this public key signed exactly that."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, signature = payload.rpartition(".")
    try:
        given = base64.urlsafe_b64decode(signature.encode() + b"==")
        Ed25519PublicKey.from_public_bytes(public).verify(given, text.encode())
        mark, submission_id, number, minute, terminal_id = text.split(".", 4)
        made_at = datetime.fromisoformat(minute)
    except (InvalidSignature, ValueError):
        return None
    number = "" if number == _ABSENT else number
    return Slip(submission_id, number, made_at, terminal_id) if mark == _FORMAT else None


def verified_slip(payload: str, keys: Mapping[str, Iterable[str]]) -> Slip | None:
    """What a scanned code of any terminal says; None unless the terminal that it names signed exactly that.

    Args:
        keys: by terminal, all public keys (base64) that its receipts were ever signed with.
    """
    parts = payload.split(".", 4)
    terminal_id = parts[4].rpartition(".")[0] if len(parts) == 5 else ""
    read = (read_slip(payload, base64.b64decode(public)) for public in keys.get(terminal_id, ()))
    return next((slip for slip in read if slip is not None), None)

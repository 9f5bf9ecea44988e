"""What a scanned code is, by its first characters. What it says is left to whom it is meant for."""

from __future__ import annotations

import re
from enum import StrEnum


class CodeKind(StrEnum):
    EID = "eid"  # an e-ID token: `EID1.…`, for the platform
    RECEIPT = "receipt"  # one of our receipts: `K1.…` (kiosk.slip)
    PICKUP = "pickup"  # a pick-up code: `PK1.` and six to twelve digits, or six to eight alone as texted
    CERTIFICATE = "certificate"  # on a certificate: `C1.…` (kiosk.platform.certificate_code)
    UNKNOWN = "unknown"


LONGEST = 1024
"""Characters of a code that is ours; anything longer is none of ours."""
_PREFIXES = {"EID1.": CodeKind.EID, "K1.": CodeKind.RECEIPT, "C1.": CodeKind.CERTIFICATE}
_PICKUP = re.compile(r"PK1\.([0-9]{6,12})|([0-9]{6,8})")


def text_of(payload: bytes) -> str:
    """What was scanned, as text; "" for what is no text of ours."""
    try:
        text = payload.decode("ascii").strip()
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= LONGEST and text.isprintable() else ""


def kind_of(payload: bytes) -> CodeKind:
    text = text_of(payload)
    for prefix, kind in _PREFIXES.items():
        if text.startswith(prefix) and len(text) > len(prefix):
            return kind
    return CodeKind.PICKUP if pickup_code_of(payload) else CodeKind.UNKNOWN


def pickup_code_of(payload: bytes) -> str:
    """Its digits; "" for anything but a pick-up code."""
    found = _PICKUP.fullmatch(text_of(payload))
    return (found[1] or found[2]) if found else ""

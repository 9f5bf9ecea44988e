"""The platform's answer to an envelope, and what the terminal does with the item then. The one place with this table.

| answer | verdict |
|---|---|
| 200, 201 with the platform's signed storage receipt for this id and digest | stored |
| 409; 400, 411, 413, 415, 422 | quarantine this item, the rest goes on |
| 401, 403, 404, 405, any redirect; a certificate that does not fit | pause all sending |
| 425 that names missing chunks | send those, then the envelope again |
| 408, 425, 429, 5xx and whatever is not listed; no answer | later, Retry-After obeyed |
"""

from __future__ import annotations

import base64
import functools
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

from offline_cache.errors import LinkError
from offline_cache.transport import Answer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RETRY_AFTER_LIMIT_S = 3600.0
_ENVELOPE_REFUSED = {400: "refused", 409: "conflict", 411: "refused", 413: "too_large", 415: "refused", 422: "refused"}
_NOT_WHO_OR_WHERE = {401, 403, 404, 405}
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """Confirmed. `body` is the whole answer; of it only `receipt` (ids, digest, time, signature) may touch the disk."""

    body: dict[str, Any]

    @property
    def receipt(self) -> str:
        return json.dumps(self.body["receipt"], sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Refused:
    """The envelope itself cannot be stored: `envelope.conflict`, `envelope.too_large` or `envelope.refused`."""

    code: str


@dataclass(frozen=True, slots=True)
class Paused:
    """We are not who or where we think: `link.refused` or `link.certificate`."""

    code: str


@dataclass(frozen=True, slots=True)
class Later:
    """Try again. `code` is `link.…`, or `platform.busy` where the platform answered; `wait_s` is its Retry-After."""

    code: str
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The platform lacks these chunks of the envelope (SHA-256, lower-case hexadecimal)."""

    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Part of it was sent and taken, others had to be let through: go on when it is this item's turn again."""


Verdict = Stored | Refused | Paused | Later | Unfinished


def judge_envelope(answer: Answer, item_id: str, digest: str, receipt_key: bytes = b"") -> Verdict | Incomplete:
    """Like `judge`, for a platform that may still lack chunks."""
    if answer.status == 425 and (missing := _missing(answer)):
        return Incomplete(missing)
    return judge(answer, item_id, digest, receipt_key)


def judge_chunk(answer: Answer) -> Verdict | None:
    """What an answer to the PUT of one chunk means; None: the platform has it."""
    return None if answer.status in (200, 201, 204) else _refusal(answer)


def judge(answer: Answer, item_id: str, digest: str, receipt_key: bytes = b"") -> Verdict:
    """What an answer to the PUT of this envelope means.

    Args:
        receipt_key: 32 raw bytes of Ed25519 (RFC 8032), which the receipt must be signed with; empty = not checked.
    """
    if answer.status in (200, 201):
        return _stored(answer, item_id, digest, receipt_key)
    return _refusal(answer)


def _refusal(answer: Answer) -> Verdict:
    status = answer.status
    if status in _ENVELOPE_REFUSED:
        return Refused(f"envelope.{_ENVELOPE_REFUSED[status]}")
    if status in _NOT_WHO_OR_WHERE or 300 <= status < 400:
        return Paused("link.refused")
    return Later("platform.busy", retry_after_s(answer))


def judge_failure(error: LinkError) -> Verdict:
    """What it means that no answer came."""
    return Paused(error.code) if error.code == "link.certificate" else Later(error.code)


def retry_after_s(answer: Answer) -> float:
    """Retry-After (RFC 9110 section 10.2.3) in seconds, at most an hour; 0 when absent or unreadable.

    A date is taken relative to the answer's own Date, so a wrong clock on the terminal does no harm.
    """
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal() and text.isascii():
        return min(float(text), RETRY_AFTER_LIMIT_S)
    try:
        until = _instant(text)
        since = _instant(answer.headers.get("date", ""))
    except (ValueError, OverflowError):
        return 0.0
    return min(max((until - since).total_seconds(), 0.0), RETRY_AFTER_LIMIT_S)


def _instant(text: str) -> datetime:
    instant = parsedate_to_datetime(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _stored(answer: Answer, item_id: str, digest: str, receipt_key: bytes) -> Verdict:
    """Only the platform's signed word for exactly this envelope lets the terminal forget it."""
    try:
        body = answer.json()
    except LinkError as error:
        return Later(error.code)
    match body.get("receipt"):
        case {"id": str(of), "digest": str(confirmed), **rest} if (of, confirmed) == (item_id, digest) and (
            not receipt_key
            or _is_signed(f"{of}|{confirmed}|{rest.get('stored_at')}", rest.get("signature"), receipt_key)
        ):
            return Stored(body)
        case _:
            return Later("link.garbage")


def _missing(answer: Answer) -> frozenset[str]:
    """Names in the problem's detail; empty when it is no such problem."""
    try:
        detail = answer.json().get("detail")
    except LinkError:
        return frozenset()
    named = cast("dict[str, object]", detail).get("missing") if isinstance(detail, dict) else None
    names = cast("list[object]", named) if isinstance(named, list) else []
    return frozenset(name for name in names if isinstance(name, str) and _SHA256.fullmatch(name))


def _is_signed(text: str, signature: object, receipt_key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        _public(receipt_key).verify(base64.b64decode(str(signature), validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@functools.lru_cache(maxsize=4)
def _public(receipt_key: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(receipt_key)

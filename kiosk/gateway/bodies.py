"""Reading the body of a PUT: type, length, digest, in that order, within time and size."""

import asyncio
import base64
import binascii
import hashlib
import re

from fastapi import Request
from starlette.requests import ClientDisconnect

from kiosk.gateway.refusal import Refusal

_MEMBER = re.compile(r"\s*([a-z0-9*_.-]+)\s*=\s*:([A-Za-z0-9+/=]*):\s*(?:;.*)?")
_ALGORITHMS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


async def read_body(request: Request, media_type: str, *, limit_bytes: int, timeout_s: float) -> bytes:
    """The body, checked as far as HTTP goes.

    A refused body is read to its end and dropped: a terminal that is still sending would otherwise see a broken
    connection instead of the answer.

    Raises:
        Refusal: 415, 411, 413, 408 or 400.
    """
    refusal = _refused_by_head(request, media_type, limit_bytes)
    try:
        async with asyncio.timeout(timeout_s):
            body = await _read(request, 0 if refusal else limit_bytes)
    except TimeoutError as error:
        raise Refusal(408, "request.timeout") from error
    except ClientDisconnect as error:
        raise Refusal(400, "request.incomplete") from error
    if refusal:
        raise refusal
    check_digest(request.headers.get("content-digest", ""), body)
    return body


def check_digest(field_value: str, body: bytes) -> None:
    """Verify a Content-Digest field (RFC 9530 section 2).

    Raises:
        Refusal: 400 when it is missing, has no algorithm that we know, or does not match.
    """
    known: list[tuple[str, bytes]] = []
    for member in filter(None, field_value.split(",")):
        parsed = _MEMBER.fullmatch(member)
        if not parsed:
            raise Refusal(400, "envelope.digest", {"reason": "malformed"})
        algorithm, text = parsed.groups()
        if algorithm in _ALGORITHMS:
            try:
                known.append((algorithm, base64.b64decode(text, validate=True)))
            except binascii.Error as error:
                raise Refusal(400, "envelope.digest", {"reason": "malformed"}) from error
    if not known:
        raise Refusal(400, "envelope.digest", {"reason": "missing"})
    if any(_ALGORITHMS[algorithm](body).digest() != digest for algorithm, digest in known):
        raise Refusal(400, "envelope.digest", {"reason": "mismatch"})


def _refused_by_head(request: Request, media_type: str, limit_bytes: int) -> Refusal | None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        return Refusal(415, "envelope.media_type")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        return Refusal(415, "envelope.content_encoding")
    length = request.headers.get("content-length")
    if length is None:
        return Refusal(411, "envelope.length_required")
    if int(length) > limit_bytes:
        return Refusal(413, "envelope.too_large", {"limit_bytes": limit_bytes})
    return None


async def _read(request: Request, keep_bytes: int) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        if len(body) + len(piece) <= keep_bytes:
            body += piece
    return bytes(body)

"""The platform's HTTP interface. OpenAPI is generated from it and is true: a test holds every answer against it.

What the answers to a PUT mean to a terminal is a contract: 201 and 200 stored; 409, 400, 411, 413, 415, 422 this
envelope will never be stored; 403 and 404 wrong terminal or place; 425 first the chunks that are named; 408 and 5xx
later.
"""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from kiosk.gateway import certificate_desk, identities, pickups, problems, publications
from kiosk.gateway.bodies import read_body
from kiosk.gateway.documents import Document
from kiosk.gateway.faults import FaultInjection, Strike
from kiosk.gateway.identities import IdentityDesk
from kiosk.gateway.intake import CHINA_TIME
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pickups import PickupDesk
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.problems import described
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Kept
from kiosk.platform.references import ReceiptKeys, Revocations, TerminalKeys, Texts, Vouchers
from kiosk.platform.schema import (
    Catalogue,
    PlatformKeys,
    PrefillAnswer,
    PrefillRequest,
    Problem,
    StoredAnswer,
    SubmissionStatus,
)
from offline_cache.sealing import CHUNK_BYTES, ENVELOPE_TYPE, TAG_BYTES
from offline_cache.signing import Signature

CHUNK_TYPE = "application/octet-stream"
KEYS_TYPE = "application/json"
_KEYS_LIMIT_BYTES = 4096


class _GatewayApi(FastAPI):
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return document


def create_app(settings: GatewaySettings, strike: Strike | None = None) -> FastAPI:
    """The application: makes missing keys, opens the store, reads catalogue and licences.

    Args:
        strike: simulated failures; None = none.

    Raises:
        CatalogueError: a catalogue file is wrong.
        NoticesError: the file of notices is.
        StoreUnavailable: the store cannot be opened.
    """
    app = _GatewayApi(
        title="Government services platform, terminal interface",
        version="1",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # these pages would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.platform = Platform.open(settings)
    app.include_router(_router)
    paths = GatewayPaths(settings.state_dir)
    app.include_router(identities.routes(IdentityDesk.open(paths, settings.citizens_file, settings.now), _terminal_id))
    platform: Platform = app.state.platform
    app.include_router(pickups.routes(PickupDesk(platform.store, platform.documents.inbox, settings.now), _terminal_id))
    app.include_router(certificate_desk.routes(platform.certificates, _terminal_id))
    problems.install(app)
    if strike is not None:
        app.add_middleware(FaultInjection, strike=strike)
    return app


async def _terminal_id(request: Request) -> str:
    """Who is asking: the common name of the client certificate, as the server's protocol left it, if the certificate's
    key is enrolled for that terminal.

    Raises:
        Refusal: 403.
    """
    terminal_id: str = getattr(request.state, "terminal_id", "")
    key_id: str = getattr(request.state, "key_id", "")
    terminals = (await _platform(request)).terminals
    enrolled = terminals.recent(key_id) or await run_in_threadpool(terminals.known, key_id)
    if enrolled is None or enrolled.terminal_id != terminal_id:
        raise Refusal(403, "terminal.unknown")
    return terminal_id


async def _platform(request: Request) -> Platform:
    return request.app.state.platform


_Terminal = Annotated[str, Depends(_terminal_id)]
_Platform = Annotated[Platform, Depends(_platform)]
_Id = Annotated[UUID, Path(alias="id")]
_Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]

_ENVELOPE_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {ENVELOPE_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
    "parameters": [
        {
            "name": "Content-Digest",
            "in": "header",
            "required": True,
            "description": "RFC 9530, sha-256 or sha-512",
            "schema": {"type": "string"},
        },
        *(
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": "RFC 9421, label `terminal`, ecdsa-p256-sha256 over @method, @path, content-type and "
                "content-digest, by the key of the terminal's certificate",
                "schema": {"type": "string"},
            }
            for name in ("Signature-Input", "Signature")
        ),
    ],
}
_CHUNK_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {CHUNK_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
    "parameters": _ENVELOPE_BODY["parameters"][:1],
}
_PUT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Was stored with this digest; the first answer", "model": StoredAnswer},
    201: {"description": "Stored now", "model": StoredAnswer},
    **described(400, 403, 408, 409, 411, 413, 415, 422, 425, 503),
}
_KEYS_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {KEYS_TYPE: {"schema": TerminalKeys.model_json_schema()}}},
    "parameters": _ENVELOPE_BODY["parameters"],
}
_CHUNK_RESPONSES: dict[int | str, dict[str, Any]] = {
    204: {"description": "Was stored"},
    **described(400, 403, 408, 411, 413, 415, 422, 503),
}
_router = APIRouter(prefix="/v1")


_IfNoneMatch = Annotated[str, Header()]
_DOCUMENT_RESPONSES: dict[int | str, dict[str, Any]] = {
    304: {"description": "Unchanged since the version in If-None-Match"},
    **described(403, 422, 503),
}


@_router.get("/catalogue", response_model=Catalogue, responses=_DOCUMENT_RESPONSES)
def catalogue(platform: _Platform, _terminal: _Terminal, if_none_match: _IfNoneMatch = "") -> Response:
    """Every item with guide, form, materials and prefill map; the ETag is its version."""
    return _serve(platform, platform.documents.catalogue(), if_none_match)


@_router.get("/texts", response_model=Texts, responses=_DOCUMENT_RESPONSES)
def texts(platform: _Platform, terminal: _Terminal, if_none_match: _IfNoneMatch = "") -> Response:
    """What the asking terminal shall tell everybody who comes."""
    return _serve(platform, platform.documents.texts(terminal), if_none_match)


@_router.get("/vouchers", response_model=Vouchers, responses=_DOCUMENT_RESPONSES)
def vouchers(platform: _Platform, terminal: _Terminal, if_none_match: _IfNoneMatch = "") -> Response:
    """What can be picked up at the asking terminal, each wrapped for it alone."""
    return _serve(platform, platform.documents.vouchers(terminal), if_none_match)


@_router.get("/revocations", response_model=Revocations, responses=_DOCUMENT_RESPONSES)
def revocations(platform: _Platform, _terminal: _Terminal, if_none_match: _IfNoneMatch = "") -> Response:
    """Vouchers and certificates that no longer count."""
    return _serve(platform, platform.documents.revocations(), if_none_match)


@_router.get("/terminals/keys", response_model=ReceiptKeys, responses=_DOCUMENT_RESPONSES)
def receipt_keys(platform: _Platform, _terminal: _Terminal, if_none_match: _IfNoneMatch = "") -> Response:
    """What the receipts of all terminals are verified with."""
    return _serve(platform, platform.documents.receipt_keys(), if_none_match)


@_router.put(
    "/terminals/{id}/keys",
    status_code=204,
    response_class=Response,
    responses=described(400, 403, 408, 411, 413, 415, 422, 503),
    openapi_extra=_KEYS_BODY,
)
async def announce_keys(
    announced_id: Annotated[str, Path(alias="id")], request: Request, platform: _Platform, terminal: _Terminal
) -> Response:
    """The terminal's own public keys, signed like an envelope. Earlier ones stay known."""
    if announced_id != terminal:
        raise Refusal(403, "terminal.unknown")
    return await _take_in_keys(platform, request, terminal)


@_router.get("/ping", status_code=204, responses=described(403))
def ping(_terminal: _Terminal) -> None:
    """Whether the platform answers this terminal."""


@_router.get("/keys", responses=described(403))
def platform_keys(platform: _Platform, _terminal: _Terminal) -> PlatformKeys:
    """The key that envelopes are sealed to, and the one that storage receipts are verified with."""
    return platform.keys.public()


@_router.post("/prefill", responses=described(400, 403, 404, 422, 503))
def prefill(wanted: PrefillRequest, platform: _Platform, _terminal: _Terminal) -> PrefillAnswer:
    """What the platform knows of a consenting person, for one item's form and materials."""
    item = platform.published.items.get(wanted.item_code)
    if item is None:
        raise Refusal(404, "item.unknown")
    return platform.licences.prefill(
        item,
        wanted.identity_number,
        wanted.name,
        today=platform.settings.now().astimezone(CHINA_TIME).date(),
        last_values=lambda: platform.store.last_values(wanted.identity_number, wanted.name),
    )


@_router.put("/submissions/{id}", response_model=StoredAnswer, responses=_PUT_RESPONSES, openapi_extra=_ENVELOPE_BODY)
async def put_submission(submission_id: _Id, request: Request, platform: _Platform, terminal: _Terminal) -> Response:
    """Store a sealed application. The id is the idempotency key; the same digest again gives the first answer.

    Chunks that the envelope leaves out (length 0) are sent beside it. 425 names those that are missing (`missing`).
    """
    return await _take_in(platform, platform.intake.submission, str(submission_id), request, terminal)


@_router.put(
    "/submissions/{id}/chunks/{digest}",
    status_code=201,
    response_class=Response,
    response_description="Stored now",
    responses=_CHUNK_RESPONSES,
    openapi_extra=_CHUNK_BODY,
)
async def put_chunk(
    submission_id: _Id, digest: _Digest, request: Request, platform: _Platform, _terminal: _Terminal
) -> Response:
    """Store one chunk of a sealed application's attachments, named by the SHA-256 of its ciphertext."""
    return await _take_in_chunk(platform, str(submission_id), digest, request)


@_router.get("/submissions/{id}", responses=described(403, 404, 422, 503))
def submission_status(submission_id: _Id, platform: _Platform, _terminal: _Terminal) -> SubmissionStatus:
    """What became of a submission."""
    text = platform.store.status(str(submission_id))
    if text is None:
        raise Refusal(404, "submission.unknown")
    return SubmissionStatus.model_validate_json(text)


@_router.put("/ratings/{id}", response_model=StoredAnswer, responses=_PUT_RESPONSES, openapi_extra=_ENVELOPE_BODY)
async def put_rating(rating_id: _Id, request: Request, platform: _Platform, terminal: _Terminal) -> Response:
    """Store a sealed rating (好差评), idempotent like a submission."""
    return await _take_in(platform, platform.intake.rating, str(rating_id), request, terminal)


@_router.put("/custody/{id}", response_model=StoredAnswer, responses=_PUT_RESPONSES, openapi_extra=_ENVELOPE_BODY)
async def put_custody(report_id: _Id, request: Request, platform: _Platform, terminal: _Terminal) -> Response:
    """Store what a terminal's ledger says of a cell, sealed, idempotent like a submission."""
    return await _take_in(platform, platform.intake.custody, str(report_id), request, terminal)


async def _take_in(
    platform: Platform,
    take: Callable[[str, bytes, str, str], Kept],
    envelope_id: str,
    request: Request,
    terminal_id: str,
) -> Response:
    """Read an envelope, see that the terminal signed it, and have it stored."""
    limit_bytes, timeout_s = platform.settings.body_limit_bytes, platform.settings.body_timeout_s
    body = await read_body(request, ENVELOPE_TYPE, limit_bytes=limit_bytes, timeout_s=timeout_s)
    headers = request.headers
    signature = Signature(headers.get("signature-input", ""), headers.get("signature", ""))

    def stored() -> Kept:
        platform.terminals.check_signature(request.method, request.url.path, headers, signature, terminal_id)
        return take(envelope_id, body, terminal_id, signature.to_text())

    kept = await run_in_threadpool(stored)
    return Response(kept.answer, 201 if kept.is_new else 200, media_type="application/json")


async def _take_in_chunk(platform: Platform, submission_id: str, sha256: str, request: Request) -> Response:
    limit_bytes, timeout_s = CHUNK_BYTES + TAG_BYTES, platform.settings.body_timeout_s
    chunk = await read_body(request, CHUNK_TYPE, limit_bytes=limit_bytes, timeout_s=timeout_s)
    if hashlib.sha256(chunk).hexdigest() != sha256:
        raise Refusal(400, "chunk.digest")
    is_new = await run_in_threadpool(platform.chunks.put, submission_id, sha256, chunk)
    return Response(status_code=201 if is_new else 204)


async def _take_in_keys(platform: Platform, request: Request, terminal_id: str) -> Response:
    """Read a terminal's public keys, and see that it signed them: whoever ends TLS before us could plant others."""
    timeout_s = platform.settings.body_timeout_s
    body = await read_body(request, KEYS_TYPE, limit_bytes=_KEYS_LIMIT_BYTES, timeout_s=timeout_s)
    headers = request.headers
    signature = Signature(headers.get("signature-input", ""), headers.get("signature", ""))
    try:
        announced = TerminalKeys.model_validate_json(body)
    except ValidationError:
        raise Refusal(422, "request.malformed") from None

    def announce() -> None:
        platform.terminals.check_signature(request.method, request.url.path, headers, signature, terminal_id)
        at = platform.settings.now()
        platform.store.change(lambda execute: publications.announce_keys(execute, terminal_id, announced, at))

    await run_in_threadpool(announce)
    return Response(status_code=204)


def _serve(platform: Platform, document: Document, if_none_match: str) -> Response:
    """A signed document, or 304 when its version is known."""
    if _is_known(document.etag, if_none_match):
        return Response(status_code=304, headers={"ETag": document.etag})
    body = document.body()
    headers = platform.documents.signed_headers(document, body)
    return Response(body, headers=headers, media_type="application/json")


def _is_known(etag: str, if_none_match: str) -> bool:
    """If-None-Match (RFC 9110 section 13.1.2), by weak comparison."""
    offered = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in offered or etag in offered

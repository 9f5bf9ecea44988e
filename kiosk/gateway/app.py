"""The platform's HTTP interface. OpenAPI is generated from it and is true: a test holds every answer against it.

What the answers to a PUT mean to a terminal is a contract: 201 and 200 stored; 409, 400, 411, 413, 415, 422 this
envelope will never be stored; 403 and 404 wrong terminal or place; 408 and 5xx later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path as File
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from kiosk.gateway import problems
from kiosk.gateway.bodies import read_envelope
from kiosk.gateway.catalogue import Published, publish
from kiosk.gateway.faults import FaultInjection, Strike
from kiosk.gateway.intake import CHINA_TIME, Intake
from kiosk.gateway.licences import LicenceStore
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import KeyRing, ensure_keys
from kiosk.gateway.problems import Refusal, described
from kiosk.gateway.store import Kept, Store
from kiosk.gateway.working_days import load_working_days
from kiosk.platform.schema import (
    Catalogue,
    PlatformKeys,
    PrefillAnswer,
    PrefillRequest,
    Problem,
    StoredAnswer,
    SubmissionStatus,
)
from offline_cache.sealing import ENVELOPE_TYPE

_HERE = File(__file__).parent


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """`region` is the district's code (GB/T 2260), the first six digits of an acceptance number."""

    state_dir: File
    catalogue_dir: File
    licences_file: File = _HERE / "licences.toml"
    holidays_file: File = _HERE / "holidays.toml"
    region: str = "440304"
    body_limit_bytes: int = 16 * 1024 * 1024
    body_timeout_s: float = 60.0
    now: Callable[[], datetime] = utc_now
    """Gives an aware time."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What the routes work with; one per application."""

    settings: GatewaySettings
    published: Published
    keys: KeyRing
    licences: LicenceStore
    store: Store
    intake: Intake

    @classmethod
    def open(cls, settings: GatewaySettings) -> "Platform":
        paths = GatewayPaths(settings.state_dir)
        published, keys, store = publish(settings.catalogue_dir), ensure_keys(paths), Store(paths.database)
        working_days = load_working_days(settings.holidays_file)
        intake = Intake(store, keys, published.items, working_days, settings.region, settings.now)
        return cls(settings, published, keys, LicenceStore.load(settings.licences_file), store, intake)

    async def read_envelope(self, request: Request) -> bytes:
        limit_bytes, timeout_s = self.settings.body_limit_bytes, self.settings.body_timeout_s
        return await read_envelope(request, limit_bytes=limit_bytes, timeout_s=timeout_s)


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
        sqlite3.Error: the store cannot be opened.
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
    problems.install(app)
    if strike is not None:
        app.add_middleware(FaultInjection, strike=strike)
    return app


def _terminal_id(request: Request) -> str:
    """Who is asking: the common name of the client certificate, as the server's protocol left it.

    Raises:
        Refusal: 403 when the certificate names no terminal.
    """
    terminal_id: str = getattr(request.state, "terminal_id", "")
    if not terminal_id:
        raise Refusal(403, "terminal.unknown")
    return terminal_id


def _platform(request: Request) -> Platform:
    return request.app.state.platform


_Terminal = Annotated[str, Depends(_terminal_id)]
_Platform = Annotated[Platform, Depends(_platform)]
_Id = Annotated[UUID, Path(alias="id")]

_ENVELOPE_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {ENVELOPE_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
    "parameters": [
        {
            "name": "Content-Digest",
            "in": "header",
            "required": True,
            "description": "RFC 9530, sha-256 or sha-512",
            "schema": {"type": "string"},
        }
    ],
}
_PUT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Was stored with this digest; the first answer", "model": StoredAnswer},
    201: {"description": "Stored now", "model": StoredAnswer},
    **described(400, 403, 408, 409, 411, 413, 415, 422, 503),
}
_router = APIRouter(prefix="/v1")


@_router.get(
    "/catalogue",
    response_model=Catalogue,
    responses={304: {"description": "Unchanged since the version in If-None-Match"}, **described(403, 422)},
)
def catalogue(platform: _Platform, _terminal: _Terminal, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Every item with guide, form, materials and prefill map; the ETag is its version."""
    published = platform.published
    if _is_known(published.etag, if_none_match):
        return Response(status_code=304, headers={"ETag": published.etag})
    return Response(published.body, headers={"ETag": published.etag}, media_type="application/json")


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
    """Store a sealed application. The id is the idempotency key; the same digest again gives the first answer."""
    body = await platform.read_envelope(request)
    return _stored(await run_in_threadpool(platform.intake.submission, str(submission_id), body, terminal))


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
    body = await platform.read_envelope(request)
    return _stored(await run_in_threadpool(platform.intake.rating, str(rating_id), body, terminal))


def _stored(kept: Kept) -> Response:
    return Response(kept.answer, 201 if kept.is_new else 200, media_type="application/json")


def _is_known(etag: str, if_none_match: str) -> bool:
    """If-None-Match (RFC 9110 section 13.1.2), by weak comparison."""
    offered = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in offered or etag in offered

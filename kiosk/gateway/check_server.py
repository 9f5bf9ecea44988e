"""HTTPS for everybody, without client certificates: the page that checks papers, and nothing else."""

import asyncio
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from socket import socket
from typing import cast
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.gateway import check_page
from kiosk.gateway.check import Checker
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.register import StoreUnavailable

BODY_BYTES_MAX = 4096
BODY_TIMEOUT_S = 10.0
CONNECTIONS_MAX = 200
_STOP_S = 5.0


class Allowance:
    """How much each address may ask: so much at once, and from then on as it fills again.

    Args:
        burst: checks at once. per_minute: how fast they come back. addresses_max: of the latest; older ones begin anew.
    """

    def __init__(
        self,
        burst: int = 20,
        per_minute: float = 20.0,
        addresses_max: int = 4096,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_s = per_minute / 60
        self._addresses_max = addresses_max
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """By address: what was left, and when."""

    def take(self, address: str) -> bool:
        """Whether this address may ask once more, now."""
        now_s = self._monotonic()
        left, then_s = self._left.pop(address, (float(self._burst), now_s))
        left = min(float(self._burst), left + (now_s - then_s) * self._per_s)
        self._left[address] = (left - 1 if left >= 1 else left), now_s
        if len(self._left) > self._addresses_max:
            self._left.popitem(last=False)
        return left >= 1


def create_check_app(checker: Checker, allowance: Allowance) -> Starlette:
    async def form(request: Request) -> Response:
        return _page(check_page.form_page(_language(request)))

    async def check(request: Request) -> Response:
        language = _language(request)
        if not allowance.take(request.client.host if request.client else ""):
            return _page(check_page.busy_page(language), HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": "60"})
        try:
            async with asyncio.timeout(BODY_TIMEOUT_S):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return _page(check_page.form_page(language), HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return _page(check_page.checked_page(language, None), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        given = parse_qs(body.decode("utf-8", "replace")).get("code", [""])[0]
        try:
            checked = await run_in_threadpool(checker.check, given)
        except StoreUnavailable:
            return _page(check_page.down_page(language), HTTPStatus.SERVICE_UNAVAILABLE)
        return _page(check_page.checked_page(language, checked))

    return Starlette(
        routes=[
            Route(check_page.PATH, form, methods=["GET"]),
            Route("/", form, methods=["GET"]),
            Route(check_page.PATH, check, methods=["POST"]),
        ]
    )


async def _body(request: Request) -> bytes | None:
    """None: longer than any code is."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_BYTES_MAX:
            return None
    return bytes(body)


def _language(request: Request) -> str:
    return check_page.language_of(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))


def _page(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(html, status, {**check_page.HEADERS, **(headers or {})})


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Connections are cut, for TLS would wait for their goodbye; whoever waits for an answer asks again."""
        for connection in cast("set[H11Protocol]", self.server_state.connections).copy():
            connection.transport.abort()
        await super().shutdown(sockets)


class CheckServer:
    """Serves on a thread of its own, beside the gateway. `start` returns once the socket listens."""

    def __init__(
        self, checker: Checker, paths: GatewayPaths, listener: socket, allowance: Allowance | None = None
    ) -> None:
        self._listener = listener
        self._server = _Server(
            uvicorn.Config(
                create_check_app(checker, allowance or Allowance()),
                http="h11",
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=CONNECTIONS_MAX,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
                ssl_context_factory=lambda _config, _default: _tls(paths),
            )
        )
        self._thread = threading.Thread(target=lambda: self._server.run([listener]), name="check page", daemon=True)

    @property
    def address(self) -> str:
        host, port = self._listener.getsockname()[:2]
        return f"https://{host}:{port}{check_page.PATH}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_STOP_S)


def _tls(paths: GatewayPaths) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(paths.server_cert, paths.server_key)
    return context

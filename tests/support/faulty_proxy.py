"""A bad network between a terminal and the gateway: a proxy that ends TLS on both sides and spoils whole exchanges.

What befalls an exchange is decided by the test. HTTP is spoken on both sides, so that requests can be doubled, held
back and sent again later, which no cable could do; what breaks off, breaks off in the middle of real TLS.
"""

from __future__ import annotations

import http.client
import http.server
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths

KINDS = (
    "pass",
    "lose request",  # the connection ends before anything was forwarded
    "cut request",  # half of the body reaches the platform
    "lose answer",  # done, but the terminal never hears of it
    "cut answer",
    "double",  # forwarded twice at once
    "late",  # forwarded, and again after some later ones
    "overtaken",  # held back while later ones go through, then forwarded and answered
    "behind its own repetition",  # the connection ends; forwarded when the terminal has sent it anew
    "garbage",  # something answers that is no platform
)
_LATE_BY = 5
_OVERTAKEN_BY = 2
_PIECE_BYTES = 4096
_TIMEOUT_S = 30


@dataclass(frozen=True)
class Exchange:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class FaultyProxy:
    """Listens on loopback with the gateway's own certificate. A context manager.

    Args:
        decide: what befalls this exchange, one of `KINDS`; called on any thread.
        bytes_per_s: how fast bodies come through, all connections together; 0 = as fast as they can.
        held_back_s: how long at most what is to be overtaken waits for something to overtake it.
    """

    def __init__(
        self,
        gateway: EmbeddedGateway,
        terminal_id: str,
        decide: Callable[[Exchange], str],
        bytes_per_s: int = 0,
        held_back_s: float = 0.5,
    ) -> None:
        self._paths = GatewayPaths(gateway.state_dir)
        self._gateway = gateway
        self._terminal = (self._paths.terminal_cert(terminal_id), self._paths.terminal_key(terminal_id))
        self._decide = decide
        self._bytes_per_s = bytes_per_s
        self._held_back_s = held_back_s
        self._passed = threading.Condition()
        """Guards all below that changes; told of each answer."""
        self._line = threading.Lock()
        self._late: list[tuple[int, Exchange]] = []
        self._awaiting_repetition: dict[tuple[str, str], Exchange] = {}
        """By method and path."""
        self._count = 0
        self.befell: dict[str, int] = dict.fromkeys(KINDS, 0)
        """How often what happened."""
        self.answered: list[str] = []
        """Paths, in the order in which the platform answered."""
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        for late in [late for _, late in self._late] + list(self._awaiting_repetition.values()):
            self._forwarded(late)

    def server_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(self._paths.ca_cert))
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(self._paths.server_cert, self._paths.server_key)
        return context

    def exchange(self, given: Exchange, answer: Callable[[bytes], None]) -> bool:
        """Treat one exchange as decided; returns whether the connection to the terminal lives on."""
        kind = self._decide(given)
        self._note(kind, given)
        match kind:
            case "lose request":
                return False
            case "cut request":
                self._half_forwarded(given)
                return False
            case "garbage":
                answer(b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n<html>welcome</html>"[:-1])
                return True
            case "double":
                self._forwarded(given)
            case "overtaken":
                with self._passed:
                    overtaken_at = len(self.answered) + _OVERTAKEN_BY
                    self._passed.wait_for(lambda: len(self.answered) >= overtaken_at, self._held_back_s)
            case "behind its own repetition":
                with self._passed:
                    self._awaiting_repetition[given.method, given.path] = given
                return False
            case _:
                pass
        forwarded = self._forwarded(given)
        with self._passed:
            older = self._awaiting_repetition.pop((given.method, given.path), None)
        if older:
            self._forwarded(older)
        if forwarded is None or kind == "lose answer":
            return False
        if kind == "cut answer":
            answer(forwarded[: len(forwarded) * 2 // 3])
            return False
        answer(forwarded)
        return True

    def _note(self, kind: str, given: Exchange) -> None:
        """Count it, and forward what is late and due by now."""
        with self._passed:
            self.befell[kind] += 1
            self._count += 1
            due = [late for at, late in self._late if at <= self._count]
            self._late = [(at, late) for at, late in self._late if at > self._count]
            if kind == "late":
                self._late.append((self._count + _LATE_BY, given))
        for late in due:
            self._forwarded(late)

    def paced(self, pieces: Iterable[bytes]) -> bytes:
        """The pieces, in the time that the line takes for them."""
        whole = bytearray()
        for piece in pieces:
            if self._bytes_per_s:
                with self._line:
                    time.sleep(len(piece) / self._bytes_per_s)
            whole += piece
        return bytes(whole)

    def _forwarded(self, given: Exchange) -> bytes | None:
        """The platform's answer as bytes, or None when there is none."""
        connection = self._connection()
        try:
            connection.request(given.method, given.path, given.body or None, given.headers)
            answered = connection.getresponse()
            body = answered.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        with self._passed:
            self.answered.append(given.path)
            self._passed.notify_all()
        head = [f"HTTP/1.1 {answered.status} {answered.reason}"]
        head += [f"{name}: {value}" for name, value in answered.getheaders()]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + body

    def _half_forwarded(self, given: Exchange) -> None:
        connection = self._connection()
        try:
            connection.putrequest(given.method, given.path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.headers.items():
                connection.putheader(name, value)
            connection.endheaders(given.body[: len(given.body) // 2])
        except OSError:
            pass
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=str(self._paths.ca_cert))
        context.load_cert_chain(*self._terminal)
        host, _, port = self._gateway.base_url.removeprefix("https://").partition(":")
        return http.client.HTTPSConnection(host, int(port), timeout=_TIMEOUT_S, context=context)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def spoil(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.server.proxy.paced(self._pieces(length))
        if len(body) < length:
            self.close_connection = True
            return
        given = Exchange(self.command, self.path, dict(self.headers), body)
        self.close_connection |= not self.server.proxy.exchange(given, self.wfile.write)

    do_GET = do_PUT = do_POST = spoil  # noqa: N815 -- named by the standard library

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _pieces(self, length: int) -> Iterable[bytes]:
        while length > 0 and (piece := self.rfile.read(min(length, _PIECE_BYTES))):
            length -= len(piece)
            yield piece


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32

    def __init__(self, proxy: FaultyProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy
        self._context = proxy.server_context()

    def finish_request(self, request: object, client_address: object) -> None:
        try:
            with self._context.wrap_socket(request, server_side=True) as secured:  # type: ignore[arg-type]
                secured.settimeout(_TIMEOUT_S)
                self.RequestHandlerClass(secured, client_address, self)  # type: ignore[arg-type]
        except OSError:
            pass

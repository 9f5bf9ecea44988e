"""One thread's kept-alive connection to the platform, on `requests`: no silence and no trickle lasts for ever.

Requests go straight to the adapter. A `requests.Session` would add cookies, the environment, redirects and hooks, none
of which may play a part here, and a third of the time that a small request takes. Imported with the first request.
"""

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import requests.exceptions as failed
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ReadTimeoutError

from offline_cache.errors import LinkError

SLOWEST_BYTES_PER_S = 8 * 1024
"""A body may take as long as it takes at this speed; slower counts as silence."""
_PIECE_BYTES = 16 * 1024
_SEND_BUFFER_BYTES = 64 * 1024
"""Keeps what the kernel has taken but not sent small, so that waiting for the answer does not begin too early."""


class PlatformConnection:
    """For one thread at a time.

    Args:
        base_url: `https://host[:port][/prefix]`.
        ca_file: the only roots that the platform's certificate may have (PEM).
        cert_file: the terminal's certificate (PEM). key_file: its private key (PEM).
        timeouts_s: to connect, and the longest silence.
        answer_timeout_s: the longest a whole answer may take; sending may take as long, and what `SLOWEST_BYTES_PER_S`
            allows.

    Raises:
        requests.exceptions.InvalidURL: there is no host in `base_url`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        ca_file: Path,
        cert_file: Path,
        key_file: Path,
        timeouts_s: tuple[float, float],
        answer_timeout_s: float,
    ) -> None:
        normal = PreparedRequest()
        normal.prepare_url(base_url, None)
        self._base_url = str(normal.url).rstrip("/")
        self._verify = str(ca_file)
        self._cert = (str(cert_file), str(key_file))
        self._timeouts_s = timeouts_s
        self._answer_timeout_s = answer_timeout_s
        self._adapter = _Adapter()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Response:
        """Send a request; the answer's body is still to be read, and the response to be closed.

        Raises:
            OSError: whatever goes wrong; `link_error` says what it means.
        """
        request = PreparedRequest()
        request.method, request.url = method, self._base_url + path
        request.headers = CaseInsensitiveDict(headers)
        if body is not None:
            request.headers["Content-Length"] = str(len(body))
            request.body = _Body(body, self._answer_timeout_s)
        _budget.answer_s = self._answer_timeout_s
        return self._adapter.send(
            request, stream=True, timeout=self._timeouts_s, verify=self._verify, cert=self._cert, proxies={}
        )

    def close(self) -> None:
        """A later request opens a new connection."""
        self._adapter.close()


class _Body:
    """A body that is sent piece by piece: each piece has the connection's time-out, and all together a deadline."""

    def __init__(self, data: bytes, allowance_s: float) -> None:
        self._data = memoryview(data)
        self._deadline_s = time.monotonic() + allowance_s + len(data) / SLOWEST_BYTES_PER_S

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._data), _PIECE_BYTES):
            if time.monotonic() > self._deadline_s:
                raise TimeoutError("sending")
            yield bytes(self._data[at : at + _PIECE_BYTES])


class _Budget(threading.local):
    """How long the answer to this thread's request may take."""

    answer_s = 60.0


_budget = _Budget()


class _Deadlined(io.RawIOBase):
    """A socket as an answer is read from it: neither one silence nor all of it together may take too long."""

    def __init__(self, connection: socket.socket, allowance_s: float) -> None:
        super().__init__()
        self._connection = connection
        self._stream = cast("io.RawIOBase", connection.makefile("rb", buffering=0))
        self._silence_s = connection.gettimeout() or allowance_s
        self._deadline_s = time.monotonic() + allowance_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        left_s = self._deadline_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("answer")
        self._connection.settimeout(min(self._silence_s, left_s))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Called by http.client in place of the socket's own."""
        return io.BufferedReader(self)


class _Answering(http.client.HTTPResponse):
    """An answer within its budget, from the first byte of the status line on."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(cast("socket.socket", _Deadlined(sock, _budget.answer_s)), *args, **options)


class _Connection(HTTPSConnection):
    """Sends a request's head together with the first piece of its body: one packet less for a small one."""

    response_class = _Answering
    _holds_head = False
    _head = b""

    def request(self, method: str, url: str, body: Any = None, *args: Any, **options: Any) -> None:
        self._holds_head, self._head = bool(body), b""
        super().request(method, url, body, *args, **options)

    def send(self, data: Any) -> None:
        if self._holds_head:
            self._holds_head, self._head = False, data
        else:
            head, self._head = self._head, b""
            super().send(head + data)


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType] -- as urllib3 does itself


class _Adapter(HTTPAdapter):
    """Always to the same platform."""

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)
        self.poolmanager.connection_pool_kw["socket_options"] = [
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES),
        ]
        pool_classes: dict[str, type[HTTPConnectionPool] | type[HTTPSConnectionPool]] = {"https": _Pool}
        self.poolmanager.pool_classes_by_scheme = pool_classes
        self._pool: HTTPConnectionPool | None = None

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> HTTPConnectionPool:
        """Looked up once: the key of a pool is made from everything that TLS depends on."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(*args, **options)
        return self._pool


_ABOUT_CERTIFICATES = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED", "KEY_VALUES_MISMATCH", "PEM lib")
"""Parts of OpenSSL's messages that speak of a certificate or key, ours or theirs; others are a broken connection."""


def link_error(error: OSError) -> LinkError:
    """What a failed request means."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return LinkError("link.certificate", retryable=True, data={"verify_code": cause.verify_code})
        if isinstance(cause, ssl.SSLError) and any(part in str(cause) for part in _ABOUT_CERTIFICATES):
            return LinkError("link.certificate", retryable=True, data={"reason": cause.reason or "unreadable"})
    if not isinstance(
        error, failed.RequestException | ssl.SSLError
    ):  # a certificate file of ours is missing or unreadable
        return LinkError("link.certificate", retryable=True, data={"reason": type(error).__name__})
    if any(isinstance(cause, failed.Timeout | ReadTimeoutError | TimeoutError) for cause in causes):
        return LinkError("link.timeout", retryable=True)
    if any(_is_garbage(cause) for cause in causes):
        return LinkError("link.garbage", retryable=True)
    return LinkError("link.down", retryable=True)


def is_broken(error: BaseException) -> bool:
    """Whether the platform ended the connection without a word that reached us."""
    return any(
        isinstance(cause, ssl.SSLEOFError | ConnectionResetError | BrokenPipeError)
        and not isinstance(cause, http.client.RemoteDisconnected)  # an orderly end: an alert would have been read
        for cause in _causes(error)
    )


def _is_garbage(error: BaseException) -> bool:
    if isinstance(error, http.client.RemoteDisconnected | http.client.IncompleteRead):
        return False
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return True
    return isinstance(error, http.client.HTTPException | failed.ContentDecodingError | failed.InvalidHeader)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it wraps, in the three ways that requests and urllib3 wrap."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, BaseException) and not any(found is other for other in seen):
            seen.append(found)
            waiting += (found.__cause__, found.__context__, getattr(found, "reason", None), *found.args)
            yield found

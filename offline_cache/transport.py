"""The terminal's only HTTP: mutual TLS to the platform, time-outs on everything, digests on what is sent and received.

`requests` is imported with the first request, not with this module. Nothing comes from the environment (no proxy, no
REQUESTS_CA_BUNDLE, no .netrc); redirects are answers like any other.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import http.client
import io
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from offline_cache.errors import LinkError

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter

ANSWER_LIMIT_BYTES = 8 * 1024 * 1024
TERMINAL_HEADER = "Kiosk-Terminal"
SLOWEST_BYTES_PER_S = 8 * 1024
"""A body may take as long as it takes at this speed; slower counts as silence."""
_ALERT_TIMEOUT_S = 1.0
_PIECE_BYTES = 16 * 1024
_SEND_BUFFER_BYTES = 64 * 1024
"""Keeps what the kernel has taken but not sent small, so that waiting for the answer does not begin too early."""
_CLOCK_TRIP_LIMIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            LinkError: `link.garbage`, when it is none.
        """
        try:
            value: object = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise LinkError("link.garbage", retryable=True, data={"status": self.status}) from error
        if not isinstance(value, dict):
            raise LinkError("link.garbage", retryable=True, data={"status": self.status})
        return cast("dict[str, Any]", value)


class Transport:
    """Requests to one platform as one terminal, from any thread: each has its own session and kept-alive connection."""

    def __init__(
        self,
        base_url: str,
        *,
        ca_file: Path,
        cert_file: Path,
        key_file: Path,
        terminal_id: str,
        connect_timeout_s: float = 3.0,
        read_timeout_s: float = 10.0,
        answer_timeout_s: float = 60.0,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            base_url: `https://host[:port][/prefix]`; anything but https is refused.
            ca_file: the only roots that the platform's certificate may have (PEM).
            cert_file: the terminal's certificate (PEM). key_file: its private key (PEM).
            read_timeout_s: the longest silence. answer_timeout_s: the longest a whole answer may take, head included,
                after the request was sent; sending may take as long again, and what `SLOWEST_BYTES_PER_S` allows.
            wall: seconds since the epoch, to compare with the platform's.

        Raises:
            ValueError: `base_url` is not https.
        """
        if urlsplit(base_url).scheme != "https":
            raise ValueError("base_url must begin with https")
        self._base_url = base_url.rstrip("/")
        self._ca_file = ca_file
        self._cert_file = cert_file
        self._key_file = key_file
        self._terminal_id = terminal_id
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._answer_timeout_s = answer_timeout_s
        self._wall = wall
        self.clock_offset_s: float | None = None
        """Platform's clock minus ours by its last answer, within about a second; for records and health alone."""
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []

    def request(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        body_sha256: bytes | None = None,
    ) -> Answer:
        """Send one request and read the whole answer, whatever its status.

        Args:
            path: begins with a slash, below `base_url`.
            body: sent with Content-Type and Content-Digest (RFC 9530, sha-256) when not None.
            body_sha256: its digest, where the caller has it already.

        Raises:
            LinkError: `link.down` (no connection, or it broke), `link.timeout`, `link.certificate` (theirs or ours does
                not fit; `data` has X.509's `verify_code` where known), `link.garbage` (not HTTP, too long, or a digest
                that does not match).
        """
        from requests import exceptions

        sent = dict(headers or {}) | {TERMINAL_HEADER: self._terminal_id}
        if body is not None:
            sent |= {"Content-Type": content_type, "Content-Digest": content_digest(body, body_sha256)}
        started_s = time.monotonic()
        _budget.answer_s = self._answer_timeout_s
        try:
            with self._session().request(
                method, self._base_url + path, headers=sent,
                data=None if body is None else _Body(body, self._answer_timeout_s),
                timeout=self._timeouts_s, allow_redirects=False, stream=True,
            ) as response:  # fmt: skip
                received = {name.lower(): value for name, value in response.headers.items()}
                answer = Answer(response.status_code, received, self._read(response))
        except (exceptions.InvalidURL, exceptions.InvalidSchema):
            raise
        except OSError as error:  # all of requests' exceptions are, and so is a certificate file that cannot be read
            cause = self._refusal_of_us() if _is_broken(error) else None
            raise _link_error(cause or error) from error
        claimed = answer.headers.get("content-digest")
        if claimed is not None and claimed != content_digest(answer.body):
            raise LinkError("link.garbage", retryable=True, data={"status": answer.status})
        if time.monotonic() - started_s < _CLOCK_TRIP_LIMIT_S:
            self._compare_clocks(answer.headers.get("date", ""))
        return answer

    def close(self) -> None:
        """Close every thread's connections. Later requests open new ones."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
            self._local = threading.local()
        for session in sessions:
            session.close()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            import requests

            session = requests.Session()
            session.trust_env = False  # or REQUESTS_CA_BUNDLE would override `verify`
            session.verify = str(self._ca_file)
            session.cert = (str(self._cert_file), str(self._key_file))
            session.mount("https://", _adapter())
            session.headers.clear()
            session.headers.update({"User-Agent": "government-kiosk", "Accept": "application/json"})
            with self._lock:
                self._local.session = session
                self._sessions.append(session)
        return session

    def _refusal_of_us(self) -> ssl.SSLError | None:
        """The alert with which the platform refuses our certificate, if it does.

        In TLS 1.3 the client may send before the server has looked at its certificate; then the server's alert is often
        lost with the connection it closes. A connection on which nothing is sent brings it.
        """
        url = urlsplit(self._base_url)
        address = (url.hostname or "", url.port or 443)
        try:
            context = ssl.create_default_context(cafile=self._ca_file)
            context.load_cert_chain(self._cert_file, self._key_file)
            with (
                socket.create_connection(address, timeout=_ALERT_TIMEOUT_S) as plain,
                context.wrap_socket(plain, server_hostname=url.hostname) as secured,
            ):
                secured.recv(1)
        except ssl.SSLError as error:
            return error
        except OSError:
            return None
        return None

    def _read(self, response: requests.Response) -> bytes:
        body = bytearray()
        for piece in response.iter_content(65_536):
            body += piece
            if len(body) > ANSWER_LIMIT_BYTES:
                raise LinkError("link.garbage", retryable=True, data={"status": response.status_code})
        return bytes(body)

    def _compare_clocks(self, date: str) -> None:
        try:
            platform_s = parsedate_to_datetime(date).timestamp() + 0.5  # Date leaves the fraction out
        except (ValueError, OverflowError):
            return
        self.clock_offset_s = platform_s - self._wall()


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


@functools.cache
def _pool_class() -> type:
    from urllib3.connection import HTTPSConnection
    from urllib3.connectionpool import HTTPSConnectionPool

    class Connection(HTTPSConnection):
        response_class = _Answering

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection  # pyright: ignore[reportAssignmentType] -- as urllib3 does itself

    return Pool


def _adapter() -> HTTPAdapter:
    from requests.adapters import HTTPAdapter

    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1)
    adapter.poolmanager.connection_pool_kw["socket_options"] = [
        (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES),
    ]
    adapter.poolmanager.pool_classes_by_scheme = {"https": _pool_class()}
    return adapter


def content_digest(body: bytes, sha256: bytes | None = None) -> str:
    """The value of Content-Digest (RFC 9530 section 2)."""
    return f"sha-256=:{base64.b64encode(sha256 or hashlib.sha256(body).digest()).decode('ascii')}:"


_ABOUT_CERTIFICATES = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED", "KEY_VALUES_MISMATCH", "PEM lib")
"""Parts of OpenSSL's messages that speak of a certificate or key, ours or theirs; others are a broken connection."""


def _link_error(error: OSError) -> LinkError:
    import requests.exceptions as failed
    from urllib3.exceptions import ReadTimeoutError

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


def _is_broken(error: BaseException) -> bool:
    return any(
        isinstance(cause, ssl.SSLEOFError | ConnectionResetError | BrokenPipeError)
        and not isinstance(cause, http.client.RemoteDisconnected)  # an orderly end: an alert would have been read
        for cause in _causes(error)
    )


def _is_garbage(error: BaseException) -> bool:
    import requests.exceptions as failed

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

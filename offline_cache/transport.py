"""The terminal's only HTTP: mutual TLS to the platform, time-outs on everything, digests on what is sent and received.

`requests` is imported with the first request (`connection`). Nothing comes from the environment (no proxy, no
REQUESTS_CA_BUNDLE, no .netrc); redirects are answers like any other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from offline_cache.clock_check import ClockCheck, Validity
from offline_cache.errors import LinkError

if TYPE_CHECKING:
    import requests

    from offline_cache.connection import PlatformConnection

ANSWER_LIMIT_BYTES = 8 * 1024 * 1024
TERMINAL_HEADER = "Kiosk-Terminal"
_ALERT_TIMEOUT_S = 1.0
_CLOCK_TRIP_LIMIT_S = 5.0
_ALWAYS_SENT = {"User-Agent": "government-kiosk", "Accept": "application/json"}


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
    """Requests to one platform as one terminal, from any thread: each has its own kept-alive connection."""

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
        clock_check: ClockCheck | None = None,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            base_url: `https://host[:port][/prefix]`; anything but https is refused.
            ca_file: the only roots that the platform's certificate may have (PEM).
            cert_file: the terminal's certificate (PEM). key_file: its private key (PEM).
            read_timeout_s: the longest silence. answer_timeout_s: the longest a whole answer may take, head included,
                after the request was sent; sending may take as long again, and what a very slow line needs.
            wall: seconds since the epoch, to compare with the platform's.
            clock_check: asked when a certificate does not fit the time.

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
        self._clock_check = clock_check or ClockCheck("")
        self.clock_offset_s: float | None = None
        """Platform's clock minus ours by its last answer, within about a second; for records and health alone."""
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[PlatformConnection] = []

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
                not fit; `data` has X.509's `verify_code` where known), `link.clock` (theirs does, our clock is wrong;
                `data` has the true time minus ours, `offset_s`), `link.garbage` (not HTTP, too long, or a digest that
                does not match).
        """
        from requests import exceptions

        from offline_cache.connection import is_broken, link_error

        sent = {**_ALWAYS_SENT, TERMINAL_HEADER: self._terminal_id, **(headers or {})}
        if body is not None:
            sent |= {"Content-Type": content_type, "Content-Digest": content_digest(body, body_sha256)}
        started_s = time.monotonic()
        try:
            with self._connection().send(method, path, sent, body) as response:
                received = {name.lower(): value for name, value in response.headers.items()}
                answer = Answer(response.status_code, received, self._read(response))
        except (exceptions.InvalidURL, exceptions.InvalidSchema):
            raise
        except OSError as error:  # all of requests' exceptions are, and so is a certificate file that cannot be read
            cause = self._refusal_of_us() if is_broken(error) else None
            raise self._clock_check.blamed(link_error(cause or error), self._their_validity) from error
        claimed = answer.headers.get("content-digest")
        if claimed is not None and claimed != content_digest(answer.body):
            raise LinkError("link.garbage", retryable=True, data={"status": answer.status})
        if time.monotonic() - started_s < _CLOCK_TRIP_LIMIT_S:
            self._compare_clocks(answer.headers.get("date", ""))
        return answer

    def close(self) -> None:
        """Close every thread's connections. Later requests open new ones."""
        with self._lock:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection in connections:
            connection.close()

    def _connection(self) -> PlatformConnection:
        connection: PlatformConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            from offline_cache.connection import PlatformConnection

            connection = PlatformConnection(
                self._base_url,
                ca_file=self._ca_file,
                cert_file=self._cert_file,
                key_file=self._key_file,
                timeouts_s=self._timeouts_s,
                answer_timeout_s=self._answer_timeout_s,
            )
            with self._lock:
                self._local.connection = connection
                self._connections.append(connection)
        return connection

    def _refusal_of_us(self) -> ssl.SSLError | None:
        """The alert with which the platform refuses our certificate, if it does.

        In TLS 1.3 the client may send before the server has looked at its certificate; then the server's alert is often
        lost with the connection it closes. A connection on which nothing is sent brings it.
        """
        try:
            with self._shown_ours(ssl.create_default_context(cafile=self._ca_file)) as secured:
                secured.recv(1)
        except ssl.SSLError as error:
            return error
        except OSError:
            return None
        return None

    def _their_validity(self) -> Validity | None:
        """Of the certificate that was refused, which `ssl` does not show. Nothing is sent, nothing else is believed."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with self._shown_ours(context) as secured:
                return Validity.of(secured.getpeercert(binary_form=True) or b"")
        except (OSError, ValueError):
            return None

    @contextmanager
    def _shown_ours(self, context: ssl.SSLContext) -> Generator[ssl.SSLSocket]:
        """A connection beside the others, on which the platform was shown our certificate. Raises OSError."""
        url = urlsplit(self._base_url)
        context.load_cert_chain(self._cert_file, self._key_file)
        with (
            socket.create_connection((url.hostname or "", url.port or 443), timeout=_ALERT_TIMEOUT_S) as plain,
            context.wrap_socket(plain, server_hostname=url.hostname) as secured,
        ):
            yield secured

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


def content_digest(body: bytes, sha256: bytes | None = None) -> str:
    """The value of Content-Digest (RFC 9530 section 2)."""
    return f"sha-256=:{base64.b64encode(sha256 or hashlib.sha256(body).digest()).decode('ascii')}:"

"""One question to a printer: an IPP message in an HTTP POST (RFC 8010 section 4), each on a connection of its own."""

from __future__ import annotations

import http.client
import itertools
import socket
import ssl
import time
from enum import IntEnum
from urllib.parse import urlsplit

from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError
from drivers.printer.ipp_codec import Attributes, Group, IppSyntaxError, Message, Tag, decode, encode, one

_PORT = 631
_ANSWER_BYTES_MAX = 1_000_000
_PIECE_BYTES = 65_536
_REFUSED = {401: "page_printer.no_access", 403: "page_printer.no_access", 404: "page_printer.no_queue"}


class Operation(IntEnum):
    """RFC 8011 section 5.4.15."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class IppWire:
    """Args:
    uri: `ipp://host[:port]/path`, or `ipps://…` for TLS.
    ca_file: PEM with what an ipps printer's certificate must come from (or be); "" = the system's authorities.
    timeout_s: deadline of connecting, of sending, of waiting for the answer, and of reading it.
    user: what the printer's queue shows as owner.
    """

    def __init__(self, uri: str, timeout_s: float, ca_file: str = "", user: str = "kiosk") -> None:
        parts = urlsplit(uri)
        self._secure = parts.scheme == "ipps"
        self._host, self._port = parts.hostname or "", parts.port or _PORT
        self._path = parts.path or "/"
        self._uri = uri
        self._ca_file = ca_file
        self._timeout_s = timeout_s
        self._user = user
        self._numbers = itertools.count(1)

    def ask(
        self, operation: Operation, about: Attributes | None = None, job: Attributes | None = None, data: bytes = b""
    ) -> Message:
        """The answer, whatever its status.

        Args:
            about: operation attributes beside charset, language, printer and user.
            job: attributes of a job to be made.

        Raises:
            DeviceUnavailable: `page_printer.missing`: nothing was sent. `page_printer.lost`: something may have been.
            DeviceTimeout: `page_printer.silent`: something may have been sent.
            ProtocolError: `page_printer.garbage`, `page_printer.no_access`, `page_printer.no_queue`.
        """
        request = Message(operation, next(self._numbers) & 0x7FFF_FFFF, self._groups(about, job), data)
        connection = self._connect()
        try:
            body = self._exchange(connection, encode(request))
        finally:
            connection.close()
        try:
            answer = decode(body)
        except IppSyntaxError as error:
            raise ProtocolError("page_printer.garbage", retryable=True, data={"offset": error.offset}) from error
        if answer.request_id != request.request_id:
            raise ProtocolError("page_printer.garbage", retryable=True, data={"why": "request id"})
        return answer

    def _groups(self, about: Attributes | None, job: Attributes | None) -> tuple[Group, ...]:
        operation: Attributes = {  # charset and language come first: RFC 8011 section 4.1.4
            "attributes-charset": one(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": one(Tag.NATURAL_LANGUAGE, "en"),
            "printer-uri": one(Tag.URI, self._uri),
            "requesting-user-name": one(Tag.NAME, self._user),
            **(about or {}),
        }
        groups = (Group(Tag.OPERATION, operation),)
        return (*groups, Group(Tag.JOB, job)) if job else groups

    def _connect(self) -> http.client.HTTPConnection:
        if self._secure:
            try:
                context = ssl.create_default_context(cafile=self._ca_file or None)
            except OSError as error:
                raise ProtocolError("page_printer.no_access", retryable=False, data={"why": "ca_file"}) from error
            context.check_hostname = not self._ca_file  # a printer's own certificate rarely names where it stands
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout_s, context=context
            )
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise ProtocolError("page_printer.no_access", retryable=False, data={"why": "certificate"}) from error
        except OSError as error:
            connection.close()
            data = {"errno": error.errno or 0}
            raise DeviceUnavailable("page_printer.missing", retryable=True, data=data) from error
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _exchange(self, connection: http.client.HTTPConnection, request: bytes) -> bytes:
        headers = {"Content-Type": "application/ipp", "Connection": "close"}
        line = connection.sock
        try:
            connection.request("POST", self._path, request, headers)
            response = connection.getresponse()
            until_s = time.monotonic() + self._timeout_s
            body = b""
            while piece := self._read(line, response, until_s):
                body += piece
                if len(body) > _ANSWER_BYTES_MAX:
                    raise ProtocolError("page_printer.garbage", retryable=False, data={"why": "too long"})
        except TimeoutError as error:
            raise DeviceTimeout("page_printer.silent", retryable=True) from error
        except OSError as error:
            raise DeviceUnavailable("page_printer.lost", retryable=True, data={"errno": error.errno or 0}) from error
        except http.client.HTTPException as error:
            raise ProtocolError("page_printer.garbage", retryable=True) from error
        if response.status != http.client.OK:
            raise _http_refusal(response.status)
        return body

    def _read(self, line: socket.socket, response: http.client.HTTPResponse, until_s: float) -> bytes:
        left_s = until_s - time.monotonic()
        if left_s <= 0:  # a printer that trickles must not hold us
            raise TimeoutError
        line.settimeout(left_s)
        return response.read1(_PIECE_BYTES)


def _http_refusal(status: int) -> DeviceError:
    return ProtocolError(_REFUSED.get(status, "page_printer.error"), retryable=False, data={"http": status})

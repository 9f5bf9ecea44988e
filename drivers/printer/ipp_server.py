"""The HTTP side of the simulated page printer: requests in, answers out, and what faults do to the line."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from drivers.faults import Kind
from drivers.printer.ipp_codec import IppSyntaxError, Message, decode, encode

if TYPE_CHECKING:
    from drivers.printer.ipp_simulator import IppSimulator

UNREACHABLE = (Kind.UNPLUGGED, Kind.MISSING)
_BODY_BYTES_MAX = 50_000_000
_BAD_REQUEST = 0x0400


class IppServer(ThreadingHTTPServer):
    """One port. Each request is read as a whole and answered by the printer, or spoilt as its fault says."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, printer: IppSimulator) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.printer = printer

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002 - the base's signature
        return self.printer.plugged


class _Handler(BaseHTTPRequestHandler):
    server: IppServer  # pyright: ignore[reportIncompatibleVariableOverride] - the base cannot know whose it is
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the base finds it by this name
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _BODY_BYTES_MAX))
        try:
            request = decode(body)
        except IppSyntaxError:
            self._send(encode(Message(_BAD_REQUEST, 0, ())), None)
            return
        answer, fault = self.server.printer.answer(request)
        kind = fault.kind if fault else None
        if fault and kind in UNREACHABLE:
            self.server.printer.unplug(fault)
            self.close_connection = True
        elif fault and kind is Kind.SILENT:
            self.server.printer.wait(fault.delay_s or 3600)
            self.close_connection = True
        else:
            if fault and kind is Kind.SLOW:
                self.server.printer.wait(fault.delay_s)
            self._send(answer, len(answer) // 2 if kind is Kind.HALF else None)

    def _send(self, body: bytes, stop_after: int | None) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[:stop_after])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing: the simulator keeps no log."""

"""The wire to a receipt printer: one Protocol, and the network; serial_line.py and usb_line.py have the other two.

This is the one place that touches python-escpos's untyped internals (`_raw`, `_read`).
"""

import socket
import time
from collections import deque
from typing import Any, Protocol

from drivers.errors import DeviceTimeout, DeviceUnavailable


class Line(Protocol):
    """Bytes to and from one printer. Every call ends within its time; losing the line raises DeviceUnavailable."""

    def open(self) -> None:
        """Raises DeviceUnavailable `printer.missing`."""
        ...

    def close(self) -> None: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def byte_s(self) -> float:
        """Seconds that a byte spends on the wire; 0.0 on a network."""
        ...

    def send(self, data: bytes) -> None:
        """Raises DeviceUnavailable `printer.lost`, DeviceTimeout `printer.silent` when the printer takes no more."""
        ...

    def receive(self, timeout_s: float) -> int | None:
        """The next byte, or None when none came in time. Raises DeviceUnavailable `printer.lost`."""
        ...


def drain(line: Line, quiet_s: float = 0.0) -> int:
    """Throw away what is waiting, until nothing came for `quiet_s`; returns how many bytes that were."""
    count = 0
    deadline_s = time.monotonic() + max(1.0, quiet_s)  # a printer that never stops talking must not hold us
    while time.monotonic() < deadline_s and line.receive(quiet_s) is not None:
        count += 1
    return count


class TcpLine:
    """A network printer (port 9100, "raw" or JetDirect)."""

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        self._address = (host, port)
        self._timeout_s = timeout_s
        self._printer: Any = None  # escpos.printer.Network, untyped
        self._socket: socket.socket | None = None
        self._waiting: deque[int] = deque()

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    @property
    def byte_s(self) -> float:
        return 0.0

    def open(self) -> None:
        from escpos.printer import Network  # pyright: ignore[reportMissingTypeStubs]

        if self._socket is not None:
            return
        try:
            # made here and handed over: Network.open() leaves its socket open when the connection is refused
            connected = socket.create_connection(self._address, self._timeout_s)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise DeviceUnavailable("printer.missing", retryable=True, data={"errno": error.errno or 0}) from error
        self._printer = Network(*self._address, timeout=self._timeout_s)
        self._printer.device = connected
        self._socket = connected

    def close(self) -> None:
        if self._printer is not None:
            self._printer.close()
        self._printer = self._socket = None
        self._waiting.clear()

    def send(self, data: bytes) -> None:
        line = self._connected()
        line.settimeout(self._timeout_s)
        try:
            self._printer._raw(data)
        except TimeoutError as error:
            self.close()
            raise DeviceTimeout("printer.silent", retryable=True) from error
        except OSError as error:
            raise self._lost(error.errno or 0) from error

    def receive(self, timeout_s: float) -> int | None:
        if self._waiting:
            return self._waiting.popleft()
        line = self._connected()
        line.settimeout(timeout_s)
        try:
            received: bytes = self._printer._read()
        except (TimeoutError, BlockingIOError):  # the second when timeout_s is 0
            return None
        except OSError as error:
            raise self._lost(error.errno or 0) from error
        if not received:
            raise self._lost(0)
        self._waiting.extend(received)
        return self._waiting.popleft()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise DeviceUnavailable("printer.lost", retryable=True)
        return self._socket

    def _lost(self, errno: int) -> DeviceUnavailable:
        self.close()
        return DeviceUnavailable("printer.lost", retryable=True, data={"errno": errno})

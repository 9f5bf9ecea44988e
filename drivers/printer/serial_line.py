"""A receipt printer on a serial line: 8N1. pyserial, which python-escpos would use too, but with deadlines."""

from __future__ import annotations

import contextlib
import termios
import time
from collections import deque
from collections.abc import Generator

import serial

from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.serial_errors import opening_errors

_BITS_PER_BYTE = 10  # 8N1 with start and stop bit
_LOOK_S = 0.005


class SerialLine:
    """Implements `drivers.printer.line.Line`.

    Args:
        flow: how the printer says that its buffer is full: `none`, `xonxoff`, `rtscts`, `dsrdtr`.
    """

    def __init__(self, port: str, baud: int, flow: str, timeout_s: float) -> None:
        self._port = port
        self._baud = baud
        self._flow = flow
        self._timeout_s = timeout_s
        self._line: serial.Serial | None = None
        self._waiting: deque[int] = deque()

    @property
    def is_open(self) -> bool:
        return self._line is not None

    @property
    def byte_s(self) -> float:
        return _BITS_PER_BYTE / self._baud

    def open(self) -> None:
        if self._line is not None:
            return
        with opening_errors(missing="printer.missing", no_access="printer.no_access"):
            self._line = serial.Serial(
                self._port,
                self._baud,
                xonxoff=self._flow == "xonxoff",
                rtscts=self._flow == "rtscts",
                dsrdtr=self._flow == "dsrdtr",
                exclusive=True,
            )

    def close(self) -> None:
        line, self._line = self._line, None
        self._waiting.clear()
        if line is not None:
            with contextlib.suppress(OSError, termios.error):
                line.reset_output_buffer()  # or closing waits for a printer that takes no more
                line.close()

    def send(self, data: bytes) -> None:
        """Until the last byte is on the wire: a question behind a buffer of print data would be answered late."""
        line = self._connected
        until_s = time.monotonic() + len(data) * self.byte_s + self._timeout_s
        with self._errors():
            line.write_timeout = max(_LOOK_S, until_s - time.monotonic())
            line.write(data)
            while line.out_waiting:
                if time.monotonic() > until_s:
                    raise serial.SerialTimeoutException
                time.sleep(_LOOK_S)

    def receive(self, timeout_s: float) -> int | None:
        if not self._waiting:
            line = self._connected
            with self._errors():
                line.timeout = timeout_s
                self._waiting.extend(line.read(max(1, line.in_waiting)))
        return self._waiting.popleft() if self._waiting else None

    @property
    def _connected(self) -> serial.Serial:
        if self._line is None:
            raise DeviceUnavailable("printer.lost", retryable=True)
        return self._line

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        """Whatever ends a line ends it for good: what comes later on it could be anybody's answer."""
        try:
            yield
        except serial.SerialTimeoutException as error:
            self.close()
            raise DeviceTimeout("printer.silent", retryable=True) from error
        except (OSError, termios.error) as error:
            self.close()
            number = error.errno if isinstance(error, OSError) and error.errno else 0
            raise DeviceUnavailable("printer.lost", retryable=True, data={"errno": number}) from error

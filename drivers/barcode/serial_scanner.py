"""Barcode scanners that appear as a serial port (USB-COM, also RS-232). See docs/devices/barcode.md."""

from __future__ import annotations

import contextlib
import termios
import time
from collections import deque

import serial

from drivers.barcode.framing import CodeParser, Framing
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceUnavailable, MediaError
from drivers.serial_errors import line_errors, opening_errors

_WRITE_TIMEOUT_S = 1.0
_SLICE_S = 0.1  # one look at the line


class SerialScanner:
    """A `BarcodeReader` on a serial port.

    Args:
        port: device path, best a udev link that stays the same.
        baud: USB-COM ignores it.
        framing: what the scanner was programmed to put around a code.
        trigger_on: bytes (hex) that make it look; "" = it looks by itself.
        trigger_off: bytes (hex) that make it stop.
        gap_s: silence inside a code after which its rest will not come.
    """

    def __init__(
        self,
        port: str,
        baud: int = 9600,
        framing: str = "cr",
        *,
        trigger_on: str = "",
        trigger_off: str = "",
        gap_s: float = 0.3,
    ) -> None:
        self.hands_free = not trigger_on
        self._port = port
        self._baud = baud
        self._trigger_on = bytes.fromhex(trigger_on)
        self._trigger_off = bytes.fromhex(trigger_off)
        self._gap_s = gap_s
        self._parser = CodeParser(Framing(framing))
        self._codes: deque[bytes] = deque()
        self._heard_s = 0.0
        self._line: serial.Serial | None = None

    def open(self) -> None:
        """Raises DeviceUnavailable `barcode.missing` or `barcode.no_access`."""
        if self._line is not None:
            return
        with opening_errors(missing="barcode.missing", no_access="barcode.no_access"):
            self._line = serial.Serial(
                self._port, self._baud, timeout=_SLICE_S, write_timeout=_WRITE_TIMEOUT_S, exclusive=True
            )
        self._forget(self._line)

    def close(self) -> None:
        line, self._line = self._line, None
        self._codes.clear()
        self._parser.reset()
        if line is not None:
            with contextlib.suppress(OSError, termios.error):
                line.close()

    def status(self) -> DeviceStatus:
        """Whether the port is still there: scanners know no question that all of them answer.

        Codes that nobody waited for are thrown away. Raises DeviceUnavailable `barcode.missing`.
        """
        with _line_errors():
            self._forget(self._opened)
        return DeviceStatus(DeviceState.ONLINE)

    def start(self) -> None:
        """Raises DeviceUnavailable `barcode.missing`, DeviceTimeout `barcode.silent`."""
        line = self._opened
        with _line_errors():
            self._forget(line)
            if self._trigger_on:
                line.write(self._trigger_on)

    def stop(self) -> None:
        if self._line is not None and self._trigger_off:
            with _line_errors():
                self._line.write(self._trigger_off)

    def next(self, timeout_s: float) -> bytes | None:
        line = self._opened
        until_s = time.monotonic() + timeout_s
        while not self._codes:
            with _line_errors():
                data = line.read(max(1, line.in_waiting))
            now_s = time.monotonic()
            if data:
                self._heard_s = now_s
                self._take(data)
            elif self._parser.begun and now_s - self._heard_s >= self._gap_s:
                self._parser.reset()
                raise MediaError("barcode.unreadable", retryable=True, data={"why": "cut_short"})
            elif now_s >= until_s:
                return None
        return self._codes.popleft()

    def _take(self, data: bytes) -> None:
        dropped = self._parser.dropped
        self._codes += self._parser.feed(data)
        if self._parser.dropped > dropped:
            raise MediaError("barcode.unreadable", retryable=True, data={"why": "too_long"})

    @property
    def _opened(self) -> serial.Serial:
        if self._line is None:
            raise DeviceUnavailable("barcode.missing", retryable=True)
        return self._line

    def _forget(self, line: serial.Serial) -> None:
        with _line_errors():
            line.reset_input_buffer()
            _ = line.in_waiting  # asks the line itself: flushing alone does not notice that it is gone
        self._parser.reset()
        self._codes.clear()


def _line_errors() -> contextlib.AbstractContextManager[None]:
    return line_errors(missing="barcode.missing", silent="barcode.silent")

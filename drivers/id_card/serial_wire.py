"""A SAM-V module on a serial line: UART 8N1, 115200 bit/s as delivered."""

from __future__ import annotations

import contextlib

import serial

from drivers.errors import DeviceUnavailable
from drivers.serial_errors import line_errors, opening_errors

BAUDS = (115200, 57600, 38400, 19200, 9600)
"""What modules can speak, the likeliest first."""

_BITS_PER_BYTE = 10  # 8N1 with start and stop bit
_SLICE_S = 0.05


class SerialWire:
    """Implements `drivers.id_card.conversation.Wire`."""

    def __init__(self, port: str, baud: int, timeout_s: float) -> None:
        self._port = port
        self._baud = baud
        self._timeout_s = timeout_s
        self._line: serial.Serial | None = None

    @property
    def baud(self) -> int:
        return self._baud

    @property
    def byte_s(self) -> float:
        return _BITS_PER_BYTE / self._baud

    def open(self) -> None:
        with opening_errors(missing="id_card.missing", no_access="id_card.no_access"):
            self._line = serial.Serial(
                self._port, self._baud, timeout=_SLICE_S, write_timeout=self._timeout_s, exclusive=True
            )

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def send(self, data: bytes) -> None:
        with _line_errors():
            self._opened.write(data)

    def receive(self) -> bytes:
        with _line_errors():
            return self._opened.read(max(1, self._opened.in_waiting))

    def drop_input(self) -> None:
        with _line_errors():
            self._opened.reset_input_buffer()

    def change_speed(self, baud: int) -> None:
        """From now on both directions run at this speed."""
        with _line_errors():
            self._opened.baudrate = baud
        self._baud = baud

    @property
    def _opened(self) -> serial.Serial:
        if self._line is None:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        return self._line


def _line_errors() -> contextlib.AbstractContextManager[None]:
    return line_errors(missing="id_card.missing", silent="id_card.silent")

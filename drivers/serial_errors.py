"""What pyserial and the system say when a serial line cannot be had, or ends: as errors of a device.

pyserial raises some errors itself and lets others of the system's through (`OSError`, `termios.error`).
"""

from __future__ import annotations

import contextlib
import errno
import termios
from collections.abc import Generator

import serial

from drivers.errors import DeviceTimeout, DeviceUnavailable

_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN})


@contextlib.contextmanager
def opening_errors(*, missing: str, no_access: str) -> Generator[None]:
    """While a port is opened. Raises DeviceUnavailable with one of these codes: it is not there, or not for us (another
    user's, or in use)."""
    try:
        yield
    except (OSError, termios.error) as error:
        number = error.errno if isinstance(error, OSError) and error.errno else 0
        code = no_access if number in _NO_ACCESS else missing
        raise DeviceUnavailable(code, retryable=True, data={"errno": number}) from error


@contextlib.contextmanager
def line_errors(*, missing: str, silent: str) -> Generator[None]:
    """While it is used. Raises DeviceUnavailable `missing` when the line ends, DeviceTimeout `silent` when nobody takes
    what is sent."""
    try:
        yield
    except serial.SerialTimeoutException as error:
        raise DeviceTimeout(silent, retryable=True) from error
    except (OSError, termios.error) as error:
        raise DeviceUnavailable(missing, retryable=True) from error

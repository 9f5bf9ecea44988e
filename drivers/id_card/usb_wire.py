"""A SAM-V module on USB: bulk endpoints that carry the same frames as the serial line.

Most modules split a frame: preamble and length on one endpoint, the rest on another (OUT 02 and 06, IN 81 and 85).
Others carry it whole: then both endpoints of a direction are the same number.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, cast

import usb.core  # pyright: ignore[reportMissingTypeStubs]
import usb.util  # pyright: ignore[reportMissingTypeStubs]

from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.id_card.sdt import PREAMBLE

_HEAD_BYTES = len(PREAMBLE) + 2
_SLICE_MS = 50
_AT_ONCE_MS = 1
_CHUNK_BYTES = 4096
_DRAINS_MAX = 64  # a module that babbles is not waited for
_FULL_SPEED_BITS_PER_S = 12_000_000
_INTERFACE = 0
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where preamble and length go, and where the rest goes; out to the module and in from it."""

    head_out: int = 0x02
    body_out: int = 0x06
    head_in: int = 0x81
    body_in: int = 0x85


class _UsbDevice(Protocol):
    """What is used of `usb.core.Device`, which has no types."""

    def set_configuration(self) -> None: ...
    def is_kernel_driver_active(self, interface: int) -> bool: ...
    def detach_kernel_driver(self, interface: int) -> None: ...
    def write(self, endpoint: int, data: bytes, timeout: int) -> int: ...
    def read(self, endpoint: int, size_or_buffer: int, timeout: int) -> bytes: ...


_find = cast("Callable[..., _UsbDevice | None]", usb.core.find)  # pyright: ignore[reportUnknownMemberType]
_claim = cast("Callable[[_UsbDevice, int], None]", usb.util.claim_interface)  # pyright: ignore[reportUnknownMemberType]
_release = cast("Callable[[_UsbDevice], None]", usb.util.dispose_resources)  # pyright: ignore[reportUnknownMemberType]


class UsbWire:
    """Implements `drivers.id_card.conversation.Wire`.

    Args:
        backend: None = libusb.
    """

    baud = 0
    byte_s = 8 / _FULL_SPEED_BITS_PER_S

    def __init__(
        self,
        vendor_id: int,
        product_id: int,
        timeout_s: float,
        endpoints: Endpoints = Endpoints(),
        backend: object | None = None,
    ) -> None:
        self._ids = {"idVendor": vendor_id, "idProduct": product_id}
        self._timeout_ms = round(timeout_s * 1000)
        self._endpoints = endpoints
        self._backend = backend
        self._device: _UsbDevice | None = None
        self._head = b""
        self._body_left = 0
        self._overdue = True

    def open(self) -> None:
        try:
            device = _find(backend=self._backend, **self._ids)
        except usb.core.NoBackendError as error:
            raise DeviceUnavailable("id_card.missing", retryable=True, data={"why": "no libusb"}) from error
        if device is None:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        try:
            with contextlib.suppress(NotImplementedError):  # systems without kernel drivers in the way
                if device.is_kernel_driver_active(_INTERFACE):
                    device.detach_kernel_driver(_INTERFACE)
            device.set_configuration()
            _claim(device, _INTERFACE)
        except usb.core.USBError as error:
            _release(device)
            number = error.errno or 0
            code = "id_card.no_access" if number in _NO_ACCESS else "id_card.missing"
            raise DeviceUnavailable(code, retryable=True, data={"errno": number}) from error
        self._device = device
        self._expect_head()

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(usb.core.USBError):
                _release(device)

    def send(self, data: bytes) -> None:
        ends = self._endpoints
        split_at = len(data) if ends.head_out == ends.body_out else _HEAD_BYTES
        with _usb_errors():
            self._opened.write(ends.head_out, data[:split_at], self._timeout_ms)
            if split_at < len(data):
                self._opened.write(ends.body_out, data[split_at:], self._timeout_ms)

    def receive(self) -> bytes:
        data = self._read(self._endpoints.body_in if self._body_left else self._endpoints.head_in, _SLICE_MS)
        self._follow(data)
        self._overdue = self._overdue or not data
        return data

    def drop_input(self) -> None:
        """Costs time, so it is done only when an answer was waited for: otherwise nothing can be there."""
        self._expect_head()
        if self._overdue:
            self._overdue = False
            for endpoint in {self._endpoints.head_in, self._endpoints.body_in}:
                for _ in range(_DRAINS_MAX):
                    if not self._read(endpoint, _AT_ONCE_MS):
                        break

    def _read(self, endpoint: int, timeout_ms: int) -> bytes:
        with _usb_errors():
            try:
                return bytes(self._opened.read(endpoint, _CHUNK_BYTES, timeout_ms))
            except usb.core.USBTimeoutError:
                return b""

    def _follow(self, data: bytes) -> None:
        """Know on which endpoint the frame goes on."""
        if self._body_left:
            self._body_left = max(0, self._body_left - len(data))
            return
        self._head = (self._head + data)[-_HEAD_BYTES:]
        if self._head.startswith(PREAMBLE) and len(self._head) == _HEAD_BYTES:
            self._body_left = int.from_bytes(self._head[len(PREAMBLE) :], "big")
            self._head = b""

    def _expect_head(self) -> None:
        self._head = b""
        self._body_left = 0

    @property
    def _opened(self) -> _UsbDevice:
        if self._device is None:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        return self._device


@contextlib.contextmanager
def _usb_errors() -> Generator[None]:
    """Whatever else ends a transfer has ended the connection."""
    try:
        yield
    except usb.core.USBTimeoutError as error:
        raise DeviceTimeout("id_card.silent", retryable=True) from error
    except usb.core.USBError as error:
        raise DeviceUnavailable("id_card.missing", retryable=True, data={"errno": error.errno or 0}) from error
    except ValueError as error:  # pyusb's word for an endpoint that the device has not got
        raise DeviceUnavailable("id_card.missing", retryable=True, data={"why": "endpoint"}) from error

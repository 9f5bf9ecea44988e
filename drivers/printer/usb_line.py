"""A receipt printer on USB: printer class (interface class 7), a bulk endpoint each way. pyusb, as in python-escpos."""

from __future__ import annotations

import contextlib
import errno
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import Any, cast

import usb.core  # pyright: ignore[reportMissingTypeStubs]
import usb.util  # pyright: ignore[reportMissingTypeStubs]

from drivers.errors import DeviceTimeout, DeviceUnavailable

_PRINTER_CLASS = 7  # USB Device Class Definition for Printing Devices 1.1
_IN = 0x80
_CHUNK_BYTES = 512
_SLICE_BYTES = 16_384
_AT_ONCE_MS = 1
_FULL_SPEED_BITS_PER_S = 12_000_000
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY})

_find = cast("Callable[..., Iterable[Any]]", usb.core.find)  # pyright: ignore[reportUnknownMemberType]
_claim = cast("Callable[[Any, int], None]", usb.util.claim_interface)  # pyright: ignore[reportUnknownMemberType]
_release = cast("Callable[[Any], None]", usb.util.dispose_resources)  # pyright: ignore[reportUnknownMemberType]


class UsbLine:
    """Implements `drivers.printer.line.Line`.

    Args:
        vendor_id, product_id: of the printer; 0 = any.
        backend: None = libusb.
    """

    def __init__(self, vendor_id: int, product_id: int, timeout_s: float, backend: object | None = None) -> None:
        ids = {"idVendor": vendor_id, "idProduct": product_id}
        self._ids = {name: number for name, number in ids.items() if number}
        self._timeout_s = timeout_s
        self._backend = backend
        self._device: Any = None  # usb.core.Device, untyped
        self._out = self._in = 0
        self._waiting: deque[int] = deque()

    @property
    def is_open(self) -> bool:
        return self._device is not None

    @property
    def byte_s(self) -> float:
        return 8 / _FULL_SPEED_BITS_PER_S

    def open(self) -> None:
        if self._device is not None:
            return
        device, interface = self._look()
        try:
            with contextlib.suppress(NotImplementedError):  # systems without kernel drivers in the way
                if device.is_kernel_driver_active(interface.bInterfaceNumber):
                    device.detach_kernel_driver(interface.bInterfaceNumber)
            device.set_configuration()
            _claim(device, interface.bInterfaceNumber)
        except usb.core.USBError as error:
            _release(device)
            number = error.errno or 0
            code = "printer.no_access" if number in _NO_ACCESS else "printer.missing"
            raise DeviceUnavailable(code, retryable=True, data={"errno": number}) from error
        addresses = [endpoint.bEndpointAddress for endpoint in interface]
        self._out = next(address for address in addresses if not address & _IN)
        self._in = next(address for address in addresses if address & _IN)
        self._device = device

    def close(self) -> None:
        device, self._device = self._device, None
        self._waiting.clear()
        if device is not None:
            with contextlib.suppress(usb.core.USBError):
                _release(device)

    def send(self, data: bytes) -> None:
        device = self._connected
        for begin in range(0, len(data), _SLICE_BYTES):
            part = data[begin : begin + _SLICE_BYTES]
            while part:  # a write may take less than it was given
                with self._errors():
                    part = part[device.write(self._out, part, round(self._timeout_s * 1000)) :]

    def receive(self, timeout_s: float) -> int | None:
        if not self._waiting:
            self._waiting.extend(self._read(timeout_s))
        return self._waiting.popleft() if self._waiting else None

    def _look(self) -> tuple[Any, Any]:
        """The first printer with an endpoint each way, and that interface of it."""
        try:
            devices = list(_find(find_all=True, backend=self._backend, **self._ids))
        except usb.core.NoBackendError as error:
            raise DeviceUnavailable("printer.missing", retryable=True, data={"why": "no libusb"}) from error
        for device in devices:
            for configuration in device:
                for interface in configuration:
                    if interface.bInterfaceClass == _PRINTER_CLASS and _goes_both_ways(interface):
                        return device, interface
        raise DeviceUnavailable("printer.missing", retryable=True, data={"devices": len(devices)})

    def _read(self, timeout_s: float) -> bytes:
        """What the printer says; printers answer an empty transfer at once when they have nothing to say."""
        device = self._connected
        until_s = time.monotonic() + timeout_s
        while True:
            left_ms = max(_AT_ONCE_MS, round((until_s - time.monotonic()) * 1000))
            with self._errors(), contextlib.suppress(usb.core.USBTimeoutError):
                data = bytes(device.read(self._in, _CHUNK_BYTES, left_ms))
                if data:
                    return data
            if time.monotonic() >= until_s:
                return b""

    @property
    def _connected(self) -> Any:
        if self._device is None:
            raise DeviceUnavailable("printer.lost", retryable=True)
        return self._device

    @contextlib.contextmanager
    def _errors(self) -> Generator[None]:
        try:
            yield
        except usb.core.USBTimeoutError as error:
            self.close()
            raise DeviceTimeout("printer.silent", retryable=True) from error
        except usb.core.USBError as error:
            self.close()
            data = {"errno": error.errno or 0}
            raise DeviceUnavailable("printer.lost", retryable=True, data=data) from error


def _goes_both_ways(interface: Any) -> bool:
    directions = {bool(endpoint.bEndpointAddress & _IN) for endpoint in interface}
    return directions == {True, False}

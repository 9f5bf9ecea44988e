# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
"""The simulated receipt printer on other wires than its own: at the end of a serial line, and behind USB endpoints."""

from __future__ import annotations

import array
import contextlib
import select
import socket
import threading
from typing import Any

from usb_bus import UsbBus, gone, timed_out

from drivers.pseudo_port import PseudoPort

VENDOR_ID, PRODUCT_ID = 0x0416, 0x5011
_OUT, _IN = 0x01, 0x82


class SerialPrinter:
    """A pseudo terminal whose far end is the printer's TCP port. `path` is what the driver opens."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._pty = PseudoPort("printer")
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="serial printer", daemon=True)
        self._thread.start()
        self.path = self._pty.path

    @property
    def speed_bps(self) -> int:
        return self._pty.speed_bps

    def unplug(self) -> None:
        self._pty.unplug()

    def plug_in(self) -> None:
        self._pty.plug_in()

    def close(self) -> None:
        self._closing.set()
        self._pty.wake()
        self._thread.join(5)
        self._pty.close()

    def _carry(self) -> None:
        with socket.create_connection(self._address) as printer:
            while not self._closing.is_set():
                with contextlib.suppress(OSError):
                    if sent := self._pty.read(0.01):
                        printer.sendall(sent)
                    if select.select([printer], [], [], 0)[0] and (said := printer.recv(4096)):
                        self._pty.write(said)


class UsbPrinter(UsbBus):
    """pyusb's backend for a bus with one printer, whose endpoints are the printer's TCP port.

    `plugged`: whether it is there. Its interface is of the printer class; `interface_class` makes it another.
    """

    def __init__(self, address: tuple[str, int], interface_class: int = 7) -> None:
        super().__init__((VENDOR_ID, PRODUCT_ID), (interface_class, 1, 2), (_OUT, _IN))
        self._address = address
        self.plugged = True

    def is_plugged(self) -> bool:
        return self.plugged

    def open_device(self, dev: object) -> socket.socket:
        try:
            return socket.create_connection(self._address, 1)
        except OSError as error:
            raise gone() from error

    def close_device(self, dev_handle: socket.socket) -> None:
        dev_handle.close()

    def bulk_write(self, dev_handle: socket.socket, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        self._insist()
        dev_handle.settimeout(timeout / 1000)
        try:
            return dev_handle.send(bytes(data)[:4096])  # a write may take less than it is given
        except TimeoutError as error:
            raise timed_out() from error
        except OSError as error:
            raise gone() from error

    def bulk_read(self, dev_handle: socket.socket, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        assert ep == _IN
        self._insist()
        dev_handle.settimeout(timeout / 1000)
        try:
            data = dev_handle.recv(len(buff))
        except TimeoutError as error:
            raise timed_out() from error
        except OSError as error:
            raise gone() from error
        if not data:
            raise gone()
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def _insist(self) -> None:
        if not self.plugged:
            raise gone()

# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
"""The simulated receipt printer on other wires than its own: at the end of a serial line, and behind USB endpoints."""

from __future__ import annotations

import array
import contextlib
import errno
import select
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from drivers.pseudo_port import PseudoPort

VENDOR_ID, PRODUCT_ID = 0x0416, 0x5011
_OUT, _IN = 0x01, 0x82
_BULK = 2


class SerialPrinter:
    """A pseudo terminal whose far end is the printer's TCP port. `path` is what the driver opens."""

    def __init__(self, tcp_port: int) -> None:
        self._tcp_port = tcp_port
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
        with socket.create_connection(("127.0.0.1", self._tcp_port)) as printer:
            while not self._closing.is_set():
                with contextlib.suppress(OSError):
                    if sent := self._pty.read(0.01):
                        printer.sendall(sent)
                    if select.select([printer], [], [], 0)[0] and (said := printer.recv(4096)):
                        self._pty.write(said)


class UsbPrinter(usb.backend.IBackend):
    """pyusb's backend for a bus with one printer, whose endpoints are the printer's TCP port.

    `plugged`: whether it is there. Its interface is of the printer class; `interface_class` makes it another.
    """

    def __init__(self, tcp_port: int, interface_class: int = 7) -> None:
        self._tcp_port = tcp_port
        self._interface_class = interface_class
        self.plugged = True

    def enumerate_devices(self) -> Iterator[object]:
        if self.plugged:
            yield "printer"

    def get_device_descriptor(self, dev: object) -> object:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0110,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=8,
            idVendor=VENDOR_ID,
            idProduct=PRODUCT_ID,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=2,
        )

    def get_configuration_descriptor(self, dev: object, config: int) -> object:
        if config > 0:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=9,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0x80,
            bMaxPower=100,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: object, intf: int, alt: int, config: int) -> object:
        if intf > 0 or alt > 0:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=2,
            bInterfaceClass=self._interface_class,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: object, ep: int, intf: int, alt: int, config: int) -> object:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(_OUT, _IN)[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: object) -> socket.socket:
        try:
            return socket.create_connection(("127.0.0.1", self._tcp_port), 1)
        except OSError as error:
            raise usb.core.USBError("no device", None, errno.ENODEV) from error

    def close_device(self, dev_handle: socket.socket) -> None:
        dev_handle.close()

    def set_configuration(self, dev_handle: socket.socket, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: socket.socket) -> int:
        return 1

    def claim_interface(self, dev_handle: socket.socket, intf: int) -> None:
        pass

    def release_interface(self, dev_handle: socket.socket, intf: int) -> None:
        pass

    def bulk_write(self, dev_handle: socket.socket, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        self._insist()
        dev_handle.settimeout(timeout / 1000)
        try:
            return dev_handle.send(bytes(data)[:4096])  # a write may take less than it is given
        except TimeoutError as error:
            raise usb.core.USBTimeoutError("timeout", None, errno.ETIMEDOUT) from error
        except OSError as error:
            raise usb.core.USBError("gone", None, errno.ENODEV) from error

    def bulk_read(self, dev_handle: socket.socket, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        assert ep == _IN
        self._insist()
        dev_handle.settimeout(timeout / 1000)
        try:
            data = dev_handle.recv(len(buff))
        except TimeoutError as error:
            raise usb.core.USBTimeoutError("timeout", None, errno.ETIMEDOUT) from error
        except OSError as error:
            raise usb.core.USBError("gone", None, errno.ENODEV) from error
        if not data:
            raise usb.core.USBError("gone", None, errno.ENODEV)
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def _insist(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("gone", None, errno.ENODEV)

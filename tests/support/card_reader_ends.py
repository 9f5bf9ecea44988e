# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false, reportUnknownMemberType=false
"""The simulated card reader on other wires than its own: behind USB endpoints, and behind a vendor's library."""

from __future__ import annotations

import array
import errno
import fcntl
import os
import select
import subprocess
import termios
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from drivers.id_card.sdt import Command, FrameParser, Sw3, encode_answer
from drivers.id_card.simulated_sam import SimulatedSam

VENDOR_ID, PRODUCT_ID = 0x0400, 0xC35A
SPLIT = (0x02, 0x06, 0x81, 0x85)
WHOLE = (0x02, 0x02, 0x81, 0x81)
_HEAD_BYTES = 7
_BULK = 2


class UsbModule(usb.backend.IBackend):
    """pyusb's backend for a bus with one reader, whose bytes go over the simulator's serial line.

    With `SPLIT` endpoints it takes and gives the first seven bytes of a frame on one endpoint, the rest on another.
    """

    def __init__(self, port: str, endpoints: tuple[int, int, int, int] = SPLIT) -> None:
        self._port = port
        self._endpoints = endpoints
        self._addresses = sorted(set(endpoints))

    def enumerate_devices(self) -> Iterator[object]:
        if Path(self._port).exists():
            yield "reader"

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
            bNumEndpoints=len(self._addresses),
            bInterfaceClass=0xFF,
            bInterfaceSubClass=0,
            bInterfaceProtocol=0,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: object, ep: int, intf: int, alt: int, config: int) -> object:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=self._addresses[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: object) -> int:
        try:
            line = os.open(self._port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            raise usb.core.USBError("no device", None, errno.ENODEV) from error
        tty.setraw(line)
        mode = termios.tcgetattr(line)
        mode[4] = mode[5] = termios.B115200
        termios.tcsetattr(line, termios.TCSANOW, mode)
        return line

    def close_device(self, dev_handle: int) -> None:
        os.close(dev_handle)

    def set_configuration(self, dev_handle: int, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: int) -> int:
        return 1

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        try:
            fcntl.flock(dev_handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise usb.core.USBError("busy", None, errno.EBUSY) from error

    def release_interface(self, dev_handle: int, intf: int) -> None:
        fcntl.flock(dev_handle, fcntl.LOCK_UN)

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep in self._endpoints[:2]
        try:
            return os.write(dev_handle, bytes(data))
        except OSError as error:
            raise usb.core.USBError("gone", None, errno.ENODEV) from error

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        head, body = self._endpoints[2:]
        assert ep in (head, body)
        most = _HEAD_BYTES if ep == head != body else len(buff)
        data = self._receive(dev_handle, most, time.monotonic() + timeout / 1000)
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def _receive(self, line: int, most: int, until_s: float) -> bytes:
        """What is there; a head is waited for as a whole."""
        data = b""
        while not data or (most == _HEAD_BYTES and len(data) < most):
            ready, _, _ = select.select([line], [], [], max(0.0, until_s - time.monotonic()))
            if not ready:
                break
            try:
                piece = os.read(line, most - len(data))
            except OSError as error:
                raise usb.core.USBError("gone", None, errno.ENODEV) from error
            if not piece:
                raise usb.core.USBError("gone", None, errno.ENODEV)
            data += piece
        if not data:
            raise usb.core.USBTimeoutError("timeout", None, errno.ETIMEDOUT)
        return data


class UsbModuleInMemory(UsbModule):
    """The same bus with the module's answers at hand: what does not come is known at once, so no test waits for it.

    `lose_after_bytes`: the reader is unplugged after so many bytes of its next answer to a read, and back when opened.
    """

    def __init__(self, sam: SimulatedSam) -> None:
        super().__init__("/")
        self._sam = sam
        self._parser = FrameParser()
        self._coming = b""
        self._lost = False
        self.lose_after_bytes: int | None = None

    def open_device(self, dev: object) -> int:
        self._lost, self._coming = False, b""
        self._parser.reset()
        return 0

    def close_device(self, dev_handle: int) -> None:
        pass

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        pass

    def release_interface(self, dev_handle: int, intf: int) -> None:
        pass

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        if self._lost:
            raise usb.core.USBError("gone", None, errno.ENODEV)
        self._parser.feed(bytes(data))
        body = self._parser.take()
        if body is not None:
            self._coming = self._answer(int.from_bytes(body[:2], "big"))
        return len(data)

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        most = _HEAD_BYTES if ep == self._endpoints[2] else len(buff)
        data, self._coming = self._coming[:most], self._coming[most:]
        if not data and self.lose_after_bytes == 0:
            self.lose_after_bytes, self._lost = None, True
        if self._lost and not data:
            raise usb.core.USBError("gone", None, errno.ENODEV)
        if not data:
            raise usb.core.USBTimeoutError("timeout", None, errno.ETIMEDOUT)
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def _answer(self, command: int) -> bytes:
        answer, laid = self._sam.respond(command), self._sam.laid
        frame = encode_answer(answer)
        if command != Command.READ_BASE or answer.sw3 != Sw3.OK or laid is None:
            return frame
        self._sam.has_sent(laid)
        if self.lose_after_bytes is not None:
            frame, self.lose_after_bytes = frame[: self.lose_after_bytes], 0
        return frame[: laid.tear_after_bytes]


def compile_sdt_library(folder: Path) -> Path:
    """A vendor's library, made anew. Which line it uses, the environment says (`sdt_library.c`)."""
    library = folder / "libsdtapi.so"
    source = Path(__file__).with_name("sdt_library.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
    return library

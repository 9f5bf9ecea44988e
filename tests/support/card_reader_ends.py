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
from pathlib import Path
from typing import Any

import usb.core
from usb_bus import UsbBus, gone, timed_out

from drivers.id_card.sdt import Command, FrameParser, Sw3, encode_answer
from drivers.id_card.simulated_sam import SimulatedSam

VENDOR_ID, PRODUCT_ID = 0x0400, 0xC35A
SPLIT = (0x02, 0x06, 0x81, 0x85)
WHOLE = (0x02, 0x02, 0x81, 0x81)
_HEAD_BYTES = 7


class UsbModule(UsbBus):
    """pyusb's backend for a bus with one reader, whose bytes go over the simulator's serial line.

    With `SPLIT` endpoints it takes and gives the first seven bytes of a frame on one endpoint, the rest on another.
    """

    def __init__(self, port: str, endpoints: tuple[int, int, int, int] = SPLIT) -> None:
        super().__init__((VENDOR_ID, PRODUCT_ID), (0xFF, 0, 0), sorted(set(endpoints)))
        self._port = port
        self._endpoints = endpoints

    def is_plugged(self) -> bool:
        return Path(self._port).exists()

    def open_device(self, dev: object) -> int:
        try:
            line = os.open(self._port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            raise gone() from error
        tty.setraw(line)
        mode = termios.tcgetattr(line)
        mode[4] = mode[5] = termios.B115200
        termios.tcsetattr(line, termios.TCSANOW, mode)
        return line

    def close_device(self, dev_handle: int) -> None:
        os.close(dev_handle)

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
            raise gone() from error

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
                raise gone() from error
            if not piece:
                raise gone()
            data += piece
        if not data:
            raise timed_out()
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
            raise gone()
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
            raise gone()
        if not data:
            raise timed_out()
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

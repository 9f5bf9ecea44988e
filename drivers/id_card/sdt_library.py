"""A card reader's vendor's library (sdtapi.dll, libsdtapi.so), for readers whose USB speaks nothing public.

The functions have had the same signatures with all vendors since 2004 (`int SDT_…(int iPortID, …, int iIfOpen)`): they
return SW3, or a number below 0x10 when the library itself failed. No such library was at hand: unverified.

A library cannot be stopped when it hangs, and takes its process along when it crashes: see `library_sam.py`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import cast

from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError
from drivers.id_card import text
from drivers.id_card.conversation import AnswerCutShort
from drivers.id_card.sdt import Answer, Command, Sw3

_KEEP_OPEN = 0  # iIfOpen: the port is opened and closed by us, not by each call
_BUFFER_BYTES = 4096  # far more than any answer: the library does not ask how much there is
_CHIP_ID_BYTES = 8
_FIND_BYTES = 4
_SAM_ID_BYTES = 16
_OWN_FAILURES: Mapping[int, Callable[[int], DeviceError]] = {
    0x01: lambda code: DeviceUnavailable("id_card.missing", retryable=True, data={"library": code}),
    0x02: lambda code: DeviceTimeout("id_card.silent", retryable=True, data={"library": code}),
    0x03: lambda code: AnswerCutShort("id_card.garbage", retryable=True, data={"library": code}),
    0x04: lambda code: DeviceUnavailable("id_card.missing", retryable=True, data={"library": code}),
    0x05: lambda code: DeviceUnavailable("id_card.missing", retryable=True, data={"library": code}),
    0x06: lambda code: DeviceUnavailable("id_card.missing", retryable=True, data={"library": code}),
}
"""Port, reception time, transfer, USB not configured, module unusable, USB disabled."""


class SdtLibrary:
    """Its functions, as questions to a module and their answers.

    Args:
        library: path of the shared object.
        port: the library's number for the reader: 1001… for USB, 1…16 for serial lines.
    """

    def __init__(self, library: str, port: int) -> None:
        self._path = library
        self._port = port
        self._library: ctypes.CDLL | None = None
        self._open = False
        self._commands: Mapping[Command, Callable[[], Answer]] = {
            Command.RESET: lambda: Answer(self._call("SDT_ResetSAM")),
            Command.STATUS: lambda: Answer(self._call("SDT_GetSAMStatus")),
            Command.SAM_ID: lambda: self._fixed("SDT_GetSAMID", _SAM_ID_BYTES),
            Command.FIND: lambda: self._fixed("SDT_StartFindIDCard", _FIND_BYTES),
            Command.SELECT: lambda: self._fixed("SDT_SelectIDCard", _CHIP_ID_BYTES),
            Command.READ_BASE: self._read_base,
            Command.READ_NEW_ADDRESS: self._read_new_address,
        }

    def open(self) -> None:
        """Raises DeviceUnavailable `id_card.missing` when library or reader are not there."""
        try:
            self._library = ctypes.CDLL(self._path)
            code = self._library.SDT_OpenPort(ctypes.c_int(self._port))
        except (OSError, AttributeError) as error:
            raise DeviceUnavailable("id_card.missing", retryable=True, data={"why": "library"}) from error
        if code != Sw3.OK:
            raise DeviceUnavailable("id_card.missing", retryable=True, data={"library": code})
        self._open = True

    def close(self) -> None:
        if self._open and self._library is not None:
            self._open = False
            self._library.SDT_ClosePort(ctypes.c_int(self._port))

    def ask(self, command: Command) -> Answer:
        """Commands that the library has no function for are refused as a module refuses them."""
        return self._commands[command]() if command in self._commands else Answer(Sw3.BAD_COMMAND)

    def _call(self, function: str, *arguments: object) -> int:
        """SW3. The port comes before the arguments, whether to open it after them."""
        if not self._open:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        try:
            call = cast("Callable[..., int]", getattr(self._library, function))
        except AttributeError:
            return Sw3.BAD_COMMAND
        code = call(ctypes.c_int(self._port), *arguments, ctypes.c_int(_KEEP_OPEN))
        if code in _OWN_FAILURES:
            raise _OWN_FAILURES[code](code)
        return code

    def _fixed(self, function: str, size: int) -> Answer:
        buffer = ctypes.create_string_buffer(_BUFFER_BYTES)
        sw3 = self._call(function, buffer)
        return Answer(sw3, buffer.raw[:size] if sw3 in (Sw3.OK, Sw3.FOUND) else b"")

    def _read_base(self) -> Answer:
        """In the frames' own form, so that what follows need not know where it came from."""
        words, portrait = ctypes.create_string_buffer(_BUFFER_BYTES), ctypes.create_string_buffer(_BUFFER_BYTES)
        words_bytes, portrait_bytes = ctypes.c_uint(text.BLOCK_BYTES), ctypes.c_uint(text.PORTRAIT_BYTES)
        sw3 = self._call("SDT_ReadBaseMsg", words, ctypes.byref(words_bytes), portrait, ctypes.byref(portrait_bytes))
        if sw3 != Sw3.OK:
            return Answer(sw3)
        sizes = (_sized(words_bytes), _sized(portrait_bytes))
        header = b"".join(size.to_bytes(2, "big") for size in sizes)
        return Answer(sw3, header + words.raw[: sizes[0]] + portrait.raw[: sizes[1]])

    def _read_new_address(self) -> Answer:
        buffer, size = ctypes.create_string_buffer(_BUFFER_BYTES), ctypes.c_uint(0)
        sw3 = self._call("SDT_ReadNewAppMsg", buffer, ctypes.byref(size))
        return Answer(sw3, buffer.raw[: _sized(size)] if sw3 == Sw3.OK else b"")


def _sized(size: ctypes.c_uint) -> int:
    if size.value > _BUFFER_BYTES:
        raise ProtocolError("id_card.garbage", retryable=True, data={"data_bytes": size.value})
    return size.value

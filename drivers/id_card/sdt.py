"""Frames of the SAM-V module ("SDT" serial protocol): `AA AA AA 96 69 | length (2, BE) | body | check`.

The length counts body and check; the check is the XOR of everything after the preamble. A request's body is a
command, a parameter and data; an answer's is SW1 SW2 SW3 and data. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from drivers.errors import DeviceError, DeviceUnavailable, MediaError, ProtocolError

PREAMBLE = bytes.fromhex("AAAAAA9669")
_LENGTH_BYTES = 2
_SAM_ID = struct.Struct("<HHIII")
_SHORTEST = 3  # command, parameter, check
_LONGEST = 0x0A00  # base information with 1,024 fingerprint bytes is 0x090A


class Command(IntEnum):
    """Command and parameter of a request, as one big-endian number.

    3005 (card number) is left out: no answer to it was ever seen, so nothing is known of its layout.
    """

    RESET = 0x10FF
    STATUS = 0x11FF
    SAM_ID = 0x12FF
    FIND = 0x2001
    SELECT = 0x2002
    READ_BASE = 0x3001
    READ_BASE_WITH_FINGERPRINT = 0x3010
    READ_NEW_ADDRESS = 0x3003
    BAUD_115200 = 0x6000
    BAUD_57600 = 0x6001
    BAUD_38400 = 0x6002
    BAUD_19200 = 0x6003
    BAUD_9600 = 0x6004
    RF_FRAME = 0x61FF


class Sw3(IntEnum):
    """Third status byte of an answer."""

    OK = 0x90
    EMPTY = 0x91
    FOUND = 0x9F
    CHECKSUM = 0x10
    LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_COMMAND = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    INFORMATION_VERIFY = 0x33
    CARD_TYPE = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST = 0x60
    UNAUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81


NO_CARD_HERE = frozenset({Sw3.NO_CARD, Sw3.SELECT_FAILED, Sw3.READ_FAILED})
"""What finding or selecting answers while no card lies still in the field: readers differ."""


@dataclass(frozen=True, slots=True)
class Answer:
    sw3: int
    data: bytes = b""


def encode_frame(body: bytes) -> bytes:
    """The whole frame around a body."""
    counted = (len(body) + 1).to_bytes(_LENGTH_BYTES, "big") + body
    return PREAMBLE + counted + bytes([_xor(counted)])


def encode_request(command: int, data: bytes = b"") -> bytes:
    return encode_frame(command.to_bytes(2, "big") + data)


def encode_answer(answer: Answer) -> bytes:
    return encode_frame(bytes([0, 0, answer.sw3]) + answer.data)


def decode_answer(body: bytes) -> Answer:
    """Raises ProtocolError `id_card.garbage` when the body is too short for an answer."""
    if len(body) < 3:
        raise ProtocolError("id_card.garbage", retryable=True, data={"body_bytes": len(body)})
    return Answer(body[2], body[3:])


def decode_sam_id(data: bytes) -> str:
    """The number that stands on the module's label. Raises ProtocolError `id_card.garbage`."""
    if len(data) != _SAM_ID.size:
        raise ProtocolError("id_card.garbage", retryable=True, data={"sam_id_bytes": len(data)})
    return "{:02d}.{:02d}-{:08d}-{:010d}-{:010d}".format(*_SAM_ID.unpack(data))


_ERRORS: dict[int, tuple[type[DeviceError], str, bool]] = {
    Sw3.NO_CARD: (MediaError, "id_card.removed", True),
    Sw3.SELECT_FAILED: (MediaError, "id_card.removed", True),
    Sw3.READ_FAILED: (MediaError, "id_card.read_failed", True),
    Sw3.RANDOM_FAILED: (MediaError, "id_card.read_failed", True),
    Sw3.CARD_REJECTS_SAM: (MediaError, "id_card.refused", False),
    Sw3.SAM_REJECTS_CARD: (MediaError, "id_card.refused", False),
    Sw3.INFORMATION_VERIFY: (MediaError, "id_card.refused", False),
    Sw3.CARD_TYPE: (MediaError, "id_card.wrong_kind", False),
    Sw3.EMPTY: (MediaError, "id_card.read_failed", True),
    Sw3.SELF_TEST: (DeviceUnavailable, "id_card.self_test", False),
    Sw3.UNAUTHORISED: (DeviceUnavailable, "id_card.unauthorised", False),
    Sw3.BAD_COMMAND: (ProtocolError, "id_card.bad_command", False),
    Sw3.NOT_PERMITTED: (ProtocolError, "id_card.bad_command", False),
    Sw3.UNKNOWN_COMMAND: (ProtocolError, "id_card.bad_command", False),
}


def error_of(sw3: int) -> DeviceError:
    """The error behind an answer that is no success.

    Status 10 and 11 (our own frame arrived spoilt), and whatever fits no question of ours, are `id_card.garbage`.
    """
    kind, code, retryable = _ERRORS.get(sw3, (ProtocolError, "id_card.garbage", True))
    return kind(code, retryable=retryable, data={"sw3": f"{sw3:02x}"})


class FrameParser:
    """Cuts frames out of whatever the line brings, in pieces of any size.

    Bytes between frames are skipped. A frame with an impossible length or a wrong check is reported once and searched
    for a frame that begins inside it, so a lying length costs no more than the bytes that it claimed.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def begun(self) -> bool:
        """What came last is the beginning of a frame."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> None:
        self._buffer += data
        self._skip_to_preamble()

    def reset(self) -> None:
        """Forget what has begun: the line has fallen silent, it will never be completed."""
        self._buffer.clear()

    def take(self) -> bytes | None:
        """The next frame's body, or None until more bytes come.

        Raises ProtocolError `id_card.garbage` for a spoilt frame, which has been skipped: call again to go on.
        """
        head = len(PREAMBLE) + _LENGTH_BYTES
        if len(self._buffer) < head:
            return None
        counted = int.from_bytes(self._buffer[len(PREAMBLE) : head], "big")
        if not _SHORTEST <= counted <= _LONGEST:
            self._skip_spoilt()
            raise ProtocolError("id_card.garbage", retryable=True, data={"length": counted})
        if len(self._buffer) < head + counted:
            return None
        frame = bytes(self._buffer[: head + counted])
        if _xor(frame[len(PREAMBLE) :]):
            self._skip_spoilt()
            raise ProtocolError("id_card.garbage", retryable=True, data={"checksum_of": counted})
        del self._buffer[: len(frame)]
        self._skip_to_preamble()
        return frame[head:-1]

    def _skip_spoilt(self) -> None:
        del self._buffer[0]
        self._skip_to_preamble()

    def _skip_to_preamble(self) -> None:
        """Drop everything before a preamble; a preamble's beginning at the end is kept."""
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            tails = (n for n in range(len(PREAMBLE) - 1, 0, -1) if self._buffer.endswith(PREAMBLE[:n]))
            start = len(self._buffer) - next(tails, 0)
        del self._buffer[:start]


def _xor(data: bytes) -> int:
    check = 0
    for byte in data:
        check ^= byte
    return check

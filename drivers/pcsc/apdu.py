"""Commands to cards and their answers (ISO/IEC 7816-4 clause 5), in short form, and the exchanges that one may take:
command chaining, GET RESPONSE after 61xx, the right length after 6Cxx.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drivers.errors import MediaError

OK = 0x9000
NOT_FOUND = frozenset({0x6A82, 0x6A83, 0x6A88})
"""No such file or application, record, object."""

ALL = 0
"""As a command's `le`: whatever the card has, 256 bytes at most."""

_BLOCK_BYTES = 255
_ANSWER_MAX_BYTES = 8192
"""A certificate with its wrapping is a quarter of that. A card that never ends is not listened to for ever."""
_CHAINING = 0x10
_GET_RESPONSE = 0xC0


@dataclass(frozen=True, slots=True)
class Command:
    """`le`: bytes expected (1…255, or `ALL`); None = none. `data` stays out of every log: it may be a PIN."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None

    def encode(self, *, t0: bool = False) -> bytes:
        """T=0 (ISO/IEC 7816-3 clause 12.2): always five bytes, and no Le behind data; the answer is fetched."""
        head = bytes([self.cla, self.ins, self.p1, self.p2])
        if self.data:
            head += bytes([len(self.data)]) + self.data
            return head if t0 or self.le is None else head + bytes([self.le])
        if self.le is None:
            return head + b"\0" if t0 else head
        return head + bytes([self.le])


@dataclass(frozen=True, slots=True)
class Answer:
    sw: int
    data: bytes = field(default=b"", repr=False)


def decode_answer(raw: bytes) -> Answer:
    """Raises MediaError `pcsc.garbage` for less than two bytes."""
    if len(raw) < 2:
        raise MediaError("pcsc.garbage", retryable=True, data={"answer_bytes": len(raw)})
    return Answer(int.from_bytes(raw[-2:], "big"), raw[:-2])


def exchange(transmit: Callable[[bytes], bytes], command: Command, *, t0: bool = False) -> Answer:
    """Have a card do a command: the status at the end and all data before it.

    Raises MediaError `pcsc.garbage` when less than a status comes back or the data never ends, and whatever `transmit`
    raises.
    """
    data = command.data
    while len(data) > _BLOCK_BYTES:
        block = replace(command, cla=command.cla | _CHAINING, data=data[:_BLOCK_BYTES], le=None)
        answer = _once(transmit, block, t0=t0)
        if answer.sw != OK:
            return answer
        data = data[_BLOCK_BYTES:]
    answer = _once(transmit, replace(command, data=data), t0=t0)
    whole = bytearray(answer.data)
    while answer.sw >> 8 == 0x61:
        more = Command(command.cla, _GET_RESPONSE, 0, 0, le=answer.sw & 0xFF)
        answer = _once(transmit, more, t0=t0)
        whole += answer.data
        if len(whole) > _ANSWER_MAX_BYTES or (answer.sw >> 8 == 0x61 and not answer.data):
            raise MediaError("pcsc.garbage", retryable=True, data={"answer_bytes": len(whole)})
    return Answer(answer.sw, bytes(whole))


def _once(transmit: Callable[[bytes], bytes], command: Command, *, t0: bool) -> Answer:
    """One command; again, once, with the length that the card asks for."""
    answer = decode_answer(transmit(command.encode(t0=t0)))
    if answer.sw >> 8 == 0x6C and command.le is not None:
        return decode_answer(transmit(replace(command, le=answer.sw & 0xFF).encode(t0=t0)))
    return answer

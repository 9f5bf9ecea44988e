"""Relay boards that speak Modbus RTU: a coil lets a lock go, a discrete input is a door's sensor.

Modbus Application Protocol V1.1b3: 6.2 Read Discrete Inputs, 6.5 Write Single Coil, 7 exceptions; Modbus over Serial
Line V1.02, 2.5.1: the RTU frame and its CRC-16. Lock 1 is coil 0 and input 0 (docs/adr/ says why this is our own).
"""

from __future__ import annotations

import struct

from drivers.locker.codec import (
    NEED_MORE,
    NOISE,
    Answer,
    Items,
    Question,
    ReadAll,
    Refused,
    Release,
    Released,
    States,
    Unlock,
    Unlocked,
    Word,
    bits_of,
    check,
    framed,
    states_in,
)

_READ_INPUTS, _WRITE_COIL = 0x02, 0x05
_EXCEPTION = 0x80
_ON, _OFF = 0xFF00, 0x0000
_REQUEST = 8
_REFUSAL = 5
_ILLEGAL_ADDRESS = 0x02


def crc16(data: bytes) -> bytes:
    """Modbus over Serial Line, 6.2.2, low byte first."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


def _sealed(data: bytes) -> bytes:
    return data + crc16(data)


def _crc_is_right(frame: bytes) -> bool:
    return crc16(frame[:-2]) == frame[-2:]


class ModbusRelays:
    """One board.

    Args:
        board: unit, 1…247.
        locks: how many relays have a lock, from the first one on.
        turned: an input that is on means open.
        items: whether the inputs behind the doors' are sensors for what lies inside.
        pulse_s: how long the current stays on a lock; 0 = the board itself lets go (set to "momentary" or "jog").
    """

    unlock_answered = True

    def __init__(
        self, board: int, locks: int, *, turned: bool = False, items: Items = Items.NONE, pulse_s: float = 0.0
    ) -> None:
        self.board = board
        self.locks = locks
        self.pulse_s = pulse_s
        self._set_means_closed = not turned
        self.items = items
        self._inputs = locks if items is Items.NONE else 2 * locks
        self._group_bytes = -(-self._inputs // 8)

    def encode_question(self, question: Question) -> bytes:
        check(question, self.board, self.locks)
        match question:
            case Unlock():
                return _sealed(struct.pack(">BBHH", question.board, _WRITE_COIL, question.lock - 1, _ON))
            case Release():
                return _sealed(struct.pack(">BBHH", question.board, _WRITE_COIL, question.lock - 1, _OFF))
            case ReadAll():
                return _sealed(struct.pack(">BBHH", question.board, _READ_INPUTS, 0, self._inputs))

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        if data[0] != self.board or (len(data) > 1 and data[1] not in (_READ_INPUTS, _WRITE_COIL)):
            return NOISE
        return framed(data, _REQUEST, _crc_is_right, self._question)

    def encode_answer(self, answer: Answer) -> bytes:
        match answer:
            case Unlocked(word=Word.FAILED):
                return self.encode_answer(Refused(answer.board, unlock=True))
            case Unlocked():
                return _sealed(struct.pack(">BBHH", answer.board, _WRITE_COIL, answer.lock - 1, _ON))
            case Released():
                return _sealed(struct.pack(">BBHH", answer.board, _WRITE_COIL, answer.lock - 1, _OFF))
            case States():
                on = {lock: closed is self._set_means_closed for lock, closed in answer.closed.items()}
                items_on = self.items is not Items.TURNED
                on |= {self.locks + lock: is_in is items_on for lock, is_in in answer.occupied.items()}
                bits = bits_of(on, self._group_bytes, set_means=True)
                return _sealed(bytes([answer.board, _READ_INPUTS, len(bits), *bits]))
            case Refused():
                function = _EXCEPTION | (_WRITE_COIL if answer.unlock else _READ_INPUTS)
                return _sealed(bytes([answer.board, function, _ILLEGAL_ADDRESS]))
            case _:
                raise ValueError("this board does not say that")

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        if len(data) < 3:
            return NEED_MORE
        function, count = data[1:3]
        if function == _WRITE_COIL:
            return framed(data, _REQUEST, _crc_is_right, _coil)
        if function == _READ_INPUTS and count == self._group_bytes:
            return framed(data, _REFUSAL + count, _crc_is_right, self._states)
        if function in (_EXCEPTION | _READ_INPUTS, _EXCEPTION | _WRITE_COIL):
            return framed(data, _REFUSAL, _crc_is_right, _refusal)
        return NOISE

    def _question(self, frame: bytes) -> Question | None:
        unit, function, address, value = struct.unpack(">BBHH", frame[:6])
        if function == _READ_INPUTS:
            return ReadAll(unit) if (address, value) == (0, self._inputs) else None
        if address >= self.locks or value not in (_ON, _OFF):
            return None
        return Unlock(unit, address + 1) if value == _ON else Release(unit, address + 1)

    def _states(self, frame: bytes) -> Answer:
        on = states_in(frame[3:-2], self._inputs, set_means=True)
        closed = {lock: on[lock] is self._set_means_closed for lock in range(1, self.locks + 1)}
        items_on = self.items is Items.NORMAL
        occupied = {lock - self.locks: is_on is items_on for lock, is_on in on.items() if lock > self.locks}
        return States(frame[0], closed, occupied)


def _refusal(frame: bytes) -> Answer:
    return Refused(frame[0], unlock=frame[1] == _EXCEPTION | _WRITE_COIL)


def _coil(frame: bytes) -> Answer | None:
    unit, _, address, value = struct.unpack(">BBHH", frame[:6])
    if value not in (_ON, _OFF):
        return None
    return Unlocked(unit, address + 1, Word.TAKEN) if value == _ON else Released(unit, address + 1)

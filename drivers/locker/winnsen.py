"""Winnsen boards: RS-485, 9600 8N1, `90 length function station … 03`, without a check sum; sixteen locks a station.

That a frame is right is known by its length, function, station, lock and end alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from drivers.locker.board import Board
from drivers.locker.codec import (
    NEED_MORE,
    NOISE,
    Answer,
    Question,
    ReadAll,
    States,
    Unlock,
    Unlocked,
    Word,
    framed,
)

F = TypeVar("F")

_HEAD, _END = 0x90, 0x03
_OPEN, _READ = 0x05, 0x02
_ANSWERS = 0x80
_UNLOCK, _LONGER = 6, 7
_LOCK_BYTES = 2


class Winnsen(Board):
    """One board.

    Args:
        board: station, 1…255 by its switches.
        locks: how many of its sixteen are used.
        turned: a bit that is set means closed.
    """

    set_bit_is_closed = False

    def _unlock(self, lock: int) -> bytes:
        return bytes([_HEAD, _UNLOCK, _OPEN, self.board, lock, _END])

    def _read_all(self) -> bytes:
        return bytes([_HEAD, _LONGER, _READ, self.board, 0xFF, 0xFF, _END])

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        return _decode(data, self._question)

    def encode_answer(self, answer: Answer) -> bytes:
        match answer:
            case Unlocked():
                done = 0 if answer.word is Word.FAILED else 1
                return bytes([_HEAD, _LONGER, _ANSWERS | _OPEN, answer.board, answer.lock, done, _END])
            case States():
                bits = self._door_bits(answer.closed, _LOCK_BYTES)
                return bytes([_HEAD, _LONGER, _ANSWERS | _READ, answer.board, *bits, _END])
            case _:
                raise ValueError("this board does not say that")

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        return _decode(data, self._answer)

    def _question(self, frame: bytes) -> Question | None:
        function, station, lock = frame[2:5]
        if station != self.board:
            return None
        if function == _OPEN and len(frame) == _UNLOCK and 1 <= lock <= self.locks:
            return Unlock(station, lock)
        return ReadAll(station) if function == _READ and len(frame) == _LONGER else None

    def _answer(self, frame: bytes) -> Answer | None:
        if len(frame) != _LONGER:
            return None
        _, _, function, station, first, second, _ = frame
        if function == _ANSWERS | _OPEN and second in (0, 1):
            return Unlocked(station, first, Word.DONE if second else Word.FAILED)
        if function == _ANSWERS | _READ:
            return States(station, self._closed_in((first, second)))
        return None


def _decode(data: bytes, meaning: Callable[[bytes], F | None]) -> tuple[int, F | None]:
    if data[0] != _HEAD:
        return NOISE
    if len(data) < 2:
        return NEED_MORE
    return framed(data, data[1], _ends, meaning) if data[1] in (_UNLOCK, _LONGER) else NOISE


def _ends(frame: bytes) -> bool:
    return frame[-1] == _END

"""The "8A" board: RS-485, 9600 8N1, five bytes each way, BCC = exclusive or of all before it.

Collected from vendors' sheets (docs/devices/locker.md). What 00 and 11 mean is the door sensor's reading, and turns
round with its wiring: short-circuited while locked (as written here), or while open (`turned`).
"""

from __future__ import annotations

from functools import reduce

from drivers.locker.board import Board
from drivers.locker.codec import (
    NOISE,
    Answer,
    Question,
    ReadAll,
    Reported,
    States,
    Unlock,
    Unlocked,
    Word,
    framed,
)

_OPEN, _READ = 0x8A, 0x80
_REPORTS = (0x81, 0x82)  # 82 by one source
_UNLOCK, _QUERY = 0x11, 0x33
_SENSED_OPEN, _SENSED_CLOSED = 0x00, 0x11
_NOT_OPEN = (Word.SENSED_CLOSED, Word.FAILED)
_FRAME = 5


def _bcc(data: bytes) -> int:
    return reduce(lambda check, byte: check ^ byte, data, 0)


def _is_right(frame: bytes) -> bool:
    return _bcc(frame) == 0


def _sealed(*data: int) -> bytes:
    return bytes([*data, _bcc(bytes(data))])


class Board8A(Board):
    """One board.

    Args:
        board: address, 1…99 by its switches.
        locks: how many it has.
        turned: the sensors' wires short-circuit while the door is open.
    """

    def __init__(self, board: int, locks: int, *, turned: bool = False) -> None:
        super().__init__(board, locks, turned=turned)
        self._group_bytes = -(-locks // 8)

    def _unlock(self, lock: int) -> bytes:
        return _sealed(_OPEN, self.board, lock, _UNLOCK)

    def _read_all(self) -> bytes:
        return _sealed(_READ, self.board, 0, _QUERY)

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        if data[0] not in (_OPEN, _READ):
            return NOISE
        return framed(data, _FRAME, _is_right, self._question)

    def encode_answer(self, answer: Answer) -> bytes:
        match answer:
            case Unlocked():
                return _sealed(_OPEN, answer.board, answer.lock, self._code(answer.word in _NOT_OPEN))
            case States():
                groups = self._door_bits(answer.closed, self._group_bytes)
                return _sealed(_READ, answer.board, *reversed(groups), _QUERY)
            case Reported():
                return _sealed(_REPORTS[0], answer.board, answer.lock, self._code(answer.closed))
            case _:
                raise ValueError("this board does not say that")

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        if data[0] == _READ:
            return framed(data, _FRAME - 1 + self._group_bytes, _is_right, self._states)
        return framed(data, _FRAME, _is_right, self._one) if data[0] in (_OPEN, *_REPORTS) else NOISE

    def _question(self, frame: bytes) -> Question | None:
        head, board, lock, what, _ = frame
        if board != self.board:
            return None
        if head == _OPEN and what == _UNLOCK and 1 <= lock <= self.locks:
            return Unlock(board, lock)
        return ReadAll(board) if head == _READ and what == _QUERY and lock == 0 else None

    def _one(self, frame: bytes) -> Answer | None:
        head, board, lock, code, _ = frame
        if code not in (_SENSED_OPEN, _SENSED_CLOSED):
            return None
        closed = (code == _SENSED_CLOSED) is self._set_means_closed
        if head == _OPEN:
            return Unlocked(board, lock, Word.SENSED_CLOSED if closed else Word.SENSED_OPEN)
        return Reported(board, lock, closed)

    def _states(self, frame: bytes) -> Answer | None:
        groups = frame[-3:1:-1]  # the highest group comes first
        closed = self._closed_in(groups)
        return States(frame[1], closed) if frame[-2] == _QUERY else None

    def _code(self, closed: bool) -> int:
        return _SENSED_CLOSED if closed is self._set_means_closed else _SENSED_OPEN

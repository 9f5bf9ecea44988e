"""Kerong CU24 and CU48: RS-485, 19200 8N1. Questions `02 address lock-1 60|61 03 sum`, answers
`02 address lock-1 75 length data sum`; the sum is of all before it.

An unlock is acknowledged (length 0): that the board has understood, not that the door moved.
"""

from __future__ import annotations

from drivers.locker.board import Board
from drivers.locker.codec import (
    NEED_MORE,
    NOISE,
    Answer,
    Question,
    ReadAll,
    Refused,
    States,
    Unlock,
    Unlocked,
    Word,
    framed,
)
from drivers.locker.kerong_frame import ETX, STX, sealed, sum_is_right

_READ, _UNLOCK = 0x60, 0x61
_WELL, _FAILED = 0x75, 0x00
_SHORTEST = 6
_MOST_DATA = 6


class KerongCu48(Board):
    """One board.

    Args:
        board: address, 0…255.
        locks: how many it has, 48 at most.
        turned: a bit that is set means open.
    """

    def __init__(self, board: int, locks: int, *, turned: bool = False) -> None:
        super().__init__(board, locks, turned=turned)
        self._group_bytes = -(-locks // 8)

    def _unlock(self, lock: int) -> bytes:
        return sealed(STX, self.board, lock - 1, _UNLOCK, ETX)

    def _read_all(self) -> bytes:
        return sealed(STX, self.board, 0, _READ, ETX)

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        return framed(data, _SHORTEST, sum_is_right, self._question) if data[0] == STX else NOISE

    def encode_answer(self, answer: Answer) -> bytes:
        match answer:
            case Unlocked():
                status = _FAILED if answer.word is Word.FAILED else _WELL
                return sealed(STX, answer.board, answer.lock - 1, status, 0)
            case States():
                bits = self._door_bits(answer.closed, self._group_bytes)
                return sealed(STX, answer.board, 0, _WELL, len(bits), *bits)
            case _:
                raise ValueError("this board does not say that")

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        if data[0] != STX:
            return NOISE
        if len(data) < _SHORTEST:
            return NEED_MORE
        status, count = data[3:5]
        if status not in (_WELL, _FAILED) or count > _MOST_DATA:
            return NOISE
        return framed(data, _SHORTEST + count, sum_is_right, self._answer)

    def _question(self, frame: bytes) -> Question | None:
        _, board, lock0, command, end, _ = frame
        if end != ETX or board != self.board:
            return None
        if command == _UNLOCK and lock0 < self.locks:
            return Unlock(board, lock0 + 1)
        return ReadAll(board) if command == _READ and lock0 == 0 else None

    def _answer(self, frame: bytes) -> Answer:
        _, board, lock0, status, count = frame[:5]
        if count == 0:
            return Unlocked(board, lock0 + 1, Word.TAKEN if status == _WELL else Word.FAILED)
        if status != _WELL or count < self._group_bytes:
            return Refused(board, unlock=False)
        return States(board, self._closed_in(frame[5:-1]))

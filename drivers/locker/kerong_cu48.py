"""Kerong CU24 and CU48: RS-485, 19200 8N1. Questions `02 address lock-1 60|61 03 sum`, answers
`02 address lock-1 75 length data sum`; the sum is of all before it.

An unlock is acknowledged (length 0): that the board has understood, not that the door moved.
"""

from __future__ import annotations

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
    bits_of,
    check,
    framed,
    states_in,
)

_STX, _ETX = 0x02, 0x03
_READ, _UNLOCK = 0x60, 0x61
_WELL, _FAILED = 0x75, 0x00
_SHORTEST = 6
_MOST_DATA = 6


def _sealed(*data: int) -> bytes:
    return bytes([*data, sum(data) & 0xFF])


def _sum_is_right(frame: bytes) -> bool:
    return sum(frame[:-1]) & 0xFF == frame[-1]


class KerongCu48:
    """One board.

    Args:
        board: address, 0…255.
        locks: how many it has, 48 at most.
        turned: a bit that is set means open.
    """

    unlock_answered = True
    pulse_s = 0.0

    def __init__(self, board: int, locks: int, *, turned: bool = False) -> None:
        self.board = board
        self.locks = locks
        self._set_means_closed = not turned
        self._group_bytes = -(-locks // 8)

    def encode_question(self, question: Question) -> bytes:
        check(self, question)
        match question:
            case Unlock():
                return _sealed(_STX, question.board, question.lock - 1, _UNLOCK, _ETX)
            case ReadAll():
                return _sealed(_STX, question.board, 0, _READ, _ETX)
            case _:
                raise ValueError("this board takes the current off itself")

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        return framed(data, _SHORTEST, _sum_is_right, self._question) if data[0] == _STX else NOISE

    def encode_answer(self, answer: Answer) -> bytes:
        match answer:
            case Unlocked():
                status = _FAILED if answer.word is Word.FAILED else _WELL
                return _sealed(_STX, answer.board, answer.lock - 1, status, 0)
            case States():
                bits = bits_of(answer.closed, self._group_bytes, set_means=self._set_means_closed)
                return _sealed(_STX, answer.board, 0, _WELL, len(bits), *bits)
            case _:
                raise ValueError("this board does not say that")

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        if data[0] != _STX:
            return NOISE
        if len(data) < _SHORTEST:
            return NEED_MORE
        status, count = data[3:5]
        if status not in (_WELL, _FAILED) or count > _MOST_DATA:
            return NOISE
        return framed(data, _SHORTEST + count, _sum_is_right, self._answer)

    def _question(self, frame: bytes) -> Question | None:
        _, board, lock0, command, end, _ = frame
        if end != _ETX or board != self.board:
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
        return States(board, states_in(frame[5:-1], self.locks, set_means=self._set_means_closed))

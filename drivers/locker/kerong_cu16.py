"""Kerong CU16: RS-485, 19200 8N1, `02 address command 03 sum`, the sum of all before it; sixteen locks a board.

The address byte holds the board (0…15) in its upper half, the lock (0…15) in its lower. An unlock is not answered
(no source says that it is): what came of it is read. An answer has nine bytes, two for the locks, two for infrared
sensors; one source has ETX behind the locks' bytes, others behind all four: both are taken (unverified).
"""

from __future__ import annotations

from drivers.locker.codec import (
    NOISE,
    Answer,
    Items,
    Question,
    ReadAll,
    States,
    Unlock,
    bits_of,
    check,
    framed,
    states_in,
)

_STX, _ETX = 0x02, 0x03
_READ, _UNLOCK, _STATES = 0x30, 0x31, 0x35
_QUESTION, _ANSWER = 5, 9
_LOCK_BYTES = 2


def _sealed(*data: int) -> bytes:
    return bytes([*data, sum(data) & 0xFF])


def _sum_is_right(frame: bytes) -> bool:
    return sum(frame[:-1]) & 0xFF == frame[-1]


class KerongCu16:
    """One board.

    Args:
        board: address, 0…15.
        locks: how many of its sixteen are used.
        turned: a bit that is set means open.
        items: whether infrared sensors hang on it.
    """

    unlock_answered = False
    pulse_s = 0.0

    def __init__(self, board: int, locks: int, *, turned: bool = False, items: Items = Items.NONE) -> None:
        self.board = board
        self.locks = locks
        self.items = items
        self._set_means_closed = not turned

    def encode_question(self, question: Question) -> bytes:
        check(self, question)
        match question:
            case Unlock():
                return _sealed(_STX, question.board << 4 | (question.lock - 1), _UNLOCK, _ETX)
            case ReadAll():
                return _sealed(_STX, question.board << 4, _READ, _ETX)
            case _:
                raise ValueError("this board takes the current off itself")

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        return framed(data, _QUESTION, _sum_is_right, self._question) if data[0] == _STX else NOISE

    def encode_answer(self, answer: Answer) -> bytes:
        if not isinstance(answer, States):
            raise ValueError("this board does not say that")
        bits = bits_of(answer.closed, _LOCK_BYTES, set_means=self._set_means_closed)
        items = bits_of(answer.occupied, _LOCK_BYTES, set_means=self.items is not Items.TURNED)
        return _sealed(_STX, answer.board << 4, _STATES, *bits, *items, _ETX)

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        return framed(data, _ANSWER, _sum_is_right, self._states) if data[0] == _STX else NOISE

    def _question(self, frame: bytes) -> Question | None:
        _, address, command, end, _ = frame
        board, lock = address >> 4, (address & 0x0F) + 1
        if end != _ETX or board != self.board:
            return None
        if command == _UNLOCK and lock <= self.locks:
            return Unlock(board, lock)
        return ReadAll(board) if command == _READ else None

    def _states(self, frame: bytes) -> Answer | None:
        ends = frame[7] == _ETX or (frame[5] == _ETX and self.items is Items.NONE)
        if frame[2] != _STATES or not ends:
            return None
        closed = states_in(frame[3:5], self.locks, set_means=self._set_means_closed)
        if self.items is Items.NONE:
            return States(frame[1] >> 4, closed)
        occupied = states_in(frame[5:7], self.locks, set_means=self.items is Items.NORMAL)
        return States(frame[1] >> 4, closed, occupied)

"""Kerong CU16: RS-485, 19200 8N1, `02 address command 03 sum`, the sum of all before it; sixteen locks a board.

The address byte holds the board (0…15) in its upper half, the lock (0…15) in its lower. An unlock is not answered
(no source says that it is): what came of it is read. An answer has nine bytes, two for the locks, two for infrared
sensors; one source has ETX behind the locks' bytes, others behind all four: both are taken (unverified).
"""

from __future__ import annotations

from drivers.locker.board import Board
from drivers.locker.codec import (
    NOISE,
    Answer,
    Items,
    Question,
    ReadAll,
    States,
    Unlock,
    bits_of,
    framed,
    states_in,
)
from drivers.locker.kerong_frame import ETX, STX, sealed, sum_is_right

_READ, _UNLOCK, _STATES = 0x30, 0x31, 0x35
_QUESTION, _ANSWER = 5, 9
_LOCK_BYTES = 2


class KerongCu16(Board):
    """One board.

    Args:
        board: address, 0…15.
        locks: how many of its sixteen are used.
        turned: a bit that is set means open.
        items: whether infrared sensors hang on it.
    """

    unlock_answered = False

    def __init__(self, board: int, locks: int, *, turned: bool = False, items: Items = Items.NONE) -> None:
        super().__init__(board, locks, turned=turned)
        self.items = items

    def _unlock(self, lock: int) -> bytes:
        return sealed(STX, self.board << 4 | (lock - 1), _UNLOCK, ETX)

    def _read_all(self) -> bytes:
        return sealed(STX, self.board << 4, _READ, ETX)

    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        return framed(data, _QUESTION, sum_is_right, self._question) if data[0] == STX else NOISE

    def encode_answer(self, answer: Answer) -> bytes:
        if not isinstance(answer, States):
            raise ValueError("this board does not say that")
        bits = self._door_bits(answer.closed, _LOCK_BYTES)
        items = bits_of(answer.occupied, _LOCK_BYTES, set_means=self.items is not Items.TURNED)
        return sealed(STX, answer.board << 4, _STATES, *bits, *items, ETX)

    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        return framed(data, _ANSWER, sum_is_right, self._states) if data[0] == STX else NOISE

    def _question(self, frame: bytes) -> Question | None:
        _, address, command, end, _ = frame
        board, lock = address >> 4, (address & 0x0F) + 1
        if end != ETX or board != self.board:
            return None
        if command == _UNLOCK and lock <= self.locks:
            return Unlock(board, lock)
        return ReadAll(board) if command == _READ else None

    def _states(self, frame: bytes) -> Answer | None:
        ends = frame[7] == ETX or (frame[5] == ETX and self.items is Items.NONE)
        if frame[2] != _STATES or not ends:
            return None
        closed = self._closed_in(frame[3:5])
        if self.items is Items.NONE:
            return States(frame[1] >> 4, closed)
        occupied = states_in(frame[5:7], self.locks, set_means=self.items is Items.NORMAL)
        return States(frame[1] >> 4, closed, occupied)

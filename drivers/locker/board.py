"""What boards that take the current off a lock by themselves have in common, whatever they speak."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from drivers.locker.codec import Question, ReadAll, Unlock, bits_of, check, states_in


class Board(ABC):
    """One such board: the part of a `Codec` that does not depend on its bytes.

    Args:
        board: its address.
        locks: how many of its locks are used.
        turned: its door sensors are wired the other way round.
    """

    unlock_answered = True
    pulse_s = 0.0
    set_bit_is_closed = True
    """What a bit that is set says of a door whose sensor is wired as usual."""

    def __init__(self, board: int, locks: int, *, turned: bool = False) -> None:
        self.board = board
        self.locks = locks
        self._set_means_closed = self.set_bit_is_closed is not turned

    def encode_question(self, question: Question) -> bytes:
        """Raises ValueError for another board, a lock that it has not, and for `Release`."""
        check(question, self.board, self.locks)
        match question:
            case Unlock():
                return self._unlock(question.lock)
            case ReadAll():
                return self._read_all()
            case _:
                raise ValueError("this board takes the current off itself")

    @abstractmethod
    def _unlock(self, lock: int) -> bytes: ...

    @abstractmethod
    def _read_all(self) -> bytes: ...

    def _door_bits(self, closed: Mapping[int, bool], byte_count: int) -> bytes:
        return bits_of(closed, byte_count, set_means=self._set_means_closed)

    def _closed_in(self, bits: Sequence[int]) -> dict[int, bool]:
        return states_in(bits, self.locks, set_means=self._set_means_closed)

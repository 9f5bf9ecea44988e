"""What is said on the wire to boards that drive electric locks, whatever their protocol: questions, answers, and how
answers are found in what comes. Pure: bytes and frames, no line.

Every protocol is a `Codec` in a file of its own, for one board; `codecs.py` knows their names. Both directions are
here, since simulated boards speak too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let one lock go, once. `board` is its address on the bus, `lock` counts from 1."""

    board: int
    lock: int


@dataclass(frozen=True, slots=True)
class Release:
    """Take the current off a lock; of boards only that do not do so themselves. May be said again and again."""

    board: int
    lock: int


@dataclass(frozen=True, slots=True)
class ReadAll:
    """Which doors of a board are closed."""

    board: int


Question = Unlock | Release | ReadAll


class Items(StrEnum):
    """Sensors for what lies in the cells."""

    NONE = "none"
    NORMAL = "normal"  # a bit that is set means that something does
    TURNED = "turned"


class Word(StrEnum):
    """What a board says to an unlock."""

    TAKEN = "taken"  # it has understood; what the lock did, it does not say
    DONE = "done"  # the lock went
    FAILED = "failed"
    SENSED_OPEN = "sensed_open"  # what the door's sensor says after it
    SENSED_CLOSED = "sensed_closed"


@dataclass(frozen=True, slots=True)
class Unlocked:
    board: int
    lock: int
    word: Word


@dataclass(frozen=True, slots=True)
class Released:
    board: int
    lock: int


@dataclass(frozen=True, slots=True)
class States:
    """Of all locks of a board: whether the door is closed, and whether something lies behind it. The second is empty
    where a board has no sensors for that.
    """

    board: int
    closed: Mapping[int, bool]
    occupied: Mapping[int, bool] = field(default_factory=dict[int, bool])


@dataclass(frozen=True, slots=True)
class Reported:
    """Said without being asked: one door changed."""

    board: int
    lock: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The board does not do what it was asked."""

    board: int
    unlock: bool


Answer = Unlocked | Released | States | Reported | Refused


class Codec(Protocol):
    """One board's protocol."""

    board: int
    locks: int
    unlock_answered: bool
    """Whether an unlock is answered at all."""
    pulse_s: float
    """How long after an unlock the current must be taken off again by `Release`; 0 = the board does it."""

    def encode_question(self, question: Question) -> bytes: ...
    def decode_question(self, data: bytes) -> tuple[int, Question | None]:
        """As `decode_answer`, on the board's side."""
        ...

    def encode_answer(self, answer: Answer) -> bytes: ...
    def decode_answer(self, data: bytes) -> tuple[int, Answer | None]:
        """What begins at the first byte: how many bytes it takes and the answer; (0, None): more must come to tell;
        (1, None): that byte begins nothing.
        """
        ...


NEED_MORE: tuple[int, None] = (0, None)
NOISE: tuple[int, None] = (1, None)

F = TypeVar("F")


def framed(
    data: bytes, length: int, is_right: Callable[[bytes], bool], meaning: Callable[[bytes], F | None]
) -> tuple[int, F | None]:
    """What `decode_answer` returns for a frame of that length, when its check is right and it means something."""
    if len(data) < length:
        return NEED_MORE
    frame = data[:length]
    found = meaning(frame) if is_right(frame) else None
    return NOISE if found is None else (length, found)


class AnswerParser:
    """Finds answers in a stream of bytes, noise between them or not."""

    _MOST_BYTES = 512

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._data = b""

    def feed(self, data: bytes) -> None:
        self._data = (self._data + data)[-self._MOST_BYTES :]

    def take(self, *, over: bool = False) -> Answer | None:
        """The next answer. `over`: nothing more will come, so what looks like the beginning of one is none."""
        while self._data:
            length, answer = self._codec.decode_answer(self._data)
            if length == 0 and not over:
                return None
            self._data = self._data[max(1, length) :]
            if answer is not None:
                return answer
        return None


def fits(question: Question, answer: Answer) -> bool:
    """Whether this answers that: same board, same lock, same matter."""
    match question, answer:
        case (Unlock(), Unlocked()) | (Release(), Released()):
            same = question.lock == answer.lock
        case _, Refused():
            same = answer.unlock is not isinstance(question, ReadAll)
        case _:
            same = isinstance(question, ReadAll) and isinstance(answer, States)
    return same and question.board == answer.board


def check(question: Question, board: int, locks: int) -> None:
    """Raises ValueError for another board, or a lock that it has not: lock 0 means all of them to some boards."""
    if question.board != board:
        raise ValueError(f"board {question.board}")
    if not isinstance(question, ReadAll) and not 1 <= question.lock <= locks:
        raise ValueError(f"lock {question.lock}")


def bits_of(states: Mapping[int, bool], byte_count: int, *, set_means: bool) -> bytes:
    """A bit for each lock, lock 1 the lowest of the first byte."""
    number = sum(1 << (lock - 1) for lock, state in states.items() if state is set_means)
    return number.to_bytes(byte_count, "little")


def states_in(bits: Sequence[int], locks: int, *, set_means: bool) -> dict[int, bool]:
    """The reverse of `bits_of`."""
    number = int.from_bytes(bytes(bits), "little")
    return {lock: bool(number >> (lock - 1) & 1) is set_means for lock in range(1, locks + 1)}

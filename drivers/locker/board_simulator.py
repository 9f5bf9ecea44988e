"""Boards at the other end of a pseudo terminal, the doors behind them, and the person who stands before them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from drivers.faults import Fault, FaultScript, Kind
from drivers.locker.cabinet import BoardEntry, codec_for
from drivers.locker.codec import (
    Answer,
    Codec,
    Items,
    Question,
    ReadAll,
    Release,
    Released,
    States,
    Unlock,
    Unlocked,
    Word,
)
from drivers.pseudo_port import SerialSimulator

_DEVICE = "locker"
_GARBAGE = bytes([0x00, 0xFF, 0x5A, 0x02, 0x8A, 0x13, 0x90, 0x80, 0xC1])


@dataclass(slots=True)
class _Board:
    codec: Codec
    closed: dict[int, bool]
    occupied: dict[int, bool]
    """What its sensors inside see; empty where it has none."""


class BoardSimulator(SerialSimulator):
    """Boards on one line, their doors closed at first.

    Faults of device `locker`: on `unlock` and `poll` silent (with `value` 1 the question is not heard either), slow,
    garbage, half, wrong (another board answers), unplugged, missing. On `unlock` also jammed (the lock goes, the door
    stays), refuse (the board says that it failed), other_door (the next one opens instead), late_door (it opens
    `delay_s` after everything). On `poll` also forced (the door of lock `value` opens by itself). On `close` left_open
    (the person does not close the door) and empty (nothing is put in, or taken out). Turned is in force as long as it
    is in the script.

    Args:
        codec, boards: as the driver's.
        answer_s: how long a board takes for an answer; half a second for some of the 8A kind.
        person_s: after this time somebody closes the door that opened; 0 = nobody is there.
    """

    def __init__(
        self,
        faults: FaultScript,
        codec: str,
        boards: Sequence[BoardEntry],
        *,
        answer_s: float = 0.0,
        person_s: float = 0.0,
    ) -> None:
        super().__init__(_DEVICE, faults)
        self._answer_s = answer_s
        self._person_s = person_s
        self._boards = [_board(codec, entry) for entry in boards]
        self._state = threading.RLock()
        self._data = b""
        self.fired: list[tuple[int, int]] = []
        """Board and lock, each time that current went to a lock."""
        self.polled: list[int] = []
        """The boards that were asked for their doors."""
        self._timers: list[threading.Timer] = []
        self.on_question: Callable[[Question], None] = lambda _question: None
        """Called on the simulator's thread with everything a board was asked, before it acts."""

    def stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        super().stop()

    # ---- hands -----------------------------------------------------------------------------------------------------

    @property
    def open_doors(self) -> list[tuple[int, int]]:
        """Board and lock of every door that stands open."""
        with self._state:
            return [
                (board.codec.board, lock) for board in self._boards for lock, shut in board.closed.items() if not shut
            ]

    def open_door(self, board: int, lock: int) -> None:
        """By force, or since it never was quite shut."""
        with self._state:
            self._of(board).closed[lock] = False

    def close_door(self, board: int, lock: int) -> None:
        with self._state:
            self._of(board).closed[lock] = True

    @property
    def is_late(self) -> bool:
        """Whether something has yet to come that was to come late."""
        return any(timer.is_alive() for timer in self._timers)

    def wait_for_late(self) -> None:
        """Until everything that was to come late has come."""
        for timer in self._timers:
            timer.join()

    def lay_in(self, board: int, lock: int) -> None:
        """Something lies in the cell now."""
        self._lie(board, lock, inside=True)

    def take_out(self, board: int, lock: int) -> None:
        """Nothing lies in the cell any more."""
        self._lie(board, lock, inside=False)

    def lies_in(self, board: int, lock: int) -> bool:
        """Whether something lies in the cell; False of one without a sensor for it."""
        with self._state:
            return self._of(board).occupied.get(lock, False)

    def say(self, data: bytes) -> None:
        """Noise on the line."""
        self._line.write(data)

    def close_doors(self) -> None:
        """Somebody takes what is inside and closes every door, unless a fault says that they do not care."""
        self._use_doors(dict.fromkeys(self.open_doors, False))

    def fill_cells(self, *only: tuple[int, int]) -> None:
        """Somebody puts something into every cell that stands open, or into `only` those, and closes every door, or
        what a fault says."""
        self._use_doors(dict.fromkeys(only or self.open_doors, True))

    def shut_doors(self) -> None:
        """Somebody closes every door and leaves what is inside."""
        self._use_doors({})

    def _use_doors(self, moved: Mapping[tuple[int, int], bool]) -> None:
        """`moved`: whether something lies in these afterwards; the others are only closed."""
        for board, lock in self.open_doors:
            fault = self._faults.strike(_DEVICE, "close")
            if (board, lock) in moved and (fault is None or fault.kind is not Kind.EMPTY):
                self._lie(board, lock, inside=moved[board, lock])
            if fault is None or fault.kind is not Kind.LEFT_OPEN:
                self.close_door(board, lock)

    # ---- wire ------------------------------------------------------------------------------------------------------

    def _hear(self, data: bytes) -> None:
        if not data:
            self._data = b""
            return
        self._data += data
        while self._data:
            found = [board.codec.decode_question(self._data) for board in self._boards]
            whole = [index for index, (_, question) in enumerate(found) if question is not None]
            if whole:
                length, question = found[whole[0]]
                self._data = self._data[length:]
                assert question is not None
                self._be_asked(self._boards[whole[0]], question)
            elif any(length == 0 for length, _ in found):
                return
            else:
                self._data = self._data[1:]

    def _be_asked(self, board: _Board, question: Question) -> None:
        self.on_question(question)
        operation = {Unlock: "unlock", ReadAll: "poll", Release: "release"}[type(question)]
        fault = self._faults.strike(_DEVICE, operation)
        if fault is not None and fault.kind in (Kind.UNPLUGGED, Kind.MISSING):
            self._vanish(fault)
            return
        if fault is not None and fault.kind is Kind.SILENT and fault.value:
            return
        answer = self._act(board, question, fault)
        if self._answer_s:
            self._interrupted.wait(self._answer_s)
        if isinstance(answer, Unlocked) and not board.codec.unlock_answered:
            return
        self._say(board, answer, fault)

    def _act(self, board: _Board, question: Question, fault: Fault | None) -> Answer:
        match question:
            case Unlock():
                return self._unlock(board, question.lock, fault)
            case Release():
                return Released(question.board, question.lock)
            case ReadAll():
                self.polled.append(question.board)
                if fault is not None and fault.kind is Kind.FORCED and fault.value in board.closed:
                    self.open_door(question.board, fault.value)
                with self._state:
                    closed = {lock: shut is not self._turned for lock, shut in board.closed.items()}
                return States(question.board, closed, dict(board.occupied))

    def _unlock(self, board: _Board, lock: int, fault: Fault | None) -> Answer:
        """Current goes to the lock; its door springs open, or what the fault says."""
        kind = fault.kind if fault is not None else None
        self.fired.append((board.codec.board, lock))
        opening = lock % len(board.closed) + 1 if kind is Kind.OTHER_DOOR else lock
        if kind is Kind.LATE_DOOR:
            assert fault is not None
            self._later(fault.delay_s, lambda: self._spring(board, lock))
        elif kind not in (Kind.JAMMED, Kind.REFUSE):
            self._spring(board, opening)
        with self._state:
            shut = board.closed[lock] is not self._turned
        word = Word.SENSED_CLOSED if shut else Word.SENSED_OPEN  # the codec leaves out what its board cannot say
        return Unlocked(board.codec.board, lock, Word.FAILED if kind is Kind.REFUSE else word)

    @property
    def _turned(self) -> bool:
        return self._faults.scripted(_DEVICE, Kind.TURNED) is not None

    def _spring(self, board: _Board, lock: int) -> None:
        with self._state:
            board.closed[lock] = False
        if self._person_s:
            self._later(self._person_s, self.close_doors)

    def _say(self, board: _Board, answer: Answer, fault: Fault | None) -> None:
        data = board.codec.encode_answer(answer)
        match fault.kind if fault is not None else None:
            case Kind.SILENT:
                pass
            case Kind.SLOW:
                assert fault is not None
                self._later(fault.delay_s, lambda: self._line.write(data))
            case Kind.GARBAGE:
                self._line.write(_GARBAGE)
            case Kind.HALF:
                self._line.write(data[: len(data) // 2])
            case Kind.WRONG:
                self._line.write(_stranger(board.codec, answer))
            case _:
                self._line.write(data)

    def _later(self, delay_s: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(delay_s, act)
        timer.daemon = True
        timer.start()  # whoever waits may join what stands in the list
        self._timers = [*(waiting for waiting in self._timers if waiting.is_alive()), timer]

    def _lie(self, board: int, lock: int, *, inside: bool) -> None:
        with self._state:
            occupied = self._of(board).occupied
            if lock in occupied:
                occupied[lock] = inside

    def _of(self, board: int) -> _Board:
        return next(entry for entry in self._boards if entry.codec.board == board)


def _board(codec: str, entry: BoardEntry) -> _Board:
    locks = range(1, entry["locks"] + 1)
    occupied = dict.fromkeys(locks, False) if Items(entry["items"]) is not Items.NONE else {}
    return _Board(codec_for(codec, entry), dict.fromkeys(locks, True), occupied)


def _stranger(codec: Codec, answer: Answer) -> bytes:
    """The same, said by a board that was not asked."""
    other = codec.board + 1
    match answer:
        case Unlocked():
            return codec.encode_answer(Unlocked(other, answer.lock, answer.word))
        case States():
            return codec.encode_answer(States(other, answer.closed))
        case _:
            return b""

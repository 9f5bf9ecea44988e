"""A cabinet of electric locks behind boards on one serial line (RS-485). See docs/devices/locker.md."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.locker import Door, DoorState, LockerCapabilities, OpenCell, OpenOutcome, OpenResult
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError
from drivers.locker.bus import Bus, NotSent, Timing
from drivers.locker.cabinet import BoardEntry, Cabinet, CellEntry, SizeEntry
from drivers.locker.codec import Codec, ReadAll, Refused, Release, States, Unlock, Unlocked, Word
from drivers.locker.doors import Doors

_SILENT_AFTER = 2
"""Polls that a board may miss in a row before its doors count as unknown: one is lost on any line."""
_COMMANDS_REMEMBERED = 256


class SerialLocker:
    """A `Locker`.

    Args:
        port: device path, best a udev link that stays the same.
        codec: what the boards speak (`drivers.locker.codecs`).
        baud: speed of the line: 9600 for 8a and winnsen, 19200 for cu16 and cu48 as delivered.
        boards, cells, sizes: the cabinet (`drivers.locker.cabinet`).
        quiet_s: silence on the line before every question.
        timeout_s: how long an answer may take.
        late_s: how long after a question that was given up its answer may still come.
        confirm_s: how long after an unlock the sensor is watched before the door counts as jammed.
        expected_s: how long after an unlock its opening may come without being forced.
        left_open_after_s: how long a door may stand open.
        pulse_s: modbus: how long the current stays on a lock; 0 = the board lets go by itself.
        monotonic: clock for what the doors do; the line has its own.
    """

    def __init__(
        self,
        port: str,
        codec: str,
        baud: int,
        *,
        boards: Sequence[BoardEntry],
        cells: Sequence[CellEntry],
        sizes: Mapping[str, SizeEntry],
        quiet_s: float = 0.025,
        timeout_s: float = 1.5,
        late_s: float = 3.0,
        confirm_s: float = 2.0,
        expected_s: float = 15.0,
        left_open_after_s: float = 60.0,
        pulse_s: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cabinet = Cabinet(codec, boards, cells, sizes, pulse_s)
        self._codec = codec
        self._bus = Bus(port, baud, Timing(quiet_s, timeout_s, late_s))
        self._quiet_s = quiet_s
        self._confirm_s = confirm_s
        self._give_up_s = confirm_s + late_s + timeout_s
        self._monotonic = monotonic
        self._doors = Doors(self._cabinet.places, expected_s=expected_s, left_open_after_s=left_open_after_s)
        self._missed = dict.fromkeys(self._cabinet.boards, 0)
        self._turns = list(self._cabinet.boards)
        self._sent: OrderedDict[OpenCell, OpenResult] = OrderedDict()
        self._energised: set[Unlock] = set()
        """Locks that may still be under current, since taking it off was not confirmed."""

    # ---- Device ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Ask every board how its doors are, and take the current off every lock that needs it.

        Raises DeviceUnavailable `locker.missing`, `locker.no_access`; when no board answers, why the last one did not.
        """
        self._bus.open()
        try:
            for codec in self._cabinet.boards.values():
                if codec.pulse_s:
                    self._energised |= {Unlock(codec.board, lock) for lock in range(1, codec.locks + 1)}
            self._poll_every_board()
            self._let_go()
        except BaseException:
            self._bus.close()
            raise

    def close(self) -> None:
        self._bus.close()

    def status(self) -> DeviceStatus:
        """Poll the board whose turn it is.

        Raises DeviceUnavailable `locker.missing`; DeviceTimeout `locker.silent` once no board answers any more.
        """
        self._bus.look()
        self._let_go()
        turn = next((board for board in self._turns if not self._bus.must_wait(ReadAll(board))), None)
        if turn is not None:
            self._turns.remove(turn)
            self._turns.append(turn)
            self._poll(self._cabinet.boards[turn])
        if all(missed >= _SILENT_AFTER for missed in self._missed.values()):
            raise DeviceTimeout("locker.silent", retryable=True, data={"boards": len(self._missed)})
        return self._status()

    # ---- Locker ----------------------------------------------------------------------------------------------------

    @property
    def capabilities(self) -> LockerCapabilities:
        return LockerCapabilities(self._codec, self._cabinet.cells)

    @property
    def known(self) -> Mapping[str, Door]:
        return self._doors.at(self._monotonic())

    def door(self, cell: str) -> Door:
        self._place(cell)
        failure = self._poll(self._cabinet.codec_of(cell))
        if failure is not None:
            raise DeviceError(failure.code, retryable=True, data=failure.data)
        return self.known[cell]

    def doors(self) -> Mapping[str, Door]:
        self._poll_every_board()
        return self.known

    def open_cell(self, command: OpenCell) -> OpenResult:
        place = self._place(command.cell)
        done = self._sent.get(command)
        if done is not None:
            return done
        if any(sent.command_id == command.command_id for sent in self._sent):
            raise DeviceError("locker.command_used", retryable=False)
        if self._doors.state(command.cell) is DoorState.OPEN:
            return OpenResult(OpenOutcome.NOT_SENT, "locker.already_open")
        if self._missed[place.board] >= _SILENT_AFTER:
            return OpenResult(OpenOutcome.NOT_SENT, "locker.board_silent")
        # before the first byte: from here on nothing that happens may lead to a second one
        self._remember(command, OpenResult(OpenOutcome.UNKNOWN, "locker.silent"))
        self._doors.expect(command.cell, self._monotonic())
        try:
            word, why = self._unlock(self._cabinet.boards[place.board], place), ""
        except NotSent as error:
            del self._sent[command]
            self._doors.expect_no_more(command.cell)
            return OpenResult(OpenOutcome.NOT_SENT, error.code)
        except (DeviceTimeout, DeviceUnavailable, ProtocolError) as error:
            word, why = None, error.code
        return self._remember(command, self._outcome(command.cell, word, why))

    # ---- unlocking -------------------------------------------------------------------------------------------------

    def _unlock(self, codec: Codec, question: Unlock) -> Word | None:
        """What the board says to it; None from boards that say nothing. Raises as `Bus.ask`."""
        if codec.pulse_s:
            self._energised.add(question)
        try:
            if not codec.unlock_answered:
                self._bus.tell(codec, question)
                return None
            answer = self._bus.ask(codec, question)
        except NotSent:
            self._energised.discard(question)
            raise
        if codec.pulse_s:
            time.sleep(codec.pulse_s)
            self._let_go()
        match answer:
            case Unlocked():
                return answer.word
            case Refused():
                return Word.FAILED
            case _:
                raise ProtocolError("locker.garbage", retryable=False)

    def _outcome(self, cell: str, word: Word | None, why: str) -> OpenResult:
        """Watch the sensor until it says open, or still says closed after `confirm_s`; longer only while nothing can be
        heard of it. `why`: what went wrong with the command itself.
        """
        if cell not in self._cabinet.with_sensor:
            return _without_sensor(word, why)
        others: set[str] = set()
        seen_open = word is Word.SENSED_OPEN
        began_s = time.monotonic()
        while True:
            poll_failed = self._watch(self._cabinet.codec_of(cell), others)
            seen_open = seen_open or (not poll_failed and self._doors.state(cell) is DoorState.OPEN)
            watched_s = time.monotonic() - began_s
            long_enough = watched_s >= (self._give_up_s if poll_failed else self._confirm_s)
            if seen_open or long_enough or poll_failed == "locker.missing":
                break
            time.sleep(self._quiet_s)
        code = "locker.other_door" if others else ""
        if seen_open:
            return OpenResult(OpenOutcome.OPENED, code, tuple(sorted(others)))
        failed = why or poll_failed
        outcome = OpenOutcome.UNKNOWN if failed else OpenOutcome.JAMMED
        return OpenResult(outcome, code or failed or "locker.jammed", tuple(sorted(others)))

    def _watch(self, codec: Codec, others: set[str]) -> str:
        """One poll after an unlock; adds doors that opened unasked. The code of what went wrong, or ""."""
        try:
            others |= set(self._read(codec))
        except (DeviceTimeout, DeviceUnavailable, ProtocolError, NotSent) as error:
            return error.code
        return ""

    def _let_go(self) -> None:
        """Take the current off locks; what is not confirmed is tried again at the next status.

        A board that does not answer is asked for one lock at most: nobody waits for all of its locks.
        """
        silent = {board for board, missed in self._missed.items() if missed >= _SILENT_AFTER}
        for lock in sorted(self._energised, key=lambda lock: (lock.board, lock.lock)):
            if lock.board in silent:
                continue
            try:
                self._bus.ask(self._cabinet.boards[lock.board], Release(lock.board, lock.lock))
            except (DeviceTimeout, ProtocolError, NotSent):
                silent.add(lock.board)
                continue
            self._energised.discard(lock)

    def _remember(self, command: OpenCell, result: OpenResult) -> OpenResult:
        self._sent[command] = result
        while len(self._sent) > _COMMANDS_REMEMBERED:
            self._sent.popitem(last=False)
        return result

    # ---- polling ---------------------------------------------------------------------------------------------------

    def _read(self, codec: Codec) -> tuple[str, ...]:
        """Ask one board; the cells that opened unasked. Raises as `Bus.ask`."""
        answer = self._bus.ask(codec, ReadAll(codec.board))
        if not isinstance(answer, States):
            raise ProtocolError("locker.garbage", retryable=True, data={"board": codec.board})
        self._missed[codec.board] = 0
        locks = {cell: self._cabinet.places[cell].lock for cell in self._cabinet.on(codec.board)}
        closed = {cell: answer.closed[lock] for cell, lock in locks.items() if cell in self._cabinet.with_sensor}
        forced = self._doors.observe(closed, self._monotonic())
        self._doors.note_items({cell: answer.occupied[lock] for cell, lock in locks.items() if answer.occupied})
        return forced

    def _poll(self, codec: Codec) -> DeviceError | None:
        """As `_read`; a board that misses too many has its doors unknown. Raises DeviceUnavailable."""
        try:
            self._read(codec)
        except (DeviceTimeout, ProtocolError, NotSent) as error:
            if error.code == "locker.missing":
                raise DeviceUnavailable(error.code, retryable=True) from error
            self._missed[codec.board] += 1
            if self._missed[codec.board] >= _SILENT_AFTER:
                self._doors.lose(self._cabinet.on(codec.board))
            return error
        return None

    def _poll_every_board(self) -> None:
        """Raises why the last board did not answer when none did."""
        failures: list[DeviceError] = []
        for codec in self._cabinet.boards.values():
            failure = self._poll(codec)
            if failure is not None:
                self._missed[codec.board] = _SILENT_AFTER
                self._doors.lose(self._cabinet.on(codec.board))
                failures.append(failure)
        if len(failures) == len(self._cabinet.boards):
            raise DeviceTimeout(failures[-1].code, retryable=True, data=failures[-1].data)

    def _status(self) -> DeviceStatus:
        doors = self.known
        listed = {
            "open": [cell for cell, door in doors.items() if door.state is DoorState.OPEN],
            "left_open": [cell for cell, door in doors.items() if door.left_open],
            "forced": [cell for cell, door in doors.items() if door.forced],
            "unknown": [cell for cell in self._cabinet.with_sensor if doors[cell].state is DoorState.UNKNOWN],
        }
        code = next((code for code, said in self._worries(listed) if said), "")
        details = {name: " ".join(sorted(cells)) for name, cells in listed.items() if cells}
        return DeviceStatus(DeviceState.ONLINE, code, details)

    def _worries(self, listed: Mapping[str, Sequence[str]]) -> tuple[tuple[str, bool], ...]:
        """What somebody should mend, the most urgent first."""
        return (
            ("locker.under_current", bool(self._energised)),
            ("locker.forced", bool(listed["forced"])),
            ("locker.left_open", bool(listed["left_open"])),
            ("locker.board_silent", any(missed >= _SILENT_AFTER for missed in self._missed.values())),
            ("locker.wiring", self._all_open(listed["open"])),
        )

    def _all_open(self, open_cells: Sequence[str]) -> bool:
        """Every door of a board at once: its sensors are wired the other way round than the settings say."""
        for board in self._cabinet.boards:
            sensed = [cell for cell in self._cabinet.on(board) if cell in self._cabinet.with_sensor]
            if len(sensed) > 1 and all(cell in open_cells for cell in sensed):
                return True
        return False

    def _place(self, cell: str) -> Unlock:
        """Raises DeviceError `locker.no_cell`."""
        place = self._cabinet.places.get(cell)
        if place is None:
            raise DeviceError("locker.no_cell", retryable=False, data={"cell": cell})
        return Unlock(place.board, place.lock)


def _without_sensor(word: Word | None, why: str) -> OpenResult:
    """Only the board's own word is left. What it says of a sensor that is not there says nothing."""
    match word:
        case Word.DONE:
            return OpenResult(OpenOutcome.OPENED)
        case Word.FAILED:
            return OpenResult(OpenOutcome.JAMMED, "locker.jammed")
        case _:
            return OpenResult(OpenOutcome.UNKNOWN, why or "locker.no_sensor")

"""Doors and desk in one: no door is opened, and nothing seen of one, without the desk writing it down first.

A device like the locker it has inside, and lives on that one's `DeviceWorker`, so that what is seen of doors and what
is written of them comes in one order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.locker import Cell, Door, DoorState, Locker, OpenCell, OpenOutcome
from drivers.errors import DeviceError
from kiosk.custody.desk import CustodyDesk, CustodyRefused, Recorded
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Need
from kiosk.platform.custody import Conclusion

LOOK_EVERY_S = 0.25
"""Between two looks at a door that is open."""
LATE_S = 5.0
"""A door whose command may have left can still spring open for as long, before "closed" is believed."""

DEAF_S = 10.0
"""Nobody is kept waiting for longer at a door whose sensor cannot be heard."""

UNSEEN = "door.unseen"
"""Of a cell without a sensor: it was unlocked, and staff have to say when its door is shut again (`say_shut`)."""

_OUTCOMES = {
    OpenOutcome.NOT_SENT: CommandOutcome.NOT_SENT,
    OpenOutcome.UNKNOWN: CommandOutcome.UNKNOWN,
    OpenOutcome.OPENED: CommandOutcome.OPENED,
    OpenOutcome.JAMMED: CommandOutcome.JAMMED,
}


@dataclass(frozen=True, slots=True)
class DoorWatch:
    """What is to be told of the door that is being opened. `conclusion` is None until it is settled; `word` is the
    sensors' last. `code` says why something is not as it should be."""

    cell: str
    word: DoorWord | None = None
    conclusion: Conclusion | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class OriginalNoted:
    """It is on the disk that this original was photographed."""

    original: str


class Doorkeeper:
    """Implements `drivers.contract.device.Device`.

    Args:
        locker: whose doors these are.
        desk: that writes down; it stays open when the locker is lost and comes back.
    """

    def __init__(self, locker: Locker, desk: CustodyDesk) -> None:
        self._locker = locker
        self._desk = desk

    @property
    def locker(self) -> Locker:
        return self._locker

    @property
    def desk(self) -> CustodyDesk:
        return self._desk

    def open(self) -> None:
        """Also looks at once at every door whose last word is missing, as after a power cut."""
        self._desk.open()
        self._locker.open()
        self._settle()

    def close(self) -> None:
        self._locker.close()

    def status(self) -> DeviceStatus:
        """The locker's, or what the desk has to say beside a locker that is well."""
        found = self._locker.status()
        self._note()
        desk = self._desk.status()
        if found.state is DeviceState.ONLINE and not found.code and desk.code:
            return DeviceStatus(found.state, desk.code, {**found.details, **desk.details})
        return found

    def carry_out(
        self, intent: Intent, tell: Callable[[DoorWatch], None], wait: Callable[[float], bool]
    ) -> DoorWatch | None:
        """Open a cell and stay with it until it is settled.

        Args:
            tell: is called with everything new.
            wait: pauses for so many seconds; True when nobody waits any more.

        Returns:
            How it ended; None when nobody waited any more: the door is then watched by `status`.

        Raises:
            DeviceError: `custody.…` or `audit.disk`: no command was given. `custody.no_sensor`: nobody could ever say
                what came of it; only staff open such a cell, to look inside.
        """
        has_sensor = self._cells[intent.cell].has_sensor
        if not has_sensor and intent.purpose is not Purpose.INSPECT:
            raise CustodyRefused("custody.no_sensor", intent.cell)
        if intent.purpose is Purpose.HAND_IN and self._word(intent.cell) is DoorWord.CLOSED_OCCUPIED:
            # whatever the ledger thinks: what lies there already must not count as handed in
            raise CustodyRefused("custody.occupied", intent.cell)
        recorded = self._desk.intend(intent)
        tell(DoorWatch(intent.cell))
        result = self._locker.open_cell(OpenCell(intent.cell, recorded.command_id))
        recorded = self._commanded(intent, result.outcome)
        for other in result.others:
            self._desk.door(other, DoorWord.OPEN)
        if result.outcome is OpenOutcome.NOT_SENT:
            recorded = self._desk.give_up(intent.cell)
            return DoorWatch(intent.cell, None, recorded.conclusion, result.code)
        if not has_sensor:
            if result.outcome is OpenOutcome.JAMMED:
                return DoorWatch(intent.cell, None, Conclusion.NOT_OPENED, result.code)
            return DoorWatch(intent.cell, code=UNSEEN)
        if result.outcome is OpenOutcome.OPENED:
            tell(DoorWatch(intent.cell, DoorWord.OPEN))
        patience_s = LATE_S if result.outcome is OpenOutcome.UNKNOWN else 0.0
        return self._watch(intent.cell, result.code, patience_s, tell, wait)

    def say_shut(self, cell: str) -> DoorWatch:
        """Staff say that the door of a cell without a sensor is shut; what is inside they say next (`clear`)."""
        self._desk.door(cell, DoorWord.BY_WORD)
        return DoorWatch(cell, DoorWord.BY_WORD, Conclusion.DOUBTFUL)

    def dispute(self, intent: Intent) -> DoorWatch:
        """The person that a cell was opened for says that something is not right with it."""
        self._desk.dispute(intent.cell, person_tag=intent.person_tag, session_tag=intent.session_tag)
        return DoorWatch(intent.cell, None, Conclusion.DOUBTFUL, "door.disputed")

    def clear(self, intent: Intent, found: Cleared) -> DoorWatch:
        """Somebody has looked into a cell: what the intent names is inside, or, with `EMPTY`, nothing is.

        Raises:
            DeviceError: `custody.open`, `custody.busy`, `audit.disk`: nothing was recorded.
        """
        is_empty = found is Cleared.EMPTY
        self._desk.clear(
            intent.cell,
            found,
            order="" if is_empty else intent.order,
            parcel="" if is_empty else intent.parcel,
            person_tag=intent.person_tag,
            session_tag=intent.session_tag,
        )
        return DoorWatch(intent.cell, None, Conclusion.CLEARED)

    def note_shown(self, intent: Intent) -> OriginalNoted:
        """The original that the intent names was photographed; no cell has anything to do with it.

        Raises:
            DeviceError: `audit.disk`: nothing was recorded.
        """
        tags = {"person_tag": intent.person_tag, "session_tag": intent.session_tag}
        self._desk.shown(intent.order, intent.parcel, **tags)
        return OriginalNoted(intent.parcel)

    def note_wrong_code(self, orders: Iterable[str]) -> None:
        """A pick-up code was tried on these in vain. Raises DeviceError `audit.disk`."""
        for order in orders:
            self._desk.wrong_code(order)

    @property
    def _cells(self) -> Mapping[str, Cell]:
        return {cell.id: cell for cell in self._locker.capabilities.cells}

    def _commanded(self, intent: Intent, outcome: OpenOutcome) -> Recorded:
        """Without a sensor the board's word that it opened is not seen by anybody."""
        said = _OUTCOMES[outcome]
        if said is CommandOutcome.OPENED and not self._cells[intent.cell].has_sensor:
            said = CommandOutcome.OPENED_UNSEEN
        return self._desk.commanded(intent.cell, said)

    def _watch(
        self,
        cell: str,
        code: str,
        patience_s: float,
        tell: Callable[[DoorWatch], None],
        wait: Callable[[float], bool],
    ) -> DoorWatch | None:
        told: DoorWord | None = None
        deaf_s = 0.0
        while True:
            word = self._word(cell)
            deaf_s = 0.0 if word is not None else deaf_s + LOOK_EVERY_S
            if word is not None and (word.is_open or patience_s <= 0.0):
                recorded = self._desk.door(cell, word)
                state = self._desk.custody.cell(cell)
                if recorded is not None and recorded.conclusion is not None:
                    return DoorWatch(cell, word, recorded.conclusion, code)
                if state.opening is None or (state.doubt is not None and not word.is_open):
                    return DoorWatch(cell, word, Conclusion.DOUBTFUL, code)
                if word is not told:
                    told = word
                    tell(DoorWatch(cell, word, code="door.left_open" if word is DoorWord.LEFT_OPEN else ""))
                patience_s = 0.0
            if deaf_s >= DEAF_S:  # it stays unsettled in the ledger, and is settled when the line is back
                return DoorWatch(cell, None, Conclusion.DOUBTFUL, code or "locker.silent")
            if wait(LOOK_EVERY_S):
                return None
            patience_s -= LOOK_EVERY_S

    def _word(self, cell: str) -> DoorWord | None:
        """What the sensor says; None while it says nothing, and a lost line is taken up again."""
        try:
            return self._word_of(cell, self._locker.door(cell))
        except DeviceError:
            with suppress(DeviceError):
                self._locker.open()
            return None

    def _settle(self) -> None:
        for cell, need in self._desk.custody.unsettled.items():
            if need is not Need.TECHNICIAN:
                word = self._word(cell)
                if word is not None:
                    self._desk.door(cell, word)

    def _note(self) -> None:
        """Doors that move while nobody is being served. Of one that was commanded, what was heard before does not
        count: its board is asked."""
        for cell, door in self._locker.known.items():
            is_commanded = self._desk.custody.cell(cell).opening is not None
            word = self._word(cell) if is_commanded else self._word_of(cell, door)
            if word is not None:
                self._desk.door(cell, word)

    def _word_of(self, cell: str, door: Door) -> DoorWord | None:
        """None as long as the sensor says nothing."""
        if door.state is DoorState.UNKNOWN:
            return None
        if door.state is DoorState.OPEN:
            return DoorWord.LEFT_OPEN if door.left_open else DoorWord.OPEN
        if not self._cells[cell].has_item_sensor:
            return DoorWord.CLOSED
        if door.occupied is None:
            return DoorWord.CLOSED_UNSURE
        return DoorWord.CLOSED_OCCUPIED if door.occupied else DoorWord.CLOSED_VACANT

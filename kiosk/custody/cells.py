"""One cell as the ledger tells it. Pure: what a record changes, and what it concludes.

Nothing is ever collected on a command's word: a sensor has to have seen the door open, and then closed, and where there
is one for it, that nothing lies inside any more. Where the sensors' words do not suffice, there is a doubt, and a
technician has to look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from kiosk.audit import Entry
from kiosk.custody import records
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose, intent_of
from kiosk.platform.custody import Conclusion

_Word = TypeVar("_Word", bound=StrEnum)


class Doubt(StrEnum):
    """Why a technician has to look."""

    FORCED = "forced"  # the door opened although nobody had asked it to
    UNSEEN = "unseen"  # it may have been open, but no sensor saw it
    VANISHED = "vanished"  # what lay inside is gone, and no sensor saw the door open
    UNSURE = "unsure"  # the sensor for what lies inside gives no answer
    INTERRUPTED = "interrupted"  # the terminal stood still while the door was open, and nothing tells what lies inside
    DISPUTED = "disputed"  # a person says that something is not right
    INSPECTED = "inspected"  # a technician had it open, and has not said yet what is inside


class Stage(StrEnum):
    """How far an opening has come."""

    AT_REST = "at_rest"
    INTENDED = "intended"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    JAMMED = "jammed"
    OPENED_UNSEEN = "opened_unseen"
    OPEN = "open"  # a sensor saw it


@dataclass(frozen=True, slots=True)
class Contents:
    """What the ledger knows to lie in a cell. `order` is "" where staff stocked without a network: a parcel's barcode
    alone does not tell it."""

    order: str
    parcel: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """An intent and what has come of it. `number` is that of the intent's record.

    `interrupted`: the process that began it is gone.
    """

    intent: Intent
    number: int
    command: CommandOutcome | None = None
    seen_open: bool = False
    interrupted: bool = False

    @property
    def stage(self) -> Stage:
        if self.seen_open:
            return Stage.OPEN
        return Stage(self.command) if self.command else Stage.INTENDED

    @property
    def may_command(self) -> bool:
        """Whether a command may be given: surely none has left yet."""
        return self.stage in (Stage.INTENDED, Stage.NOT_SENT) and not self.interrupted


@dataclass(frozen=True, slots=True)
class CellCustody:
    """`contents`: what the ledger knows to lie inside. `is_accounted`: it knows, be it that nothing does; else only the
    platform's vouchers may tell. `is_door_open`: the sensor's last word. `is_unheard`: a command may have opened the
    door before the opening that is under way, and no sensor has spoken since.
    """

    cell: str
    contents: Contents | None = None
    is_accounted: bool = False
    is_door_open: bool = False
    is_left_open: bool = False
    is_unheard: bool = False
    opening: Opening | None = None
    doubt: Doubt | None = None

    @property
    def stage(self) -> Stage:
        return self.opening.stage if self.opening else Stage.AT_REST

    @property
    def may_be_open(self) -> bool:
        """Whether the door is open, or may be: a command may have left and no sensor has spoken since."""
        return self.is_door_open or self.is_unheard or self.stage in (Stage.UNKNOWN, Stage.OPENED_UNSEEN)

    @property
    def may_clear(self) -> bool:
        """Whether a technician's word counts: not against the sensor's, nor while a command may still be given."""
        return not self.is_door_open and not (self.opening and self.opening.may_command)

    def then(self, number: int, entry: Entry) -> tuple[CellCustody, Conclusion | None]:
        """What a record makes of it, and what it concludes. A record that fits nothing changes nothing."""
        intent = intent_of(entry)
        if intent is not None:
            return self._intended(intent, number), None
        after, conclusion = self._heard(entry)
        if after.doubt is not None and self.doubt is None:
            conclusion = Conclusion.DOUBTFUL
        return after, conclusion

    def _heard(self, entry: Entry) -> tuple[CellCustody, Conclusion | None]:
        word, outcome = _read(DoorWord, entry.outcome), _read(CommandOutcome, entry.outcome)
        found, after, conclusion = _read(Cleared, entry.outcome), self, None
        match entry.kind:
            case records.STARTED:
                after = self._interrupted()
            case records.COMMAND if outcome:
                after = self._commanded(outcome)
            case records.DOOR if word and word.is_open:
                after = self._opened(word)
            case records.DOOR if word:
                after, conclusion = self._closed(word)
            case records.GIVEN_UP if self.opening and self.opening.may_command:
                after, conclusion = replace(self, opening=None), Conclusion.NOT_OPENED
            case records.DISPUTED:
                after = self._doubted(Doubt.DISPUTED)
            case records.CLEARED if found and self.may_clear:
                contents = Contents(entry.order, entry.parcel) if found is Cleared.STOCKED else None
                after, conclusion = CellCustody(self.cell, contents, is_accounted=True), Conclusion.CLEARED
            case _:
                pass
        return after, conclusion

    def _intended(self, intent: Intent, number: int) -> CellCustody:
        """A technician may look into a cell whose opening was never settled; it is doubtful from then on."""
        under_way = self.opening
        if under_way is None:
            return replace(self, opening=Opening(intent, number))
        if intent.purpose is not Purpose.INSPECT or under_way.may_command:
            return self
        return replace(self._doubted(Doubt.UNSEEN), opening=Opening(intent, number), is_unheard=self.may_be_open)

    def _interrupted(self) -> CellCustody:
        """Another process begins. What had no outcome, or was to be tried again, may have been sent."""
        opening = self.opening
        if opening is None:
            return self
        outcome = CommandOutcome.UNKNOWN if opening.may_command else opening.command
        return replace(self, opening=replace(opening, command=outcome, interrupted=True))

    def _commanded(self, outcome: CommandOutcome) -> CellCustody:
        opening = self.opening
        is_awaited = opening is not None and (opening.may_command or not (opening.command or opening.interrupted))
        if opening is None or not is_awaited:
            return self
        is_open = outcome is CommandOutcome.OPENED
        opening = replace(opening, command=outcome, seen_open=opening.seen_open or is_open)
        return replace(self, opening=opening, is_door_open=self.is_door_open or is_open)

    def _opened(self, word: DoorWord) -> CellCustody:
        opening = self.opening
        now = replace(self, is_door_open=True, is_left_open=word is DoorWord.LEFT_OPEN, is_unheard=False)
        if opening is not None and opening.stage is not Stage.NOT_SENT:
            return replace(now, opening=replace(opening, seen_open=True))
        return replace(now, opening=None) if self.is_door_open else replace(now, opening=None)._doubted(Doubt.FORCED)

    def _closed(self, word: DoorWord) -> tuple[CellCustody, Conclusion | None]:
        shut = replace(self, is_door_open=False, is_left_open=False, is_unheard=False)
        opening = self.opening
        if opening is None or opening.may_command:
            return shut, None
        over = replace(shut, opening=None)
        if opening.intent.purpose is Purpose.INSPECT:
            return over._doubted(Doubt.INSPECTED), None
        if word is DoorWord.BY_WORD:
            return over._doubted(Doubt.UNSEEN), None
        if over.doubt is not None:
            return over, None
        return over._settled(opening, word) if opening.seen_open else over._unopened(opening, word)

    def _settled(self, opening: Opening, word: DoorWord) -> tuple[CellCustody, Conclusion | None]:
        """The door was seen open, and is closed."""
        takes_out = opening.intent.purpose.takes_out
        is_unseen = word is DoorWord.CLOSED and opening.intent.purpose is Purpose.HAND_IN
        if word is DoorWord.CLOSED_UNSURE or is_unseen:  # nobody's word that they handed something in is enough
            return self._doubted(Doubt.UNSURE), None
        if word is DoorWord.CLOSED and opening.interrupted:
            return self._doubted(Doubt.INTERRUPTED), None
        if word is (DoorWord.CLOSED_OCCUPIED if takes_out else DoorWord.CLOSED_VACANT):
            return self, Conclusion.NOTHING_MOVED
        intent = opening.intent
        contents = None if takes_out else Contents(intent.order, intent.parcel)
        return replace(self, contents=contents, is_accounted=True), _MOVED[intent.purpose]

    def _unopened(self, opening: Opening, word: DoorWord) -> tuple[CellCustody, Conclusion | None]:
        """The door is closed, and no sensor ever saw it open."""
        takes_out = opening.intent.purpose.takes_out
        if takes_out and word is DoorWord.CLOSED_VACANT:
            return self._doubted(Doubt.VANISHED), None
        if not takes_out and word is DoorWord.CLOSED_OCCUPIED:
            return self._doubted(Doubt.UNSEEN), None
        is_told = word in (DoorWord.CLOSED_VACANT, DoorWord.CLOSED_OCCUPIED)
        was_watched = opening.stage is Stage.UNKNOWN and not opening.interrupted
        if is_told or was_watched or opening.stage is Stage.JAMMED:
            return self, Conclusion.NOT_OPENED
        return self._doubted(Doubt.UNSEEN), None

    def _doubted(self, doubt: Doubt) -> CellCustody:
        """The first doubt stays: it is the one to begin looking at."""
        return replace(self, doubt=self.doubt or doubt)


_MOVED = {
    Purpose.PICKUP: Conclusion.COLLECTED,
    Purpose.TAKE_BACK: Conclusion.TAKEN_BACK,
    Purpose.STOCK: Conclusion.STOCKED,
    Purpose.HAND_IN: Conclusion.HANDED_IN,
}


def _read(words: type[_Word], text: str) -> _Word | None:
    return next((word for word in words if word == text), None)

"""What the ledger says of doors and of what lies behind them. Each record is on the disk before the next step is taken.

    intent → command → door (open) → door (closed)

with `given_up` where no command was sent, `disputed` where a person says that something is not right, and `cleared`
where a technician has looked. `shown` is of an original that was photographed instead of put into a cell. `started`
is the first record of every process: what was under way before it was interrupted. `wrong_code` is of an order, and
of no cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.audit import Entry

PREFIX = "custody."
STARTED = "custody.started"
COMMAND = "custody.command"
DOOR = "custody.door"
GIVEN_UP = "custody.given_up"
DISPUTED = "custody.disputed"
CLEARED = "custody.cleared"
WRONG_CODE = "custody.wrong_code"
SHOWN = "custody.shown"
_INTENT = "custody.intent."


class Purpose(StrEnum):
    """What a door is opened for."""

    PICKUP = "pickup"
    STOCK = "stock"
    TAKE_BACK = "take_back"
    HAND_IN = "hand_in"  # an original that is owed, by whoever collects
    INSPECT = "inspect"  # by a technician, who says afterwards what is inside (`CLEARED`)

    @property
    def takes_out(self) -> bool:
        return self in (Purpose.PICKUP, Purpose.TAKE_BACK)

    @property
    def puts_in(self) -> bool:
        return self in (Purpose.STOCK, Purpose.HAND_IN)


class CommandOutcome(StrEnum):
    """What became of a command to unlock."""

    NOT_SENT = "not_sent"  # surely: it may be given again
    UNKNOWN = "unknown"  # never given again before the sensor or a technician has spoken
    OPENED = "opened"  # the sensor says so
    OPENED_UNSEEN = "opened_unseen"  # the board alone says so
    JAMMED = "jammed"  # the board says that it failed, or the sensor that nothing moved


class DoorWord(StrEnum):
    """What the sensors say. `CLOSED` is of a cell that cannot tell whether something lies inside, `BY_WORD` of one that
    has no sensor at all."""

    OPEN = "open"
    LEFT_OPEN = "left_open"  # longer than the settings allow
    CLOSED = "closed"
    CLOSED_VACANT = "closed_vacant"
    CLOSED_OCCUPIED = "closed_occupied"
    CLOSED_UNSURE = "closed_unsure"  # it could tell, but its sensor gives no answer
    BY_WORD = "by_word"  # staff who stand there say that it is shut; it settles nothing

    @property
    def is_open(self) -> bool:
        return self in (DoorWord.OPEN, DoorWord.LEFT_OPEN)


class Cleared(StrEnum):
    """What a technician found inside."""

    EMPTY = "empty"
    STOCKED = "stocked"


@dataclass(frozen=True, slots=True)
class Intent:
    """Whom a door is to be opened for and why. Tags as in `kiosk.audit.Entry`; of staff the tag of the card's key."""

    cell: str
    purpose: Purpose
    order: str = ""
    parcel: str = ""
    voucher: str = ""
    person_tag: str = ""
    session_tag: str = ""

    def entry(self) -> Entry:
        return Entry(
            _INTENT + self.purpose,
            session_tag=self.session_tag,
            person_tag=self.person_tag,
            cell=self.cell,
            order=self.order,
            parcel=self.parcel,
            voucher=self.voucher,
        )


def intent_of(entry: Entry) -> Intent | None:
    """None for another kind of record."""
    if not entry.kind.startswith(_INTENT):
        return None
    try:
        purpose = Purpose(entry.kind.removeprefix(_INTENT))
    except ValueError:
        return None
    return Intent(entry.cell, purpose, entry.order, entry.parcel, entry.voucher, entry.person_tag, entry.session_tag)


def started() -> Entry:
    return Entry(STARTED)


def commanded(intent: Intent, outcome: CommandOutcome) -> Entry:
    """What became of the command that followed an intent."""
    return _about(COMMAND, intent, outcome)


def door(cell: str, word: DoorWord, under_way: Intent | None = None) -> Entry:
    """What the sensors of a cell say; `under_way` is what the door was opened for, if it was."""
    return _about(DOOR, under_way or Intent(cell, Purpose.INSPECT), word)


def given_up(intent: Intent) -> Entry:
    """No command will follow, and none was sent."""
    return _about(GIVEN_UP, intent, "")


def disputed(cell: str, *, person_tag: str = "", session_tag: str = "") -> Entry:
    """A person says that what lies inside, or does not, is not right."""
    return Entry(DISPUTED, cell=cell, person_tag=person_tag, session_tag=session_tag)


def wrong_code(order: str) -> Entry:
    """A pick-up code was given for an order that is not its own; by whom is not kept."""
    return Entry(WRONG_CODE, order=order)


def shown(order: str, original: str, *, person_tag: str, session_tag: str) -> Entry:
    """An original that the order was promised lay under the camera, or went through the scanner."""
    return Entry(SHOWN, session_tag=session_tag, person_tag=person_tag, order=order, parcel=original)


def cleared(
    cell: str, found: Cleared, *, order: str = "", parcel: str = "", person_tag: str = "", session_tag: str = ""
) -> Entry:
    """A technician has looked; `order` and `parcel` of what is inside, `person_tag` of the technician."""
    return Entry(
        CLEARED,
        session_tag=session_tag,
        person_tag=person_tag,
        cell=cell,
        order=order,
        parcel=parcel,
        outcome=found,
    )


def _about(kind: str, intent: Intent, outcome: str) -> Entry:
    return Entry(
        kind,
        session_tag=intent.session_tag,
        person_tag=intent.person_tag,
        cell=intent.cell,
        order=intent.order,
        parcel=intent.parcel,
        voucher=intent.voucher,
        outcome=outcome,
    )

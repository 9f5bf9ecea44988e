"""What somebody of the staff does at the cabinet, as the session knows it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.value import Value
from kiosk.session.collection import DoorPhase

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Chore(StrEnum):
    """What a door is opened for; its words are those of `kiosk.custody.records.Purpose`."""

    STOCK = "stock"
    TAKE_BACK = "take_back"
    INSPECT = "inspect"

    @property
    def role(self) -> str:
        """Which card may do it (`drivers.contract.smart_card.StaffRole`)."""
        return "inspect" if self is Chore.INSPECT else "stock"


class Thing(Value):
    """A parcel. `order` is "" where the platform could not be asked what it belongs to, `size` where nobody knows the
    least size of its cell. `cell`: where it lies, "" = in somebody's hands."""

    parcel: str
    order: str = ""
    business: str = field(default="", repr=False)
    contents: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    size: str = ""
    keep_until: datetime | None = None
    cell: str = ""


class Suspect(Value):
    """A cell that somebody has to look into. `doubt` says why, "" = its sensor is silent. `expected` is what should lie
    inside, None = nothing that is known. `is_open`: its door has to be closed first."""

    cell: str
    doubt: str
    expected: Thing | None = None
    is_open: bool = False


class Done(Value):
    """What was done, and what a sensor or a technician has said of it. `parcel` "" = the cell was found empty."""

    chore: Chore
    cell: str
    parcel: str


class Shift(Value):
    """One member of the staff at work. `key_id`: the fingerprint of the card's certificate.

    `is_complete`: the platform has said what is overdue; else it is what this terminal knows. `rooms`: by least size,
    which free cells take it, the smallest first.
    """

    key_id: str
    roles: frozenset[str]
    overdue: tuple[Thing, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    is_complete: bool = False
    chore: Chore | None = None
    typed: str = ""
    """A parcel's code as typed so far."""
    thing: Thing | None = None
    """In hand, or behind the door on hand."""
    rooms: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    size: str = ""
    cell: str = ""
    """Whose door is on hand, where it is not the first room of the size."""
    phase: DoorPhase = DoorPhase.SHUT
    was_open: bool = False
    """A sensor has seen the door on hand open, or it has none and was unlocked."""
    is_empty: bool = False
    """They say that nothing lies in the cell that they looked into."""
    done: tuple[Done, ...] = ()

    def may(self, chore: Chore) -> bool:
        return chore.role in self.roles

    @property
    def at(self) -> str:
        """The cell on hand; "" while there is none."""
        rooms = self.rooms.get(self.size, ())
        return self.cell or (rooms[0] if rooms else "")

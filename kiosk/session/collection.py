"""What a person takes out of the cabinet, as the session knows it."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.value import Value
from kiosk.platform.item import HandInWay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kiosk.platform.item import PaperForm


CODE_LENGTH = 6
"""Digits of a pick-up code, as typed; one that is scanned may have more."""


class DoorPhase(StrEnum):
    """How far a compartment is, as the person is told."""

    SHUT = "shut"  # nothing was done yet
    OPENING = "opening"
    OPEN = "open"
    LEFT_OPEN = "left_open"  # for longer than it should
    UNSEEN = "unseen"  # unlocked, and without a sensor: staff say when it is shut again
    TAKEN = "taken"  # closed again: by all that the sensors say, what lay inside is out
    PUT_IN = "put_in"  # the same, and it lies inside now
    SHOWN = "shown"  # an original was photographed; no door has anything to do with it
    LEFT_INSIDE = "left_inside"  # closed again, and nothing was moved
    NOT_OPENED = "not_opened"  # surely: it may be tried again
    DOUBTFUL = "doubtful"  # a technician has to look

    @property
    def is_ajar(self) -> bool:
        return self in (DoorPhase.OPEN, DoorPhase.LEFT_OPEN, DoorPhase.UNSEEN)

    @property
    def settled(self) -> bool:
        return self in (DoorPhase.TAKEN, DoorPhase.PUT_IN, DoorPhase.SHOWN, DoorPhase.DOUBTFUL)


class Compartment(Value):
    """One cell and what waits in it. `voucher` is "" where only the platform itself said that it waits.

    Of an original that is owed: `cell` is "" until room was found for it, `size` the least that it needs; `ways` to
    hand it in, and what it is when it is shown.
    """

    cell: str
    parcel: str
    contents: Mapping[str, str] = field(repr=False)
    voucher: str = ""
    phase: DoorPhase = DoorPhase.SHUT
    size: str = ""
    ways: tuple[HandInWay, ...] = (HandInWay.KEPT,)
    paper_size: PaperForm = "a4"
    paper_kind: str = ""


class Waiting(Value):
    """An order of which something waits. `elsewhere` is the id of another terminal where it does, "" = here. `code`
    says why it cannot be taken now, "" = it can. `owed`: originals that are handed in before any door opens."""

    number: str
    business: str = field(repr=False)
    keep_until: datetime | None
    compartments: tuple[Compartment, ...]
    elsewhere: str = ""
    code: str = ""
    owed: tuple[Compartment, ...] = ()

    @property
    def may_be_taken(self) -> bool:
        return not self.elsewhere and not self.code


class Collection(Value):
    """`is_complete`: the platform said all that waits; else it is what this terminal knows by itself. `order` is being
    taken out, `claim_id` holds it against everybody else ("" = the terminal alone vouches).
    """

    code: str = field(default="", repr=False)
    """A pick-up code as typed so far, or as shown to the scanner."""
    code_tries: int = 0
    found: tuple[Waiting, ...] = ()
    is_complete: bool = False
    order: Waiting | None = None
    claim_id: str = ""

    @property
    def has_code(self) -> bool:
        return len(self.code) >= CODE_LENGTH

    @property
    def current(self) -> Compartment | None:
        """The compartment whose turn it is: as long as an original is owed, that one's alone."""
        cells = self.order.compartments if self.order else ()
        return self.due_original or next((cell for cell in cells if not cell.phase.settled), None)

    @property
    def due_original(self) -> Compartment | None:
        """The first original that no sensor has seen lie in its cell yet, and that was not shown."""
        done = (DoorPhase.PUT_IN, DoorPhase.SHOWN)
        owed = self.order.owed if self.order else ()
        return next((original for original in owed if original.phase not in done), None)

    @property
    def handed_in(self) -> tuple[Compartment, ...]:
        owed = self.order.owed if self.order else ()
        return tuple(original for original in owed if original.phase is DoorPhase.PUT_IN)

    @property
    def shown(self) -> tuple[Compartment, ...]:
        """Originals that were photographed; their pages are the draft's."""
        owed = self.order.owed if self.order else ()
        return tuple(original for original in owed if original.phase is DoorPhase.SHOWN)

    @property
    def taken(self) -> tuple[Compartment, ...]:
        cells = self.order.compartments if self.order else ()
        return tuple(cell for cell in cells if cell.phase is DoorPhase.TAKEN)

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody can say what became of something of the order."""
        cells = self.order.compartments if self.order else ()
        return any(cell.phase is DoorPhase.DOUBTFUL for cell in cells)

    def with_phase(self, cell: str, phase: DoorPhase) -> Collection:
        """The same, one compartment further."""
        assert self.order is not None
        compartments, owed = (
            tuple(replace(each, phase=phase) if each.cell == cell else each for each in some)
            for some in (self.order.compartments, self.order.owed)
        )
        return replace(self, order=replace(self.order, compartments=compartments, owed=owed))

    def with_shown(self, original: str) -> Collection:
        """The same, with this original photographed."""
        assert self.order is not None
        owed = tuple(
            replace(each, cell="", phase=DoorPhase.SHOWN) if each.parcel == original else each
            for each in self.order.owed
        )
        return replace(self, order=replace(self.order, owed=owed))

    def with_room(self, cell: str) -> Collection:
        """The same, with a cell for the original that is due."""
        assert self.order is not None
        due = self.due_original
        owed = tuple(replace(each, cell=cell) if each is due else each for each in self.order.owed)
        return replace(self, order=replace(self.order, owed=owed))

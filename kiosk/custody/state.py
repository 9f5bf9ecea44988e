"""The whole cabinet as the ledger tells it. Pure: it can be made anew from the records at any time, and is.

An intent is on the disk before its command, so at every start it is known which doors may be open; what was under way
then is finished by the sensors' words, or left to a technician.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.audit import Record
from kiosk.custody import records
from kiosk.custody.cells import CellCustody
from kiosk.custody.records import Intent, Purpose
from kiosk.platform.custody import Conclusion

DAY = timedelta(days=1)


class Need(StrEnum):
    """What an unsettled cell waits for."""

    SENSOR = "sensor"  # read the door, and record what it says
    CLOSING = "closing"  # the door is open: somebody has to close it
    TECHNICIAN = "technician"  # look inside, and record what is there


@dataclass(frozen=True, slots=True)
class Custody:
    """`collected`: vouchers whose parcel was taken with them here. `handed_in`: originals that were put into cells.

    `shown`: of originals that were photographed, order and session: they count for that session, and for good once
    something of the order was taken in it. `wrong_codes`: by order, when a wrong pick-up code was given within a day of
    the last one.
    """

    cells: Mapping[str, CellCustody] = field(default_factory=dict[str, CellCustody])
    collected: frozenset[str] = frozenset()
    handed_in: frozenset[str] = frozenset()
    shown: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    wrong_codes: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict[str, tuple[datetime, ...]])

    @classmethod
    def after(cls, ledger: Iterable[Record]) -> Custody:
        """What the records say; those that are not about cells are passed over."""
        custody = cls()
        for record in ledger:
            if record.entry.kind.startswith(records.PREFIX):
                custody = custody.then(record)
        return custody

    def then(self, record: Record) -> Custody:
        return self.conclude(record)[0]

    def conclude(self, record: Record) -> tuple[Custody, Conclusion | None]:
        """What a record makes of it, and what that concludes for the record's cell."""
        entry = record.entry
        if entry.kind == records.STARTED:
            cells = {name: cell.then(record.number, entry)[0] for name, cell in self.cells.items()}
            return replace(self, cells=cells), None
        if entry.kind == records.WRONG_CODE:
            return self._tried(entry.order, record.at), None
        if entry.kind == records.SHOWN:
            return replace(self, shown={**self.shown, entry.parcel: (entry.order, entry.session_tag)}), None
        if not entry.cell:
            return self, None
        before = self.cell(entry.cell)
        after, conclusion = before.then(record.number, entry)
        collected, handed_in = self.collected, self.handed_in
        if conclusion is Conclusion.COLLECTED and before.opening is not None:
            collected |= {before.opening.intent.voucher} - {""}
            handed_in |= self._shown_in(before.opening.intent)
        if conclusion is Conclusion.HANDED_IN and before.opening is not None:
            handed_in |= {before.opening.intent.parcel}
        return replace(
            self, cells={**self.cells, entry.cell: after}, collected=collected, handed_in=handed_in
        ), conclusion

    def cell(self, cell: str) -> CellCustody:
        """One that the ledger does not know is at rest, and what lies inside is not accounted for."""
        return self.cells.get(cell) or CellCustody(cell)

    def wrong_codes_since(self, order: str, since: datetime) -> int:
        """How often a wrong pick-up code was given for an order. `since` is aware, and at most a day ago."""
        return sum(at >= since for at in self.wrong_codes.get(order, ()))

    def has(self, original: str, session_tag: str = "") -> bool:
        """Whether it was handed in, be it that a technician found it inside, or that it was shown in this session."""
        if session_tag and self.shown.get(original, ("", ""))[1] == session_tag:
            return True
        inside = (cell.contents for cell in self.cells.values())
        return original in self.handed_in or any(found is not None and found.parcel == original for found in inside)

    def _shown_in(self, taking: Intent) -> frozenset[str]:
        """What was shown for the order that something was taken of, in the same session."""
        of = (taking.order, taking.session_tag)
        return frozenset(original for original, shown in self.shown.items() if shown == of)

    @property
    def open_doors(self) -> tuple[str, ...]:
        """Of all cells whose door is open, or may be."""
        return tuple(name for name, cell in sorted(self.cells.items()) if cell.may_be_open)

    @property
    def is_under_way(self) -> bool:
        """Whether there is an opening that a new process, or a line that was lost, would interrupt."""
        return any(cell.opening is not None and not cell.opening.interrupted for cell in self.cells.values())

    @property
    def unsettled(self) -> Mapping[str, Need]:
        """What has to be looked after, by cell; nothing of what is simply under way."""
        return {name: need for name, cell in sorted(self.cells.items()) if (need := _need(cell)) is not None}

    def _tried(self, order: str, at: datetime) -> Custody:
        tried = {**self.wrong_codes, order: (*self.wrong_codes.get(order, ()), at)}
        recent = {name: tuple(when for when in times if when > at - DAY) for name, times in tried.items()}
        return replace(self, wrong_codes={name: times for name, times in recent.items() if times})

    def refuse_intent(self, intent: Intent) -> str:
        """Why a door must not be opened for this; "" when it may.

        `custody.open` (the door is, or may be), `custody.busy` (another opening is under way), `custody.doubt` (a
        technician has to look first), `custody.taken` (with this voucher, or it is known not to be there),
        `custody.other` (something else is known to be in there), `custody.occupied`.
        """
        cell = self.cell(intent.cell)
        if intent.purpose is Purpose.INSPECT:
            return "custody.busy" if cell.opening is not None and cell.opening.may_command else ""
        in_the_way = {
            "custody.open": cell.may_be_open,
            "custody.busy": cell.opening is not None,
            "custody.doubt": cell.doubt is not None,
            "custody.occupied": intent.purpose.puts_in and cell.contents is not None,
            "custody.taken": intent.voucher in self.collected,
        }
        refused = next((code for code, holds in in_the_way.items() if holds), "")
        return refused or (_refuse_contents(cell, intent) if intent.purpose.takes_out else "")

    def refuse_command(self, cell: str) -> str:
        """Why no command may be given for the intent that stands; "" when it may: `custody.unknown` (one may have left
        before), `custody.no_intent`."""
        opening = self.cell(cell).opening
        if opening is None:
            return "custody.no_intent"
        return "" if opening.may_command else "custody.unknown"

    def refuse_clearing(self, cell: str) -> str:
        """Why a technician's word on what is inside does not count yet: `custody.open`, `custody.busy`; "" when it
        does."""
        found = self.cell(cell)
        if found.is_door_open:
            return "custody.open"
        return "" if found.may_clear else "custody.busy"


def _refuse_contents(cell: CellCustody, wanted: Intent) -> str:
    """Why what is wanted cannot be taken out of there."""
    if not cell.is_accounted:
        return ""
    if cell.contents is None:
        return "custody.taken"
    inside = cell.contents
    if inside.parcel and wanted.parcel:  # what was stocked without a network has no order yet
        return "" if inside.parcel == wanted.parcel else "custody.other"
    return "" if inside.order == wanted.order else "custody.other"


def _need(cell: CellCustody) -> Need | None:
    if cell.is_door_open and (cell.is_left_open or cell.doubt or cell.opening is None or cell.opening.interrupted):
        return Need.CLOSING
    is_interrupted = cell.opening is not None and cell.opening.interrupted
    if (is_interrupted or cell.may_be_open) and not cell.is_door_open:
        return Need.SENSOR
    return Need.TECHNICIAN if cell.doubt is not None and cell.opening is None else None

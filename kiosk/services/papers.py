"""What was read from a captured paper: what speaks against it, and what it would fill into the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from drivers.contract.document import PaperDoubt, PaperReading
from drivers.contract.value import Value
from kiosk.platform.item import HandInWay, Material, MaterialSource
from kiosk.services import forms
from kiosk.services.materials import is_well, may_capture

if TYPE_CHECKING:
    from kiosk.services.forms import FieldSpec
    from kiosk.session.collection import Compartment
    from kiosk.session.model import Capture, Session


class Proposal(Value):
    """A field of the form and what the paper says for it, as the form wants it."""

    spec: FieldSpec
    value: str = field(repr=False)


class Findings(Value):
    """`doubt`: the code of what a person should look at, "" for nothing. `turned`: pages (from 1) that were laid upside
    down or on their side."""

    doubt: str = ""
    data: Mapping[str, str] = field(default_factory=dict[str, str])
    proposals: tuple[Proposal, ...] = ()
    turned: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.doubt or self.proposals or self.turned)


def material_for(original: Compartment) -> Material:
    """An original that is owed at a pick-up, as something to photograph."""
    return Material(
        code=original.parcel,
        name=dict(original.contents),
        sources=(MaterialSource.CAPTURE,) if HandInWay.SHOWN in original.ways else (),
        paper_size=original.paper_size,
        paper_kind=original.paper_kind,
    )


def ways_to_hand_in(session: Session) -> tuple[HandInWay, ...]:
    """How the original that is due may be handed in on this terminal now."""
    due = session.collection.due_original
    if due is None:
        return ()
    can_show = may_capture(material_for(due), session)
    return tuple(way for way in due.ways if way is HandInWay.KEPT or can_show)


def material_of(session: Session) -> Material | None:
    """The material that is being handed in, or the original."""
    due = session.collection.due_original
    known = (*(session.item.materials if session.item else ()), *((material_for(due),) if due else ()))
    return next((material for material in known if material.code == session.capture.material), None)


def is_read(session: Session) -> bool:
    """Whether pages are read on this terminal now; of a material of no known kind only which way up they are."""
    return material_of(session) is not None and is_well(session, "paper_reader")


def unread_pages(session: Session) -> int:
    """How many pages nothing is known of yet."""
    known = [read.page for read in session.capture.read]
    return sum(page not in known for page in session.capture.pages)


def findings(session: Session) -> Findings:
    """What there is to be shown before the paper is kept. Of a paper that cannot be read, that it could not."""
    material = material_of(session)
    readings = [read.reading for read in session.capture.read if read.reading is not None]
    turned = _turned(session.capture)
    if material is None or not material.paper_kind:
        return Findings(turned=turned)
    if len(readings) < len(session.capture.pages):
        code = next((read.code for read in session.capture.read if read.code), "paper_reader.silent")
        return Findings(code, proposals=_proposals(session, material, readings), turned=turned)
    doubt, data = _doubt(material.paper_kind, readings)
    proposals = () if doubt == "capture.wrong_kind" else _proposals(session, material, readings)
    return Findings(doubt, data, proposals, turned)


def _turned(capture: Capture) -> tuple[int, ...]:
    """By what was read of each, whether or not the person wants it so."""
    laid_wrong = [read.page for read in capture.read if read.reading is not None and read.reading.turn]
    return tuple(number for number, page in enumerate(capture.pages, start=1) if page in laid_wrong)


def _doubt(kind: str, readings: Sequence[PaperReading]) -> tuple[str, dict[str, str]]:
    """The gravest. A paper is of its kind when one of its pages is: the others may have no words of their own."""
    doubts = {doubt for reading in readings for doubt in reading.doubts}
    if not any(reading.kind == kind for reading in readings):
        nothing = all(PaperDoubt.NOTHING_READ in reading.doubts for reading in readings)
        return ("capture.illegible" if nothing else "capture.wrong_kind"), {}
    if PaperDoubt.EXPIRED in doubts:
        return "capture.expired", {"day": max(reading.valid_to for reading in readings)}
    missing = missing_pages(readings)
    if missing:
        return "capture.page_missing", {"page": str(missing[0])}
    return ("capture.wrong_side" if PaperDoubt.WRONG_SIDE in doubts else ""), {}


def missing_pages(readings: Sequence[PaperReading]) -> tuple[int, ...]:
    """Numbers of pages that the print says there are, and that were not read."""
    count = max((reading.page_count for reading in readings), default=0)
    seen = {reading.page_number for reading in readings}
    return tuple(number for number in range(1, count + 1) if number not in seen)


def _proposals(session: Session, material: Material, readings: Sequence[PaperReading]) -> tuple[Proposal, ...]:
    return tuple(
        proposal
        for proposal in _fitting(session, material, readings)
        if proposal.value != session.draft.values.get(proposal.spec.name, "")
    )


def _fitting(session: Session, material: Material, readings: Sequence[PaperReading]) -> Iterator[Proposal]:
    """Only what the form would take: nothing is offered that would have to be mended at once."""
    if session.item is None:
        return
    form = session.item.form
    said = {found.name: found.value for reading in reversed(readings) for found in reading.fields}
    for topic in range(len(form.topics)):
        for spec in forms.fields_of(form, topic):
            value = _as_wanted(spec, said.get(material.fills.get(spec.name, ""), ""))
            if value and spec.name not in forms.problems(form, {spec.name: value}, topic):
                yield Proposal(spec, value)


def _as_wanted(spec: FieldSpec, said: str) -> str:
    if spec.is_date:
        return said.replace("-", "")
    return said.replace(",", "") if spec.keypad == "number" else said

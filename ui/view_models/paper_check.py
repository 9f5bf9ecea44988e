"""What was read from a paper, to be confirmed by the person before it fills anything."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import in_language
from kiosk.services.forms import FieldSpec, label_of, masked
from kiosk.services.papers import Findings, Proposal, findings, material_of
from kiosk.session.model import Session, Step
from kiosk.session.person_events import (
    PagesDropped,
    PagesTurned,
    ReadingChosen,
)
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import iso_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_INSTEAD = QT_TRANSLATE_NOOP("PaperCheck", "您填的是：{value}")
_EMPTY = QT_TRANSLATE_NOOP("PaperCheck", "表里还没有填")
_LAID_WRONG = QT_TRANSLATE_NOOP("PaperCheck", "放倒了的页：{numbers}")
_TURN_BACK = QT_TRANSLATE_NOOP("PaperCheck", "点一下，按原来放的方向交")
_TURN = QT_TRANSLATE_NOOP("PaperCheck", "点一下，转正再交")
_PAPER_SAYS = QT_TRANSLATE_NOOP("PaperCheck", "{label}：{value}")


class _Shown(Value):
    material: str = ""
    reading: bool = False
    pages: int = 0
    doubtful: bool = False
    page_missing: bool = False
    turned: str = ""
    reads: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class PaperCheckView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._rows = RowModel("name", "title", "subtitle", "chosen")

    def update(self, session: Session) -> None:
        here = session.step is Step.PAPER_CHECK
        found = findings(session) if here and not session.asking else Findings()
        alone = found.turned and not found.proposals  # what was read of it proves the direction
        turned = [_turned_row(found, session)] if alone else []
        self._rows.show([*turned, *(_row(proposal, session) for proposal in found.proposals)])
        shown = _shown(session, found) if here else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """What the paper says for fields of the form: name, title, subtitle (what stands there now), chosen. Where
        it says nothing, with name "": the pages that were laid upside down or on their side."""
        return self._rows

    @Property(str, notify=changed)
    def material(self) -> str:
        return self._shown.material

    @Property(bool, notify=changed)
    def reading(self) -> bool:
        """Pages are still being read."""
        return self._shown.reading

    @Property(int, notify=changed)
    def pages(self) -> int:
        return self._shown.pages

    @Property(bool, notify=changed)
    def doubtful(self) -> bool:
        """Something speaks against the paper, or it could not be read."""
        return self._shown.doubtful

    @Property(bool, notify=changed)
    def pageMissing(self) -> bool:
        """There seem to be more pages than were taken."""
        return self._shown.page_missing

    @Property(str, notify=changed)
    def turned(self) -> str:
        """Which pages were laid upside down or on their side."""
        return self._shown.turned

    @Property(bool, notify=changed)
    def reads(self) -> bool:
        """Something is offered for the form."""
        return self._shown.reads

    @Slot(bool)
    def turn(self, turned: bool) -> None:
        """Turn the pages upright, or leave them as they were laid."""
        self._host.dispatch(PagesTurned(self._host.session.stamp, turned))

    @Slot(str, bool)
    def choose(self, name: str, chosen: bool) -> None:
        """Take this value into the form, or leave what stands there."""
        self._host.dispatch(ReadingChosen(self._host.session.stamp, name, chosen))

    @Slot()
    def dropAll(self) -> None:
        """Another paper, or this one once more."""
        self._host.dispatch(PagesDropped(self._host.session.stamp))


def _shown(session: Session, found: Findings) -> _Shown:
    material, code = material_of(session), session.notice.code if session.notice else ""
    return _Shown(
        material=in_language(material.name, session.preferences.language) if material else "",
        reading=session.asking,
        pages=len(session.capture.pages),
        doubtful=code != "",
        page_missing=code == "capture.page_missing",
        turned=_turned(found),
        reads=bool(found.proposals),
    )


def _turned(found: Findings) -> str:
    numbers = " ".join(str(number) for number in found.turned)
    return translated("PaperCheck", _LAID_WRONG).format(numbers=numbers) if numbers else ""


def _turned_row(found: Findings, session: Session) -> dict[str, Any]:
    chosen = any(page.turn for page in session.capture.pages)
    return {
        "name": "",
        "title": _turned(found),
        "subtitle": translated("PaperCheck", _TURN_BACK if chosen else _TURN),
        "chosen": chosen,
    }


def _row(proposal: Proposal, session: Session) -> dict[str, Any]:
    spec, language = proposal.spec, session.preferences.language
    now = session.draft.values.get(spec.name, "")
    instead = translated("PaperCheck", _INSTEAD).format(value=_words(spec, now, language))
    says = translated("PaperCheck", _PAPER_SAYS)
    return {
        "name": spec.name,
        "title": says.format(label=in_language(spec.label, language), value=_words(spec, proposal.value, language)),
        "subtitle": instead if now else translated("PaperCheck", _EMPTY),
        "chosen": spec.name in session.capture.chosen,
    }


def _words(spec: FieldSpec, value: str, language: str) -> str:
    label = label_of(spec, value)
    if label is not None:
        return in_language(label, language)
    return iso_date(value, language) if spec.is_date else masked(spec, value)

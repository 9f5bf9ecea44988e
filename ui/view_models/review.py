"""Everything once more before it is signed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk import masking
from kiosk.platform.item import ServiceItem, in_language
from kiosk.services.forms import fields_of, masked
from kiosk.services.materials import rows_of
from kiosk.session.events import Declared, Signed, TopicReopened
from kiosk.session.model import Ink, MaterialChoice, Session, Step
from ui.items.signature_pad import SignatureCanvas
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import short_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MATERIALS_TOPIC = -1
NO_TOPIC = -2
"""A row that cannot be changed here: what the card says."""

_APPLICANT = QT_TRANSLATE_NOOP("Review", "申请人")
_MATERIALS = QT_TRANSLATE_NOOP("Review", "材料")
_COUNT = QT_TRANSLATE_NOOP("Review", "{count} 份：已备好 {ready} 份")
_LATER = QT_TRANSLATE_NOOP("Review", "{name}承诺{date}前补交")
_DECLARE = QT_TRANSLATE_NOOP("Review", "以上内容属实")
_DECLARE_LATER = QT_TRANSLATE_NOOP("Review", "以上内容属实；材料按承诺时间补交")


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class ReviewView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._rows = RowModel("topic", "label", "value", "note")
        self._shown: tuple[str, str, bool, bool, int] = ("", "", False, False, 0)

    def update(self, session: Session) -> None:
        showing = session.step is Step.REVIEW and session.item is not None
        item = session.item if showing else None
        self._rows.show(self._all_rows(item, session) if item else [])
        draft = session.draft
        words = translated("Review", _DECLARE_LATER if draft.deferred else _DECLARE)
        title = in_language(item.name, session.preferences.language) if item else ""
        shown = (title, words, draft.declared, draft.signature is not None, len(self._rows.rows))
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _all_rows(self, item: ServiceItem, session: Session) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        if session.identity:
            number = masking.identity_number(session.identity.number)
            rows.append(_row(NO_TOPIC, translated("Review", _APPLICANT), f"{session.identity.name}  {number}"))
        for topic in range(len(item.form.topics)):
            rows += _topic_rows(item, topic, session)
        if item.materials:
            rows.append(self._materials(session))
        return rows

    def _materials(self, session: Session) -> dict[str, Any]:
        language = session.preferences.language
        all_of = rows_of(session, self._host.now().date())
        later = [row for row in all_of if row.choice is MaterialChoice.DEFERRED]
        notes = [
            translated("Review", _LATER).format(
                name=in_language(row.material.name, language), date=short_date(row.due, language) if row.due else ""
            )
            for row in later
        ]
        value = translated("Review", _COUNT).format(count=len(all_of), ready=len(all_of) - len(later))
        return _row(MATERIALS_TOPIC, translated("Review", _MATERIALS), value, "\n".join(notes))

    # ---- shown ----

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """Rows: topic (-1 materials, -2 not to be changed), label, value, note."""
        return self._rows

    @Property(str, notify=changed)
    def itemName(self) -> str:
        return self._shown[0]

    @Property(str, notify=changed)
    def declaration(self) -> str:
        return self._shown[1]

    @Property(bool, notify=changed)
    def declared(self) -> bool:
        return self._shown[2]

    @Property(bool, notify=changed)
    def signed(self) -> bool:
        return self._shown[3]

    @Property(int, notify=changed)
    def rowCount(self) -> int:
        return self._shown[4]

    # ---- asked ----

    @Slot(int)
    def change(self, topic: int) -> None:
        self._host.dispatch(TopicReopened(self._host.session.stamp, topic))

    @Slot(bool)
    def declare(self, declared: bool) -> None:
        self._host.dispatch(Declared(self._host.session.stamp, declared))

    @Slot(QObject)
    def sign(self, canvas: SignatureCanvas) -> None:
        """The signature as drawn so far; less than counts as one is none."""
        ink = Ink(canvas.png(), len(canvas.strokes)) if canvas.hasInk else None
        if ink is not None or self._host.session.draft.signature is not None:
            self._host.dispatch(Signed(self._host.session.stamp, ink))


def _row(topic: int, label: str, value: str, note: str = "") -> dict[str, Any]:
    return {"topic": topic, "label": label, "value": value, "note": note}


def _topic_rows(item: ServiceItem, topic: int, session: Session) -> list[dict[str, Any]]:
    language = session.preferences.language
    rows: list[dict[str, Any]] = []
    for spec in fields_of(item.form, topic):
        value = session.draft.values.get(spec.name, "")
        if not value:
            continue
        chosen = next((choice.label for choice in spec.choices if choice.value == value), None)
        words = in_language(chosen, language) if chosen else masked(spec, value)
        rows.append(_row(topic, in_language(spec.label, language), words))
    return rows

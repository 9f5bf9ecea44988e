"""Everything once more before it is signed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk import masking
from kiosk.platform.item import ServiceItem, in_language
from kiosk.services.forms import FieldSpec, fields_of, label_of, masked
from kiosk.services.materials import MaterialRow, rows_of
from kiosk.session.model import Ink, MaterialChoice, Session, Step
from kiosk.session.person_events import (
    Declared,
    Signed,
    TopicReopened,
)
from ui.items.signature_pad import SignatureCanvas
from ui.view_models.guide import delivered
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import iso_date, short_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MATERIALS_TOPIC = -1
NO_TOPIC = -2
"""A row that cannot be changed here: what the card says."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_LONG_NUMBER = 18

_APPLICANT = QT_TRANSLATE_NOOP("Review", "申请人")
_MATERIALS = QT_TRANSLATE_NOOP("Review", "材料")
_COUNT = QT_TRANSLATE_NOOP("Review", "{count} 份：已备好 {ready} 份")
_LATER = QT_TRANSLATE_NOOP("Review", "{date}前补交：{names}")
_DELIVERY = QT_TRANSLATE_NOOP("Review", "领取方式")
_BETWEEN_ANSWERS = QT_TRANSLATE_NOOP("Review", "，")
_BETWEEN_NAMES = QT_TRANSLATE_NOOP("Review", "、")
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
        self._shown: tuple[str, str, bool, bool] = ("", "", False, False)

    def update(self, session: Session) -> None:
        showing = session.step is Step.REVIEW and session.item is not None
        item = session.item if showing else None
        self._rows.show(self._all_rows(item, session) if item else [])
        draft = session.draft
        words = translated("Review", _DECLARE_LATER if draft.deferred else _DECLARE)
        title = in_language(item.name, session.preferences.language) if item else ""
        shown = (title, words, draft.declared, draft.signature is not None)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _all_rows(self, item: ServiceItem, session: Session) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        if session.identity:
            number = masking.identity_number(session.identity.number)
            rows.append(_row(NO_TOPIC, translated("Review", _APPLICANT), f"{session.identity.name}  {number}"))
        rows += (_topic(item, topic, session) for topic in range(len(item.form.topics)))
        if item.materials:
            rows.append(self._materials(session))
        rows.append(_row(NO_TOPIC, translated("Review", _DELIVERY), delivered(item)))
        return rows

    def _materials(self, session: Session) -> dict[str, Any]:
        language = session.preferences.language
        all_of = rows_of(session, self._host.now().date())
        later = [row for row in all_of if row.choice is MaterialChoice.DEFERRED]
        value = translated("Review", _COUNT).format(count=len(all_of), ready=len(all_of) - len(later))
        return _row(MATERIALS_TOPIC, translated("Review", _MATERIALS), value, "\n".join(_promises(later, language)))

    # ---- shown ----

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """One row a topic: topic (-1 materials, -2 not to be changed), label, value, note."""
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


def _topic(item: ServiceItem, topic: int, session: Session) -> dict[str, Any]:
    """All answers to one topic, one after the other."""
    language = session.preferences.language
    values = session.draft.values
    specs = fields_of(item.form, topic)
    heading = item.form.topics[topic].heading or specs[0].label
    answers = [_said(spec, values[spec.name], language) for spec in specs if values.get(spec.name)]
    return _row(topic, in_language(heading, language), _joined(answers))


def _joined(answers: list[str]) -> str:
    """One after the other; a long number ends its line, for together with what follows it would be broken anywhere."""
    comma = translated("Review", _BETWEEN_ANSWERS)
    ended = [answer + ("\n" if _long_number(answer) else comma) for answer in answers[:-1]]
    return "".join([*ended, *answers[-1:]])


def _long_number(answer: str) -> bool:
    return answer.isascii() and answer.isalnum() and len(answer) >= _LONG_NUMBER


def _said(spec: FieldSpec, value: str, language: str) -> str:
    """One answer as it reads without its label."""
    label = label_of(spec, value)
    if label:
        words = in_language(label, language)
    else:
        words = iso_date(value, language) if spec.is_date else masked(spec, value).replace(" ", _NO_BREAK)
    return in_language(spec.answer, language).format(value=words) if spec.answer else words


def _promises(later: list[MaterialRow], language: str) -> list[str]:
    """A line for each day on which something is due, with what is."""
    days = sorted({row.due for row in later if row.due})
    return [
        translated("Review", _LATER).format(
            date=short_date(day, language),
            names=translated("Review", _BETWEEN_NAMES).join(
                in_language(row.material.name, language) for row in later if row.due == day
            ),
        )
        for day in days
    ]

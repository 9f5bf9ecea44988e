"""好差评: five grades, and reasons that change with the grade."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.platform.item import in_language
from kiosk.session.model import Session
from kiosk.session.person_events import (
    GradeChosen,
    ReasonToggled,
)
from kiosk.session.steps.submit import NEEDS_REASON
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_GRADES = (
    (5, "face-5", QT_TRANSLATE_NOOP("Rating", "非常满意")),
    (4, "face-4", QT_TRANSLATE_NOOP("Rating", "满意")),
    (3, "face-3", QT_TRANSLATE_NOOP("Rating", "基本满意")),
    (2, "face-2", QT_TRANSLATE_NOOP("Rating", "不满意")),
    (1, "face-1", QT_TRANSLATE_NOOP("Rating", "非常不满意")),
)
_GOOD = (
    ("few_steps", QT_TRANSLATE_NOOP("Rating", "步骤少")),
    ("clear", QT_TRANSLATE_NOOP("Rating", "看得懂")),
    ("no_paper", QT_TRANSLATE_NOOP("Rating", "不用纸")),
    ("fast", QT_TRANSLATE_NOOP("Rating", "速度快")),
)
_BAD = (
    ("many_steps", QT_TRANSLATE_NOOP("Rating", "步骤多")),
    ("unclear", QT_TRANSLATE_NOOP("Rating", "看不懂")),
    ("device", QT_TRANSLATE_NOOP("Rating", "机器难用")),
    ("slow", QT_TRANSLATE_NOOP("Rating", "等得久")),
)
_WHAT_WAS_GOOD = QT_TRANSLATE_NOOP("Rating", "哪里做得好？可不选")
_WHAT_WAS_BAD = QT_TRANSLATE_NOOP("Rating", "哪里没做好？至少选一项")
_LEAD = QT_TRANSLATE_NOOP("Rating", "{item}。您的评价不影响办理结果")
_WHY_GRADE = QT_TRANSLATE_NOOP("Rating", "请先选一项")
_WHY_REASON = QT_TRANSLATE_NOOP("Rating", "请选原因")


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class RatingView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._grades = RowModel("grade", "face", "text", "selected")
        self._reasons = RowModel("code", "text", "selected")
        self._shown = ("", "", "")

    def update(self, session: Session) -> None:
        self._grades.show(
            [
                {"grade": grade, "face": face, "text": translated("Rating", words), "selected": grade == session.grade}
                for grade, face, words in _GRADES
            ]
        )
        bad = 0 < session.grade <= NEEDS_REASON
        offered = (_BAD if bad else _GOOD) if session.grade else ()
        self._reasons.show(
            [
                {"code": code, "text": translated("Rating", words), "selected": code in session.reasons}
                for code, words in offered
            ]
        )
        why = _WHY_GRADE if not session.grade else _WHY_REASON if bad and not session.reasons else ""
        item = in_language(session.item.short_name, session.preferences.language) if session.item else ""
        question = _WHAT_WAS_BAD if bad else _WHAT_WAS_GOOD
        shown = (
            translated("Rating", _LEAD).format(item=item),
            translated("Rating", question) if session.grade else "",
            translated("Rating", why) if why else "",
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(QObject, constant=True)
    def grades(self) -> QObject:
        """Rows, best first: grade, face, text, selected."""
        return self._grades

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        """Rows: code, text, selected."""
        return self._reasons

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._shown[0]

    @Property(str, notify=changed)
    def question(self) -> str:
        return self._shown[1]

    @Property(str, notify=changed)
    def whyDisabled(self) -> str:
        """What is missing before it can be sent, "" for nothing."""
        return self._shown[2]

    @Slot(int)
    def choose(self, grade: int) -> None:
        self._host.dispatch(GradeChosen(self._host.session.stamp, grade))

    @Slot(str)
    def toggle(self, reason: str) -> None:
        self._host.dispatch(ReasonToggled(self._host.session.stamp, reason))

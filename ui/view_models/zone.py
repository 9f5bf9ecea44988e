"""The machine-readable zone of a travel document while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.identity import mrz
from kiosk.identity.mrz import FORMS, DocumentKind, Part
from kiosk.session.model import Session, Zone
from kiosk.session.person_events import (
    DocumentChosen,
    Typed,
)
from ui.view_models.host import Host
from ui.view_models.words import UNTYPED, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

FILLER = "<"
NOTHING_TYPED = Zone()

_PARTS = {
    Part.TYPE: QT_TRANSLATE_NOOP("Zone", "证件种类和签发国"),
    Part.NAME: QT_TRANSLATE_NOOP("Zone", "姓名"),
    Part.NUMBER: QT_TRANSLATE_NOOP("Zone", "证件号码"),
    Part.NATIONALITY: QT_TRANSLATE_NOOP("Zone", "国籍"),
    Part.BIRTH: QT_TRANSLATE_NOOP("Zone", "出生日期"),
    Part.SEX: QT_TRANSLATE_NOOP("Zone", "性别"),
    Part.EXPIRY: QT_TRANSLATE_NOOP("Zone", "有效期"),
    Part.OPTIONAL: QT_TRANSLATE_NOOP("Zone", "其他信息"),
    Part.WHOLE: QT_TRANSLATE_NOOP("Zone", "最后一位校验码"),
}
_NOW = QT_TRANSLATE_NOOP("Zone", "正在输入：{part}")
_ALL = QT_TRANSLATE_NOOP("Zone", "全部输完了，请按“核对好了”")
_WRONG = QT_TRANSLATE_NOOP("Zone", "{part}和校验码对不上，请点那一段改正")


class _Shown(Value):
    typed: Zone = NOTHING_TYPED
    cursor: int = 0
    language: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class ZoneView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._cursor: int | None = None
        """Where the next key goes; None = behind what is typed."""

    def update(self, session: Session) -> None:
        typed = len(session.zone.characters)
        if self._cursor is not None and self._cursor >= typed:
            self._cursor = None
        cursor = typed if self._cursor is None else self._cursor
        shown = _Shown(session.zone, cursor, session.preferences.language)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(bool, notify=changed)
    def isPassport(self) -> bool:
        return self._shown.typed.kind is DocumentKind.PASSPORT

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        """As on the document; what is not typed yet as dots."""
        form = FORMS[self._shown.typed.kind]
        filled = self._shown.typed.characters.ljust(form.length, UNTYPED)
        return [filled[at : at + form.width] for at in range(0, form.length, form.width)]

    @Property(int, notify=changed)
    def width(self) -> int:
        """Characters in a line."""
        return FORMS[self._shown.typed.kind].width

    @Property(int, notify=changed)
    def place(self) -> int:
        """Where the next key goes, counted over all lines; -1 when all is typed."""
        return self._place()

    @Property("QVariantList", notify=changed)
    def wrong(self) -> list[dict[str, int]]:
        """Stretches that do not fit their check digits: {start, end}, the digit included."""
        form = FORMS[self._shown.typed.kind]
        return [
            {"start": form.spans[part][0] if part in form.spans else form.checks[part], "end": form.checks[part] + 1}
            for part in mrz.wrong_parts(self._shown.typed.kind, self._shown.typed.characters)
        ]

    @Property(str, notify=changed)
    def words(self) -> str:
        """What is wrong, or what is being typed."""
        zone = self._shown.typed
        wrong = mrz.wrong_parts(zone.kind, zone.characters)
        if wrong:
            return translated("Zone", _WRONG).format(part=translated("Zone", _PARTS[wrong[0]]))
        place = self._place()
        if place < 0:
            return translated("Zone", _ALL)
        part = mrz.part_at(zone.kind, place)
        return translated("Zone", _NOW).format(part=translated("Zone", _PARTS[part]))

    @Property(bool, notify=changed)
    def isWrong(self) -> bool:
        return bool(mrz.wrong_parts(self._shown.typed.kind, self._shown.typed.characters))

    @Slot(bool)
    def choosePassport(self, passport: bool) -> None:
        self._cursor = None
        kind = DocumentKind.PASSPORT if passport else DocumentKind.HOME_RETURN_PERMIT
        self._host.dispatch(DocumentChosen(self._host.session.stamp, kind))

    @Slot(int)
    def placeAt(self, place: int) -> None:
        """The next key goes here; behind what is typed there is no place."""
        self._cursor = max(0, place)
        self.update(self._host.session)

    @Slot(str)
    def type(self, character: str) -> None:
        """Put it at the place, over what stands there."""
        typed, at = self._host.session.zone.characters, self._shown.cursor
        self._typed_is(typed[:at] + character + typed[at + 1 :], at + 1)

    @Slot()
    def fill(self) -> None:
        """Fillers to the end of the line."""
        zone = self._host.session.zone
        typed, width = zone.characters, FORMS[zone.kind].width
        at = self._shown.cursor
        end = (at // width + 1) * width
        self._typed_is(typed[:at] + FILLER * (end - at) + typed[end:], end)

    @Slot()
    def backspace(self) -> None:
        """Takes the last character away; within the zone it only steps back, for the next key to write over."""
        typed, at = self._host.session.zone.characters, self._shown.cursor
        if at and at == len(typed):
            self._typed_is(typed[:-1], at - 1)
        elif at:
            self.placeAt(at - 1)

    def _place(self) -> int:
        return self._shown.cursor if self._shown.cursor < FORMS[self._shown.typed.kind].length else -1

    def _typed_is(self, text: str, cursor: int) -> None:
        self._cursor = cursor
        self._host.dispatch(Typed(self._host.session.stamp, text))
        self.update(self._host.session)

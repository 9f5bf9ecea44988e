"""办事指南 of the chosen item."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import Approval, Delivery, Material, MaterialSource, ServiceItem, Text, in_language
from kiosk.session.model import Session
from ui.view_models.catalogue import unavailable_reason
from ui.view_models.rows import RowModel
from ui.view_models.words import fee, translated, working_days

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_SOURCES = {
    MaterialSource.CARD: QT_TRANSLATE_NOOP("Guide", "刷身份证即可"),
    MaterialSource.LICENCE: QT_TRANSLATE_NOOP("Guide", "有电子证照就免交"),
    MaterialSource.FORM: QT_TRANSLATE_NOOP("Guide", "在本机填写签名"),
    MaterialSource.CAPTURE: QT_TRANSLATE_NOOP("Guide", "带来可以当场拍"),
    MaterialSource.DEFER: QT_TRANSLATE_NOOP("Guide", "没带可以以后补"),
}
_DELIVERIES = {
    Delivery.POST: QT_TRANSLATE_NOOP("Guide", "免费邮寄到家"),
    Delivery.PICKUP: QT_TRANSLATE_NOOP("Guide", "到大厅领取"),
    Delivery.PRINT: QT_TRANSLATE_NOOP("Guide", "打印领取"),
    Delivery.LICENCE: QT_TRANSLATE_NOOP("Guide", "发电子证照"),
}
_INSTANT = QT_TRANSLATE_NOOP("Guide", "秒批，当场出结果")


class _Shown(Value):
    title: str = ""
    department: str = ""
    days: str = ""
    fee: str = ""
    fee_note: str = ""
    outcome: str = ""
    delivery: str = ""
    who: str = ""
    legal_basis: str = ""
    notes: str = ""
    reason: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class GuideView(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = _Shown()
        self._materials = RowModel("title", "subtitle")

    def update(self, session: Session) -> None:
        item = session.item
        language = session.preferences.language
        self._materials.show([_material(material, language) for material in item.materials] if item else [])
        shown = _shown(item, session) if item else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.title

    @Property(str, notify=changed)
    def department(self) -> str:
        return self._shown.department

    @Property(str, notify=changed)
    def days(self) -> str:
        return self._shown.days

    @Property(str, notify=changed)
    def fee(self) -> str:
        return self._shown.fee

    @Property(str, notify=changed)
    def feeNote(self) -> str:
        return self._shown.fee_note

    @Property(str, notify=changed)
    def outcome(self) -> str:
        return self._shown.outcome

    @Property(str, notify=changed)
    def delivery(self) -> str:
        return self._shown.delivery

    @Property(str, notify=changed)
    def who(self) -> str:
        """Who may apply, one condition a line."""
        return self._shown.who

    @Property(str, notify=changed)
    def legalBasis(self) -> str:
        return self._shown.legal_basis

    @Property(str, notify=changed)
    def notes(self) -> str:
        return self._shown.notes

    @Property(str, notify=changed)
    def reason(self) -> str:
        """Why it cannot be started here now, "" when it can."""
        return self._shown.reason

    @Property(QObject, constant=True)
    def materials(self) -> QObject:
        """Rows: title, subtitle (where it comes from)."""
        return self._materials


def _lines(texts: tuple[Text, ...], language: str) -> str:
    return "\n".join(in_language(text, language) for text in texts)


def _material(material: Material, language: str) -> dict[str, str]:
    return {
        "title": in_language(material.name, language),
        "subtitle": (", " if language == "en" else "，").join(
            translated("Guide", _SOURCES[source]) for source in material.sources
        ),
    }


def delivered(item: ServiceItem) -> str:
    """How the person gets the outcome."""
    return translated("Guide", _DELIVERIES[item.delivery])


def _shown(item: ServiceItem, session: Session) -> _Shown:
    language = session.preferences.language
    guide = item.guide
    return _Shown(
        title=in_language(item.name, language),
        department=in_language(item.department, language),
        days=translated("Guide", _INSTANT) if item.approval is Approval.INSTANT else working_days(guide.days),
        fee=fee(guide.fee.amount_cny),
        fee_note=in_language(guide.fee.note, language) if guide.fee.note else "",
        outcome=in_language(guide.outcome, language),
        delivery=delivered(item),
        who=_lines(guide.who, language),
        legal_basis=_lines(guide.legal_basis, language),
        notes=_lines(guide.notes, language),
        reason=unavailable_reason(item, session),
    )

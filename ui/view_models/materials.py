"""The list of materials: have, from a licence, later with a commitment, or still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import MaterialSource, in_language
from kiosk.services.materials import MaterialRow, may_capture, rows_of
from kiosk.session.model import MaterialChoice, Session, Step
from kiosk.session.person_events import (
    CaptureWanted,
    MaterialDeferred,
)
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import iso_date, short_date, translated

if TYPE_CHECKING:
    from kiosk.platform.schema import LicenceFound

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_ALL_READY = QT_TRANSLATE_NOOP("Materials", "{count} 份材料，都齐了")
_SOME_READY = QT_TRANSLATE_NOOP("Materials", "{count} 份材料，已备好 {ready} 份")
_NOTHING_TO_DO = QT_TRANSLATE_NOOP("Materials", "您不用再交任何纸质材料")
_MISSING = QT_TRANSLATE_NOOP("Materials", "还差 {open} 份，没带可以以后补")
_LATER_COUNT = QT_TRANSLATE_NOOP("Materials", "{later} 份以后补，其余都齐了")
_WHY = QT_TRANSLATE_NOOP("Materials", "还差 {open} 份")
_HAVE = QT_TRANSLATE_NOOP("Materials", "已有")
_NOT_NEEDED = QT_TRANSLATE_NOOP("Materials", "免提交")
_LATER = QT_TRANSLATE_NOOP("Materials", "以后补")
_JUST_READ = QT_TRANSLATE_NOOP("Materials", "刚才已读取")
_VOUCHED_FOR = QT_TRANSLATE_NOOP("Materials", "工作人员已核实您的身份")
_FROM_FORM = QT_TRANSLATE_NOOP("Materials", "按您填的内容生成，签名后生效")
_CAPTURED = QT_TRANSLATE_NOOP("Materials", "已拍 {pages} 页")
_LICENCE = QT_TRANSLATE_NOOP("Materials", "电子证照，{issuer}，{issued}签发")
_NO_ORIGINAL = QT_TRANSLATE_NOOP("Materials", "没带原件？可以先受理后补交")
_BY = QT_TRANSLATE_NOOP("Materials", "{date}前补交，已列入承诺书")
_CANNOT = QT_TRANSLATE_NOOP("Materials", "这份材料没有取到，请到人工窗口办理")
_PROMISE = QT_TRANSLATE_NOOP("Materials", "选“以后补”要签一份承诺书")
_PROMISE_TEXT = QT_TRANSLATE_NOOP("Materials", "最迟 {date}前到人工窗口补交；逾期未交，本次申请自动撤回。")


class _Shown(Value):
    title: str = ""
    lead: str = ""
    why: str = ""
    promise: str = ""
    promise_text: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class MaterialsView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._rows = RowModel(
            "code", "iconName", "mark", "title", "subtitle", "tag", "tagKind", "canDefer", "deferred", "canCapture"
        )

    def update(self, session: Session) -> None:
        rows = rows_of(session, self._host.now().date()) if session.step is Step.MATERIALS else ()
        language = session.preferences.language
        self._rows.show([_row(row, session, language) for row in rows])
        shown = _summary(rows, language) if rows else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown.title

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._shown.lead

    @Property(str, notify=changed)
    def whyDisabled(self) -> str:
        """What is missing; "" when one may go on."""
        return self._shown.why

    @Property(str, notify=changed)
    def promise(self) -> str:
        return self._shown.promise

    @Property(str, notify=changed)
    def promiseText(self) -> str:
        return self._shown.promise_text

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """Rows: code, iconName, mark, title, subtitle, tag, tagKind, canDefer, deferred, canCapture."""
        return self._rows

    @Slot(str)
    def capture(self, code: str) -> None:
        """Put it under the document camera."""
        self._host.dispatch(CaptureWanted(self._host.session.stamp, code))

    @Slot(str, bool)
    def defer(self, code: str, deferred: bool) -> None:
        self._host.dispatch(MaterialDeferred(self._host.session.stamp, code, deferred))


def _origin(row: MaterialRow, session: Session) -> str:
    if MaterialSource.CARD not in row.material.sources:
        return translated("Materials", _FROM_FORM)
    read = session.identity is not None and session.identity.is_proven
    return translated("Materials", _JUST_READ if read else _VOUCHED_FOR)


def _row(row: MaterialRow, session: Session, language: str) -> dict[str, Any]:
    can_defer = MaterialSource.DEFER in row.material.sources
    shown: dict[str, Any] = {
        "code": row.material.code,
        "title": in_language(row.material.name, language),
        "canDefer": can_defer and row.choice in (MaterialChoice.OPEN, MaterialChoice.DEFERRED),
        "deferred": row.choice is MaterialChoice.DEFERRED,
        "canCapture": row.choice in (MaterialChoice.OPEN, MaterialChoice.CAPTURED)
        and may_capture(row.material, session),
        "iconName": "",
        "mark": "ok",
        "tag": translated("Materials", _HAVE),
        "tagKind": "ok",
        "subtitle": _origin(row, session),
    }
    match row.choice:
        case MaterialChoice.HAVE:
            pass
        case MaterialChoice.LICENCE:
            shown |= {
                "tag": translated("Materials", _NOT_NEEDED),
                "subtitle": _licence(session.draft.licences[row.material.code], language),
            }
        case MaterialChoice.CAPTURED:
            pages = len(session.draft.captured[row.material.code])
            shown |= {"tag": "", "subtitle": translated("Materials", _CAPTURED).format(pages=pages)}
        case MaterialChoice.DEFERRED:
            due = short_date(row.due, language) if row.due else ""
            shown |= {
                "mark": "later",
                "iconName": "document",
                "tag": "",
                "subtitle": translated("Materials", _BY).format(date=due),
            }
        case MaterialChoice.OPEN:
            shown |= {
                "mark": "later",
                "iconName": "document",
                "tag": "",
                "subtitle": translated("Materials", _NO_ORIGINAL if can_defer else _CANNOT),
            }
    return shown


def _licence(licence: LicenceFound, language: str) -> str:
    issuer = in_language(licence.issuer, language)
    return translated("Materials", _LICENCE).format(issuer=issuer, issued=iso_date(licence.issued, language))


def _summary(rows: tuple[MaterialRow, ...], language: str) -> _Shown:
    left = sum(row.choice is MaterialChoice.OPEN for row in rows)
    later = sum(row.choice is MaterialChoice.DEFERRED for row in rows)
    ready = len(rows) - left - later
    title = _ALL_READY if ready == len(rows) else _SOME_READY
    lead = _MISSING if left else _LATER_COUNT if later else _NOTHING_TO_DO
    dues = [row.due for row in rows if row.due is not None]
    return _Shown(
        title=translated("Materials", title).format(count=len(rows), ready=ready),
        lead=translated("Materials", lead).format(open=left, later=later),
        why=translated("Materials", _WHY).format(open=left) if left else "",
        promise=translated("Materials", _PROMISE) if dues else "",
        promise_text=translated("Materials", _PROMISE_TEXT).format(date=short_date(min(dues), language))
        if dues
        else "",
    )

"""What became of the application, what happens next, and the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.platform.item import in_language
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.model import Errand, ReceiptState, Session, Step
from kiosk.session.person_events import ReprintAsked
from ui.messages import SILENCE, Message, message
from ui.view_models.host import Host
from ui.view_models.words import clock, grouped, iso_date, short_date, translated

if TYPE_CHECKING:
    from kiosk.platform.schema import SubmissionStatus

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_HEADLINES = {
    SubmissionState.RECEIVED: QT_TRANSLATE_NOOP("Done", "申请已送达，等待受理"),
    SubmissionState.ACCEPTED: QT_TRANSLATE_NOOP("Done", "已受理，申请已送达"),
    SubmissionState.APPROVED: QT_TRANSLATE_NOOP("Done", "已办好，当场通过"),
    SubmissionState.RETURNED: QT_TRANSLATE_NOOP("Done", "申请已送达，需要补正"),
    SubmissionState.POSSIBLE_DUPLICATE: QT_TRANSLATE_NOOP("Done", "已收到，可能重复申请"),
}
_TODAY = {
    SubmissionState.RECEIVED: QT_TRANSLATE_NOOP("Done", "今天：申请已送达"),
    SubmissionState.ACCEPTED: QT_TRANSLATE_NOOP("Done", "今天：申请已受理"),
    SubmissionState.APPROVED: QT_TRANSLATE_NOOP("Done", "今天：已经批准"),
    SubmissionState.RETURNED: QT_TRANSLATE_NOOP("Done", "今天：已送达，需要补正"),
    SubmissionState.POSSIBLE_DUPLICATE: QT_TRANSLATE_NOOP("Done", "今天：已收到，工作人员核对是否重复"),
}
_NEXT = QT_TRANSLATE_NOOP("Done", "接下来")
_TAKEN = QT_TRANSLATE_NOOP("Done", "取走的物品")
_COLLECTED = QT_TRANSLATE_NOOP("Done", "取件完成，已签收")
_COLLECTED_SAVED = QT_TRANSLATE_NOOP("Done", "取件完成，已记下签收")
_ORDER = QT_TRANSLATE_NOOP("Done", "取件单 {number}")
_SAVED = QT_TRANSLATE_NOOP("Done", "已收好，稍后自动送达")
_SAVED_TODAY = QT_TRANSLATE_NOOP("Done", "今天：已收到，尚未受理")
_SAVED_TODAY_TEXT = QT_TRANSLATE_NOOP("Done", "内容已加密存好，不会丢")
_SAVED_NEXT = QT_TRANSLATE_NOOP("Done", "网络恢复后：自动送到办理部门")
_SAVED_NEXT_TEXT = QT_TRANSLATE_NOOP("Done", "您不用等，也不用再来提交")
_SAVED_LAST = QT_TRANSLATE_NOOP("Done", "查进度：拨打 {hotline}")
_SAVED_LAST_TEXT = QT_TRANSLATE_NOOP("Done", "送达后，报上面的申请编号就能查到")
_DUE = QT_TRANSLATE_NOOP("Done", "{date}前：出结果")
_DUE_TEXT = QT_TRANSLATE_NOOP("Done", "部门审核，不需要您到场")
_ACCEPTANCE = QT_TRANSLATE_NOOP("Done", "受理号")
_INTAKE = QT_TRANSLATE_NOOP("Done", "申请编号")


SlipOf = Callable[[Session], str]
"""What the code on the receipt says, for a session with a submission."""


def unsigned_slip(session: Session) -> str:
    """The bare number, where nothing signs."""
    status = session.submission.status
    return (status.acceptance_number if status else "") or session.submission.id


class _Shown(Value):
    headline: str = ""
    subline: str = ""
    answered: bool = False
    number_name: str = ""
    number: str = ""
    payload: str = ""
    receipt: str = ReceiptState.NONE.value
    trouble: Message = SILENCE
    what_follows: str = ""
    timeline: tuple[Mapping[str, str], ...] = ()


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class DoneView(QObject):
    changed = Signal()

    def __init__(self, host: Host, slip: SlipOf) -> None:
        super().__init__()
        self._host = host
        self._slip = slip
        self._shown = _Shown()

    def update(self, session: Session) -> None:
        showing = session.step in (Step.DONE, Step.COPY, Step.CERTIFICATE, Step.RATING)
        shown = self._now_shown(session) if showing else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _now_shown(self, session: Session) -> _Shown:
        language = session.preferences.language
        status = session.submission.status
        created = session.submission.created_at or self._host.now()
        name = _name(session, language)
        number = status.acceptance_number if status else ""
        troubled = session.receipt in (ReceiptState.NOT_PRINTED, ReceiptState.UNKNOWN)
        return _Shown(
            headline=_headline(session.errand, status),
            subline=f"{name} · {short_date(created, language)} {clock(created)}",
            answered=status is not None,
            number_name=translated("Done", _ACCEPTANCE if number else _INTAKE),
            number=grouped(number or session.submission.id.replace("-", "").upper()),
            payload=self._slip(session) or unsigned_slip(session),
            receipt=session.receipt.value,
            trouble=message(session.receipt_code, {"hotline": self._host.settings.terminal.hotline})
            if troubled
            else SILENCE,
            what_follows=translated("Done", _TAKEN if session.errand is Errand.PICKUP else _NEXT),
            timeline=tuple(self._steps(session)),
        )

    def _steps(self, session: Session) -> list[dict[str, str]]:
        language = session.preferences.language
        status = session.submission.status
        if session.errand is Errand.PICKUP:
            return [_entry("ok", in_language(each.contents, language), "") for each in session.collection.taken]
        if status is None:
            hotline = self._host.settings.terminal.hotline
            return [
                _entry("ok", translated("Done", _SAVED_TODAY), translated("Done", _SAVED_TODAY_TEXT)),
                _entry("send", translated("Done", _SAVED_NEXT), translated("Done", _SAVED_NEXT_TEXT)),
                _entry(
                    "phone",
                    translated("Done", _SAVED_LAST).format(hotline=hotline),
                    translated("Done", _SAVED_LAST_TEXT),
                ),
            ]
        if status.next_steps:
            later = [_entry("clock", in_language(step, language), "") for step in status.next_steps]
        else:
            later = _due(status, language)
        if status.state is SubmissionState.APPROVED and later:
            return [{**later[0], "mark": "ok"}, *later[1:]]  # its first step says what was decided today
        return [_entry("ok", translated("Done", _TODAY[status.state]), ""), *later]

    # ---- shown ----

    @Property(str, notify=changed)
    def headline(self) -> str:
        return self._shown.headline

    @Property(str, notify=changed)
    def subline(self) -> str:
        return self._shown.subline

    @Property(bool, notify=changed)
    def answered(self) -> bool:
        """The platform has it; otherwise it is safe here and goes on by itself."""
        return self._shown.answered

    @Property(str, notify=changed)
    def numberName(self) -> str:
        return self._shown.number_name

    @Property(str, notify=changed)
    def number(self) -> str:
        """In groups of four."""
        return self._shown.number

    @Property(str, notify=changed)
    def payload(self) -> str:
        """What the QR on the screen says: the same as on the receipt, to be kept by a photograph."""
        return self._shown.payload

    @Property(str, notify=changed)
    def receipt(self) -> str:
        """ "none", "printing", "printed", "not_printed", "unknown"."""
        return self._shown.receipt

    @Property(str, notify=changed)
    def receiptTitle(self) -> str:
        """What is wrong with the receipt, "" when nothing is."""
        return self._shown.trouble.what

    @Property(str, notify=changed)
    def receiptText(self) -> str:
        return self._shown.trouble.rest

    @Property(str, notify=changed)
    def whatFollows(self) -> str:
        """What the timeline is about."""
        return self._shown.what_follows

    @Property("QVariantList", notify=changed)
    def timeline(self) -> list[dict[str, str]]:
        """What happens next, or what was taken out: {mark, title, text}."""
        return [dict(entry) for entry in self._shown.timeline]

    @Slot()
    def reprint(self) -> None:
        self._host.dispatch(ReprintAsked(self._host.session.stamp))


def _name(session: Session, language: str) -> str:
    """What it was about."""
    order = session.collection.order
    if session.errand is Errand.PICKUP and order is not None:
        return order.business or translated("Done", _ORDER).format(number=order.number)
    return in_language(session.item.short_name, language) if session.item else ""


def _headline(errand: Errand, status: SubmissionStatus | None) -> str:
    if errand is Errand.PICKUP:
        return translated("Done", _COLLECTED if status else _COLLECTED_SAVED)
    return translated("Done", _HEADLINES[status.state] if status else _SAVED)


def _entry(mark: str, title: str, text: str) -> dict[str, str]:
    return {"mark": mark, "title": title, "text": text}


def _due(status: SubmissionStatus, language: str) -> list[dict[str, str]]:
    """When the outcome comes, where the platform says no more than that."""
    if not status.due:
        return []
    when = translated("Done", _DUE).format(date=iso_date(status.due, language))
    return [_entry("clock", when, translated("Done", _DUE_TEXT))]

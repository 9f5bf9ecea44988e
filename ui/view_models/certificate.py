"""A certificate, or the copy of an application, on its way to paper: what is asked, what the printer does, what the
person can say of the sheet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.paper.page_print import PagePrint, Paper, ReprintReason, Stage
from kiosk.platform.item import in_language
from kiosk.session.model import Session, Step
from kiosk.session.person_events import (
    CopyWanted,
    PaperDeclined,
    PaperFaulty,
)
from ui.messages import SILENCE, Message, message
from ui.page_messages import COPY_MESSAGES
from ui.view_models.host import Host
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

OFFERED, FETCHING = "offered", "fetching"
_NAME = QT_TRANSLATE_NOOP("Certificate", "《{item}》")
_COPY = QT_TRANSLATE_NOOP("Certificate", "《{item}申请表》")
_REASONS = {
    ReprintReason.NOTHING_CAME: QT_TRANSLATE_NOOP("Certificate", "没有纸出来"),
    ReprintReason.UNREADABLE: QT_TRANSLATE_NOOP("Certificate", "字不清楚"),
    ReprintReason.INCOMPLETE: QT_TRANSLATE_NOOP("Certificate", "没有打全"),
    ReprintReason.DAMAGED: QT_TRANSLATE_NOOP("Certificate", "纸破了或皱了"),
    ReprintReason.WRONG_PAPER: QT_TRANSLATE_NOOP("Certificate", "用错了纸"),
}


class _Shown(Value):
    stage: str = OFFERED
    name: str = ""
    is_copy: bool = False
    sheets: int = 1
    special: bool = False
    may_retry: bool = False
    may_reprint: bool = False
    attempt: int = 1
    trouble: Message = SILENCE


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class CertificateView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._offered = (False, False)

    def update(self, session: Session) -> None:
        shown = self._now_shown(session) if session.step in (Step.CERTIFICATE, Step.COPY) else _Shown()
        offered = session.certificate_is_offered, session.copy_is_offered
        if (shown, offered) != (self._shown, self._offered):
            self._shown, self._offered = shown, offered
            self.changed.emit()

    def _now_shown(self, session: Session) -> _Shown:
        is_copy = session.step is Step.COPY
        name = in_language(session.item.name, session.preferences.language) if session.item else ""
        name = translated("Certificate", _COPY if is_copy else _NAME).format(item=name)
        page = session.paper
        if page is None:
            return _Shown(FETCHING if session.asking else OFFERED, name, is_copy)
        said = _trouble(page, self._host.settings.terminal.hotline)
        return _Shown(
            page.stage.value,
            name,
            is_copy,
            page.sheets,
            special=page.media.value == "special",
            may_retry=page.may_be_handed_over_again,
            may_reprint=_may_reprint(page),
            attempt=page.attempt,
            trouble=said,
        )

    # ---- shown ----

    @Property(bool, notify=changed)
    def offered(self) -> bool:
        """The certificate can be had on paper, here and now."""
        return self._offered[0]

    @Property(bool, notify=changed)
    def copyOffered(self) -> bool:
        """So can the copy of the application."""
        return self._offered[1]

    @Property(bool, notify=changed)
    def isCopy(self) -> bool:
        """What is printed is the copy of the application."""
        return self._shown.is_copy

    @Property(int, notify=changed)
    def sheets(self) -> int:
        return self._shown.sheets

    @Property(str, notify=changed)
    def stage(self) -> str:
        """ "offered", "fetching", or of the page: "sending", "printing", "held_up", "asking", "printed",
        "not_printed", "unknown"."""
        return self._shown.stage

    @Property(str, notify=changed)
    def name(self) -> str:
        return self._shown.name

    @Property(bool, notify=changed)
    def mayRetry(self) -> bool:
        """The printer did not take it, and may next time."""
        return self._shown.may_retry

    @Property(bool, notify=changed)
    def mayReprint(self) -> bool:
        """It is printed again for a reason."""
        return self._shown.may_reprint

    @Property(bool, notify=changed)
    def again(self) -> bool:
        """This is not the first sheet."""
        return self._shown.attempt > 1

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """What holds it up, or ended it."""
        return self._shown.trouble.what

    @Property(str, notify=changed)
    def troubleText(self) -> str:
        return self._shown.trouble.rest

    @Property("QVariantList", notify=changed)
    def reasons(self) -> list[dict[str, str]]:
        """Why a sheet will not do: {code, title}."""
        return [{"code": reason.value, "title": translated("Certificate", words)} for reason, words in _REASONS.items()]

    @Slot()
    def wantCopy(self) -> None:
        self._host.dispatch(CopyWanted(self._host.session.stamp))

    @Slot()
    def decline(self) -> None:
        self._host.dispatch(PaperDeclined(self._host.session.stamp))

    @Slot(str)
    def refuse(self, reason: str) -> None:
        self._host.dispatch(PaperFaulty(self._host.session.stamp, ReprintReason(reason)))


def _trouble(page: PagePrint, hotline: str) -> Message:
    """What holds it up says what to do about it; what has ended it, how to get the paper all the same."""

    def say(code: str) -> Message:
        return message(code, {"hotline": hotline}, COPY_MESSAGES if page.kind is Paper.COPY else {})

    if page.stage is Stage.UNKNOWN:
        return say("page_print.not_called_off")
    said = say(page.code) if page.code else SILENCE
    if page.stage is Stage.NOT_PRINTED and page.code.startswith("page_printer.") and page.job_id:
        over = say("page_print.called_off")
        return Message(said.what, over.meaning, over.action)
    return said


def _may_reprint(page: PagePrint) -> bool:
    return page.stage is Stage.ASKING or page.may_be_printed_again

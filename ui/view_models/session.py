"""Where the person is, and what every page shows around its own content."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.journeys.plan import rail
from kiosk.journeys.stage import Leg
from kiosk.platform.item import in_language
from kiosk.session.machine import back_target, may_leave
from kiosk.session.model import Overlay, Preferences, Session, Step
from kiosk.session.person_events import (
    Confirmed,
    DisplayChosen,
    FaceDeclined,
    LanguageChosen,
    LeaveConfirmed,
    Left,
    OverlayClosed,
    OverlayOpened,
    PromptDeclined,
    SpeechChosen,
    Touched,
    WentBack,
)
from ui.messages import SILENCE, Message, message
from ui.view_models.host import Host
from ui.view_models.words import clock, day_line, long_date, translated, weekday

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

LANGUAGES = {"zh-CN": "简体中文", "en": "English"}

_LEGS = {
    Leg.IDENTIFY: QT_TRANSLATE_NOOP("Rail", "确认身份"),
    Leg.DETAILS: QT_TRANSLATE_NOOP("Rail", "核对信息"),
    Leg.MATERIALS: QT_TRANSLATE_NOOP("Rail", "准备材料"),
    Leg.SIGN: QT_TRANSLATE_NOOP("Rail", "确认并签名"),
    Leg.SUBMIT: QT_TRANSLATE_NOOP("Rail", "提交"),
    Leg.CHOOSE: QT_TRANSLATE_NOOP("Rail", "查看待取物品"),
    Leg.TAKE_OUT: QT_TRANSLATE_NOOP("Rail", "取出物品"),
    Leg.SIGN_FOR: QT_TRANSLATE_NOOP("Rail", "签收"),
}


class _Shown(Value):
    page: str = Step.START.value
    topic: int = 0
    overlay: str = ""
    language: str = "zh-CN"
    large_print: bool = False
    high_contrast: bool = False
    spoken: bool = True
    rail_index: int = 0
    rail_count: int = 0
    rail_name: str = ""
    rail_next: str = ""
    notice: Message = SILENCE
    notice_code: str = ""
    occupied: bool = False
    back_enabled: bool = False
    leave_enabled: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class SessionView(QObject):
    changed = Signal()
    timeChanged = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._hotline = host.settings.terminal.hotline
        self._shown = _Shown()
        self._time = ""
        self._date = ""
        self._full_date = ""
        self.tick()

    def update(self, session: Session) -> None:
        where = rail(session)
        notice = session.notice
        shown = _Shown(
            page=session.step.value,
            topic=session.topic,
            overlay=session.overlay.value if session.overlay is not Overlay.NONE else "",
            language=session.preferences.language,
            large_print=session.preferences.large_print,
            high_contrast=session.preferences.high_contrast,
            spoken=session.preferences.spoken,
            rail_index=where.index if where else 0,
            rail_count=where.count if where else 0,
            rail_name=translated("Rail", _LEGS[where.current]) if where else "",
            rail_next=translated("Rail", _LEGS[where.upcoming]) if where and where.upcoming else "",
            notice=message(notice.code, {**notice.data, "hotline": self._hotline}) if notice else SILENCE,
            notice_code=notice.code if notice else "",
            occupied=session.id != "",
            back_enabled=back_target(session) is not None,
            leave_enabled=may_leave(session),
        )
        if shown != self._shown:
            language_changed = shown.language != self._shown.language
            self._shown = shown
            if language_changed:
                self.tick()
            self.changed.emit()

    def tick(self) -> None:
        """Read the clock; called every second by the window."""
        now = self._host.now()
        language = self._shown.language
        shown = (clock(now), day_line(now, language), f"{long_date(now, language)} {weekday(now, language)}")
        if shown != (self._time, self._date, self._full_date):
            self._time, self._date, self._full_date = shown
            self.timeChanged.emit()

    # ---- shown ----

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._shown.page

    @Property(int, notify=changed)
    def topic(self) -> int:
        return self._shown.topic

    @Property(str, notify=changed)
    def overlay(self) -> str:
        """Name of the layer above the page, "" for none."""
        return self._shown.overlay

    @Property(bool, notify=changed)
    def occupied(self) -> bool:
        """Somebody is at the terminal."""
        return self._shown.occupied

    @Property(bool, notify=changed)
    def backEnabled(self) -> bool:
        return self._shown.back_enabled

    @Property(bool, notify=changed)
    def leaveEnabled(self) -> bool:
        return self._shown.leave_enabled

    @Property(str, notify=changed)
    def language(self) -> str:
        return self._shown.language

    @Property("QVariantList", constant=True)
    def languages(self) -> list[dict[str, str]]:
        """What is offered: {code, name}, each name in its own language."""
        return [{"code": code, "name": LANGUAGES[code]} for code in self._host.settings.screen.languages]

    @Property(bool, notify=changed)
    def largePrint(self) -> bool:
        return self._shown.large_print

    @Property(bool, notify=changed)
    def highContrast(self) -> bool:
        return self._shown.high_contrast

    @Property(bool, notify=changed)
    def spoken(self) -> bool:
        """Prompts are said aloud."""
        return self._shown.spoken

    @Property(bool, constant=True)
    def canSpeak(self) -> bool:
        """There is something to switch off."""
        sound = self._host.settings.sound
        return bool(sound.player and sound.speech)

    @Property(int, notify=changed)
    def railIndex(self) -> int:
        return self._shown.rail_index

    @Property(int, notify=changed)
    def railCount(self) -> int:
        return self._shown.rail_count

    @Property(str, notify=changed)
    def railName(self) -> str:
        return self._shown.rail_name

    @Property(str, notify=changed)
    def railNext(self) -> str:
        return self._shown.rail_next

    @Property(str, notify=changed)
    def noticeTitle(self) -> str:
        """What happened; "" when there is nothing to tell."""
        return self._shown.notice.what

    @Property(str, notify=changed)
    def noticeText(self) -> str:
        """What it means and what to do, in one paragraph."""
        return self._shown.notice.rest

    @Property(str, notify=changed)
    def noticeMeaning(self) -> str:
        return self._shown.notice.meaning

    @Property(str, notify=changed)
    def noticeAction(self) -> str:
        return self._shown.notice.action

    @Property(str, notify=changed)
    def noticeCode(self) -> str:
        return self._shown.notice_code

    @Property(str, notify=timeChanged)
    def time(self) -> str:
        return self._time

    @Property(str, notify=timeChanged)
    def date(self) -> str:
        return self._date

    @Property(str, notify=timeChanged)
    def fullDate(self) -> str:
        return self._full_date

    @Property(str, notify=changed)
    def terminalName(self) -> str:
        return in_language(self._host.settings.terminal.name, self._shown.language)

    @Property(str, notify=changed)
    def hallName(self) -> str:
        return in_language(self._host.settings.terminal.hall_name, self._shown.language)

    @Property(str, notify=changed)
    def hallShortName(self) -> str:
        return in_language(self._host.settings.terminal.hall_short_name, self._shown.language)

    @Property(str, constant=True)
    def terminalId(self) -> str:
        return self._host.settings.terminal.id

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._hotline

    @Property(float, constant=True)
    def warningSeconds(self) -> float:
        """How long "are you still there?" waits."""
        return self._host.limits.warning_s

    # ---- asked ----

    @Slot(str)
    def start(self, language: str) -> None:
        """Somebody touched the start page, or one of its languages."""
        self._host.start(Preferences(language=language))

    @Slot()
    def confirm(self) -> None:
        """The page's one main action."""
        self._host.dispatch(Confirmed(self._host.session.stamp, self._host.now()))

    @Slot()
    def back(self) -> None:
        self._host.dispatch(WentBack(self._host.session.stamp))

    @Slot()
    def leave(self) -> None:
        self._host.dispatch(Left(self._host.session.stamp))

    @Slot()
    def confirmLeave(self) -> None:
        self._host.dispatch(LeaveConfirmed(self._host.session.stamp))

    @Slot()
    def declinePrompt(self) -> None:
        self._host.dispatch(PromptDeclined(self._host.session.stamp))

    @Slot()
    def declineFace(self) -> None:
        self._host.dispatch(FaceDeclined(self._host.session.stamp))

    @Slot(str)
    def open(self, overlay: str) -> None:
        self._host.dispatch(OverlayOpened(self._host.session.stamp, Overlay(overlay)))

    @Slot()
    def close(self) -> None:
        """Close the layer; on the idle warning: "I am still here"."""
        self._host.dispatch(OverlayClosed(self._host.session.stamp))

    @Slot(str)
    def chooseLanguage(self, language: str) -> None:
        self._host.dispatch(LanguageChosen(self._host.session.stamp, language))

    @Slot(bool, bool)
    def chooseDisplay(self, large_print: bool, high_contrast: bool) -> None:
        self._host.dispatch(DisplayChosen(self._host.session.stamp, large_print, high_contrast))

    @Slot(bool)
    def chooseSpeech(self, spoken: bool) -> None:
        self._host.dispatch(SpeechChosen(self._host.session.stamp, spoken))

    @Slot()
    def touched(self) -> None:
        self._host.dispatch(Touched(self._host.session.stamp))

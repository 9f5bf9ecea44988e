"""What the buttons ask for, by real touch, and what a touch must not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic

import pytest
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.session.events import Event
from kiosk.session.model import Ink, Notice, Overlay, Preferences, Session, Step
from kiosk.session.person_events import (
    Confirmed,
    Declared,
    DisplayChosen,
    FaceDeclined,
    FieldChanged,
    GradeChosen,
    ItemChosen,
    LanguageChosen,
    LeaveConfirmed,
    Left,
    MaterialDeferred,
    OverlayClosed,
    OverlayOpened,
    PromptDeclined,
    ReasonToggled,
    ReprintAsked,
    Searched,
    Signed,
    SpeechChosen,
    ThemeChosen,
    TopicReopened,
    Touched,
    WentBack,
)
from ui.main import KioskWindow, show
from ui.touch import kind_of, wait_until

from .conftest import CARD, SIZE, NoFrames, Sessions, Stage
from .eyes import everything, named, rect, targets, visible


class Hand:
    """One finger, and the keys."""

    def __init__(self, screen: KioskWindow) -> None:
        self._screen = screen
        self._device: QPointingDevice = QTest.createTouchDevice()

    def settle(self) -> None:
        for _ in range(4):
            QGuiApplication.processEvents()

    def touch(self, at: QPoint) -> None:
        window = self._screen.window
        QTest.touchEvent(window, self._device).press(0, at, window)
        self.settle()
        QTest.touchEvent(window, self._device).release(0, at, window)
        self.settle()

    def look(self) -> None:
        """Wait for the next picture: keys and rows have their places in it."""
        shown: list[bool] = []
        window = self._screen.window
        window.frameSwapped.connect(lambda: shown.append(True), Qt.ConnectionType.SingleShotConnection)
        window.update()
        assert wait_until(lambda: bool(shown), 5)

    def tap(self, item: QQuickItem | str) -> None:
        self.look()
        item = named(self._screen, item) if isinstance(item, str) else item
        self.touch(rect(item).center().toPoint())

    def draw(self, points: list[QPoint]) -> None:
        window = self._screen.window
        QTest.touchEvent(window, self._device).press(0, points[0], window)
        self.settle()
        for point in points[1:]:
            QTest.touchEvent(window, self._device).move(0, point, window)
            self.settle()
        QTest.touchEvent(window, self._device).release(0, points[-1], window)
        self.settle()


@pytest.fixture
def hand(screen: KioskWindow) -> Hand:
    return Hand(screen)


def asked(stage: Stage) -> list[Event]:
    return [event for event in stage.events if not isinstance(event, Touched)]


def is_(kind: type[Event], **values: object) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, kind) and all(getattr(event, name) == values[name] for name in values)


PRESSES: list[tuple[str, str, Callable[[Event], bool]]] = [
    ("home", "返回", is_(WentBack)),
    ("home", "结束使用", is_(Left)),
    ("home", "看全部事项", is_(Confirmed)),
    ("home", "社会保障", is_(ThemeChosen, theme="social")),
    ("home", "高龄老人津贴", lambda event: isinstance(event, ItemChosen) and event.item.code == "MZ-GLJT"),
    ("home", "大字", is_(DisplayChosen, large_print=True, high_contrast=False)),
    ("home", "高对比", is_(DisplayChosen, large_print=False, high_contrast=True)),
    ("items", "无犯罪记录证明", lambda event: isinstance(event, ItemChosen) and event.item.code == "GA-WFZJL"),
    ("guide", "开始办理", is_(Confirmed)),
    ("guide", "显示", is_(OverlayOpened, overlay=Overlay.DISPLAY)),
    ("identify", "返回", is_(WentBack)),
    ("identify", "退出办理", is_(Left)),
    ("consent", "同意", is_(Confirmed)),
    ("consent", "不刷脸，换一种方式", is_(FaceDeclined)),
    ("face", "不刷脸", is_(FaceDeclined)),
    ("face-prompt", "不刷脸", is_(FaceDeclined)),
    ("face-prompt", "做不了这个动作", is_(PromptDeclined)),
    ("other_way", "再刷一次脸", is_(Confirmed)),
    ("form", "下一步", is_(Confirmed)),
    ("materials", "以后补 场所方位图和平面图", is_(MaterialDeferred, code="floor_plan", deferred=True)),
    ("review", "返回", is_(WentBack)),
    ("done", "去评价", is_(Confirmed)),
    ("done", "首页", is_(WentBack)),
    ("done-no-paper", "再打印一次", is_(ReprintAsked)),
    ("rating", "非常满意", is_(GradeChosen, grade=5)),
    ("rating", "看不懂", is_(ReasonToggled, reason="unclear")),
    ("rating", "不评价", is_(Left)),
    ("rating", "提交评价", is_(Confirmed)),
    ("stopped", "重新开始", is_(Confirmed)),
    ("stopped", "求助", is_(OverlayOpened, overlay=Overlay.HELP)),
    ("out_of_service", "语言", is_(OverlayOpened, overlay=Overlay.LANGUAGE)),
    ("overlay-idle", "我还在，继续办理", is_(OverlayClosed)),
    ("overlay-idle", "退出并清除", is_(LeaveConfirmed)),
    ("overlay-leave", "不退出，继续办理", is_(OverlayClosed)),
    ("overlay-leave", "退出并清除", is_(LeaveConfirmed)),
    ("overlay-help", "知道了，继续办理", is_(OverlayClosed)),
    ("overlay-display", "大字", is_(DisplayChosen, large_print=True, high_contrast=False)),
    ("overlay-display", "提示读出声", is_(SpeechChosen, spoken=False)),
    ("overlay-display", "好了", is_(OverlayClosed)),
    ("overlay-language", "English", is_(LanguageChosen, language="en")),
    ("overlay-language", "返回", is_(OverlayClosed)),
]


@pytest.mark.parametrize(
    ("page", "button", "expected"), PRESSES, ids=[f"{page}-{button}" for page, button, _ in PRESSES]
)
def test_a_touch_asks_for_one_thing(
    page: str,
    button: str,
    expected: Callable[[Event], bool],
    stage: Stage,
    sessions: Sessions,
    screen: KioskWindow,
    hand: Hand,
) -> None:
    stage.play(sessions.all()[page])
    hand.settle()
    hand.tap(button)
    events = asked(stage)
    assert [expected(event) for event in events] == [True], events
    assert events[0].stamp == stage.session.stamp
    assert screen.complaints == []


def test_what_lies_under_a_dialog_cannot_be_touched(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    stage.play(sessions.all()["review"])
    hand.settle()
    back = rect(named(screen, "返回")).center().toPoint()
    stage.play(sessions.all()["overlay-leave"])
    hand.settle()
    hand.touch(back)
    assert asked(stage) == []


def test_the_start_page_is_one_target_and_its_languages_start_in_them(
    stage: Stage, screen: KioskWindow, hand: Hand
) -> None:
    hand.settle()
    hand.touch(QPoint(540, 900))
    hand.tap("触摸屏幕，开始使用")
    hand.tap("English")
    assert [preferences and preferences.language for preferences in stage.started] == ["zh-CN", "zh-CN", "en"]


class TestTyping:
    def test_search_by_initials(self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
        stage.play(sessions.all()["home"])
        hand.settle()
        hand.tap("输入事项名的拼音或首字母")
        assert asked(stage) == [Searched(stage.session.stamp, "")]
        stage.play(replace(sessions.all()["items"], query="w"))
        screen.views.catalogue.showKeypad(True)
        hand.settle()
        hand.tap("f")
        hand.tap("删除")
        assert [event.query for event in stage.events if isinstance(event, Searched)] == ["", "wf", ""]

    def test_a_key_types_into_the_field_that_is_being_filled(
        self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        session = sessions.all()["form-offline"]
        stage.play(session)
        hand.settle()
        field = next(item for item in visible(screen.window.contentItem()) if kind_of(item) == "Field")
        for _ in range(20):
            if screen.views.form.keypad == "number":
                break
            screen.views.form.done()
        hand.settle()
        name = screen.views.form.editing
        hand.tap("7")
        assert asked(stage)[-1] == FieldChanged(session.stamp, name, "7")
        assert field.property("label")

    def test_a_choice_fills_the_field(self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
        session = sessions.all()["form-wrong"]
        stage.play(session)
        hand.settle()
        assert screen.views.form.keypad == "choices"
        name = screen.views.form.editing
        hand.tap("公共浴室")
        event = asked(stage)[0]
        assert isinstance(event, FieldChanged)
        assert (event.name, event.stamp) == (name, session.stamp)


class TestReview:
    def test_change_leads_to_its_topic(self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
        stage.play(sessions.all()["review"])
        hand.settle()
        hand.tap(next(item for item in targets(screen) if str(item.property("accessibleName")).startswith("修改")))
        assert [type(event) for event in asked(stage)] == [TopicReopened]

    def test_declaring_and_signing(self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
        stage.play(sessions.usual(Step.REVIEW, "GA-WFZJL"))
        hand.settle()
        hand.tap("以上内容属实")
        pad = next(item for item in visible(screen.window.contentItem()) if kind_of(item) == "SignaturePad")
        middle = rect(pad).center().toPoint()
        hand.draw([middle + QPoint(12 * step - 120, 30 * (step % 3)) for step in range(20)])
        events = asked(stage)
        assert events[0] == Declared(stage.session.stamp, True)
        signed = [event for event in events if isinstance(event, Signed)][-1]
        assert signed.ink is not None
        assert signed.ink.strokes == 1
        assert signed.ink.png.startswith(b"\x89PNG")

    def test_long_ones_are_read_first_and_signed_on_the_next_leaf(
        self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        stage.play(sessions.all()["review"])
        hand.settle()
        hand.tap("核对好了")
        hand.settle()
        assert asked(stage) == []
        pad = next(item for item in visible(screen.window.contentItem()) if kind_of(item) == "SignaturePad")
        promise = next(item for item in targets(screen) if kind_of(item) == "CheckBox")
        assert pad.height() > 600
        assert rect(promise).bottom() < rect(pad).top()
        middle = rect(pad).center().toPoint()
        hand.draw([middle + QPoint(12 * step - 120, 0) for step in range(20)])
        assert isinstance(asked(stage)[-1], Signed)
        hand.tap("提交申请")
        assert isinstance(asked(stage)[-1], Confirmed)

    @pytest.mark.parametrize("large", [False, True])
    @pytest.mark.parametrize("language", ["zh-CN", "en"])
    def test_both_leaves_of_every_item_turn_forth_and_back(
        self, language: str, large: bool, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        for item in stage.catalogue.items:
            session = sessions.usual(Step.REVIEW, item.code)
            stage.play(replace(session, step=Step.MATERIALS))
            stage.play(replace(session, preferences=Preferences(language, large)))
            hand.settle()
            page = next(each for each in visible(screen.window.contentItem()) if kind_of(each) == "ReviewPage")
            assert not page.property("signing")
            if not page.property("split"):
                continue
            footer = next(each for each in visible(page) if kind_of(each) == "Footer")
            back, main = (
                next(each for each in targets(screen) if footer.isAncestorOf(each) and each.property("kind") == kind)
                for kind in ("back", "main")
            )
            hand.tap(main)
            hand.settle()
            assert page.property("signing")
            assert page.property("split")
            hand.tap(back)
            hand.settle()
            assert not page.property("signing")
            assert asked(stage) == []

    def test_after_a_failed_submission_the_signature_is_still_shown(
        self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        session = sessions.all()["review"]
        stage.play(session)
        hand.settle()
        hand.tap("核对好了")
        hand.settle()
        pad = next(item for item in visible(screen.window.contentItem()) if kind_of(item) == "SignaturePad")
        middle = rect(pad).center().toPoint()
        hand.draw([middle + QPoint(12 * step - 120, 0) for step in range(20)])
        signed = replace(session.draft, signature=Ink(b"png", 1))
        stage.play(replace(session, turn=session.turn + 1, step=Step.SENDING, draft=signed))
        hand.settle()
        told = Notice("outbox.full")
        stage.play(replace(session, turn=session.turn + 2, draft=signed, notice=told))
        hand.settle()
        assert pad.isVisible()
        assert pad.property("hasInk")

    def test_nothing_of_a_signature_stays_for_the_next_person(
        self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        stage.play(sessions.usual(Step.REVIEW, "GA-WFZJL"))
        hand.settle()
        pad = next(item for item in visible(screen.window.contentItem()) if kind_of(item) == "SignaturePad")
        middle = rect(pad).center().toPoint()
        hand.draw([middle + QPoint(12 * step - 120, 0) for step in range(20)])
        assert pad.property("hasInk")
        stage.play(Session(turn=999, health=stage.session.health))
        hand.settle()
        assert not pad.property("hasInk")


def test_nothing_of_a_person_stays_on_any_page(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    for session in sessions.all().values():
        if session.id:
            stage.play(session)
            hand.settle()
    stage.play(Session(turn=999, health=stage.session.health))
    hand.settle()
    secrets = (CARD.name, CARD.number, CARD.address, "4403********", "13800135612", "440304202611220386", "阿***")
    kept = [
        (kind_of(item), words)
        for item in everything(screen.window.contentItem())
        for words in (str(item.property("text") or ""), str(item.property("value") or ""))
        if any(secret in words for secret in secrets)
    ]
    assert kept == []


class TestGuard:
    @pytest.fixture
    def screen(self, stage: Stage, qapp: QGuiApplication) -> Iterator[KioskWindow]:
        window = show(stage, NoFrames(), full_screen=False, size=SIZE, ahead_ms=0, guard_ms=600_000)
        theme = window.engine.singletonInstance("Kiosk", "Theme")
        assert isinstance(theme, QObject)
        theme.setProperty("animations", False)
        yield window
        window.close()
        qapp.processEvents()

    def test_a_second_tap_does_not_press_what_appears_under_the_finger(
        self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
    ) -> None:
        stage.play(sessions.all()["guide"])
        hand.settle()
        hand.tap("开始办理")
        assert asked(stage) == []
        assert [type(event) for event in stage.events] == [Touched]

    def test_keys_are_heard_at_once(self, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
        stage.play(sessions.all()["items"])
        screen.views.catalogue.showKeypad(True)
        hand.settle()
        hand.tap("w")
        assert asked(stage) == [Searched(stage.session.stamp, "w")]


def test_presence_is_told_once_a_second_at_most(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    stage.play(sessions.all()["sending"])
    hand.settle()
    begun_s = monotonic()
    for _ in range(5):
        hand.touch(QPoint(540, 700))
    told = [event for event in stage.events if isinstance(event, Touched)]
    assert 1 <= len(told) <= 1 + int(monotonic() - begun_s)


def test_keys_alone_reach_and_press_the_main_button(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    stage.play(sessions.all()["consent"])
    screen.window.requestActivate()
    hand.settle()
    for _ in range(40):
        QTest.keyClick(screen.window, Qt.Key.Key_Tab)
        focused = screen.window.activeFocusItem()
        if focused is not None and focused.property("text") == "同意":  # pyright: ignore[reportUnnecessaryComparison]
            break
    QTest.keyClick(screen.window, Qt.Key.Key_Return)
    hand.settle()
    assert [type(event) for event in asked(stage)] == [Confirmed]


def test_another_language_reaches_pages_that_were_made_before(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    home = sessions.all()["home"]
    stage.play(home)
    hand.settle()
    stage.play(replace(home, preferences=Preferences(language="en")))
    hand.settle()
    assert named(screen, "All services")
    stage.play(home)
    hand.settle()
    assert named(screen, "看全部事项")


def test_each_page_is_announced_once_it_was_drawn(stage: Stage, sessions: Sessions, qapp: QGuiApplication) -> None:
    screen = show(stage, NoFrames(), full_screen=False, size=SIZE)
    shown: list[str] = []
    screen.page_shown.connect(shown.append)
    deadline_s = monotonic() + 20

    def wait_for(pages: list[str]) -> None:
        while shown != pages:
            assert monotonic() < deadline_s, (shown, pages)
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    wait_for([Step.START.value])
    stage.play(sessions.all()["home"])
    wait_for(["start", "home"])
    stage.play(sessions.all()["guide"])
    wait_for(["start", "home", "guide"])
    form = sessions.all()["form"]
    stage.play(form)
    wait_for(["start", "home", "guide", "form"])
    stage.play(replace(form, turn=form.turn + 1, topic=0))
    wait_for(["start", "home", "guide", "form", "form"])
    assert screen.complaints == []
    screen.close()
    qapp.processEvents()

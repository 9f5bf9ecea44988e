"""The pages of the other ways, by real touch: what their controls ask for, and how the zone is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.identity.mrz import DocumentKind
from kiosk.identity.person import Way
from kiosk.session.events import Event
from kiosk.session.machine import advance
from kiosk.session.model import Session, Zone
from kiosk.session.person_events import (
    Confirmed,
    DocumentChosen,
    FaceSkipped,
    StaffCodeWanted,
    Touched,
    Typed,
    WayChosen,
    WentBack,
)
from ui.main import KioskWindow
from ui.touch import kind_of

from .conftest import ZONE, Sessions, Stage
from .eyes import named, rect, targets, visible


class Hand:
    """One finger."""

    def __init__(self, screen: KioskWindow) -> None:
        self._screen = screen
        self._device = QTest.createTouchDevice()

    def tap(self, item: QQuickItem | str, at: QPoint | None = None) -> None:
        found = named(self._screen, item) if isinstance(item, str) else item
        place = at or rect(found).center().toPoint()
        window = self._screen.window
        QTest.touchEvent(window, self._device).press(0, place, window)
        self._settle()
        QTest.touchEvent(window, self._device).release(0, place, window)
        self._settle()

    def _settle(self) -> None:
        for _ in range(4):
            QGuiApplication.processEvents()


@pytest.fixture
def hand(screen: KioskWindow) -> Hand:
    return Hand(screen)


def play(stage: Stage, session: Session) -> None:
    stage.play(session)
    for _ in range(4):
        QGuiApplication.processEvents()
    stage.events.clear()


def live(stage: Stage) -> None:
    """Let the real table answer from now on."""

    def dispatch(event: Event) -> None:
        stage.events.append(event)
        stage.play(advance(stage.session, event)[0])

    stage.dispatch = dispatch  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("page", "control", "event"),
    [
        ("identify", "出示电子身份证二维码", WayChosen),
        ("identify", "用居住证、护照或通行证", WayChosen),
        ("social_card", "出示电子身份证二维码", WayChosen),
        ("social_card", "没带身份证，请工作人员核对", WayChosen),
        ("social_card", "返回", WentBack),
        ("other_way-no-portrait", "拨打 12345，拿代码接着办", StaffCodeWanted),
        ("other_way-no-portrait", "输入代码", StaffCodeWanted),
        ("other_way-free", "不刷脸，直接办", FaceSkipped),
        ("travel_document", "往来内地通行证", DocumentChosen),
        ("travel_document", "核对好了", Confirmed),
        ("travel_document", "返回", WentBack),
        ("staff_code", "K", Typed),
        ("staff_code", "删除", Typed),
        ("staff_code", "返回", WentBack),
        ("eid_qr", "返回", WentBack),
        ("code", "知道了", Confirmed),
        ("code", "首页", WentBack),
    ],
)
def test_a_touch_asks_for_what_the_control_says(
    page: str, control: str, event: type[Event], stage: Stage, sessions: Sessions, hand: Hand
) -> None:
    play(stage, sessions.all()[page])
    hand.tap(control)
    assert [type(asked) for asked in stage.events if not isinstance(asked, Touched)] == [event]


def test_which_way_was_chosen(stage: Stage, sessions: Sessions, hand: Hand) -> None:
    play(stage, sessions.all()["identify"])
    hand.tap("出示电子身份证二维码")
    hand.tap("用居住证、护照或通行证")
    assert [event.way for event in stage.events if isinstance(event, WayChosen)] == [Way.EID_QR, Way.TRAVEL_DOCUMENT]


@pytest.mark.parametrize(
    ("page", "control"), [("identify-offline", "出示电子身份证二维码"), ("staff_code", "还没有输完")]
)
def test_what_cannot_be_done_now_does_nothing(
    page: str, control: str, stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    play(stage, sessions.all()[page])
    shown = [item for item in visible(screen.window.contentItem()) if item.property("accessibleName") == control]
    assert shown
    hand.tap(shown[0])
    assert all(isinstance(event, Touched) for event in stage.events)


def test_without_a_scanner_no_code_is_offered(stage: Stage, sessions: Sessions, screen: KioskWindow) -> None:
    session = sessions.all()["identify"]
    without = {name: status for name, status in session.health.items() if name != "barcode"}
    play(stage, replace(session, health=without))
    assert "出示电子身份证二维码" not in [item.property("accessibleName") for item in targets(screen)]


def type_line(hand: Hand, characters: str) -> None:
    for character in characters:
        hand.tap(character)


def test_a_zone_is_typed_filled_and_corrected(
    stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand
) -> None:
    play(stage, replace(sessions.all()["travel_document"], zone=Zone()))
    live(stage)
    type_line(hand, "P")
    hand.tap("<")
    hand.tap("用 < 填满这一行")
    assert stage.session.zone.characters == "P".ljust(44, "<")
    type_line(hand, "G12")
    hand.tap("删除")
    assert stage.session.zone.characters == "P".ljust(44, "<") + "G1"

    (box,) = [item for item in visible(screen.window.contentItem()) if kind_of(item) == "ZoneBox"]
    (line, *_) = [item for item in visible(box) if item.inherits("QQuickText") and len(item.property("text")) == 44]
    cell = rect(line).width() / 44
    third = QPoint(round(rect(line).left() + 2.5 * cell), round(rect(line).center().y()))
    hand.tap(box, third)
    type_line(hand, "CHN")
    assert stage.session.zone.characters == "P<CHN".ljust(44, "<") + "G1"
    hand.tap("往来内地通行证")
    assert stage.session.zone == Zone(DocumentKind.HOME_RETURN_PERMIT)


def test_a_wrong_digit_is_named(stage: Stage, sessions: Sessions, screen: KioskWindow) -> None:
    play(stage, sessions.all()["travel_document-wrong"])
    view = screen.views.zone
    assert "证件号码" in view.words
    assert view.wrong == [{"start": 44, "end": 54}]
    play(stage, replace(stage.session, zone=Zone(characters=ZONE)))
    assert view.wrong == []


def test_a_staff_code_is_typed_in_two_groups(stage: Stage, sessions: Sessions, screen: KioskWindow, hand: Hand) -> None:
    play(stage, replace(sessions.all()["staff_code"], staff_code=""))
    live(stage)
    type_line(hand, "ABCD2345")
    assert screen.views.otherWays.staffCode == "ABCD 2345"
    names = [item.property("accessibleName") for item in targets(screen) if kind_of(item) == "Key"]
    assert not {"I", "O", "0", "1", "<"} & set(names)
    hand.tap("确定")
    assert any(isinstance(event, Confirmed) for event in stage.events)

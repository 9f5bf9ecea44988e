"""What whoever lays a paper down is told: one order for each thing that can be wrong with how it lies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from drivers.contract.document import PageInstruction
from kiosk.session.model import Capture, Notice, Preferences, Session
from ui.main import KioskWindow
from ui.messages import message

from .conftest import Sessions, Stage
from .eyes import texts

TOLD = {
    PageInstruction.LAY_PAPER: ("请把材料平放在台面上", "empty table"),
    PageInstruction.WHOLE_PAGE: ("请往中间移，四边都要看得见", "cut edge, half out"),
    PageInstruction.OTHER_PAPER: ("大小不对，请放要交的那份材料", "another size, two papers overlapping"),
    PageInstruction.TOO_DARK: ("太暗了，请不要挡住灯光", "too dark, camera covered"),
    PageInstruction.GLARE: ("反光了，请换个位置", "glare"),
    PageInstruction.HANDS_OFF: ("请把手拿开", "a hand on it, two papers touching"),
    PageInstruction.HOLD_STILL: ("请放好别动", "moved"),
    PageInstruction.BLURRED: ("不清楚，请把纸压平", "blur"),
    PageInstruction.TURN_OVER: ("这一面是空白，请翻过来", "empty side"),
    PageInstruction.NEXT_PAGE: ("拍好了，还有就放下一页", "taken before"),
    PageInstruction.TAKING: ("很好，请别动", "good"),
    PageInstruction.TAKEN: ("拍好了，还有就放下一页", "good"),
}
DOUBTS = {
    "capture.wrong_kind": "好像不是要交的那份材料",
    "capture.wrong_side": "好像拍到了另一面",
    "capture.illegible": "纸上几乎看不出字",
    "capture.page_missing": "好像少了第2页",
    "capture.expired": "这份材料好像已经过期",
}


def shown(stage: Stage, screen: KioskWindow, qapp: QGuiApplication, session: Session) -> str:
    """All that stands on the page, without the breaks of lines."""
    stage.play(session)
    for _ in range(3):
        qapp.processEvents()
    return "".join("".join(str(text.property("text")).split()) for text in texts(screen))


def test_each_thing_that_is_wrong_has_an_order_of_its_own(
    stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    assert set(TOLD) == set(PageInstruction)
    session = sessions.all()["capture"]
    for instruction, (words, _) in TOLD.items():
        before = replace(session, turn=session.turn + 1, capture=Capture("floor_plan", instruction))
        assert words in shown(stage, screen, qapp, before), instruction
    assert len({words for words, _ in TOLD.values()}) == len(TOLD) - 1


def test_in_english_too(stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication) -> None:
    session = replace(sessions.all()["capture"], preferences=Preferences("en"))
    for instruction, (words, _) in TOLD.items():
        text = shown(stage, screen, qapp, replace(session, capture=Capture("floor_plan", instruction)))
        assert words not in text, instruction


@pytest.mark.parametrize("code", DOUBTS)
def test_what_speaks_against_a_paper_is_said(
    code: str, stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    notice = Notice(code, {"page": "2", "day": "2025-01-31"})
    page = shown(stage, screen, qapp, replace(sessions.all()["paper_check"], notice=notice))
    assert DOUBTS[code] in page
    assert "照样用这份" in page
    assert ("接着拍" if code == "capture.page_missing" else "重新拍") in page


def test_a_camera_that_is_unplugged_keeps_what_was_taken(
    stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    page = shown(stage, screen, qapp, sessions.all()["capture-lost"])
    assert message("document.lost").what in page
    assert "已有1页" in page
    assert "完成" in page

"""The platform's notice on the start page: there while it is in force, readable in every display."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.platform.references import Notice, NoticeKind, Texts
from kiosk.session.model import Preferences, Session, Step
from ui.main import KioskWindow

from .conftest import NOW, SIZE, WELL, Stage
from .eyes import keep_picture, texts
from .test_pages_look import MODES, Mode, ailments, settle

LONG = {
    "zh-CN": "本厅 2 月 5 日至 12 日春节放假，人工窗口不开；自助终端 24 小时可用，急事请拨打 12345",
    "en": "The counters are closed from 5 to 12 February; this terminal works all day. If it is urgent, call 12345",
}


def texts_of(kind: NoticeKind = NoticeKind.WARNING, lasts: timedelta = timedelta(hours=1)) -> Texts:
    notice = Notice(id="n", kind=kind, text=LONG, valid_from=NOW, valid_to=NOW + lasts)
    return Texts(version="1", terminal_id="T", notices=(notice,))


def said(screen: KioskWindow) -> list[str]:
    return [str(text.property("text")) for text in texts(screen)]


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("mode", MODES, ids=str)
def test_it_reads_well_in_every_display(
    kind: NoticeKind, mode: Mode, stage: Stage, screen: KioskWindow, qapp: QGuiApplication, pictures: Path
) -> None:
    if mode.landscape:
        screen.window.resize(SIZE.transposed())
    stage.texts = texts_of(kind)
    stage.play(Session(step=Step.START, health=WELL, preferences=mode.preferences))
    settle(qapp)
    keep_picture(screen, pictures / f"start-notice-{kind}-{mode}.jpg")
    assert LONG[mode.preferences.language] in said(screen)
    assert ailments(screen) == []
    assert screen.complaints == []


def test_it_comes_and_goes_by_the_clock(
    stage: Stage, screen: KioskWindow, qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = Session(step=Step.START, health=WELL, preferences=Preferences("en"))
    stage.play(idle)
    settle(qapp)
    assert LONG["en"] not in said(screen)
    stage.texts = texts_of()
    screen.views.tick()
    settle(qapp)
    assert LONG["en"] in said(screen)
    monkeypatch.setattr(stage, "now", lambda: NOW + timedelta(hours=1))
    screen.views.tick()
    settle(qapp)
    assert LONG["en"] not in said(screen)


def test_a_language_without_its_words_shows_the_chinese(
    stage: Stage, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    (notice,) = texts_of().notices
    chinese = notice.model_copy(update={"text": {"zh-CN": LONG["zh-CN"]}})
    stage.texts = Texts(version="1", terminal_id="T", notices=(chinese,))
    stage.play(replace(stage.session, step=Step.START, preferences=Preferences("en")))
    settle(qapp)
    assert LONG["zh-CN"] in said(screen)

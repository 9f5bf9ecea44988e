"""What is said aloud is what stands on the page, and tells nothing of whoever stands before it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from drivers.contract.face import FaceInstruction
from kiosk.session.model import FaceCheck, Preferences, Session
from ui.main import KioskWindow
from ui.spoken import asked_aloud, door_reminder

from .conftest import Sessions, Stage
from .test_notices import said
from .test_pages_look import settle

OWN = re.compile(r"[0-9A-Z]{2,}|[{}]|" + "|".join("林小禾"))


def unbroken(text: str) -> str:
    """A title is broken into lines by its width."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_sentences_of_the_page_are_said(
    language: str, stage: Stage, screen: KioskWindow, sessions: Sessions, qapp: QGuiApplication
) -> None:
    made = {name: replace(session, preferences=Preferences(language)) for name, session in sessions.all().items()}
    for instruction in FaceInstruction:
        session: Session = replace(made["face"], face=FaceCheck(instruction))
        stage.play(session)
        settle(qapp)
        sentence = asked_aloud(session)
        assert unbroken(sentence) in map(unbroken, said(screen))
        assert not OWN.search(sentence)
    for name in ("farewell", "farewell-left"):
        stage.play(made[name])
        settle(qapp)
        assert unbroken(asked_aloud(made[name])) in map(unbroken, said(screen))
    stage.play(made["door-left-open"])
    settle(qapp)
    reminder = door_reminder(Preferences(language))
    assert unbroken(reminder) in map(unbroken, said(screen))
    assert not OWN.search(reminder)


def test_nothing_is_asked_on_any_other_page(sessions: Sessions) -> None:
    speaking = {name for name, session in sessions.all().items() if asked_aloud(session)}
    prompting = {"face", "face-prompt", "face-prompt-both", "face-prompt-twice", "face-mask"}
    assert speaking == prompting | {"farewell", "farewell-left"}

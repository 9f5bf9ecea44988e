"""The door page of a cabinet of twenty-four cells that the terminal does not stand in the middle of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from config.loader import load
from config.settings import Settings
from kiosk.session.model import Preferences
from ui.main import KioskWindow

from .conftest import SIZE, Sessions, Stage
from .eyes import texts
from .test_pages_look import ailments, settle

CELLS = tuple(f"{'ABCD'[column]}{row + 1:02d}" for column in range(4) for row in range(6))


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Four columns of six."""
    settings = load("simulated", [], {})
    locker = settings.devices.locker
    one = locker.options.cells[0]
    cells = tuple(
        one.model_copy(update={"id": cell, "lock": at % 12 + 1, "column": at // 6 + 1, "row": at % 6 + 1})
        for at, cell in enumerate(CELLS)
    )
    options = locker.options.model_copy(update={"cells": cells})
    devices = settings.devices.model_copy(update={"locker": locker.model_copy(update={"options": options})})
    return settings.model_copy(update={"devices": devices})


@pytest.mark.parametrize(
    ("preferences", "landscape"),
    [(Preferences(), False), (Preferences("en", large_print=True), False), (Preferences("en"), True)],
)
def test_every_door_has_its_number_and_its_place(
    preferences: Preferences,
    landscape: bool,
    stage: Stage,
    sessions: Sessions,
    screen: KioskWindow,
    qapp: QGuiApplication,
) -> None:
    if landscape:
        screen.window.resize(SIZE.transposed())
    session = sessions.all()["door"]
    stage.play(replace(session, preferences=preferences))
    settle(qapp)
    screen.grab()
    assert ailments(screen) == []
    shown = {str(text.property("text")) for text in texts(screen)}
    assert set(CELLS) <= shown
    assert "3" in str(screen.views.door.where)  # the third from the top of the first column

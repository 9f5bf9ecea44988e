"""The main pages, pixel for pixel: a change of looks is seen here, and either mended or taken over.

`packaging/references.sh` takes them over; what differed lies in build/references, the difference in red.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.session.model import Preferences, Session, Step
from ui.main import KioskWindow

from .conftest import SIZE, Sessions, Stage

REFERENCES = Path(__file__).parents[1] / "references"
FAILED = Path("build/references")
RENEW = "RENEW_REFERENCES"

SEEN_STEP = 40
"""A difference in one of the colours, of 255, that an eye would see; antialiasing stays below it."""
SEEN_PART = 0.0005
"""Part of the picture that may differ by so much."""


@dataclass(frozen=True)
class Picture:
    step: Step
    item: str = "MZ-GLJT"
    preferences: Preferences = field(default_factory=Preferences)
    landscape: bool = False


PICTURES = {
    "start": Picture(Step.START),
    "home": Picture(Step.HOME),
    "home-landscape": Picture(Step.HOME, landscape=True),
    "home-large-print": Picture(Step.HOME, preferences=Preferences(large_print=True)),
    "identify": Picture(Step.IDENTIFY),
    "eid_qr": Picture(Step.EID_QR),
    "travel_document": Picture(Step.TRAVEL_DOCUMENT),
    "other_way": Picture(Step.OTHER_WAY),
    "staff_code": Picture(Step.STAFF_CODE),
    "code": Picture(Step.CODE),
    "waiting": Picture(Step.WAITING),
    "door": Picture(Step.DOOR),
    "door-landscape": Picture(Step.DOOR, landscape=True),
    "sign_for": Picture(Step.SIGN_FOR),
    "form": Picture(Step.FORM),
    "review": Picture(Step.REVIEW),
    "review-english-contrast": Picture(Step.REVIEW, preferences=Preferences("en", high_contrast=True)),
    "done": Picture(Step.DONE),
}


def session_of(picture: Picture, sessions: Sessions) -> Session:
    every = sessions.all()
    by_hand = {Step.FORM: sessions.usual, Step.REVIEW: sessions.usual}
    made = by_hand[picture.step](picture.step, picture.item) if picture.step in by_hand else every[picture.step.value]
    return replace(made, preferences=picture.preferences)


def pixels(image: QImage) -> NDArray[np.int16]:
    """height × width × 3, 0…255."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).astype(np.int16)


def differing(one: QImage, other: QImage) -> NDArray[np.bool_]:
    """Which pixels an eye would call different."""
    return np.abs(pixels(one) - pixels(other)).max(axis=2) > SEEN_STEP


def keep(name: str, found: QImage, wrong: NDArray[np.bool_]) -> None:
    FAILED.mkdir(parents=True, exist_ok=True)
    found.save(str(FAILED / f"{name}.png"))
    marked = np.where(wrong[..., None], np.array([255, 0, 0]), 255 - (255 - pixels(found)) // 4).astype(np.uint8)
    height, width = wrong.shape
    data = np.ascontiguousarray(marked)
    QImage(data.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).save(
        str(FAILED / f"{name}-difference.png")
    )


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_looks_as_it_did(
    name: str, stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    picture = PICTURES[name]
    size = SIZE.transposed() if picture.landscape else SIZE
    screen.window.resize(size)
    stage.play(session_of(picture, sessions))
    for _ in range(3):
        qapp.processEvents()
    screen.grab()
    qapp.processEvents()
    half = QSize(size.width() // 2, size.height() // 2)
    found = screen.grab().scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    file = REFERENCES / f"{name}.png"
    if os.environ.get(RENEW):
        REFERENCES.mkdir(exist_ok=True)
        found.convertToFormat(QImage.Format.Format_RGB888).save(str(file), "PNG", 0)
    expected = QImage(str(file))
    assert expected.size() == half, f"{file.name} is missing"
    wrong = differing(found, expected)
    if wrong.mean() > SEEN_PART:
        keep(name, found, wrong)
    assert wrong.mean() <= SEEN_PART, f"{wrong.sum()} pixels differ: see {FAILED}"


def test_a_word_that_is_gone_is_seen(
    stage: Stage, sessions: Sessions, screen: KioskWindow, qapp: QGuiApplication
) -> None:
    """The tolerance is small enough."""
    stage.play(session_of(PICTURES["form"], sessions))
    for _ in range(3):
        qapp.processEvents()
    before = screen.grab()
    stage.play(replace(stage.session, turn=stage.session.turn + 1, topic=1))
    for _ in range(3):
        qapp.processEvents()
    assert differing(before, screen.grab()).mean() > SEEN_PART

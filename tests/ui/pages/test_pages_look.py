"""Every page with its fullest content, in both languages, both sizes, both palettes and both shapes of the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QFontMetricsF, QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.session.model import Preferences
from ui.main import KioskWindow
from ui.touch import kind_of

from .conftest import SIZE, Sessions, Stage
from .eyes import control_of, keep_picture, looked_at, rect, spoken, targets, texts, visible, written


@dataclass(frozen=True)
class Mode:
    """How a page is looked at."""

    language: str
    large: bool = False
    contrast: bool = False
    landscape: bool = False

    @property
    def preferences(self) -> Preferences:
        return Preferences(self.language, self.large, self.contrast)

    def __str__(self) -> str:
        marks = {"large": self.large, "contrast": self.contrast, "landscape": self.landscape}
        return "-".join((self.language, *(name for name, on in marks.items() if on)))


LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2011-]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LONGEST_HEADING = 18

CONTRASTS = (
    Mode("zh-CN", contrast=True),
    Mode("en", large=True, contrast=True),
    Mode("en", contrast=True, landscape=True),
)
"""Contrast moves nothing: here it meets each of the others once, in the long proofs always."""
MODES = [
    pytest.param(mode, marks=[] if mode in CONTRASTS or not mode.contrast else [pytest.mark.soak])
    for mode in (Mode(*each) for each in product(("zh-CN", "en"), (False, True), (False, True), (False, True)))
    if not (mode.large and mode.contrast and mode.landscape)  # each two of these say it all
]


def settle(qapp: QGuiApplication) -> None:
    for _ in range(3):
        qapp.processEvents()


def ailments(screen: KioskWindow) -> list[str]:
    """What a careful eye would mark on this page."""
    return [
        *unreadable(screen),
        *long_headings(screen),
        *overlapping(screen),
        *hard_to_touch(screen),
        *nameless(screen),
    ]


def unreadable(screen: KioskWindow) -> list[str]:
    window = QRectF(0, 0, screen.window.width(), screen.window.height())
    footers = [item for item in visible(looked_at(screen)) if kind_of(item) == "Footer"]
    found: list[str] = []
    for text in texts(screen):
        words = str(text.property("text"))
        if text.property("truncated"):
            found.append(f"truncated: {words}")
        if float(text.property("contentWidth")) > text.width() + 1:
            found.append(f"too wide: {words}")
        found += [f"broken: {word} in {words}" for word in broken_words(text)]
        if not window.contains(written(text)):
            found.append(f"off the screen: {words}")
        if any(not bar.isAncestorOf(text) and written(text).bottom() > rect(bar).top() for bar in footers):
            found.append(f"under the footer: {words}")
        control = control_of(text)
        if control is not None and not rect(control).adjusted(-1, -2, 1, 2).contains(written(text)):
            found.append(f"out of its control: {words}")
    return found


def broken_words(text: QQuickItem) -> list[str]:
    """Words in Latin letters that are wider than the text may be: they are broken somewhere within."""
    metrics = QFontMetricsF(text.property("font"))
    return [
        word
        for word in LATIN_WORD.findall(str(text.property("text")))
        if metrics.horizontalAdvance(word) > text.width() + 1
    ]


def long_headings(screen: KioskWindow) -> list[str]:
    """More Chinese characters than a glance takes in."""
    headings = [item for item in visible(looked_at(screen)) if kind_of(item) in ("TitleText", "Notice", "StatusBand")]
    return [
        f"long: {title}"
        for title in (str(item.property("title")) for item in headings)
        if len(CHINESE.findall(title)) > LONGEST_HEADING
    ]


def overlapping(screen: KioskWindow) -> list[str]:
    return [
        f"overlap: {one.property('text')} / {other.property('text')}"
        for one, other in combinations(texts(screen), 2)
        if written(one).intersects(written(other))
    ]


def hard_to_touch(screen: KioskWindow) -> list[str]:
    found: list[str] = []
    shown = targets(screen)
    for item in shown:
        if item.width() < 96 or item.height() < (104 if kind_of(item) == "Key" else 96):
            found.append(f"small: {item.property('accessibleName')} {item.width():.0f}×{item.height():.0f}")
    for one, other in combinations(shown, 2):
        a, b = rect(one), rect(other)
        if a.contains(b) or b.contains(a):
            continue  # a button inside a field
        keys = "Key" in (kind_of(one), kind_of(other))  # their cells meet in the middle of the gap
        gap = 0 if keys else 8
        if a.adjusted(-gap, -gap, gap, gap).intersects(b.adjusted(1, 1, -1, -1)):
            found.append(f"too near: {one.property('accessibleName')} / {other.property('accessibleName')}")
    return found


def nameless(screen: KioskWindow) -> list[str]:
    return [f"no name: {each.role()}" for each in spoken(screen) if not each.text(QAccessible.Text.Name).strip()]


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_every_page_reads_well(
    mode: Mode,
    stage: Stage,
    sessions: Sessions,
    screen: KioskWindow,
    qapp: QGuiApplication,
    pictures: Path,
) -> None:
    QAccessible.setActive(True)
    if mode.landscape:
        screen.window.resize(SIZE.transposed())
    found: dict[str, list[str]] = {}
    for name, session in sessions.all().items():
        stage.play(replace(session, preferences=mode.preferences))
        settle(qapp)
        assert screen.shown_page == session.step.value
        keep_picture(screen, pictures / f"{name}-{mode}.jpg")
        marks = ailments(screen)
        if marks:
            found[name] = marks
    QAccessible.setActive(False)
    assert found == {}
    assert screen.complaints == []

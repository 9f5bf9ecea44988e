"""With keys alone: every control of every page can be reached, and one always sees where one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.session.model import Preferences
from ui.main import KioskWindow
from ui.touch import kind_of

from .conftest import SIZE, Sessions, Stage
from .eyes import looked_at, rect, targets, visible

MOST_CONTROLS = 80


def settle(qapp: QGuiApplication) -> None:
    for _ in range(3):
        qapp.processEvents()


def walked(screen: KioskWindow, qapp: QGuiApplication) -> Iterator[QQuickItem]:
    """Every control that the tabulator key comes to, once."""
    seen: list[QQuickItem] = []
    for _ in range(MOST_CONTROLS):
        QTest.keyClick(screen.window, Qt.Key.Key_Tab)
        settle(qapp)
        focused = screen.window.activeFocusItem()
        assert focused is not None
        if focused in seen:
            return
        seen.append(focused)
        yield focused
    raise AssertionError("no end")


def hidden_ring(screen: KioskWindow, focused: QQuickItem) -> bool:
    """Whether the ring around the focused control is missing, or cut by a list or by the edge of the screen."""
    rings = [item for item in visible(looked_at(screen)) if kind_of(item) == "FocusRing" and focused.isAncestorOf(item)]
    if len(rings) != 1:
        return True
    ring = rect(rings[0])
    around = focused.parentItem()
    while around is not None:
        if around.clip() and not rect(around).adjusted(-1, -1, 1, 1).contains(ring):
            return True
        around = around.parentItem()
    return not QRectF(0, 0, screen.window.width(), screen.window.height()).contains(ring)


@pytest.mark.parametrize(
    ("preferences", "landscape"), [(Preferences(), False), (Preferences("en", large_print=True), True)]
)
def test_keys_reach_every_control_and_show_where_they_are(
    preferences: Preferences,
    landscape: bool,
    stage: Stage,
    sessions: Sessions,
    screen: KioskWindow,
    qapp: QGuiApplication,
) -> None:
    if landscape:
        screen.window.resize(SIZE.transposed())
    found: dict[str, list[str]] = {}
    for name, session in sessions.all().items():
        stage.play(replace(session, preferences=preferences))
        settle(qapp)
        screen.grab()  # lays out
        settle(qapp)
        # The arrows of a list are enabled by turns, and keys turn its pages without them.
        wanted = {
            str(item.property("accessibleName"))
            for item in targets(screen)
            if item.isEnabled() and kind_of(item.parentItem()) != "Pager"
        }
        marks: list[str] = []
        for focused in walked(screen, qapp):
            words = str(focused.property("accessibleName"))
            wanted.discard(words)
            if hidden_ring(screen, focused):
                marks.append(f"no ring: {words}")
        marks += [f"not reached: {words}" for words in wanted]
        if marks:
            found[name] = marks
    assert found == {}

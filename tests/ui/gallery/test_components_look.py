"""Every gallery page in every mode: nothing cut off or covered, targets large and apart, everything named."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from ui.touch import kind_of

from .conftest import Show, Stage

PAGES = (
    "Start", "Home", "Identify", "Face", "Form", "Materials", "Review",
    "Done", "Rating", "Idle", "Broken", "Controls", "English",
)  # fmt: skip
MODES = {
    "normal": (),
    "large print": ("largePrint",),
    "high contrast": ("highContrast",),
    "landscape": ("landscape",),
    "all at once": ("largePrint", "highContrast", "landscape"),
}


def looked_at(stage: Stage) -> QQuickItem:
    """The dialog where one is open: what lies below it is hidden on purpose."""
    dialogs = [item for item in stage.items() if kind_of(item) == "Dialog"]
    return dialogs[0] if dialogs else stage.root


def texts(stage: Stage) -> list[QQuickItem]:
    return [
        item
        for item in stage.items(looked_at(stage))
        if item.inherits("QQuickText") and item.property("text").strip() and item.width() > 0
    ]


def written(stage: Stage, text: QQuickItem) -> QRectF:
    """Where the characters are: the natural line box less the room above and below them."""
    rect = stage.rect(text)
    width, height = float(text.property("contentWidth")), float(text.property("contentHeight"))
    slack = rect.height() - height
    inset = 0.2 * float(text.property("font").pixelSize())
    return QRectF(rect.x(), rect.y() + slack / 2 + inset, min(width, rect.width()), height - 2 * inset)


def above_the_footer(stage: Stage, text: QQuickItem) -> bool:
    footers = [item for item in stage.items(looked_at(stage)) if kind_of(item) == "Footer"]
    return all(
        footer.isAncestorOf(text) or written(stage, text).bottom() <= stage.rect(footer).top() for footer in footers
    )


def clipped_away(stage: Stage, item: QQuickItem) -> bool:
    """Scrolled out of a list: not on the screen, or cut by its edge, as list rows are."""
    parent = item.parentItem()
    while parent is not None:
        if parent.clip() and not stage.rect(parent).contains(stage.rect(item)):
            return True
        parent = parent.parentItem()
    return False


@pytest.fixture(params=[(page, mode) for page in PAGES for mode in MODES], ids=lambda p: f"{p[0]}-{p[1]}")
def stage(request: pytest.FixtureRequest, show: Show) -> Stage:
    page, mode = request.param
    return show(page, *MODES[mode])


def test_reads_whole_and_apart(stage: Stage) -> None:
    window = QRectF(0, 0, stage.view.width(), stage.view.height())
    shown = [text for text in texts(stage) if not clipped_away(stage, text)]
    assert shown
    for text in shown:
        words = text.property("text")
        assert not text.property("truncated"), words
        assert text.property("contentWidth") <= text.width() + 1, words
        assert window.contains(written(stage, text)), words
        assert above_the_footer(stage, text), words
    for one, other in combinations(shown, 2):
        assert not written(stage, one).intersects(written(stage, other)), (one.property("text"), other.property("text"))


def test_text_stays_in_its_control(stage: Stage) -> None:
    for text in texts(stage):
        parent = text.parentItem()
        while parent is not None and not is_touchable(parent):
            parent = parent.parentItem()
        if parent is not None and not clipped_away(stage, text):
            assert stage.rect(parent).adjusted(-1, -2, 1, 2).contains(written(stage, text)), text.property("text")


def is_touchable(item: QQuickItem) -> bool:
    return item.property("tapPoint") is not None and bool(item.property("tappable"))


def test_targets_are_large_and_apart(stage: Stage) -> None:
    targets = [item for item in stage.items(looked_at(stage)) if is_touchable(item) and not clipped_away(stage, item)]
    assert targets
    for item in targets:
        key = kind_of(item) == "Key"
        assert item.width() >= 96, item.property("accessibleName")
        assert item.height() >= (104 if key else 96), item.property("accessibleName")
    for one, other in combinations(targets, 2):
        a, b = stage.rect(one), stage.rect(other)
        if a.contains(b) or b.contains(a):
            continue  # a button inside a field
        keys = "Key" in (kind_of(one), kind_of(other))  # their cells meet in the middle of the gap
        link = one.property("link") or other.property("link")  # a link is smaller to the eye than to the finger
        gap = 0 if keys else 8 if link else 16
        assert not a.adjusted(-gap, -gap, gap, gap).intersects(b.adjusted(1, 1, -1, -1)), (
            one.property("accessibleName"),
            other.property("accessibleName"),
        )


def interfaces(interface: QAccessibleInterface) -> list[QAccessibleInterface]:
    found = [interface]
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None:
            found += interfaces(child)
    return found


def test_every_control_says_what_it_is(stage: Stage) -> None:
    top = QAccessible.queryAccessibleInterface(stage.view)
    assert top is not None
    focusable = [each for each in interfaces(top) if each.state().focusable and not each.state().invisible]
    assert focusable
    for each in focusable:
        name = each.text(QAccessible.Text.Name)
        assert name.strip(), (each.role(), each.rect())
        assert each.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client), name


def test_the_states_page_shows_every_look(show: Show) -> None:
    stage = show("States")
    picture = stage.view.grabWindow()
    buttons = [item for item in stage.items() if kind_of(item) == "AppButton" and item.property("kind") == "main"]
    looks = {picture.pixelColor(stage.rect(button).topLeft().toPoint() + QPoint(30, 20)).name() for button in buttons}
    assert looks == {"#0b4da2", "#083a7d", "#e9ecf1"}  # normal and focused, pressed, disabled

"""Looks at the window as a person does: what is visible, where its letters are, what can be touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

from ui.main import KioskWindow
from ui.touch import kind_of


def keep_picture(screen: KioskWindow, file: Path) -> None:
    """For people to look at. A JPEG: packing a PNG takes as long as all that the tests look at."""
    screen.grab().save(str(file), quality=90)


def visible(under: QQuickItem) -> Iterator[QQuickItem]:
    """Everything that is drawn, parents before children."""
    if not under.isVisible() or under.opacity() == 0:
        return
    yield under
    for child in under.childItems():
        yield from visible(child)


def everything(under: QQuickItem) -> Iterator[QQuickItem]:
    """Also what is hidden: pages made ahead, and those just left."""
    yield under
    for child in under.childItems():
        yield from everything(child)


def looked_at(screen: KioskWindow) -> QQuickItem:
    """The dialog where one is open: what lies below it is hidden on purpose."""
    root = screen.window.contentItem()
    return next((item for item in visible(root) if kind_of(item) == "Dialog"), root)


def rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def texts(screen: KioskWindow) -> list[QQuickItem]:
    return [
        item
        for item in visible(looked_at(screen))
        if item.inherits("QQuickText") and str(item.property("text")).strip() and item.width() > 0 and not clipped(item)
    ]


def written(text: QQuickItem) -> QRectF:
    """Where the letters are: the natural line box less the room above and below them."""
    box = rect(text)
    width, height = float(text.property("contentWidth")), float(text.property("contentHeight"))
    slack = box.height() - height
    inset = 0.2 * float(text.property("font").pixelSize())
    return QRectF(box.x(), box.y() + slack / 2 + inset, min(width, box.width()), height - 2 * inset)


def clipped(item: QQuickItem) -> bool:
    """Scrolled out of a list: not on the screen, or cut by its edge, as list rows are."""
    parent = item.parentItem()
    while parent is not None:  # pyright: ignore[reportUnnecessaryComparison]
        if parent.clip() and not rect(parent).contains(rect(item)):
            return True
        parent = parent.parentItem()
    return False


def is_touchable(item: QQuickItem) -> bool:
    return item.property("accessibleName") is not None and bool(item.property("tappable"))


def targets(screen: KioskWindow) -> list[QQuickItem]:
    return [item for item in visible(looked_at(screen)) if is_touchable(item) and not clipped(item)]


def control_of(text: QQuickItem) -> QQuickItem | None:
    parent = text.parentItem()
    while parent is not None and not is_touchable(parent):  # pyright: ignore[reportUnnecessaryComparison]
        parent = parent.parentItem()
    return parent


def named(screen: KioskWindow, name: str) -> QQuickItem:
    """The one touchable control with this accessible name."""
    found = [item for item in targets(screen) if item.property("accessibleName") == name]
    assert len(found) == 1, (name, [item.property("accessibleName") for item in targets(screen)])
    return found[0]


def spoken(screen: KioskWindow) -> list[QAccessibleInterface]:
    """Every focusable control as a reader finds it."""

    def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
        yield interface
        for index in range(interface.childCount()):
            child = interface.child(index)
            if child is not None:  # pyright: ignore[reportUnnecessaryComparison]
                yield from walk(child)

    top = QAccessible.queryAccessibleInterface(screen.window)
    assert top is not None
    return [each for each in walk(top) if each.state().focusable and not each.state().invisible]

"""A finger on the screen: finds what a person would touch and touches it, by Qt touch events.

For unattended journeys and tests. Controls are found as a person finds them, on the page that is shown: by the data
they show (`code`, `name`, `value` …), or by their place in the footer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import cast

import shiboken6
from PySide6.QtCore import SIGNAL, SLOT, QDeadlineTimer, QEventLoop, QObject, QPoint, QPointF, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

Matches = Callable[[QQuickItem], bool]


class NothingThereError(LookupError):
    """The page does not show what the finger was to touch."""


def with_property(name: str, value: object, *others: str) -> Matches:
    """Items that have this property value, and have the other properties at all."""
    return lambda item: item.property(name) == value and all(item.property(other) is not None for other in others)


def of_type(name: str) -> Matches:
    """Items of a QML type, `Footer` for Footer.qml."""
    return lambda item: kind_of(item) == name


def kind_of(item: QObject) -> str:
    """The QML type's name: AppButton for AppButton_QMLTYPE_12."""
    meta = item.metaObject()
    name = meta.className().split("_QML")[0]
    # QML drops meta objects; PySide (6.11) would go on taking whatever is made at their address later for them.
    shiboken6.Shiboken.invalidate(meta)
    return name


def both(*matches: Matches) -> Matches:
    return lambda item: all(match(item) for match in matches)


@cache
def _touch_screen() -> QPointingDevice:
    """One for all fingers: Qt keeps every one that it was told of."""
    return QTest.createTouchDevice()


class Finger:
    """One finger on one window."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._device = _touch_screen()

    def find(self, matches: Matches, within: Matches | None = None) -> QQuickItem | None:
        """The first visible and enabled item that matches, in tree order; `within` narrows to a part of it."""
        root = self._window.contentItem() if within is None else self.find(within)
        return None if root is None else next((item for item in self._visible(root) if matches(item)), None)

    def tap(self, matches: Matches, within: Matches | None = None) -> None:
        """Touch the middle of an item.

        Raises:
            NothingThereError: no visible item matches, or it lies outside the window.
        """
        item = self.find(matches, within)
        if item is None:
            raise NothingThereError
        self.tap_at(self._middle(item))

    def tap_at(self, place: QPoint) -> None:
        self._event().press(0, place, self._window).commit()
        self._event().release(0, place, self._window).commit()

    def draw(self, matches: Matches, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Draw on an item; coordinates are parts of its width and height.

        Raises:
            NothingThereError: no visible item matches.
        """
        item = self.find(matches)
        if item is None:
            raise NothingThereError
        for stroke in strokes:
            points = [
                item.mapToScene(QPointF(x * item.width(), y * item.height())).toPoint() for x, y in _dense(stroke)
            ]
            self._event().press(0, points[0], self._window).commit()
            for point in points[1:]:
                self._event().move(0, point, self._window).commit()
            self._event().release(0, points[-1], self._window).commit()

    def _event(self) -> QTest.QTouchEventSequence:
        return QTest.touchEvent(self._window, self._device, False)

    def _visible(self, item: QQuickItem) -> Iterator[QQuickItem]:
        if not item.isVisible() or not item.isEnabled():
            return
        yield item
        for child in item.childItems():
            yield from self._visible(child)

    def _middle(self, item: QQuickItem) -> QPoint:
        place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        if not (0 <= place.x() < self._window.width() and 0 <= place.y() < self._window.height()):
            raise NothingThereError
        for ancestor in _ancestors(item):
            inside = ancestor.mapFromScene(QPointF(place))
            if ancestor.clip() and not ancestor.contains(inside):
                raise NothingThereError
        return place


def wait_until(condition: Callable[[], bool], timeout_s: float) -> bool:
    """Let the program run until the condition holds; False when it did not in time."""
    deadline = QDeadlineTimer(round(timeout_s * 1000))
    loop, tick = QEventLoop(), QTimer()
    QObject.connect(tick, SIGNAL("timeout()"), loop, SLOT("quit()"))
    tick.start(5)  # PySide loses some memory with each `singleShot`, and with each `connect` to one of Qt's own methods
    while not condition():
        if deadline.hasExpired():
            return False
        loop.exec()
    return True


def pause(seconds: float) -> None:
    """Let the program run for a while, as a person who reads."""
    wait_until(lambda: False, seconds)


def _ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    parent = cast("QQuickItem | None", item.parentItem())
    while parent is not None:
        yield parent
        parent = cast("QQuickItem | None", parent.parentItem())


def _dense(stroke: Sequence[tuple[float, float]], steps: int = 8) -> Iterator[tuple[float, float]]:
    """A finger moves through the points between, too."""
    yield stroke[0]
    for (x0, y0), (x1, y1) in pairwise(stroke):
        for step in range(1, steps + 1):
            part = step / steps
            yield x0 + (x1 - x0) * part, y0 + (y1 - y0) * part

"""A stage that shows one gallery page in one mode, and hands and eyes to check it with."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication, QPointingDevice
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from ui.engine import KioskEngine, make_engine
from ui.touch import kind_of

GALLERY = Path(__file__).parent
MODES = ("largePrint", "highContrast", "landscape")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def engine(qapp: QGuiApplication) -> Iterator[KioskEngine]:
    QAccessible.setActive(True)
    engine = make_engine()
    yield engine
    QAccessible.setActive(False)
    engine.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def touch_device(qapp: QGuiApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@dataclass
class Stage:
    view: QQuickView
    root: QQuickItem
    engine: KioskEngine
    device: QPointingDevice
    fingers_down: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        # one for all events: it knows where a finger that rests was
        self.sequence = QTest.touchEvent(self.view, self.device, False)

    def settle(self) -> None:
        for _ in range(4):
            QGuiApplication.processEvents()

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 60) -> None:
        deadline_s = monotonic() + timeout_s
        while not condition():
            assert monotonic() < deadline_s
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        self.settle()

    # ---- eyes ----

    def items(self, under: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """Everything visible, parents before children."""
        item = under or self.root
        if not item.isVisible() or item.opacity() == 0:
            return
        yield item
        for child in item.childItems():
            yield from self.items(child)

    def find(self, kind: str, **values: object) -> QQuickItem:
        """The one visible component of this QML type whose properties have these values."""
        found = [
            item
            for item in self.items()
            if kind_of(item) == kind and all(item.property(name) == value for name, value in values.items())
        ]
        assert len(found) == 1, f"{kind} {values}: {len(found)} found"
        return found[0]

    def rect(self, item: QQuickItem) -> QRectF:
        return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))

    def heard(self, item: QObject, signal: str) -> list[tuple[object, ...]]:
        """Collects what the signal carries from now on."""
        calls: list[tuple[object, ...]] = []
        getattr(item, signal).connect(lambda *args: calls.append(args))
        return calls

    # ---- hands ----

    def centre(self, item: QQuickItem) -> QPoint:
        return self.rect(item).center().toPoint()

    def _touch(self, finger: int) -> QTest.QTouchEventSequence:
        for other in self.fingers_down - {finger}:
            self.sequence.stationary(other)
        return self.sequence

    def down(self, at: QPoint, finger: int = 0) -> None:
        self._touch(finger).press(finger, at, self.view).commit()
        self.fingers_down.add(finger)
        self.settle()

    def move(self, at: QPoint, finger: int = 0) -> None:
        self._touch(finger).move(finger, at, self.view).commit()
        self.settle()

    def up(self, at: QPoint, finger: int = 0) -> None:
        self._touch(finger).release(finger, at, self.view).commit()
        self.fingers_down.discard(finger)
        self.settle()

    def tap(self, item: QQuickItem) -> None:
        self.down(self.centre(item))
        self.up(self.centre(item))

    def drag(self, start: QPoint, end: QPoint, steps: int = 8) -> None:
        self.down(start)
        for step in range(1, steps + 1):
            self.move((QPointF(start) + QPointF(end - start) * step / steps).toPoint())
        self.up(end)

    def press_key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)
        self.settle()


Show = Callable[..., Stage]


@pytest.fixture
def show(engine: KioskEngine, touch_device: QPointingDevice) -> Iterator[Show]:
    """`show("Home", "largePrint", …)`, or `show(qml="…")` for a few lines of QML."""
    views: list[QQuickView] = []
    components: list[QQmlComponent] = []  # a view does not keep its component alive
    theme = engine.singletonInstance("Kiosk", "Theme")
    assert isinstance(theme, QObject)
    theme.setProperty("animations", False)
    engine.complaints.clear()

    def put_on(name: str = "", *modes: str, qml: str = "") -> Stage:
        for mode in MODES:
            theme.setProperty(mode, mode in modes)
        component = QQmlComponent(engine)
        components.append(component)
        if qml:
            component.setData(f"import QtQuick\nimport Kiosk\n{qml}".encode(), QUrl(f"file://{GALLERY}/inline.qml"))
        else:
            component.loadUrl(QUrl.fromLocalFile(str(GALLERY / f"{name}.qml")))
        root = component.create()
        assert isinstance(root, QQuickItem), component.errorString()
        view = QQuickView(engine, None)  # pyright: ignore[reportCallIssue]
        views.append(view)
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        view.setContent(component.url(), component, root)
        view.setGeometry(0, 0, *((1920, 1080) if "landscape" in modes else (1080, 1920)))
        view.show()
        view.requestActivate()
        stage = Stage(view, root, engine, touch_device)
        stage.settle()
        return stage

    yield put_on
    for view in views:
        view.close()
        view.deleteLater()
    QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for mode in MODES:
        theme.setProperty(mode, False)
    assert engine.complaints == []

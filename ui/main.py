"""Puts the window up: engine, view models, pages. No device and no network here."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import cast

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickWindow
from shiboken6 import delete

from drivers.contract.camera import FrameSource
from kiosk.session.model import Session
from ui.engine import QML_ROOT, make_engine
from ui.languages import SOURCE_LANGUAGE, Languages
from ui.presence import Presence
from ui.view_models.done import SlipOf, unsigned_slip
from ui.view_models.host import Host
from ui.view_models.simulation import SimulationView
from ui.view_models.views import Views

MAIN_QML = QML_ROOT / "Kiosk" / "Main.qml"


class WindowError(RuntimeError):
    """The pages could not be loaded; `complaints` is what QML said."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class _Turn(Enum):
    """How far the picture of a new page is."""

    SHOWN = auto()
    MADE = auto()  # the window has been told to show it
    STARTED = auto()  # a frame with it has begun
    SYNCED = auto()  # it is on its way to the screen


class KioskWindow(QObject):
    """The running screen. Make it with `show`.

    `page_shown` carries the step's name, after the first frame with its page, or with another leaf of it, was drawn.
    """

    page_shown = Signal(str)

    def __init__(self, host: Host, frames: FrameSource, slip: SlipOf, *, ahead_ms: int, guard_ms: int) -> None:
        super().__init__()
        self._languages = Languages()
        self._languages.choose(host.session.preferences.language)
        self.views = Views(host, frames, slip)
        self.engine = make_engine(self)
        self._simulation: SimulationView | None = None
        self.engine.setInitialProperties({"views": self.views, "aheadMs": ahead_ms, "guardMs": guard_ms})
        self.engine.load(str(MAIN_QML))
        roots = self.engine.rootObjects()
        if not roots:
            raise WindowError(self.engine.complaints)
        self.window = cast(QQuickWindow, roots[0])
        self._presence = Presence(self.views.session.touched, self)
        self.window.installEventFilter(self._presence)
        self._turn = _Turn.SHOWN
        self._begun = 0
        self._frame = 0
        self._seen_turn = host.session.turn
        self.window.shownPageChanged.connect(self._await_frame)  # pyright: ignore[reportAttributeAccessIssue] - of Main.qml
        self.window.afterAnimating.connect(self._frame_started)
        self.window.afterSynchronizing.connect(self._frame_synced)
        self.window.frameSwapped.connect(self._frame_shown)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.views.tick)
        self._second.start()
        host.subscribe(self._update)
        if self.shown_page:
            self._await_frame()

    @property
    def shown_page(self) -> str:
        """Name of the step whose page is on the screen."""
        return str(self.window.property("shownPage"))

    @property
    def guarding(self) -> bool:
        """A page has just come: what is touched now was meant for the one before, and is not heard."""
        return bool(self.window.property("guarding"))

    @property
    def frame(self) -> int:
        """Number of the frame on the screen."""
        return self._frame

    def begin_frame(self) -> int:
        """Have the screen drawn, changed or not. Returns the number of a frame that shows all that is so by now."""
        self.window.update()
        return self._begun + 1

    @property
    def complaints(self) -> list[str]:
        """Everything QML complained about since the start."""
        return self.engine.complaints

    def when_first_shown(self, callback: Callable[[], None]) -> None:
        """Call back once the next page has been drawn: what may wait until the person sees something."""

        def call(_page: str) -> None:
            self.page_shown.disconnect(call)
            callback()

        self.page_shown.connect(call)

    def offer(self, simulation: SimulationView) -> None:
        """Show a drawer with the simulated devices from now on."""
        self._simulation = simulation  # QML does not keep it alive
        self.window.setProperty("simulation", simulation)

    def grab(self) -> QImage:
        """What the screen shows now."""
        return self.window.grabWindow()

    def close(self) -> None:
        """Take the window down at once; the pages go before the view models that they read."""
        self._second.stop()
        self._languages.choose(SOURCE_LANGUAGE)
        self.window.removeEventFilter(self._presence)
        self.window.close()
        delete(self.engine)

    def _update(self, session: Session) -> None:
        changed = self._languages.choose(session.preferences.language)
        self.views.update(session)
        if changed:
            self.engine.retranslate()
        if session.turn != self._seen_turn:
            self._seen_turn = session.turn
            if self.shown_page == session.step.value:
                self._await_frame()  # another leaf of the same page, such as the next topic of the form

    # A page is shown when a frame that began after it was made has been swapped. Frames are drawn on another thread, so
    # one that began earlier may still come in between.

    def _await_frame(self) -> None:
        self._turn = _Turn.MADE
        self.window.update()

    def _frame_started(self) -> None:
        self._begun += 1
        if self._turn is _Turn.MADE:
            self._turn = _Turn.STARTED

    def _frame_synced(self) -> None:
        if self._turn is _Turn.STARTED:
            self._turn = _Turn.SYNCED

    def _frame_shown(self) -> None:
        self._frame = self._begun
        if self._turn is _Turn.SYNCED:
            self._turn = _Turn.SHOWN
            self.page_shown.emit(self.shown_page)


def show(
    host: Host,
    frames: FrameSource,
    *,
    slip: SlipOf = unsigned_slip,
    full_screen: bool,
    size: QSize | None = None,
    ahead_ms: int = 40,
    guard_ms: int = 250,
) -> KioskWindow:
    """Load the pages and show the window.

    Args:
        host: the runtime.
        frames: the camera's mailbox, for the preview.
        slip: what the code on the last page says, for the session's submission.
        full_screen: cover the screen; otherwise a window of `size`.
        size: width and height in px; None = the screen's.
        ahead_ms: pause between two pages made ahead of need, 0 = none is.
        guard_ms: how long touches are swallowed after the page has changed.

    Raises:
        WindowError, ui.engine.FontMissingError.
    """
    shown = KioskWindow(host, frames, slip, ahead_ms=ahead_ms, guard_ms=guard_ms)
    screen = QGuiApplication.primaryScreen()
    if full_screen:
        # Without a window manager full screen alone leaves a window of 160 × 160.
        shown.window.setGeometry(screen.geometry())
        shown.window.showFullScreen()
    else:
        shown.window.resize(size or screen.size())
        shown.window.show()
    return shown

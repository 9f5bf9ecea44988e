"""How long the screen takes to answer a touch."""

from __future__ import annotations

import time
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject

from ui.main import KioskWindow


class _Frame(Enum):
    """How far the first frame after a touch is; one that began before the touch does not count."""

    NONE = auto()
    AWAITED = auto()
    STARTED = auto()
    SYNCED = auto()
    SHOWN = auto()


class TouchTimes(QObject):
    """Listens to the window. A touch that turns the page counts with the first frame of the new page in `page_ms`.

    While `each_answers`, any other counts in `feedback_ms`, with the first frame that began after it, under the page it
    was made on. Set it only where each touch changes something: one that does not would count with a later frame.
    """

    def __init__(self, window: KioskWindow) -> None:
        super().__init__()
        self.page_ms: list[tuple[str, float]] = []
        self.feedback_ms: list[tuple[str, float]] = []
        self.each_answers = False
        self._window = window
        self._touched_s = 0.0
        self._frame = _Frame.NONE
        self._first_frame_ms = 0.0
        window.window.afterAnimating.connect(self._started)  # type: ignore[attr-defined]
        window.window.afterSynchronizing.connect(self._synced)  # type: ignore[attr-defined]
        window.window.frameSwapped.connect(self._shown)  # type: ignore[attr-defined]
        window.page_shown.connect(self._page_shown)
        window.window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.TouchBegin:
            self.settle()
            self._touched_s = time.monotonic()
            self._frame = _Frame.AWAITED
        return False

    def settle(self) -> None:
        """Count the last touch; called by the next one."""
        if self._frame is _Frame.SHOWN and self.each_answers:
            self.feedback_ms.append((self._window.shown_page, self._first_frame_ms))
        self._frame = _Frame.NONE

    def _since_ms(self) -> float:
        return (time.monotonic() - self._touched_s) * 1000

    def _started(self) -> None:
        if self._frame is _Frame.AWAITED:
            self._frame = _Frame.STARTED

    def _synced(self) -> None:
        if self._frame is _Frame.STARTED:
            self._frame = _Frame.SYNCED

    def _shown(self) -> None:
        if self._frame is _Frame.SYNCED:
            self._frame = _Frame.SHOWN
            self._first_frame_ms = self._since_ms()

    def _page_shown(self, page: str) -> None:
        if self._frame is not _Frame.NONE:
            self._frame = _Frame.NONE
            self.page_ms.append((page, self._since_ms()))

"""The session's clock on Qt's event loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer
from shiboken6 import delete

from kiosk.session.clock import Handle


class _Timer(QTimer):
    """Fires once and then is gone, also when it was cancelled."""

    def __init__(self, parent: QObject, delay_s: float, callback: Callable[[], None]) -> None:
        super().__init__(parent)
        self._callback: Callable[[], None] | None = callback
        self.setSingleShot(True)
        precision = QtCore.Qt.TimerType
        self.setTimerType(precision.CoarseTimer if delay_s >= 1 else precision.PreciseTimer)
        self.timeout.connect(self._fire)
        self.start(max(0, round(delay_s * 1000)))

    def cancel(self) -> None:
        if self._callback is not None:
            self._callback = None
            self.stop()
            self.deleteLater()

    def _fire(self) -> None:
        callback, self._callback = self._callback, None
        self.deleteLater()
        if callback is not None:
            callback()


class QtClock(QObject):
    """`kiosk.session.clock.Clock` for the running program. Callbacks come on the thread that owns this object."""

    def monotonic(self) -> float:
        return time.monotonic()

    def wall(self) -> datetime:
        return datetime.now().astimezone()

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> Handle:
        return _Timer(self, delay_s, callback)

    def stop(self) -> None:
        """End every timer at once, here: Python's collector, on whatever thread it runs, finds none left to end."""
        for timer in self.findChildren(_Timer):
            delete(timer)

"""Tells the session that somebody is still there: any touch, click or key, at most once a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

INTERVAL_S = 1.0

_SIGNS = frozenset({QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress})


class Presence(QObject):
    """An event filter for the window; it never swallows anything."""

    def __init__(self, touched: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._touched = touched
        self._told_s = float("-inf")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        if event.type() in _SIGNS:
            now_s = time.monotonic()
            if now_s - self._told_s >= INTERVAL_S:
                self._told_s = now_s
                self._touched()
        return False

"""The only hop from other threads to the GUI thread: one queued signal that carries any event."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """Delivers what any thread posts to `handler`, in order, on the thread that made the bridge.

    Qt's queue has no bound of its own: whoever posts must. Device workers have bounded inboxes and answer each job
    once, progress of a face check comes at the camera's pace, and frames never pass here (they have their mailbox).
    """

    _posted = Signal(object)

    def __init__(self, handler: Callable[[object], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handler = handler
        self._open = True
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, event: object) -> None:
        """Hand an event over. Callable from any thread; returns at once."""
        self._posted.emit(event)

    def shut(self) -> None:
        """Drop whatever is still under way; nothing is delivered from here on. GUI thread only."""
        self._open = False

    @Slot(object)
    def _deliver(self, event: object) -> None:
        if self._open:
            self._handler(event)

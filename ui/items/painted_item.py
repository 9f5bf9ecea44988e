"""What the items painted here have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class PaintedItem(QQuickPaintedItem):
    """Keeps no pixels while it is out of sight, where Qt's software renderer keeps two pictures of each such item.

    Pages stay when another one is shown: the three of a session's pages that have one would hold 12 MB.
    """

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.visibleChanged.connect(self._shown_or_hidden)

    def draw(self, painter: QPainter) -> None:
        """Paint the whole item; asked only while it is seen. Without this it stays empty."""

    def forget(self) -> None:
        """Drop what can be made again: the item is out of sight."""

    def paint(self, painter: QPainter) -> None:
        if self.isVisible():
            self.draw(painter)

    def releaseResources(self) -> None:
        """The item is on its way out, and PySide keeps the Python half of what QML made: nothing big may stay in it."""
        self.forget()

    def _shown_or_hidden(self) -> None:
        if not self.isVisible():
            self.forget()
        self.setTextureSize(QSize() if self.isVisible() else QSize(1, 1))
        self.update()

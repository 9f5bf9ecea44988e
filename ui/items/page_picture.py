"""A page that was taken, small, for the person to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Property, QBuffer, QByteArray, QIODevice, QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QTransform
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from ui.items.camera_preview import contain_rect
from ui.items.painted_item import PaintedItem

if TYPE_CHECKING:
    from drivers.contract.document import ScannedPage

QML_IMPORT_NAME = "Kiosk.Items"
QML_IMPORT_MAJOR_VERSION = 1
QML_IMPORT_MINOR_VERSION = 0


class Album(Protocol):
    """Has the pages."""

    def page_at(self, number: int) -> ScannedPage | None: ...


@QmlElement
class PagePicture(PaintedItem):
    """Draws a page as large as fits. It is decoded at that size, and Qt's caches of pictures never see it."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._album: QObject | None = None
        self._number = 0
        self._serial = 0
        self._image = QImage()

    def _get_album(self) -> QObject | None:
        return self._album

    def _set_album(self, album: QObject | None) -> None:
        self._album = album
        self._renew()

    album = Property(QObject, _get_album, _set_album, notify=changed)
    """An `Album`."""

    def _get_number(self) -> int:
        return self._number

    def _set_number(self, number: int) -> None:
        self._number = number
        self._renew()

    number = Property(int, _get_number, _set_number, notify=changed)
    """Which page, from 1."""

    def _get_serial(self) -> int:
        return self._serial

    def _set_serial(self, serial: int) -> None:
        self._serial = serial
        self._renew()

    serial = Property(int, _get_serial, _set_serial, notify=changed)
    """Another one for another picture of that page; 0 = there is none."""

    def _renew(self) -> None:
        self._image = QImage()
        self.update()
        self.changed.emit()

    def forget(self) -> None:
        self._image = QImage()

    @property
    def holds_picture(self) -> bool:
        return not self._image.isNull()

    @property
    def _page(self) -> ScannedPage | None:
        return cast("Album", self._album).page_at(self._number) if self._album is not None and self._serial else None

    def draw(self, painter: QPainter) -> None:
        page = self._page
        if page is None or self.width() < 1 or self.height() < 1:
            return
        place = contain_rect(*page.shown_px, self.width(), self.height())
        size = place.size().toSize()
        if self._image.size() != size:
            self._image = _decoded(page, size)
        painter.drawImage(place, self._image)


def _decoded(page: ScannedPage, size: QSize) -> QImage:
    """As it is looked at, which is `size`."""
    buffer = QBuffer()
    buffer.setData(QByteArray(page.jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setScaledSize(size if page.turn % 180 == 0 else size.transposed())
    image = reader.read()
    return image.transformed(QTransform().rotate(page.turn)) if page.turn else image

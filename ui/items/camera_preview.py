"""The live picture: of the person, mirrored and cut to an oval, or of what lies on the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtCore import Property, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from ui.items.painted_item import PaintedItem

if TYPE_CHECKING:
    from drivers.contract.camera import Frame, FrameSource

QML_IMPORT_NAME = "Kiosk.Items"
QML_IMPORT_MAJOR_VERSION = 1
QML_IMPORT_MINOR_VERSION = 0

FRAME_INTERVAL_MS = 33
OUTLINE_PX = 8
QVariant = "QVariant"  # any Python object; by this name the QML type dump understands it


def cover_rect(image_width: int, image_height: int, width: float, height: float) -> QRectF:
    """The part of the image, centred, that fills width × height without distortion."""
    scale = max(width / image_width, height / image_height)
    return QRectF((image_width - width / scale) / 2, (image_height - height / scale) / 2, width / scale, height / scale)


def contain_rect(image_width: int, image_height: int, width: float, height: float) -> QRectF:
    """Where in width × height the whole image is shown, centred, without distortion."""
    scale = min(width / image_width, height / image_height)
    shown = (image_width * scale, image_height * scale)
    return QRectF((width - shown[0]) / 2, (height - shown[1]) / 2, *shown)


@QmlElement
class CameraPreview(PaintedItem):
    """Draws the newest frame of a FrameSource about 30 times a second while visible, and nothing at all while not.

    The oval is made by painting `maskColor` over the corners: an antialiased edge, which a clip path does not have.
    """

    frames_changed = Signal()
    mask_color_changed = Signal()
    portrait_changed = Signal()
    outline_color_changed = Signal()
    has_picture_changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._frames: FrameSource | None = None
        self._frame: Frame | None = None  # kept alive: the QImage aliases its array
        self._mask_color = QColor("white")
        self._portrait = True
        self._outline_color = QColor("white")
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_INTERVAL_MS)
        self._timer.timeout.connect(self._take_newest)
        self.visibleChanged.connect(self._run_while_visible)
        self.setOpaquePainting(True)

    def _get_frames(self) -> object:
        return self._frames

    def _set_frames(self, frames: object) -> None:
        if frames is self._frames:
            return
        self._frames = cast("FrameSource | None", frames)
        self._show(None)
        self._run_while_visible()
        self.frames_changed.emit()

    frames = Property(QVariant, _get_frames, _set_frames, notify=frames_changed)
    """A drivers.contract.camera.FrameSource, or null."""

    def _get_mask_color(self) -> QColor:
        return self._mask_color

    def _set_mask_color(self, color: QColor) -> None:
        self._mask_color = color
        self.update()
        self.mask_color_changed.emit()

    maskColor = Property(QColor, _get_mask_color, _set_mask_color, notify=mask_color_changed)

    def _get_portrait(self) -> bool:
        return self._portrait

    def _set_portrait(self, portrait: bool) -> None:
        self._portrait = portrait
        self.update()
        self.portrait_changed.emit()

    portrait = Property(bool, _get_portrait, _set_portrait, notify=portrait_changed)
    """A person, mirrored in an oval; otherwise what lies on a table, as it is and whole, with its outline."""

    def _get_outline_color(self) -> QColor:
        return self._outline_color

    def _set_outline_color(self, color: QColor) -> None:
        self._outline_color = color
        self.update()
        self.outline_color_changed.emit()

    outlineColor = Property(QColor, _get_outline_color, _set_outline_color, notify=outline_color_changed)

    def _get_has_picture(self) -> bool:
        return self._frame is not None

    hasPicture = Property(bool, _get_has_picture, notify=has_picture_changed)

    @property
    def frame(self) -> Frame | None:
        """The frame on the screen."""
        return self._frame

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def _run_while_visible(self) -> None:
        if self._frames is not None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
            self._show(None)

    def _take_newest(self) -> None:
        frame = self._frames.latest() if self._frames is not None else None
        if frame is not None and frame is not self._frame:
            self._show(frame)

    def _show(self, frame: Frame | None) -> None:
        had_picture = self._frame is not None
        self._frame = frame
        self.update()
        if had_picture != (frame is not None):
            self.has_picture_changed.emit()

    def draw(self, painter: QPainter) -> None:
        whole = QRectF(0, 0, self.width(), self.height())
        if self._frame is None:
            painter.fillRect(whole, self._mask_color)
            return
        pixels = self._frame.image
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)
        if not self._portrait:
            painter.fillRect(whole, self._mask_color)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = contain_rect(width, height, whole.width(), whole.height())
            painter.drawImage(place, image)
            self._draw_outline(painter, place)
            return
        painter.save()
        painter.translate(whole.width(), 0)
        painter.scale(-1, 1)  # a mirror: people move the way they expect
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(whole, image, cover_rect(width, height, whole.width(), whole.height()))
        painter.restore()
        corners = QPainterPath()
        corners.addRect(whole)
        corners.addEllipse(whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(corners, self._mask_color)

    def _draw_outline(self, painter: QPainter, place: QRectF) -> None:
        """Around what was found in this very frame; dark below and light above, to be seen on anything."""
        outline = self._frame.outline if self._frame is not None else ()
        if not outline:
            return
        left, top, width, height = place.x(), place.y(), place.width(), place.height()
        corners = QPolygonF([QPointF(left + x * width, top + y * height) for x, y in outline])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width_px in ((QColor("black"), OUTLINE_PX + 4), (self._outline_color, OUTLINE_PX)):
            pen = QPen(color)
            pen.setWidth(width_px)
            pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(corners)

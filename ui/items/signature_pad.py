"""Where a person signs with a finger."""

from __future__ import annotations

from math import hypot

from PySide6 import QtCore
from PySide6.QtCore import Property, QBuffer, QIODevice, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QEventPoint, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from drivers.contract.value import Value
from ui.items.painted_item import PaintedItem

QML_IMPORT_NAME = "Kiosk.Items"
QML_IMPORT_MAJOR_VERSION = 1
QML_IMPORT_MINOR_VERSION = 0

INK_WIDTH_PX = 7.0
MINIMUM_INK_PX = 120.0  # a tap or a slip of the finger is not a signature
MAX_POINTS = 20_000


class InkPoint(Value):
    """`x`, `y` in px from the top left of the pad; `t_ms` since the first touch."""

    x: float
    y: float
    t_ms: int

    def to(self, other: InkPoint) -> float:
        return hypot(other.x - self.x, other.y - self.y)


def _middle(a: InkPoint, b: InkPoint) -> QPointF:
    return QPointF((a.x + b.x) / 2, (a.y + b.y) / 2)


def newest_piece(stroke: list[InkPoint]) -> QPainterPath:
    """The curve that the last point adds: quadratic, from one midpoint to the next, so that pieces join smoothly."""
    path = QPainterPath()
    if len(stroke) == 1:
        path.moveTo(stroke[0].x, stroke[0].y)
        path.lineTo(stroke[0].x + 0.1, stroke[0].y)  # a dot, by the round cap
    elif len(stroke) == 2:
        path.moveTo(stroke[0].x, stroke[0].y)
        path.lineTo(_middle(stroke[0], stroke[1]))
    else:
        before, corner, last = stroke[-3:]
        path.moveTo(_middle(before, corner))
        path.quadTo(QPointF(corner.x, corner.y), _middle(corner, last))
    return path


@QmlElement
class SignatureCanvas(PaintedItem):
    """One finger or the mouse draws; a second finger or a resting hand is ignored. Only what changed is repainted."""

    changed = Signal()
    ink_color_changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[InkPoint]] = []
        self._ink_px = 0.0
        self._points = 0
        self._finger: int | None = None
        self._start_ms = 0
        self._ink_color = QColor("#14213D")
        self._picture = QImage()
        self.setAcceptedMouseButtons(QtCore.Qt.MouseButton.LeftButton)
        self.setAcceptTouchEvents(True)
        self.setKeepTouchGrab(True)
        self.setKeepMouseGrab(True)
        self.setActiveFocusOnTab(False)
        self.visibleChanged.connect(self._draw_again)

    @property
    def strokes(self) -> tuple[tuple[InkPoint, ...], ...]:
        """From touch-down to lift, in order."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def _get_has_ink(self) -> bool:
        return self._ink_px >= MINIMUM_INK_PX

    hasInk = Property(bool, _get_has_ink, notify=changed)
    """True once there is enough to count as a signature."""

    def _get_empty(self) -> bool:
        return not self._strokes

    empty = Property(bool, _get_empty, notify=changed)

    def _get_ink_color(self) -> QColor:
        return self._ink_color

    def _set_ink_color(self, color: QColor) -> None:
        self._ink_color = color
        self._draw_again()
        self.ink_color_changed.emit()

    inkColor = Property(QColor, _get_ink_color, _set_ink_color, notify=ink_color_changed)

    @Slot()
    def clear(self) -> None:
        self._strokes.clear()
        self._ink_px = 0.0
        self._points = 0
        self._finger = None
        self._draw_again()
        self.changed.emit()

    def png(self) -> bytes:
        """The signature in black on white, the size of the pad."""
        page = QImage(max(1, round(self.width())), max(1, round(self.height())), QImage.Format.Format_Grayscale8)
        page.fill(QColor("white"))
        painter = QPainter(page)
        self._draw_strokes(painter, QColor("black"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        page.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - the stub lacks str
        return bytes(buffer.data().data())

    # ---- drawing ----

    def forget(self) -> None:
        self._picture = QImage()

    def draw(self, painter: QPainter) -> None:
        painter.drawImage(0, 0, self._picture)

    def geometryChange(self, newGeometry: QRectF, oldGeometry: QRectF) -> None:  # noqa: N803 - Qt's names
        super().geometryChange(newGeometry, oldGeometry)
        if newGeometry.size() != oldGeometry.size():
            self._draw_again()

    def _pen(self, color: QColor) -> QPen:
        qt = QtCore.Qt
        return QPen(color, INK_WIDTH_PX, qt.PenStyle.SolidLine, qt.PenCapStyle.RoundCap, qt.PenJoinStyle.RoundJoin)

    def _draw_strokes(self, painter: QPainter, color: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen(color))
        for stroke in self._strokes:
            for end in range(1, len(stroke) + 1):
                painter.drawPath(newest_piece(stroke[:end][-3:]))
            if len(stroke) > 1:
                painter.drawLine(_middle(stroke[-2], stroke[-1]), QPointF(stroke[-1].x, stroke[-1].y))

    def _draw_again(self) -> None:
        size = self.size().toSize()
        if size.isEmpty() or not self.isVisible():
            return
        self._picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self._picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(self._picture)
        self._draw_strokes(painter, self._ink_color)
        painter.end()
        self.update()

    def _draw_piece(self, path: QPainterPath) -> None:
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen(self._ink_color))
        painter.drawPath(path)
        painter.end()
        reach = INK_WIDTH_PX
        self.update(path.controlPointRect().adjusted(-reach, -reach, reach, reach).toAlignedRect())

    # ---- the hand ----

    def _begin(self, at: QPointF, timestamp_ms: int) -> None:
        if not self._strokes:
            self._start_ms = timestamp_ms
        self._strokes.append([])
        self._extend(at, timestamp_ms)

    def _extend(self, at: QPointF, timestamp_ms: int) -> None:
        stroke = self._strokes[-1]
        point = InkPoint(
            min(max(at.x(), 0.0), self.width()),
            min(max(at.y(), 0.0), self.height()),
            max(0, timestamp_ms - self._start_ms),
        )
        if self._points >= MAX_POINTS or (stroke and stroke[-1].to(point) < 1.0):
            return
        had_ink = self._get_has_ink()
        if stroke:
            self._ink_px += stroke[-1].to(point)
        stroke.append(point)
        self._points += 1
        self._draw_piece(newest_piece(stroke))
        if self._points == 1 or had_ink != self._get_has_ink():
            self.changed.emit()

    def _end(self) -> None:
        stroke = self._strokes[-1]
        if len(stroke) > 1:
            path = QPainterPath(_middle(stroke[-2], stroke[-1]))
            path.lineTo(stroke[-1].x, stroke[-1].y)
            self._draw_piece(path)
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin(event.position(), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._extend(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._end()

    def touchEvent(self, event: QTouchEvent) -> None:
        for point in event.points():
            state = point.state()
            if state == QEventPoint.State.Pressed and self._finger is None:
                self._finger = point.id()
                self._begin(point.position(), event.timestamp())
            elif point.id() == self._finger:
                self._extend(point.position(), event.timestamp())
                if state == QEventPoint.State.Released:
                    self._finger = None
                    self._end()
        event.accept()

    def touchUngrabEvent(self) -> None:
        if self._finger is not None:
            self._finger = None
            self._end()

"""Pictures made on demand for QML: line icons (`image://icon/…`) and QR codes (`image://qr/…`)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parent / "qml" / "Kiosk" / "icons"
GRID = 48  # every icon is drawn on 48 × 48 with a stroke of 3


class IconProvider(QQuickImageProvider):
    """`image://icon/NAME/COLOUR/SIZE_PX/STROKE_PX`: one icon in one colour (RRGGBB or AARRGGBB).

    STROKE_PX is the width of its line on screen.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._svg: dict[str, str] = {}

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N803 - Qt's names
        name, colour, size_px, stroke_px = id.split("/")
        file = ICONS / f"{name}.svg"
        if name not in self._svg and not file.is_file():
            return QImage()  # QML then names the missing picture in a warning
        side = requestedSize.width() if requestedSize.width() > 0 else int(size_px)
        if name not in self._svg:
            self._svg[name] = file.read_text(encoding="utf-8")
        stroke = float(stroke_px) * GRID / int(size_px)
        opaque = colour[-6:]
        svg = (
            self._svg[name]
            .replace('stroke-width="3"', f'stroke-width="{stroke:.4f}"')
            .replace("currentColor", f"#{opaque}")
        )
        # Not `fill`: choosing among its overloads makes PySide build all of Qt's enums, 20 ms before the first page.
        image = QImage(bytes(4 * side * side), side, side, QImage.Format.Format_ARGB32_Premultiplied).copy()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(colour) == 8:
            painter.setOpacity(int(colour[:2], 16) / 255)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return image


class QrProvider(QQuickImageProvider):
    """`image://qr/PERCENT_ENCODED_PAYLOAD`: one pixel a module, no quiet zone; QML scales it up without smoothing."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N803 - Qt's names
        import segno

        rows = [bytes(row) for row in segno.make(unquote(id), error="m", micro=False).matrix]
        image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    image.setPixelColor(x, y, QColor("black"))
        return image

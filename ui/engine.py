"""The QML engine with what every page needs: import path, image providers, the font, and what QML complained about."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlError

import ui.items  # noqa: F401 # pyright: ignore[reportUnusedImport] - registers the QML module Kiosk.Items
from ui.image_providers import IconProvider, QrProvider

# A signature needs every point of the finger's way, not one a frame. Read by Qt when the first window is made.
os.environ.setdefault("QML_NO_TOUCH_COMPRESSION", "1")

QML_ROOT = Path(__file__).parent / "qml"
FONT_FAMILY = "Noto Sans CJK SC"


class FontMissingError(RuntimeError):
    """The font every page is drawn in is not installed. `family` names it; Debian's package is fonts-noto-cjk."""

    def __init__(self, family: str) -> None:
        super().__init__(f"font not installed: {family} (Debian package fonts-noto-cjk)")
        self.family = family


class KioskEngine(QQmlApplicationEngine):
    """`complaints` holds every QML warning since the start, in order; a healthy program has none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.complaints: list[str] = []
        self.warnings.connect(self._on_warnings)
        self.addImportPath(str(QML_ROOT))
        self.addImageProvider("icon", IconProvider())
        self.addImageProvider("qr", QrProvider())

    def _on_warnings(self, warnings: list[QQmlError]) -> None:
        self.complaints.extend(warning.toString() for warning in warnings)


def make_engine(parent: QObject | None = None) -> KioskEngine:
    """An engine ready to load pages. Needs a QGuiApplication. Raises FontMissingError."""
    if not QFontDatabase.hasFamily(FONT_FAMILY):
        raise FontMissingError(FONT_FAMILY)
    QGuiApplication.setFont(QFont(FONT_FAMILY))
    return KioskEngine(parent)

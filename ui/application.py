"""The one Qt application, set up so that the same pixels come out on every machine."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from pathlib import Path
from types import FrameType
from typing import cast

from PySide6.QtGui import QGuiApplication

SOFTWARE_RENDERER = "software"


def has_display() -> bool:
    """Whether there is a screen that somebody could look at."""
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


def make_application(*, offscreen: bool, width_px: int, height_px: int) -> QGuiApplication:
    """The application, made once; QML is drawn by the software renderer.

    Args:
        offscreen: no screen is opened; windows are drawn into memory.
        width_px, height_px: size of the offscreen screen.
    """
    running = QGuiApplication.instance()
    if running is not None:
        return cast(QGuiApplication, running)
    os.environ.setdefault("QT_QUICK_BACKEND", SOFTWARE_RENDERER)
    if not offscreen:
        return QGuiApplication(["kiosk"])
    with tempfile.TemporaryDirectory() as directory:
        # Without a description the offscreen screen is 800 × 800.
        screen = Path(directory) / "screen.json"
        shape = {"name": "kiosk", "x": 0, "y": 0, "width": width_px, "height": height_px, "logicalDpi": 96, "dpi": 96}
        screen.write_text(json.dumps({"screens": [shape]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        return QGuiApplication(["kiosk"])


def quit_on_signals(application: QGuiApplication) -> None:
    """End the event loop in good order on SIGTERM and SIGINT."""

    def end(_number: int, _frame: FrameType | None) -> None:
        application.quit()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)

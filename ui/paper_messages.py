"""Sentences for whoever hands in papers."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.message import NOTHING_SENT, Message

_CAMERA_BROKEN = Message(
    QT_TRANSLATE_NOOP("Messages", "台面上的镜头暂时不能用"),
    NOTHING_SENT,
    QT_TRANSLATE_NOOP("Messages", "材料可以以后补，或到人工窗口交。"),
)

PAPER_MESSAGES = {
    "capture.no_page": Message(
        QT_TRANSLATE_NOOP("Messages", "还没有拍到"),
        NOTHING_SENT,
        QT_TRANSLATE_NOOP("Messages", "请把材料平放在台面上，手拿开，会自动拍。"),
    ),
    "document.bad_page": _CAMERA_BROKEN,
    "document.closed": _CAMERA_BROKEN,
    "document.frozen": _CAMERA_BROKEN,
    "document.lost": _CAMERA_BROKEN,
    "document.missing": _CAMERA_BROKEN,
    "document.off": _CAMERA_BROKEN,
    "document.silent": _CAMERA_BROKEN,
    "document_camera.hung": _CAMERA_BROKEN,
}

"""A paper under the document camera: one instruction at a time, and what has been taken."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.document import PageInstruction
from kiosk.platform.item import in_language
from kiosk.session.events import PagesDropped
from kiosk.session.model import Session, Step
from ui.view_models.host import Host
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_INSTRUCTIONS = {
    PageInstruction.LAY_PAPER: QT_TRANSLATE_NOOP("Capture", "请把材料平放在台面上"),
    PageInstruction.WHOLE_PAGE: QT_TRANSLATE_NOOP("Capture", "请往中间移，四边都要看得见"),
    PageInstruction.OTHER_PAPER: QT_TRANSLATE_NOOP("Capture", "大小不对，请放要交的那份材料"),
    PageInstruction.TOO_DARK: QT_TRANSLATE_NOOP("Capture", "太暗了，请不要挡住灯光"),
    PageInstruction.GLARE: QT_TRANSLATE_NOOP("Capture", "反光了，请换个位置"),
    PageInstruction.HANDS_OFF: QT_TRANSLATE_NOOP("Capture", "请把手拿开"),
    PageInstruction.HOLD_STILL: QT_TRANSLATE_NOOP("Capture", "请放好别动"),
    PageInstruction.BLURRED: QT_TRANSLATE_NOOP("Capture", "不清楚，请把纸压平"),
    PageInstruction.TURN_OVER: QT_TRANSLATE_NOOP("Capture", "这一面是空白，请翻过来"),
    PageInstruction.NEXT_PAGE: QT_TRANSLATE_NOOP("Capture", "拍好了，还有就放下一页"),
    PageInstruction.TAKING: QT_TRANSLATE_NOOP("Capture", "很好，请别动"),
    PageInstruction.TAKEN: QT_TRANSLATE_NOOP("Capture", "拍好了，还有就放下一页"),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    material: str = ""
    instruction: str = ""
    progress: float = 0.0
    pages: int = 0
    last: str = ""
    active: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class CaptureView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()

    def update(self, session: Session) -> None:
        shown = _shown(session) if session.step is Step.CAPTURE else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(str, notify=changed)
    def material(self) -> str:
        """Name of what is asked for."""
        return self._shown.material

    @Property(str, notify=changed)
    def instruction(self) -> str:
        return self._shown.instruction

    @Property(float, notify=changed)
    def progress(self) -> float:
        """0…1 until the page is taken."""
        return self._shown.progress

    @Property(int, notify=changed)
    def pages(self) -> int:
        """How many have been taken."""
        return self._shown.pages

    @Property(str, notify=changed)
    def last(self) -> str:
        """The page taken last, as a `data:` address; "" before the first."""
        return self._shown.last

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """The camera is on."""
        return self._shown.active

    @Slot()
    def drop(self) -> None:
        """Begin anew."""
        self._host.dispatch(PagesDropped(self._host.session.stamp))


def _shown(session: Session) -> _Shown:
    capture, language = session.capture, session.preferences.language
    names = {material.code: material.name for material in session.item.materials} if session.item else {}
    pages = capture.pages
    return _Shown(
        material=in_language(names[capture.material], language) if capture.material in names else "",
        instruction=translated("Capture", _INSTRUCTIONS[capture.instruction]),
        progress=capture.progress,
        pages=len(pages),
        last=f"data:image/jpeg;base64,{base64.b64encode(pages[-1].jpeg).decode()}" if pages else "",
        active=True,
    )

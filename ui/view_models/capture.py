"""A paper that is handed in: one instruction at a time, and what has been taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.document import PageInstruction, ScannedPage
from drivers.contract.value import Value
from kiosk.platform.item import in_language
from kiosk.services.papers import findings, material_of
from kiosk.session.model import Capture, Session, Step
from kiosk.session.person_events import (
    PageDropped,
    ScanWanted,
)
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

MOST_SHOWN = 2
"""Pages beside the place for the next one."""

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
_NEXT_PAGE = QT_TRANSLATE_NOOP("Capture", "请放下一页，没有了就点“完成”")
_PUT_IN = QT_TRANSLATE_NOOP("Capture", "请把材料放进扫描仪")
_SCANNING = QT_TRANSLATE_NOOP("Capture", "正在扫描，请不要拉纸")
_SCANNED = QT_TRANSLATE_NOOP("Capture", "扫好了，还有就再放进去")


class _Shown(Value):
    material: str = ""
    instruction: str = ""
    progress: float = 0.0
    pages: int = 0
    by_scanner: bool = False
    scanning: bool = False
    active: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class CaptureView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._strip = RowModel("number", "serial")

    def update(self, session: Session) -> None:
        here = session.step is Step.CAPTURE
        self._strip.show(_places(_taken(session.capture) if here else _looked_at(session)))
        shown = _shown(session) if here else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    @Property(QObject, constant=True)
    def strip(self) -> QObject:
        """The pages taken last, and the place for the next one: number (0 = nothing is there), serial (0 = not taken
        yet). When all are taken, those that are read, and then those that were laid upside down or on their side."""
        return self._strip

    def page_at(self, number: int) -> ScannedPage | None:
        """The page of that number, from 1; None when it is no longer there."""
        pages = self._host.session.capture.pages
        return pages[number - 1] if 0 < number <= len(pages) else None

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

    @Property(bool, notify=changed)
    def byScanner(self) -> bool:
        """The pages come through the scanner; otherwise a camera sees them."""
        return self._shown.by_scanner

    @Property(bool, notify=changed)
    def scanning(self) -> bool:
        return self._shown.scanning

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """The camera is on."""
        return self._shown.active

    @Slot()
    def dropLast(self) -> None:
        """Take the last page again."""
        self._host.dispatch(PageDropped(self._host.session.stamp))

    @Slot()
    def scan(self) -> None:
        self._host.dispatch(ScanWanted(self._host.session.stamp))


def _serial(page: ScannedPage) -> int:
    """Another one for every picture and turn of it, never 0."""
    return (crc32(page.jpeg) + page.turn) % 0x7FFFFFFF + 1


def _places(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Always as many: PySide never frees the Python half of an item that QML makes for a row."""
    last = rows[-(MOST_SHOWN + 1) :]
    return [{"number": 0, "serial": 0}] * (MOST_SHOWN + 1 - len(last)) + last


def _taken(capture: Capture) -> list[dict[str, Any]]:
    count = len(capture.pages)
    last = range(max(1, count - MOST_SHOWN + 1), count + 1)
    return [*_rows(capture, last), {"number": count + 1, "serial": 0}]


def _looked_at(session: Session) -> list[dict[str, Any]]:
    if session.step is not Step.PAPER_CHECK:
        return []
    capture = session.capture
    numbers = range(1, len(capture.pages) + 1) if session.asking else findings(session).turned
    return _rows(capture, numbers[-(MOST_SHOWN + 1) :])


def _rows(capture: Capture, numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"number": number, "serial": _serial(capture.pages[number - 1])} for number in numbers]


def _shown(session: Session) -> _Shown:
    capture, material = session.capture, material_of(session)
    return _Shown(
        material=in_language(material.name, session.preferences.language) if material else "",
        instruction=_instruction(capture),
        progress=capture.progress,
        pages=len(capture.pages),
        by_scanner=capture.by_scanner,
        scanning=capture.scanning,
        active=not capture.by_scanner,
    )


def _instruction(capture: Capture) -> str:
    if capture.by_scanner:
        return translated("Capture", _SCANNING if capture.scanning else _SCANNED if capture.pages else _PUT_IN)
    if capture.pages and capture.instruction is PageInstruction.LAY_PAPER:
        return translated("Capture", _NEXT_PAGE)
    return translated("Capture", _INSTRUCTIONS[capture.instruction])

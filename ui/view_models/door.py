"""The cabinet as it stands before whoever is there: every door in its place, and which one is lit."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.session.collection import DoorPhase
from kiosk.session.model import Session, Step
from ui.view_models.cabinet import Drawing, draw
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_RIGHT_BESIDE = QT_TRANSLATE_NOOP("Pickup", "紧挨屏幕右边，从上数第 {row} 个")
_LEFT_BESIDE = QT_TRANSLATE_NOOP("Pickup", "紧挨屏幕左边，从上数第 {row} 个")
_RIGHT = QT_TRANSLATE_NOOP("Pickup", "屏幕右边第 {column} 列，从上数第 {row} 个")
_LEFT = QT_TRANSLATE_NOOP("Pickup", "屏幕左边第 {column} 列，从上数第 {row} 个")
_COLUMN = QT_TRANSLATE_NOOP("Pickup", "第 {column} 列，从上数第 {row} 个")
_AT_A_DOOR = (Step.DOOR, Step.DOOR_TROUBLE, Step.STAFF_DOOR, Step.STAFF_TROUBLE, Step.STOCK_ITEM, Step.CELL_FOUND)


class _Shown(Value):
    cell: str = ""
    phase: DoorPhase = DoorPhase.SHUT
    where: str = ""


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class DoorView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()
        self._doors = RowModel("cell", "leftPart", "topPart", "widthPart", "heightPart", "lit", "ajar")

    @cached_property
    def _drawing(self) -> Drawing:
        options = self._host.settings.devices.locker.options.model_dump()
        return draw(options["cells"], options["sizes"])

    def update(self, session: Session) -> None:
        cell, phase = _on_hand(session)
        if cell:
            self._doors.show(self._rows(cell, ajar=phase.is_ajar))
        shown = _Shown(cell, phase, self._where(cell)) if cell else _Shown()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _where(self, cell: str) -> str:
        if cell not in self._drawing.doors:
            return ""
        column, row = self._drawing.place(cell)
        if self._drawing.terminal is None:
            words = _COLUMN
        elif abs(column) == 1:
            words = _RIGHT_BESIDE if column > 0 else _LEFT_BESIDE
        else:
            words = _RIGHT if column > 0 else _LEFT
        return translated("Pickup", words).format(column=abs(column), row=row)

    def _rows(self, lit: str, *, ajar: bool) -> list[dict[str, Any]]:
        drawing = self._drawing
        return [
            {
                "cell": cell,
                "leftPart": box.left_mm / drawing.width_mm,
                "topPart": box.top_mm / drawing.height_mm,
                "widthPart": box.width_mm / drawing.width_mm,
                "heightPart": box.height_mm / drawing.height_mm,
                "lit": cell == lit,
                "ajar": ajar and cell == lit,
            }
            for cell, box in drawing.doors.items()
        ]

    # ---- shown ----

    @Property(QObject, constant=True)
    def doors(self) -> QObject:
        """Rows: cell, leftPart, topPart, widthPart, heightPart (of the cabinet), lit, ajar."""
        return self._doors

    @Property(float, constant=True)
    def heightOverWidth(self) -> float:
        return self._drawing.height_mm / max(1, self._drawing.width_mm)

    @Property(float, constant=True)
    def terminalLeft(self) -> float:
        """Where the terminal stands, as a part of the cabinet's width; -1 = beside it."""
        terminal = self._drawing.terminal
        return terminal.left_mm / self._drawing.width_mm if terminal else -1.0

    @Property(float, constant=True)
    def terminalWide(self) -> float:
        terminal = self._drawing.terminal
        return terminal.width_mm / self._drawing.width_mm if terminal else 0.0

    @Property(str, notify=changed)
    def cell(self) -> str:
        """Whose door is lit; "" = none is."""
        return self._shown.cell

    @Property(str, notify=changed)
    def phase(self) -> str:
        return self._shown.phase.value

    @Property(bool, notify=changed)
    def ajar(self) -> bool:
        return self._shown.phase.is_ajar

    @Property(str, notify=changed)
    def where(self) -> str:
        """How to find it, in words."""
        return self._shown.where


def _on_hand(session: Session) -> tuple[str, DoorPhase]:
    if session.step not in _AT_A_DOOR:
        return "", DoorPhase.SHUT
    if session.shift is not None:
        return session.shift.at, session.shift.phase
    current = session.collection.current
    return (current.cell, current.phase) if current is not None else ("", DoorPhase.SHUT)

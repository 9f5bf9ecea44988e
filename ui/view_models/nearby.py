"""Where else one can go when this terminal cannot help."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from config.settings import NearbyTerminal
from kiosk.platform.item import in_language
from kiosk.session.model import Session
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_PLACE = QT_TRANSLATE_NOOP("Nearby", "{address}，{hours}")
_WALK = QT_TRANSLATE_NOOP("Nearby", "步行 {minutes} 分钟")
_METRES = QT_TRANSLATE_NOOP("Nearby", "{distance} 米")
_KILOMETRES = QT_TRANSLATE_NOOP("Nearby", "{distance} 公里")
_NEAREST = QT_TRANSLATE_NOOP("Nearby", "最近的终端在{name}，步行 {minutes} 分钟。也可拨打 {hotline}。")
_ANOTHER = QT_TRANSLATE_NOOP("Nearby", "请换一台终端，或拨打 {hotline}。")


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class NearbyView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._terminal = host.settings.terminal
        self._rows = RowModel("number", "name", "place", "walk", "distance")
        self._advice = ""

    def update(self, session: Session) -> None:
        language = session.preferences.language
        nearby = self._terminal.nearby
        self._rows.show([_row(at, other, language) for at, other in enumerate(nearby, 1)])
        advice = translated("Nearby", _NEAREST if nearby else _ANOTHER).format(
            name=in_language(nearby[0].name, language) if nearby else "",
            minutes=nearby[0].walk_minutes if nearby else "",
            hotline=self._terminal.hotline,
        )
        if advice != self._advice:
            self._advice = advice
            self.changed.emit()

    @Property(QObject, constant=True)
    def terminals(self) -> QObject:
        """Rows, the nearest first: number, name, place (address and hours), walk, distance."""
        return self._rows

    @Property(int, constant=True)
    def count(self) -> int:
        return len(self._terminal.nearby)

    @Property(str, notify=changed)
    def advice(self) -> str:
        """Where to go instead, in a sentence."""
        return self._advice


def _row(number: int, other: NearbyTerminal, language: str) -> dict[str, str]:
    far = other.distance_m >= 1000
    distance = f"{other.distance_m / 1000:.1f}" if far else str(other.distance_m)
    return {
        "number": str(number),
        "name": in_language(other.name, language),
        "place": translated("Nearby", _PLACE).format(
            address=in_language(other.address, language), hours=in_language(other.hours, language)
        ),
        "walk": translated("Nearby", _WALK).format(minutes=other.walk_minutes),
        "distance": translated("Nearby", _KILOMETRES if far else _METRES).format(distance=distance),
    }

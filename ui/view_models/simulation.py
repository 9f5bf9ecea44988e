"""What a visitor's hands do at simulated devices, for whoever tries the program out at a desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class Hands(Protocol):
    """The simulators, by the keys of the demo persons."""

    def lay_card_of(self, person: str) -> None: ...
    def take_card(self) -> None: ...
    def step_up_as(self, person: str) -> None: ...
    def step_aside(self) -> None: ...
    def set_paper(self, level: str) -> None:
        """ "full", "low" or "out"."""
        ...


@QmlElement
@QmlUncreatable("made by ui.main")
class SimulationView(QObject):
    """Which demo person is at the terminal, and where card and paper are."""

    changed = Signal()

    def __init__(self, hands: Hands, persons: Mapping[str, str], person: str) -> None:
        """`persons`: key → what the panel calls them."""
        super().__init__()
        self._hands = hands
        self._persons = [{"key": key, "name": name} for key, name in persons.items()]
        self._person = person
        self._card_laid = False
        self._in_front = True
        self._paper_out = False

    @Property("QVariantList", constant=True)
    def persons(self) -> list[dict[str, str]]:
        return self._persons

    @Property(str, notify=changed)
    def person(self) -> str:
        return self._person

    @Property(bool, notify=changed)
    def cardLaid(self) -> bool:
        return self._card_laid

    @Property(bool, notify=changed)
    def inFront(self) -> bool:
        return self._in_front

    @Property(bool, notify=changed)
    def paperOut(self) -> bool:
        return self._paper_out

    @Slot(str)
    def choose(self, person: str) -> None:
        """Another person comes: the last one's card is gone."""
        self._person = person
        self._hands.take_card()
        self._card_laid = False
        if self._in_front:
            self._hands.step_up_as(person)
        self.changed.emit()

    @Slot()
    def toggleCard(self) -> None:
        if self._card_laid:
            self._hands.take_card()
        else:
            self._hands.lay_card_of(self._person)
        self._card_laid = not self._card_laid
        self.changed.emit()

    @Slot()
    def toggleInFront(self) -> None:
        if self._in_front:
            self._hands.step_aside()
        else:
            self._hands.step_up_as(self._person)
        self._in_front = not self._in_front
        self.changed.emit()

    @Slot()
    def togglePaper(self) -> None:
        self._paper_out = not self._paper_out
        self._hands.set_paper("out" if self._paper_out else "full")
        self.changed.emit()

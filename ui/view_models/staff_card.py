"""Somebody of the staff at the terminal: the card that is in the reader, and its PIN."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from drivers.contract.value import Value
from kiosk.session.model import Errand, Session
from kiosk.session.person_events import (
    StaffCardWanted,
    Typed,
)
from kiosk.session.steps.staff_card import PIN_LENGTHS, readers_work
from ui.view_models.host import Host

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_DOT = "●"
_UNKNOWN = -1


class _Shown(Value):
    offered: bool = False
    is_in: bool = False
    typed: int = 0
    asking: bool = False
    tries_left: int = 0
    at_work: bool = False


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class StaffCardView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._shown = _Shown()

    def update(self, session: Session) -> None:
        card = session.staff_card
        shown = _Shown(
            offered=readers_work(session),
            is_in=card is not None,
            typed=len(session.pin),
            asking=session.asking,
            tries_left=card.tries_left if card is not None and card.tries_left is not None else _UNKNOWN,
            at_work=session.errand is Errand.STOCK,
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    # ---- shown ----

    @Property(bool, notify=changed)
    def offered(self) -> bool:
        """There is a reader for staff cards, and it works."""
        return self._shown.offered

    @Property(bool, notify=changed)
    def isIn(self) -> bool:
        """A card in good order is in the reader."""
        return self._shown.is_in

    @Property(str, notify=changed)
    def pin(self) -> str:
        """A dot for each digit."""
        return _DOT * self._shown.typed

    @Property(bool, notify=changed)
    def pinWhole(self) -> bool:
        return self._shown.typed in PIN_LENGTHS

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._shown.asking

    @Property(int, notify=changed)
    def triesLeft(self) -> int:
        """-1 when the card does not say."""
        return self._shown.tries_left

    @Property(bool, notify=changed)
    def atWork(self) -> bool:
        """They come for the cabinet; else to confirm a person."""
        return self._shown.at_work

    # ---- asked ----

    @Slot()
    def begin(self) -> None:
        self._host.dispatch(StaffCardWanted(self._host.session.stamp))

    @Slot(str)
    def typeDigit(self, digit: str) -> None:
        self._host.dispatch(Typed(self._host.session.stamp, self._host.session.pin + digit))

    @Slot()
    def backspace(self) -> None:
        self._host.dispatch(Typed(self._host.session.stamp, self._host.session.pin[:-1]))

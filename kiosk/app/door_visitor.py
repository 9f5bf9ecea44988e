"""What an unattended person does at a door of the cabinet."""

from __future__ import annotations

from abc import ABC, abstractmethod

from kiosk.app.visitor import Visitor
from kiosk.app.walker import PAGE_S
from kiosk.session.collection import DoorPhase
from ui.touch import pause, wait_until

_OPEN = (DoorPhase.OPEN, DoorPhase.LEFT_OPEN)


class DoorVisitor(Visitor, ABC):
    """Whoever has doors opened."""

    @property
    @abstractmethod
    def _phase(self) -> DoorPhase | None:
        """Of the door on hand."""

    @abstractmethod
    def use_door(self) -> None:
        """What hands do at an open door."""

    def _stand_at_door(self) -> None:
        """Use it as soon as it has sprung open; and once more when reminded."""
        turn, page = self._session.turn, self._session.step.value
        for phases, name in ((_OPEN, "open"), ((DoorPhase.LEFT_OPEN,), "left-open")):
            wait_until(lambda wanted=phases: self._session.turn != turn or self._phase in wanted, PAGE_S)
            if self._session.turn != turn:
                return
            pause(0.1)
            self._recorder.picture(f"{page}-{name}")
            self._read()
            self._act(self.use_door)

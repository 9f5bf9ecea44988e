"""What an unattended person does at a door of the cabinet."""

from __future__ import annotations

from abc import ABC, abstractmethod

from kiosk.app.visitor import Visitor
from kiosk.app.walker import PAGE_S
from kiosk.session.collection import DoorPhase
from ui.touch import pause, wait_until

_AJAR = tuple(phase for phase in DoorPhase if phase.is_ajar)
_NOTICED = ("locker.forced", "custody.open")


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
        """Use it as soon as it has sprung open; and once more when reminded. Where no sensor says that it is shut, say
        so."""
        turn, page = self._session.turn, self._session.step.value
        patience_s = self._runtime.limits.door_s + PAGE_S
        for phases, name in ((_AJAR, "open"), ((DoorPhase.LEFT_OPEN,), "left-open")):
            wait_until(lambda wanted=phases: self._session.turn != turn or self._phase in wanted, patience_s)
            if self._session.turn != turn:
                return
            pause(0.1)
            self._recorder.picture(f"{page}-{name}")
            self._read()
            self._act(self.use_door)
            if self._phase is DoorPhase.UNSEEN:
                self._main()
                break
        wait_until(lambda: self._session.turn != turn, patience_s)

    def _wait_at_door(self) -> None:
        """Stay until a door that is late has sprung open after all, and been noticed."""
        if self._simulation.is_door_late:
            wait_until(lambda: not self._simulation.is_door_late, PAGE_S)
            wait_until(lambda: self._session.health["locker"].code in _NOTICED, PAGE_S)

"""Frames on a serial line, and the search for the line's speed."""

from __future__ import annotations

import contextlib

from drivers.errors import DeviceTimeout, ProtocolError
from drivers.id_card.conversation import FramedSam
from drivers.id_card.sdt import Command, Sw3
from drivers.id_card.serial_wire import BAUDS, SerialWire

_PROBE_S = 0.2  # a module that understands the question answers within milliseconds

_SET_BAUD = dict(
    zip(
        BAUDS,
        (Command.BAUD_115200, Command.BAUD_57600, Command.BAUD_38400, Command.BAUD_19200, Command.BAUD_9600),
        strict=True,
    )
)


class SerialSam(FramedSam):
    """Implements `drivers.id_card.conversation.Sam`.

    With `baud` 0 the module is asked for its status at each speed until it answers, and is then told to speak at
    115200: a card takes 0.12 s there and 1.4 s at 9600. A module that will not is spoken to as it was found.
    """

    def __init__(self, port: str, baud: int, timeout_s: float, gap_s: float) -> None:
        self._search = baud == 0
        self._serial = SerialWire(port, baud or BAUDS[0], timeout_s)
        super().__init__(self._serial, timeout_s, gap_s)

    def open(self) -> None:
        """Also raises DeviceTimeout `id_card.silent` when no answer came at any speed."""
        super().open()
        if self._search and not self._answers_at(self._serial.baud):  # where it was found last
            self._find_speed()
        if self._search and self._serial.baud != BAUDS[0]:
            self._speed_up()

    def _find_speed(self) -> None:
        if not any(self._answers_at(baud) for baud in BAUDS):
            raise DeviceTimeout("id_card.silent", retryable=True, data={"speeds_tried": len(BAUDS)})

    def _answers_at(self, baud: int) -> bool:
        patience_s, self.timeout_s = self.timeout_s, min(self.timeout_s, _PROBE_S)
        try:
            self._serial.change_speed(baud)
            self.ask(Command.STATUS)
        except (DeviceTimeout, ProtocolError):
            return False
        finally:
            self.timeout_s = patience_s
        return True

    def _speed_up(self) -> None:
        found = self._serial.baud
        with contextlib.suppress(DeviceTimeout, ProtocolError):
            if self.ask(_SET_BAUD[BAUDS[0]]).sw3 == Sw3.OK and self._answers_at(BAUDS[0]):
                return
        if not self._answers_at(found):
            raise DeviceTimeout("id_card.silent", retryable=True, data={"baud": found})

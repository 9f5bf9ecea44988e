"""What a SAM-V module knows and answers, without its wire: the card on the reader and the states it goes through."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

from drivers.contract.id_card import IdentityCard
from drivers.id_card import base_information
from drivers.id_card.sdt import Answer, Command, Sw3

_SAM_ID = struct.pack("<HHIII", 5, 1, 20260101, 1, 1)
_CHIP_ID = bytes(8)
_FINGERPRINTS = bytes(range(256)) * 4  # of nobody


@dataclass(eq=False, slots=True)
class LaidCard:
    card: IdentityCard
    base: bytes  # the data of its base information
    with_fingerprint: bytes
    found: bool = False
    selected: bool = False
    was_read: bool = False  # it must leave before it is found again
    tear_after_bytes: int | None = None


class SimulatedSam:
    """Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laid: LaidCard | None = None
        self._crowded = False
        self._commands: dict[int, Callable[[LaidCard | None], Answer]] = {
            Command.RESET: lambda _: Answer(Sw3.OK),
            Command.STATUS: lambda _: Answer(Sw3.OK),
            Command.SAM_ID: lambda _: Answer(Sw3.OK, _SAM_ID),
            Command.FIND: self._find,
            Command.SELECT: self._select,
            Command.READ_BASE: lambda laid: self._read(laid, lambda card: card.base),
            Command.READ_BASE_WITH_FINGERPRINT: lambda laid: self._read(laid, lambda card: card.with_fingerprint),
            Command.RF_FRAME: lambda _: Answer(Sw3.OK),
            Command.READ_NEW_ADDRESS: self._read_new_address,
        }

    @property
    def laid(self) -> LaidCard | None:
        return self._laid

    def lay(self, card: IdentityCard, tear_after_bytes: int | None = None) -> None:
        """Raises ValueError for one that no real card could hold."""
        base = base_information.encode(card)
        with_fingerprint = base_information.encode_with_fingerprint(card, _FINGERPRINTS)
        with self._lock:
            self._laid = LaidCard(card, base, with_fingerprint, tear_after_bytes=tear_after_bytes)

    def lay_another(self) -> None:
        """A second card on top: something is found, nothing can be selected, until all are taken away."""
        with self._lock:
            self._crowded = True

    def take_away(self) -> None:
        with self._lock:
            self._laid = None
            self._crowded = False

    def tear_after(self, answer_bytes: int) -> None:
        with self._lock:
            if self._laid is not None:
                self._laid.tear_after_bytes = answer_bytes

    def respond(self, command: int) -> Answer:
        with self._lock:
            handler = self._commands.get(command)
            return handler(self._laid) if handler else Answer(Sw3.BAD_COMMAND)

    def has_sent(self, laid: LaidCard) -> None:
        """The base information of this card is out: it is read, or it was torn away."""
        with self._lock:
            if self._laid is laid:
                laid.was_read = True
                if laid.tear_after_bytes is not None:
                    self._laid = None

    def _find(self, laid: LaidCard | None) -> Answer:
        if self._crowded:
            return Answer(Sw3.FOUND, bytes(4))
        if laid is None or laid.was_read:
            return Answer(Sw3.NO_CARD)
        laid.found, laid.selected = True, False
        return Answer(Sw3.FOUND, bytes(4))

    def _select(self, laid: LaidCard | None) -> Answer:
        if laid is None or not laid.found or self._crowded:
            return Answer(Sw3.SELECT_FAILED)
        laid.selected = True
        return Answer(Sw3.OK, _CHIP_ID)

    def _read(self, laid: LaidCard | None, part: Callable[[LaidCard], bytes]) -> Answer:
        if laid is None or laid.tear_after_bytes == 0:
            self._laid = None
            return Answer(Sw3.NO_CARD)
        return Answer(Sw3.OK, part(laid)) if laid.selected else Answer(Sw3.READ_FAILED)

    def _read_new_address(self, laid: LaidCard | None) -> Answer:
        if laid is None or not laid.selected:
            return Answer(Sw3.READ_FAILED)
        address = laid.card.new_address.encode("utf-16-le")
        return Answer(Sw3.OK, address) if address else Answer(Sw3.EMPTY)

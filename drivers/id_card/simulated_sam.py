"""What a SAM-V module knows and answers, without its wire: the card on the reader and the states it goes through."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

from drivers.contract import IdentityCard
from drivers.id_card import text
from drivers.id_card.sdt import Answer, Command, Sw3

_SAM_ID = struct.pack("<HHIII", 5, 1, 20260101, 1, 1)
_CHIP_ID = bytes(8)
_SIZES = text.BLOCK_BYTES.to_bytes(2, "big") + text.PORTRAIT_BYTES.to_bytes(2, "big")


@dataclass(eq=False, slots=True)
class LaidCard:
    card: IdentityCard
    base: bytes  # the data of its base information
    found: bool = False
    selected: bool = False
    was_read: bool = False  # it must leave before it is found again
    tear_after_bytes: int | None = None


class SimulatedSam:
    """Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laid: LaidCard | None = None
        self._commands: dict[int, Callable[[LaidCard | None], Answer]] = {
            Command.RESET: lambda _: Answer(Sw3.OK),
            Command.STATUS: lambda _: Answer(Sw3.OK),
            Command.SAM_ID: lambda _: Answer(Sw3.OK, _SAM_ID),
            Command.FIND: self._find,
            Command.SELECT: self._select,
            Command.READ_BASE: self._read_base,
            Command.READ_NEW_ADDRESS: self._read_new_address,
        }

    @property
    def laid(self) -> LaidCard | None:
        return self._laid

    def lay(self, card: IdentityCard, tear_after_bytes: int | None = None) -> None:
        """Raises ValueError for one that no real card could hold."""
        if len(card.portrait) != text.PORTRAIT_BYTES:
            raise ValueError(f"a portrait has {text.PORTRAIT_BYTES} bytes, not {len(card.portrait)}")
        laid = LaidCard(card, _SIZES + text.encode(card) + card.portrait, tear_after_bytes=tear_after_bytes)
        with self._lock:
            self._laid = laid

    def take_away(self) -> None:
        with self._lock:
            self._laid = None

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
        if laid is None or laid.was_read:
            return Answer(Sw3.NO_CARD)
        laid.found, laid.selected = True, False
        return Answer(Sw3.FOUND, bytes(4))

    def _select(self, laid: LaidCard | None) -> Answer:
        if laid is None or not laid.found:
            return Answer(Sw3.SELECT_FAILED)
        laid.selected = True
        return Answer(Sw3.OK, _CHIP_ID)

    def _read_base(self, laid: LaidCard | None) -> Answer:
        if laid is None or laid.tear_after_bytes == 0:
            self._laid = None
            return Answer(Sw3.NO_CARD)
        return Answer(Sw3.OK, laid.base) if laid.selected else Answer(Sw3.READ_FAILED)

    def _read_new_address(self, laid: LaidCard | None) -> Answer:
        if laid is None or not laid.selected:
            return Answer(Sw3.READ_FAILED)
        address = laid.card.new_address.encode("utf-16-le")
        return Answer(Sw3.OK, address) if address else Answer(Sw3.EMPTY)

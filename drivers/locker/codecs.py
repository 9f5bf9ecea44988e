"""The boards' protocols by the names that the settings use."""

from __future__ import annotations

from drivers.errors import DeviceError
from drivers.locker.codec import Codec, Items

NAMES = ("8a", "cu16", "cu48", "winnsen", "modbus")
WITH_ITEMS = ("cu16", "modbus")
"""Those that can tell what lies in the cells."""


def make_codec(name: str, board: int, locks: int, *, turned: bool, items: Items, pulse_s: float) -> Codec:
    """The protocol of one board; only its own file is imported.

    Raises DeviceError `locker.codec`, `locker.layout` for sensors that its boards cannot have.
    """
    if items is not Items.NONE and name in NAMES and name not in WITH_ITEMS:
        raise DeviceError("locker.layout", retryable=False, data={"board": board, "why": "items"})
    match name:
        case "8a":
            from drivers.locker.board_8a import Board8A

            return Board8A(board, locks, turned=turned)
        case "cu16":
            from drivers.locker.kerong_cu16 import KerongCu16

            return KerongCu16(board, locks, turned=turned, items=items)
        case "cu48":
            from drivers.locker.kerong_cu48 import KerongCu48

            return KerongCu48(board, locks, turned=turned)
        case "winnsen":
            from drivers.locker.winnsen import Winnsen

            return Winnsen(board, locks, turned=turned)
        case "modbus":
            from drivers.locker.modbus_rtu import ModbusRelays

            return ModbusRelays(board, locks, turned=turned, items=items, pulse_s=pulse_s)
        case _:
            raise DeviceError("locker.codec", retryable=False, data={"codec": name, "known": ", ".join(NAMES)})

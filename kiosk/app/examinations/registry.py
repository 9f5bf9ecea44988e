"""Which devices can be examined; each file is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kiosk.app.examinations.examined import Examine

EXAMINATIONS: Mapping[str, str] = {
    "barcode": "kiosk.app.examinations.barcode:examine",
    "camera": "kiosk.app.examinations.camera:examine",
    "document": "kiosk.app.examinations.document:examine",
    "face": "kiosk.app.examinations.face:examine",
    "id_card": "kiosk.app.examinations.id_card:examine",
    "locker": "kiosk.app.examinations.locker:examine",
    "page_printer": "kiosk.app.examinations.page_printer:examine",
    "pcsc": "kiosk.app.examinations.pcsc:examine",
    "printer": "kiosk.app.examinations.printer:examine",
    "sound": "kiosk.app.examinations.sound:examine",
}


def examination(device: str) -> Examine:
    """Raises KeyError for a device that has none."""
    module, _, name = EXAMINATIONS[device].partition(":")
    return cast("Examine", getattr(import_module(module), name))

"""What lies in the cabinet, where there is room for more, and what has been there for too long. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from drivers.contract.locker import Cell
from kiosk.custody.cells import Contents, Doubt
from kiosk.custody.state import Custody
from kiosk.platform.references import KeptVoucher
from kiosk.services.vouchers import VoucherBook


@dataclass(frozen=True, slots=True)
class Held:
    """One cell that is not free. `contents` None: nothing is known to be inside, but something is the matter with it.

    `is_accounted`: by the ledger; else the platform's voucher alone says so.
    """

    cell: str
    contents: Contents | None
    is_accounted: bool
    doubt: Doubt | None = None


def inventory(custody: Custody, vouchers: Iterable[KeptVoucher]) -> Mapping[str, Held]:
    """Every cell that is not free. The ledger's word counts; where it has none, the voucher's does."""
    held = {
        name: Held(name, cell.contents, cell.is_accounted, cell.doubt)
        for name, cell in custody.cells.items()
        if cell.contents is not None or cell.doubt is not None or cell.opening is not None or cell.may_be_open
    }
    for voucher in vouchers:
        if not custody.cell(voucher.cell).is_accounted and _contents(held, voucher.cell) is None:
            doubt = held[voucher.cell].doubt if voucher.cell in held else None
            contents = Contents(voucher.order_number, voucher.parcel)
            held[voucher.cell] = Held(voucher.cell, contents, is_accounted=False, doubt=doubt)
    return held


def blind_cells(cells: Iterable[Cell]) -> frozenset[str]:
    """Those without a door sensor: nothing is put into them or handed out of them, and only staff may open them."""
    return frozenset(cell.id for cell in cells if not cell.has_sensor)


def free_cells(cells: Iterable[Cell], held: Mapping[str, Held], size: str) -> tuple[str, ...]:
    """The free cells that take what needs a cell of this size, the smallest first.

    One without a door sensor is never chosen: nobody could ever say that something was collected from it.

    Args:
        size: name of the least size, as the cells have it; one that no cell has is none that anything fits into.
    """
    known = tuple(cells)
    least_mm3 = min((volume_mm3(cell) for cell in known if cell.size == size), default=None)
    if least_mm3 is None:
        return ()
    free = (cell for cell in known if cell.has_sensor and cell.id not in held and volume_mm3(cell) >= least_mm3)
    return tuple(cell.id for cell in sorted(free, key=volume_mm3))


def overdue(book: VoucherBook, custody: Custody, now: datetime) -> tuple[KeptVoucher, ...]:
    """As far as is known without a network: one voucher for each parcel that still lies here after its time.

    Args:
        now: aware.
    """
    held = inventory(custody, book)
    late = {voucher.cell: voucher for voucher in book if voucher.valid_to <= now and _is_in(held, voucher)}
    return tuple(sorted(late.values(), key=lambda voucher: voucher.valid_to))


def _is_in(held: Mapping[str, Held], voucher: KeptVoucher) -> bool:
    inside = _contents(held, voucher.cell)
    if inside is None:
        return False
    return inside.parcel == voucher.parcel if voucher.parcel else inside.order == voucher.order_number


def _contents(held: Mapping[str, Held], cell: str) -> Contents | None:
    return held[cell].contents if cell in held else None


def volume_mm3(cell: Cell) -> int:
    return cell.width_mm * cell.height_mm * cell.depth_mm

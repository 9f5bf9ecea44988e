"""What staff want to know of the cabinet: where there is room, what lies where, what is overdue or in doubt. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from drivers.contract.locker import Cell
from kiosk.custody import stock
from kiosk.custody.state import Custody, Need
from kiosk.custody.stock import Held
from kiosk.platform.references import KeptVoucher
from kiosk.services.vouchers import VoucherBook


@dataclass(frozen=True, slots=True)
class Storeroom:
    """As things are at one moment. `cells`: all that the cabinet has."""

    book: VoucherBook
    custody: Custody
    cells: tuple[Cell, ...]
    taken: frozenset[str] = frozenset()
    """Cells that are not free by somebody else's word, such as the platform's."""

    def without(self, taken: frozenset[str]) -> Storeroom:
        """The same, where these cells are not free."""
        return replace(self, taken=self.taken | taken)

    @property
    def held(self) -> Mapping[str, Held]:
        """Every cell that is not free."""
        return stock.inventory(self.custody, self.book)

    def lies_in(self, parcel: str) -> str:
        """The cell that a parcel is known to lie in; "" = in none here."""
        found = (held.cell for held in self.held.values() if held.contents and held.contents.parcel == parcel)
        return next(found, "")

    def has_left(self, cell: str, parcel: str) -> bool:
        """Whether the ledger knows that this parcel is not, or no longer, in that cell."""
        known = self.custody.cell(cell)
        return known.is_accounted and (known.contents is None or known.contents.parcel not in ("", parcel))

    def voucher_for(self, parcel: str) -> KeptVoucher | None:
        """Any one that tells what a parcel is."""
        return next((voucher for voucher in self.book if voucher.parcel == parcel), None)

    def size_of(self, name: str) -> str:
        return next((cell.size for cell in self.cells if cell.id == name), "")

    def rooms(self) -> Mapping[str, tuple[str, ...]]:
        """By least size, from the smallest on: which free cells take it, the smallest first."""
        sizes = dict.fromkeys(cell.size for cell in sorted(self.cells, key=stock.volume_mm3))
        held = self.held
        free = {size: stock.free_cells(self.cells, held, size) for size in sizes}
        return {size: tuple(cell for cell in cells if cell not in self.taken) for size, cells in free.items()}

    def overdue(self, now: datetime) -> tuple[KeptVoucher, ...]:
        """As far as is known without a network. `now` is aware."""
        return stock.overdue(self.book, self.custody, now)

    @property
    def blind(self) -> frozenset[str]:
        """Cells without a door sensor."""
        return stock.blind_cells(self.cells)

    @property
    def unsettled(self) -> Mapping[str, Need]:
        """What has to be looked after, by cell; whatever lies in a cell without a sensor too."""
        blind = dict.fromkeys(sorted(self.blind & self.held.keys()), Need.TECHNICIAN)
        return {**self.custody.unsettled, **blind}

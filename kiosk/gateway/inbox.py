"""What staff want of a gateway that has its store for itself (SQLite): left in a folder, carried out when a terminal
next asks for what it changes.

Carrying out twice does no harm, so a file goes only after its transaction is on the disk.
"""

import logging
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from kiosk.gateway import publications
from kiosk.gateway.pickup_orders import PickupOrder, add_order
from kiosk.gateway.private_files import write_private
from kiosk.gateway.register import Execute, Store
from kiosk.platform.record import Record
from kiosk.platform.references import Revoked, Voucher

_log = logging.getLogger(__name__)


class Order(Record):
    """Vouchers for a terminal, something that no longer counts, or things to be picked up."""

    at: AwareDatetime
    terminal_id: str = ""
    vouchers: tuple[Voucher, ...] = ()
    revoked: tuple[Revoked, ...] = ()
    pickup_orders: tuple[PickupOrder, ...] = ()

    def carry_out(self, execute: Execute) -> int:
        """Returns how many vouchers and orders are new."""
        for revoked in self.revoked:
            publications.revoke_id(execute, revoked, self.at)
        added = sum(add_order(execute, order, self.at) for order in self.pickup_orders)
        return publications.issue_vouchers(execute, self.terminal_id, self.vouchers) + added


class Inbox:
    """May be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def leave(self, order: Order, now: datetime) -> None:
        """From the process of a command. Raises OSError."""
        write_private(self._folder / f"{now:%Y%m%dT%H%M%S%f}.order", order.model_dump_json().encode())

    def carry_out(self, store: Store) -> None:
        """In the gateway. What is no order is put aside.

        Raises:
            StoreUnavailable, OSError: what was not carried out stays.
        """
        with self._lock:
            for file in sorted(self._folder.glob("*.order")):
                try:
                    order = Order.model_validate_json(file.read_bytes())
                except ValidationError:  # not chained: its text quotes what was given
                    _log.error("%s is no order", file.name)
                    file.replace(file.with_suffix(".refused"))
                    continue
                store.change(order.carry_out)
                with suppress(FileNotFoundError):
                    file.unlink()

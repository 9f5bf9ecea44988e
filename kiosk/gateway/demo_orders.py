"""Orders of invented businesses, so that a demonstration has something to pick up, to stock and to take back.

[[order]]
order_number = "…"
business = "…"
keep_days = 30              # from the gateway's first start on; negative = over already
pickup_code = "…"           # may be left out
collectors = [{ identity_number = "…", role = "legal_representative" }]

[[order.originals]]         # owed: handed in before the doors open; may be left out
original = "…"              # its barcode
name = { zh-CN = "…", en = "…" }
size = "S"
ways = ["kept", "shown"]    # put into a cell, or photographed and taken home; left out = only kept
paper_kind = "…"            # of what is photographed, as of a material; may be left out, like paper_size

[[order.parcels]]
parcel = "…"                # its barcode
contents = { zh-CN = "…", en = "…" }
size = "S"                  # of the smallest cell that takes it
terminal = "…"              # where it lies, and in which cell; both left out while staff are to put it somewhere
cell = "…"
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.gateway.pickup_orders import PickupOrder


def load_orders(file: Path, now: datetime) -> list[PickupOrder]:
    """Raises OSError, and ValueError for what is no such file."""
    orders: list[PickupOrder] = []
    for written in tomllib.loads(file.read_text("utf-8"))["order"]:
        keep_until = now + timedelta(days=written.pop("keep_days"))
        orders.append(PickupOrder.model_validate(written | {"keep_until": keep_until}))
    return orders

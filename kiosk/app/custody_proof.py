"""What a journey leaves behind of the cabinet: what the terminal recorded, and what the platform makes of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk import audit
from kiosk.custody.records import PREFIX


def write_proof(file: Path, state_dir: Path, gateway_dir: Path | None) -> None:
    """Write both as JSON.

    Args:
        gateway_dir: of the reference platform beside which this runs; None = there is none to look at.
    """
    records = [record for record in audit.read(state_dir / audit.KEPT_IN) if record.entry.kind.startswith(PREFIX)]
    ledger = [{"number": record.number, **_told(asdict(record.entry))} for record in records]
    parcels = sorted({record.entry.parcel for record in records} - {""})
    proof = {"ledger": ledger, "platform": _platform(gateway_dir, parcels) if gateway_dir is not None else []}
    file.write_text(json.dumps(proof, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value != ""}


def _platform(gateway_dir: Path, parcels: list[str]) -> list[dict[str, str]]:
    """Where each parcel is, by the platform."""
    from kiosk.gateway import pickup_orders
    from kiosk.gateway.beside import looking

    with looking(gateway_dir, "") as store:
        placed = [store.look(lambda execute, name=name: pickup_orders.parcel(execute, name)) for name in parcels]
    return [
        {
            "order": found.order_number,
            "parcel": found.parcel.parcel,
            "state": found.parcel.state.value,
            "terminal": found.terminal_id,
            "cell": found.parcel.cell,
        }
        for found in placed
        if found is not None
    ]

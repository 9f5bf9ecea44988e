"""Originals that were deferred until collection: owed by an order, handed in at a terminal, fetched by staff.
The same statements serve SQLite and PostgreSQL.

Like parcels they lie in cells, and a terminal's word about its cells is the truth; unlike parcels nobody collects them.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from kiosk.gateway.publications import instant
from kiosk.gateway.register import Execute
from kiosk.platform.custody import Conclusion, CustodyReport, OverdueParcel, Parcel, ParcelState
from kiosk.platform.references import OwedOriginal

SCHEMA = """
CREATE TABLE IF NOT EXISTS originals (
    original TEXT PRIMARY KEY, order_number TEXT NOT NULL, name TEXT NOT NULL, size TEXT NOT NULL,
    state TEXT NOT NULL, terminal_id TEXT NOT NULL, cell TEXT NOT NULL, at TEXT NOT NULL, told BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS originals_of_order ON originals (order_number);
"""
"""`at`: since when it is as it is; `told` as of parcels."""


class OriginalState(StrEnum):
    OWED = "owed"
    HANDED_IN = "handed_in"
    FETCHED = "fetched"  # by staff, out of its cell
    DOUBTFUL = "doubtful"


_CONCLUDED = {
    Conclusion.HANDED_IN: OriginalState.HANDED_IN,
    Conclusion.TAKEN_BACK: OriginalState.FETCHED,
    Conclusion.DOUBTFUL: OriginalState.DOUBTFUL,
    Conclusion.CLEARED: OriginalState.HANDED_IN,
}


def add(execute: Execute, order_number: str, originals: Iterable[OwedOriginal], at: datetime) -> None:
    """What an order is only released for."""
    for owed in originals:
        execute(
            "INSERT INTO originals (original, order_number, name, size, state, terminal_id, cell, at, told)"
            " VALUES (?, ?, ?, ?, ?, '', '', ?, 0)",
            (owed.original, order_number, json.dumps(owed.name), owed.size, OriginalState.OWED.value, instant(at)),
        )


def owed_by(execute: Execute, order_number: str) -> tuple[OwedOriginal, ...]:
    """What has to be handed in yet; where nobody can say whether it was, it is not asked for twice."""
    query = "SELECT original, name, size FROM originals WHERE order_number = ? AND state = ? ORDER BY original"
    rows = execute(query, (order_number, OriginalState.OWED.value)).fetchall()
    return tuple(OwedOriginal(original=original, name=json.loads(name), size=size) for original, name, size in rows)


def is_original(execute: Execute, name: str) -> bool:
    return execute("SELECT 1 FROM originals WHERE original = ?", (name,)).fetchone() is not None


def reported(execute: Execute, report: CustodyReport) -> None:
    """What a terminal recorded of an original, in its ledger's order."""
    state = _CONCLUDED.get(report.conclusion) if report.conclusion else None
    if state is None:
        return
    cell = "" if state is OriginalState.FETCHED else report.cell
    execute(
        "UPDATE originals SET state = ?, terminal_id = ?, cell = ?, at = ?, told = ? WHERE original = ? AND told < ?",
        (state.value, report.terminal_id, cell, instant(report.at), report.number, report.parcel, report.number),
    )


def to_be_fetched(execute: Execute, terminal_id: str) -> tuple[OverdueParcel, ...]:
    """What lies in a terminal's cells for staff, the oldest first."""
    query = """SELECT original, order_number, name, size, cell, at FROM originals
               WHERE terminal_id = ? AND state = ? ORDER BY at, original"""
    return tuple(
        OverdueParcel(
            order_number=number,
            parcel=Parcel(
                parcel=original, contents=json.loads(name), size=size, state=ParcelState.HANDED_IN, cell=cell
            ),
            keep_until=datetime.fromisoformat(at),
        )
        for original, number, name, size, cell, at in execute(
            query, (terminal_id, OriginalState.HANDED_IN.value)
        ).fetchall()
    )

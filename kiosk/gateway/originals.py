"""Originals that were deferred until collection: owed by an order, handed in at a terminal, fetched by staff.
The same statements serve SQLite and PostgreSQL.

Like parcels they lie in cells, and a terminal's word about its cells is the truth; unlike parcels nobody collects them.
One that was shown lies nowhere: its pages came with what was signed for.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from kiosk.gateway.publications import instant
from kiosk.gateway.register import Execute
from kiosk.platform.custody import Conclusion, CustodyReport, OverdueParcel, Parcel, ParcelState
from kiosk.platform.item import HandInWay
from kiosk.platform.references import OwedOriginal
from kiosk.platform.schema import Handover

SCHEMA = """
CREATE TABLE IF NOT EXISTS originals (
    original TEXT PRIMARY KEY, order_number TEXT NOT NULL, name TEXT NOT NULL, size TEXT NOT NULL,
    state TEXT NOT NULL, terminal_id TEXT NOT NULL, cell TEXT NOT NULL, at TEXT NOT NULL, told BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS originals_of_order ON originals (order_number);
CREATE TABLE IF NOT EXISTS originals_to_show (
    original TEXT PRIMARY KEY, is_kept INTEGER NOT NULL, paper_size TEXT NOT NULL, paper_kind TEXT NOT NULL
);
"""
"""`at`: since when it is as it is; `told` as of parcels. The second table has those that may be photographed;
`is_kept`: or put into a cell."""


class OriginalState(StrEnum):
    OWED = "owed"
    HANDED_IN = "handed_in"
    SHOWN = "shown"  # photographed; the person has it
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
        if HandInWay.SHOWN in owed.ways:
            is_kept = int(HandInWay.KEPT in owed.ways)
            execute(
                "INSERT INTO originals_to_show (original, is_kept, paper_size, paper_kind) VALUES (?, ?, ?, ?)",
                (owed.original, is_kept, owed.paper_size, owed.paper_kind),
            )


def owed_by(execute: Execute, order_number: str) -> tuple[OwedOriginal, ...]:
    """What has to be handed in yet; where nobody can say whether it was, it is not asked for twice."""
    query = """SELECT o.original, o.name, o.size, s.is_kept, s.paper_size, s.paper_kind
               FROM originals o LEFT JOIN originals_to_show s ON s.original = o.original
               WHERE o.order_number = ? AND o.state = ? ORDER BY o.original"""
    rows = execute(query, (order_number, OriginalState.OWED.value)).fetchall()
    return tuple(
        OwedOriginal(
            original=original,
            name=json.loads(name),
            size=size,
            ways=_ways(is_kept),
            paper_size=paper_size or "a4",
            paper_kind=paper_kind or "",
        )
        for original, name, size, is_kept, paper_size, paper_kind in rows
    )


def _ways(is_kept: int | None) -> tuple[HandInWay, ...]:
    """None for one that may not be photographed."""
    if is_kept is None:
        return (HandInWay.KEPT,)
    return (HandInWay.KEPT, HandInWay.SHOWN) if is_kept else (HandInWay.SHOWN,)


def shown(execute: Execute, handover: Handover, at: datetime) -> None:
    """What was photographed at a pick-up, and came with it."""
    for each in handover.shown:
        execute(
            "UPDATE originals SET state = ?, terminal_id = ?, cell = '', at = ?"
            " WHERE original = ? AND order_number = ? AND state = ?",
            (
                OriginalState.SHOWN.value,
                handover.terminal_id,
                instant(at),
                each.original,
                handover.order_number,
                OriginalState.OWED.value,
            ),
        )


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

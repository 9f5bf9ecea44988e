"""What terminals report of their cells, and what follows from it for parcels, vouchers and claims.
The same statements serve SQLite and PostgreSQL.

A terminal's word (`kiosk.platform.custody.CustodyReport`) is the truth about its cells. Reports may arrive out of
order: of each parcel, one with a lower number in the terminal's ledger changes nothing any more. Numbers and digests
are kept, so that a ledger that was cut off or written anew shows.
"""

from datetime import datetime

from kiosk.gateway import claims, originals, pickup_orders, publications
from kiosk.gateway.register import Execute
from kiosk.platform.custody import Conclusion, CustodyReport, ParcelState

SCHEMA = """
CREATE TABLE IF NOT EXISTS custody_records (
    terminal_id TEXT NOT NULL, number BIGINT NOT NULL, digest TEXT NOT NULL, report TEXT NOT NULL, alarm TEXT NOT NULL,
    PRIMARY KEY (terminal_id, number)
);
"""


def add_record(execute: Execute, report: CustodyReport, at: datetime) -> str:
    """Take in what a terminal recorded, and do what follows. Returns an alarm, "" when all fits together.

    `custody.fork`: another record of this number was reported before: the terminal's ledger was written anew.
    `custody.parcel`: nobody knows the parcel or original. `custody.twice`: it was collected before.
    """
    inserted = execute(
        "INSERT INTO custody_records (terminal_id, number, digest, report, alarm) VALUES (?, ?, ?, ?, '')"
        " ON CONFLICT (terminal_id, number) DO NOTHING",
        (report.terminal_id, report.number, report.digest, report.model_dump_json()),
    )
    key = (report.terminal_id, report.number)
    if inserted.rowcount == 0:
        query = "SELECT digest FROM custody_records WHERE terminal_id = ? AND number = ?"
        (known,) = execute(query, key).fetchone()
        return "" if known == report.digest else "custody.fork"
    alarm = _carry_out(execute, report, at)
    if alarm:
        execute("UPDATE custody_records SET alarm = ? WHERE terminal_id = ? AND number = ?", (alarm, *key))
    return alarm


def _carry_out(execute: Execute, report: CustodyReport, at: datetime) -> str:
    if originals.is_original(execute, report.parcel):
        originals.reported(execute, report)
        return ""
    name = report.parcel or pickup_orders.lies_in(execute, report.terminal_id, report.cell)
    match report.conclusion:
        case Conclusion.STOCKED:
            alarm = _stocked(execute, report, at)
        case Conclusion.COLLECTED:
            alarm = _left(execute, report, name, ParcelState.COLLECTED, at)
        case Conclusion.TAKEN_BACK:
            alarm = _left(execute, report, name, ParcelState.TAKEN_BACK, at)
        case Conclusion.DOUBTFUL:
            query = "UPDATE parcels SET state = ?, told = ? WHERE terminal_id = ? AND cell = ? AND told < ?"
            doubtful = (ParcelState.DOUBTFUL.value, report.number, report.terminal_id, report.cell, report.number)
            execute(query, doubtful)
            alarm = ""
        case Conclusion.CLEARED:
            alarm = _cleared(execute, report, at)
        case Conclusion.HANDED_IN:
            alarm = "custody.parcel"
        case _:
            alarm = ""
    return alarm


def _stocked(execute: Execute, report: CustodyReport, at: datetime) -> str:
    if pickup_orders.parcel(execute, report.parcel) is None:
        return "custody.parcel"
    _make_room(execute, report)
    moved = execute(
        "UPDATE parcels SET state = ?, terminal_id = ?, cell = ?, told = ?"
        " WHERE parcel = ? AND (told < ? OR terminal_id <> ?)",
        (
            ParcelState.STOCKED.value,
            report.terminal_id,
            report.cell,
            report.number,
            report.parcel,
            report.number,
            report.terminal_id,
        ),
    )
    if moved.rowcount:
        publications.withdraw_vouchers(execute, report.parcel, at)
        pickup_orders.issue_vouchers(execute, report.parcel, report.id, at)
    return ""


def _left(execute: Execute, report: CustodyReport, name: str, state: ParcelState, at: datetime) -> str:
    placed = pickup_orders.parcel(execute, name)
    if placed is None:
        return "custody.parcel"
    if placed.parcel.state is ParcelState.COLLECTED:
        return "custody.twice"
    execute(
        "UPDATE parcels SET state = ?, terminal_id = ?, cell = '', told = ?"
        " WHERE parcel = ? AND terminal_id IN ('', ?) AND told < ?",
        (state.value, report.terminal_id, report.number, name, report.terminal_id, report.number),
    )
    publications.withdraw_vouchers(execute, name, at)
    claims.settle(execute, placed.order_number)
    return ""


def _cleared(execute: Execute, report: CustodyReport, at: datetime) -> str:
    """A technician's word: what is named is in there, and nothing else is."""
    if report.outcome == "stocked" and report.parcel:
        return _stocked(execute, report, at)
    _make_room(execute, report)
    return ""


def _make_room(execute: Execute, report: CustodyReport) -> None:
    """Another parcel that was thought to lie in this cell does not: it is somewhere, or on its way to be told."""
    execute(
        "UPDATE parcels SET state = ?, cell = '' WHERE terminal_id = ? AND cell = ? AND parcel <> ? AND told < ?",
        (ParcelState.DOUBTFUL.value, report.terminal_id, report.cell, report.parcel, report.number),
    )

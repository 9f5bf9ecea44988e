"""What became of a receipt stands in the audit ledger, with a tag and no name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.app.print_record import WAITING_MAX, PrintRecord
from kiosk.audit import KEPT_IN, Entry, read
from kiosk.custody.desk import CustodyDesk
from kiosk.custody.tags import Tags
from offline_cache.terminal_secret import TerminalSecret


@pytest.fixture
def tags(tmp_path: Path) -> Tags:
    return Tags(TerminalSecret.load_or_make(tmp_path / "secret"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CustodyDesk]:
    made = CustodyDesk(tmp_path, "SZ-FT-0001", lambda _id, _channel, _content: None)
    yield made
    made.close()


def entries(state: Path) -> list[Entry]:
    return [record.entry for record in read(state / KEPT_IN)]


@pytest.mark.parametrize(
    ("result", "entry"),
    [
        (PrintResult(PrintOutcome.PRINTED), ("receipt.printed", "ok")),
        (PrintResult(PrintOutcome.NOT_PRINTED, "printer.paper_out"), ("receipt.not_printed", "printer.paper_out")),
        (PrintResult(PrintOutcome.UNKNOWN, "printer.jammed"), ("receipt.unknown", "printer.jammed")),
    ],
)
def test_every_outcome_is_recorded_with_its_reason(
    desk: CustodyDesk, tags: Tags, tmp_path: Path, result: PrintResult, entry: tuple[str, str]
) -> None:
    record = PrintRecord(desk, lambda: tags, opens=True)
    record.note("s-1", result)
    record.stop(5)
    (kept,) = entries(tmp_path)
    assert (kept.kind, kept.outcome) == entry
    assert kept.session_tag == tags.session("s-1")
    assert "s-1" not in repr(kept)


def test_beside_a_cabinet_it_writes_into_the_same_ledger(desk: CustodyDesk, tags: Tags, tmp_path: Path) -> None:
    desk.open()
    record = PrintRecord(desk, lambda: tags, opens=False)
    record.note("s-1", PrintResult(PrintOutcome.PRINTED))
    record.note("s-2", PrintResult(PrintOutcome.UNKNOWN, "printer.silent"))
    record.stop(5)
    assert [entry.kind for entry in entries(tmp_path)] == ["receipt.printed", "receipt.unknown"]
    assert desk.custody.unsettled == {}


def test_what_cannot_be_recorded_is_logged_and_stops_nobody(
    desk: CustodyDesk, tags: Tags, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = PrintRecord(desk, lambda: tags, opens=False)  # the ledger stays closed
    for number in range(WAITING_MAX * 3):
        record.note(f"s-{number}", PrintResult(PrintOutcome.PRINTED))
    record.stop(5)
    codes = {vars(entry).get("code") for entry in caplog.records}
    assert "audit.closed" in codes
    assert codes <= {"audit.closed", "audit.busy"}
    assert not (tmp_path / KEPT_IN).exists() or entries(tmp_path) == []

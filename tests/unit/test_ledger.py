"""Receipts, face checks and staff who vouch stand in the audit ledger, with tags and no names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict, LivenessRecord
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from drivers.errors import DeviceError
from kiosk.app.ledger import WAITING_MAX, Ledger
from kiosk.audit import KEPT_IN, Entry, read
from kiosk.custody.desk import CustodyDesk
from kiosk.custody.tags import Tags
from kiosk.session.override import Override
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
    record = Ledger(desk, lambda: tags, opens=True)
    record.printed("s-1", result)
    record.stop(5)
    (kept,) = entries(tmp_path)
    assert (kept.kind, kept.outcome) == entry
    assert kept.session_tag == tags.session("s-1")
    assert "s-1" not in repr(kept)


def test_beside_a_cabinet_it_writes_into_the_same_ledger(desk: CustodyDesk, tags: Tags, tmp_path: Path) -> None:
    desk.open()
    record = Ledger(desk, lambda: tags, opens=False)
    record.printed("s-1", PrintResult(PrintOutcome.PRINTED))
    record.printed("s-2", PrintResult(PrintOutcome.UNKNOWN, "printer.silent"))
    record.stop(5)
    assert [entry.kind for entry in entries(tmp_path)] == ["receipt.printed", "receipt.unknown"]
    assert desk.custody.unsettled == {}


def test_what_cannot_be_recorded_is_logged_and_stops_nobody(
    desk: CustodyDesk, tags: Tags, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = Ledger(desk, lambda: tags, opens=False)  # the ledger stays closed
    for number in range(WAITING_MAX * 3):
        record.printed(f"s-{number}", PrintResult(PrintOutcome.PRINTED))
    record.stop(5)
    codes = {vars(entry).get("code") for entry in caplog.records}
    assert "audit.closed" in codes
    assert codes <= {"audit.closed", "audit.busy"}
    assert not (tmp_path / KEPT_IN).exists() or entries(tmp_path) == []


NUMBER = "440304199006189989"
VOUCHED = Override("s-1", "card", "5a" * 32, NUMBER, "not_recognised")


def test_who_vouched_for_whom_and_why_is_on_the_disk_when_it_returns(
    desk: CustodyDesk, tags: Tags, tmp_path: Path
) -> None:
    record = Ledger(desk, lambda: tags, opens=True)
    record.overridden(VOUCHED)
    (kept,) = entries(tmp_path)
    assert (kept.kind, kept.outcome) == ("face.override.card", "not_recognised")
    assert kept.session_tag == tags.session("s-1")
    assert kept.person_tag == tags.person(NUMBER)
    assert kept.staff_tag == tags.staff("5a" * 32) != kept.person_tag
    written = b"".join(file.read_bytes() for file in (tmp_path / KEPT_IN).glob("*.jsonl"))
    assert NUMBER.encode() not in written
    assert b"5a5a5a" not in written


def test_who_vouches_without_a_record_does_not(desk: CustodyDesk, tags: Tags, tmp_path: Path) -> None:
    for ledger in (Ledger(desk, lambda: tags, opens=False), Ledger(desk, lambda: None, opens=True)):
        with pytest.raises(DeviceError) as raised:
            ledger.overridden(VOUCHED)
        assert (raised.value.code, raised.value.data) == ("staff.unrecorded", {"why": "audit.closed"})
    (tmp_path / KEPT_IN).write_bytes(b"no folder")
    with pytest.raises(DeviceError) as raised:
        Ledger(desk, lambda: tags, opens=True).overridden(VOUCHED)
    assert raised.value.data == {"why": "audit.disk"}


@pytest.mark.parametrize(
    ("look", "kind", "outcome", "challenge"),
    [
        (
            FaceLook(
                FaceInstruction.CHECKING, FaceVerdict.ACCEPT, "match", 1.0, "", LivenessRecord("prompts 1", "5f", "")
            ),
            "face.accept",
            "match",
            "prompts-1.5f",
        ),
        (
            FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY, reason="face.liveness.late"),
            "face.retry",
            "face.liveness.late",
            "",
        ),
        (FaceLook(FaceInstruction.LOOK_HERE, FaceVerdict.RETRY), "face.retry", "unseen", ""),
    ],
)
def test_a_verdict_is_recorded_with_what_draws_its_prompts_again(
    desk: CustodyDesk, tags: Tags, tmp_path: Path, look: FaceLook, kind: str, outcome: str, challenge: str
) -> None:
    record = Ledger(desk, lambda: tags, opens=True)
    record.checked("s-1", look)
    record.stop(5)
    (kept,) = entries(tmp_path)
    assert (kept.kind, kept.outcome, kept.challenge) == (kind, outcome, challenge)
    assert kept.session_tag == tags.session("s-1")

"""The desk: on the disk before it is done, refused where it must not be done, told to the platform once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.contract.device import DeviceState
from drivers.errors import DeviceError, DeviceUnavailable
from kiosk.audit import KEPT_IN, AuditError, AuditLedger, Entry, read
from kiosk.custody import records
from kiosk.custody.cells import Doubt, Stage
from kiosk.custody.desk import REPORTED, CustodyDesk, CustodyRefused
from kiosk.custody.records import Cleared, CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody
from kiosk.platform.custody import Conclusion, CustodyReport

STOCK = Intent("A03", Purpose.STOCK, "O-1", "P-1", person_tag="a" * 64, session_tag="b" * 64)
PICKUP = Intent("A03", Purpose.PICKUP, "O-1", "P-1", voucher="V-1", person_tag="c" * 64)


class Queue:
    """What the durable queue was given; it knows an id again."""

    def __init__(self) -> None:
        self.reports: dict[str, CustodyReport] = {}
        self.refuses = ""
        self.desk: CustodyDesk | None = None

    def put(self, item_id: str, channel: str, content: bytes) -> None:
        assert channel == "custody"
        assert self.desk is not None
        report = CustodyReport.model_validate_json(content)
        if self.refuses or item_id in self.reports:
            assert self.reports.get(item_id, report) == report
            assert self.desk.reporter.refused(item_id, self.refuses or "outbox.duplicate")
            return
        self.reports[item_id] = report
        assert self.desk.reporter.queued(item_id)

    @property
    def numbers(self) -> list[int]:
        return [report.number for report in self.reports.values()]


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def desk(tmp_path: Path, queue: Queue) -> Iterator[CustodyDesk]:
    desk = begun(tmp_path, queue)
    yield desk
    desk.close()


def begun(state_dir: Path, queue: Queue) -> CustodyDesk:
    queue.desk = desk = CustodyDesk(state_dir, "KIOSK-0000", queue.put)
    desk.open()
    return desk


def carry_out(desk: CustodyDesk, intent: Intent) -> Conclusion | None:
    desk.intend(intent)
    desk.commanded(intent.cell, CommandOutcome.OPENED)
    settled = desk.door(intent.cell, DoorWord.CLOSED)
    return settled.conclusion if settled else None


def test_each_step_is_on_the_disk_and_told_with_what_it_settles(
    desk: CustodyDesk, queue: Queue, tmp_path: Path
) -> None:
    assert carry_out(desk, STOCK) is Conclusion.STOCKED
    assert carry_out(desk, PICKUP) is Conclusion.COLLECTED
    ledger = list(read(tmp_path / KEPT_IN))
    assert desk.custody == Custody.after(ledger)
    assert queue.numbers == [1, 2, 3, 4, 5, 6]
    last = list(queue.reports.values())[-1]
    assert (last.conclusion, last.cell, last.voucher, last.digest) == ("collected", "A03", "V-1", ledger[-1].digest)
    assert [report.conclusion for report in queue.reports.values()].count(None) == 4


def test_what_must_not_be_done_is_refused_and_not_recorded(desk: CustodyDesk, tmp_path: Path) -> None:
    carry_out(desk, STOCK)
    desk.intend(PICKUP)
    desk.commanded("A03", CommandOutcome.UNKNOWN)
    count = len(list(read(tmp_path / KEPT_IN)))
    for forbidden in (
        lambda: desk.intend(PICKUP),
        lambda: desk.refuse_command("A03"),
        lambda: desk.give_up("A03"),
        lambda: desk.commanded("A09", CommandOutcome.OPENED),
    ):
        with pytest.raises(CustodyRefused):
            forbidden()
    assert desk.door("A09", DoorWord.CLOSED) is None  # nothing new
    assert len(list(read(tmp_path / KEPT_IN))) == count


def test_commands_have_ids_that_never_come_again(desk: CustodyDesk) -> None:
    first = desk.intend(STOCK).command_id
    desk.give_up("A03")
    assert desk.intend(STOCK).command_id != first


def test_a_new_process_knows_what_was_under_way(desk: CustodyDesk, queue: Queue, tmp_path: Path) -> None:
    carry_out(desk, STOCK)
    desk.intend(PICKUP)
    desk.close()
    after = begun(tmp_path, queue)
    try:
        assert after.custody.open_doors == ("A03",)
        with pytest.raises(CustodyRefused, match=r"custody\.unknown"):
            after.refuse_command("A03")
        status = after.status()
        assert (status.state, status.code, dict(status.details)) == (
            DeviceState.ONLINE, "custody.doubt", {"sensor": "A03"},
        )  # fmt: skip
        settled = after.door("A03", DoorWord.CLOSED)
        assert settled is not None
        assert (settled.conclusion, settled.cell.doubt) == (Conclusion.DOUBTFUL, Doubt.UNSEEN)
        after.clear("A03", Cleared.STOCKED, order="O-1", parcel="P-1", person_tag="d" * 64)
        assert carry_out(after, PICKUP) is Conclusion.COLLECTED
        assert after.status().code == ""
    finally:
        after.close()


def test_who_opens_it_again_has_lost_sight_of_the_doors(desk: CustodyDesk, tmp_path: Path) -> None:
    """A locker whose line was lost, or that hung: a command may have left, and nobody watched."""
    carry_out(desk, STOCK)
    desk.open()
    desk.intend(PICKUP)
    for _ in range(3):
        desk.open()
    kinds = [record.entry.kind for record in read(tmp_path / KEPT_IN)]
    assert kinds.count(records.STARTED) == 1
    with pytest.raises(CustodyRefused, match=r"custody\.unknown"):
        desk.give_up("A03")
    desk.commanded("A03", CommandOutcome.OPENED)  # what hung comes back: too late
    assert desk.custody.cell("A03").stage is Stage.UNKNOWN


def test_an_open_door_is_told_as_such(desk: CustodyDesk) -> None:
    desk.door("A05", DoorWord.OPEN)
    status = desk.status()
    assert (status.code, dict(status.details)) == ("custody.open", {"closing": "A05"})
    desk.door("A05", DoorWord.CLOSED)
    assert dict(desk.status().details) == {"technician": "A05"}


def test_a_report_that_found_no_room_goes_later_and_none_goes_twice(
    desk: CustodyDesk, queue: Queue, tmp_path: Path
) -> None:
    queue.refuses = "outbox.full"
    carry_out(desk, STOCK)
    assert queue.numbers == []
    queue.refuses = ""
    desk.status()
    assert queue.numbers == [1, 2, 3]
    desk.close()
    assert (tmp_path / KEPT_IN / REPORTED).read_text() == "3\n"
    again = begun(tmp_path, queue)
    again.close()
    assert queue.numbers == [1, 2, 3]


@pytest.mark.parametrize("noted", ["", "1\n", "nonsense", "\0\0\0"])
def test_what_was_handed_over_before_a_power_cut_is_not_handed_over_twice(
    desk: CustodyDesk, queue: Queue, tmp_path: Path, noted: str
) -> None:
    """The note lags behind, or is lost: the queue knows each report again."""
    carry_out(desk, STOCK)
    desk.close()
    (tmp_path / KEPT_IN / REPORTED).write_text(noted)
    begun(tmp_path, queue).close()
    assert queue.numbers == [1, 2, 3]
    assert (tmp_path / KEPT_IN / REPORTED).read_text() == "3\n"


def test_without_room_on_the_disk_nothing_is_done(desk: CustodyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.custody

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", refuse)
        with pytest.raises(DeviceError, match=r"audit\.disk"):
            desk.intend(STOCK)
    assert desk.custody == before
    desk.intend(STOCK)


def test_a_start_that_cannot_be_recorded_is_none(
    desk: CustodyDesk, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was under way is not known to be interrupted then: nothing may be done."""
    desk.intend(STOCK)
    desk.close()
    really, calls = os.fdatasync, 0

    def refuse_the_second(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(28, "no room")
        really(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", refuse_the_second)
        with pytest.raises(DeviceUnavailable, match=r"audit\.disk"):
            begun(tmp_path, queue)
    begun(tmp_path, queue).close()


def test_a_damaged_ledger_keeps_every_door_shut(desk: CustodyDesk, queue: Queue, tmp_path: Path) -> None:
    carry_out(desk, STOCK)
    desk.close()
    file = tmp_path / KEPT_IN / "00000001.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"P-1"', b'"P-2"', 1))
    with pytest.raises(DeviceUnavailable, match=r"audit\.damaged"):
        begun(tmp_path, queue)
    shut = CustodyDesk(tmp_path, "KIOSK-0000", queue.put)
    with pytest.raises(DeviceUnavailable, match=r"audit\.closed"):
        shut.intend(STOCK)
    assert shut.status().code == "audit.closed"


def test_others_record_in_the_same_ledger(desk: CustodyDesk, queue: Queue, tmp_path: Path) -> None:
    desk.ledger.append(Entry("print.receipt", outcome="printed"))
    carry_out(desk, STOCK)
    assert [record.number for record in read(tmp_path / KEPT_IN)] == [1, 2, 3, 4]
    assert queue.numbers == [2, 3, 4]
    with pytest.raises(AuditError, match=r"audit\.owned"):
        AuditLedger(tmp_path / KEPT_IN)
    assert records.STARTED not in [record.entry.kind for record in read(tmp_path / KEPT_IN)]

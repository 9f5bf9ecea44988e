"""What every reader of print must do: pages read, whichever way up; doubts told; a process that dies without harm."""

import os
from collections.abc import Iterator

import pytest
from papers import blank, pages

from drivers.contract.device import DeviceState
from drivers.contract.document import PaperDoubt, PaperReader, ScannedPage
from drivers.document.ocr import PaperOcr
from drivers.document.pages import encoded, turned
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from kiosk.services.papers import missing_pages

DPI = 200
PATIENCE_S = 100.0
"""A page takes two seconds, and many times that on a busy machine."""


def page(paper: str, number: int = 0) -> ScannedPage:
    return encoded(pages(paper)[number], DPI)


@pytest.fixture(scope="module")
def reader() -> Iterator[PaperReader]:
    made = PaperOcr(deadline_s=PATIENCE_S)
    made.open()
    yield made
    made.close()


def test_a_report_is_read_and_is_the_right_one(reader: PaperReader) -> None:
    reading = reader.read(page("hygiene_report"), kind="hygiene_report", side="front", today="2026-11-22")
    assert (reading.kind, reading.side, reading.turn) == ("hygiene_report", "front", 0)
    assert {field.name: field.value for field in reading.fields} == {
        "number": "SLWS-2026-0731",
        "company": "深圳示例餐饮管理有限公司",
        "address": "深圳市福田区香蜜湖街道香梅路示范大厦1层101",
        "issued": "2026-07-31",
        "valid_to": "2027-07-30",
    }
    assert reading.valid_to == "2027-07-30"
    assert (reading.page_number, reading.page_count) == (1, 1)
    assert reading.doubts == ()
    assert all(field.confidence > 0.8 for field in reading.fields)
    assert all(0 <= part <= 1 for line in reading.lines for part in line.box)
    title = next(line for line in reading.lines if line.text == "卫生检测报告")
    assert title.box[1] < 0.2
    assert title.box[0] < 0.5 < title.box[2]


def test_an_expired_paper_of_another_kind_upside_down(reader: PaperReader) -> None:
    wrong = turned(page("business_licence"), 180)
    reading = reader.read(wrong, kind="hygiene_report", today="2042-01-01")
    assert reading.turn == 180
    assert reading.kind == "business_licence"
    assert reading.doubts == (PaperDoubt.WRONG_KIND, PaperDoubt.EXPIRED)
    values = {field.name: field.value for field in reading.fields}
    assert values["name"] == "深圳示例餐饮管理有限公司"
    assert values["valid_to"] == "2041-05-17"


def test_a_page_on_its_side_of_which_another_is_missing(reader: PaperReader) -> None:
    reading = reader.read(turned(page("lease_contract", 1), 90), kind="lease_contract")
    assert reading.turn == 270
    assert (reading.kind, reading.side) == ("lease_contract", "")
    assert (reading.page_number, reading.page_count) == (2, 2)
    assert missing_pages([reading]) == (1,)
    assert reading.doubts == ()


@pytest.mark.parametrize("laid", [0, 90, 180, 270])
def test_which_way_up_a_page_was_laid_is_told(reader: PaperReader, laid: int) -> None:
    reading = reader.read(turned(page("business_licence"), laid))
    assert reading.lines
    assert (laid + reading.turn) % 360 == 0


def test_an_empty_page(reader: PaperReader) -> None:
    reading = reader.read(encoded(blank(), DPI), kind="lease_contract")
    assert reading.lines == ()
    assert reading.doubts == (PaperDoubt.NOTHING_READ,)


def test_nothing_of_it_reaches_a_log(reader: PaperReader) -> None:
    reading = reader.read(page("business_licence"))
    assert "林小禾" not in repr(reading)
    assert "林小禾" not in repr((reading.lines, reading.fields))


def test_what_is_no_page(reader: PaperReader) -> None:
    with pytest.raises(MediaError, match=r"paper_reader\.bad_page"):
        reader.read(ScannedPage(b"\xff\xd8\xff no page", 10, 10, DPI))
    assert reader.status().details["process"] == "running"


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (Kind.CRASH, DeviceUnavailable, "paper_reader.crashed"),
        (Kind.SILENT, DeviceTimeout, "paper_reader.silent"),
        (Kind.GARBAGE, ProtocolError, "paper_reader.garbage"),
        (Kind.WRONG, ProtocolError, "paper_reader.garbage"),
    ],
)
def test_a_process_that_fails_is_ended_and_the_next_page_has_another(
    kind: Kind, error: type[DeviceError], code: str
) -> None:
    small = encoded(blank(64, 64), DPI)
    deadline_s = 0.5 if kind is Kind.SILENT else PATIENCE_S
    reader = PaperOcr(deadline_s=deadline_s, faults=FaultScript([Fault("paper_reader", kind, "read")]))
    reader.open()
    reader.prepare()
    process_id = reader.process_id
    assert process_id is not None
    with pytest.raises(error) as raised:
        reader.read(small)
    assert raised.value.code == code
    assert reader.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)
    assert reader.status().state is DeviceState.ONLINE
    reader.close()


def test_it_runs_only_while_it_is_wanted() -> None:
    reader = PaperOcr(deadline_s=PATIENCE_S)
    assert reader.status().code == "paper_reader.closed"
    with pytest.raises(DeviceUnavailable, match=r"paper_reader\.closed"):
        reader.prepare()
    reader.open()
    assert reader.status().details["process"] == "resting"
    reader.prepare()
    assert reader.status().details["process"] == "running"
    reader.forget()
    assert reader.process_id is None
    assert reader.status().details["process"] == "resting"
    assert reader.read(encoded(blank(64, 64), DPI)).lines == ()
    reader.close()

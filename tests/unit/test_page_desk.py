"""What a page printer is given: genuine certificates alone, special paper counted first; and what is told of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers.contract.page_printer import Media, PageJob, PageJobState
from drivers.errors import MediaError
from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.ipp import IppPrinter
from drivers.printer.ipp_simulator import IppSimulator
from drivers.worker import DeviceWorker, JobDone, JobProgress, WorkerEvent
from kiosk.app.ledger import Ledger
from kiosk.audit import KEPT_IN as LEDGER
from kiosk.audit import Entry, read
from kiosk.custody.desk import CustodyDesk
from kiosk.custody.tags import Tags
from kiosk.gateway.certificate_pages import as_pdf
from kiosk.gateway.certificate_signature import CertificateSigner
from kiosk.gateway.certificates import Certificate
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.paper.page_desk import PageDesk
from kiosk.paper.page_print import PagePrint, Paper, ReprintReason, Stage
from kiosk.paper.sheet_count import Balance, SheetCount
from kiosk.session.pages import print_page
from offline_cache.terminal_secret import TerminalSecret

NUMBER = "GA-WFZJL-440304261122000386"
SPECIAL_TRAY = "by-pass-tray"
WAIT_S = 60.0


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> GatewayPaths:
    made = GatewayPaths(tmp_path_factory.mktemp("gateway"))
    ensure_pki(made, (), datetime.now(UTC))
    return made


@pytest.fixture(scope="module")
def pdf(paths: GatewayPaths) -> bytes:
    now = datetime.now(UTC)
    words = dict.fromkeys(("department", "title", "statement", "note", "issued_on", "valid_to"), "样张")
    unsigned = as_pdf(Certificate(NUMBER, now.date(), "zh-CN", words, special=True), "C1.x", now)
    return CertificateSigner(paths).sign(unsigned, NUMBER)


@pytest.fixture
def page(pdf: bytes) -> PagePrint:
    return PagePrint(f"{NUMBER}-s1", pdf, 1, Media.SPECIAL, number=NUMBER)


@pytest.fixture
def faults() -> FaultScript:
    return FaultScript()


@pytest.fixture
def simulator(faults: FaultScript) -> Iterator[IppSimulator]:
    made = IppSimulator(faults, SPECIAL_TRAY)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    file = tmp_path / "special-paper.jsonl"
    SheetCount(file).load(2, datetime.now(UTC))
    return file


@pytest.fixture
def desk(simulator: IppSimulator, paths: GatewayPaths, sheets: Path) -> PageDesk:
    printer = IppPrinter(simulator.uri, special_source=SPECIAL_TRAY)
    return PageDesk(printer, lambda: paths.ca_cert, lambda: SheetCount(sheets))


def test_a_genuine_one_is_drawn_from_the_count_and_comes_out(
    desk: PageDesk, page: PagePrint, simulator: IppSimulator, sheets: Path
) -> None:
    done = page.followed(desk.print(page.document))
    assert done.stage is Stage.ASKING
    assert simulator.papers == [page.pdf]
    assert SheetCount(sheets).balance == Balance(loaded=2, issued=0, spoiled=0, in_doubt=1)


def test_a_changed_one_reaches_no_printer_and_draws_no_sheet(
    desk: PageDesk, page: PagePrint, simulator: IppSimulator, sheets: Path
) -> None:
    at = page.pdf.index(b"/Page")
    changed = replace(page, pdf=page.pdf[:at] + b"/pAGE" + page.pdf[at + 5 :])
    with pytest.raises(MediaError, match=r"page_print\.not_genuine"):
        desk.print(changed.document)
    assert simulator.papers == []
    assert SheetCount(sheets).balance.left == 2


def test_without_the_authority_nothing_can_be_checked(simulator: IppSimulator, page: PagePrint, sheets: Path) -> None:
    desk = PageDesk(IppPrinter(simulator.uri), lambda: None, lambda: SheetCount(sheets))
    with pytest.raises(MediaError, match=r"page_print\.unchecked"):
        desk.print(page.document)


def test_without_special_paper_nothing_is_sent(
    desk: PageDesk, page: PagePrint, simulator: IppSimulator, sheets: Path
) -> None:
    SheetCount(sheets).load(-2, datetime.now(UTC))
    with pytest.raises(MediaError, match=r"sheets\.none_left"):
        desk.print(page.document)
    assert simulator.papers == []
    SheetCount(sheets).load(1, datetime.now(UTC))  # a technician, beside the running terminal
    desk.print(page.document)
    assert simulator.papers == [page.pdf]


def test_the_same_attempt_draws_one_sheet(
    desk: PageDesk, page: PagePrint, simulator: IppSimulator, sheets: Path
) -> None:
    """Also when the first answer was lost, and it is handed over again to find out."""
    for _ in range(3):
        desk.print(page.document)
    assert len(simulator.papers) == 1
    assert SheetCount(sheets).balance.in_doubt == 1


def test_what_is_made_here_needs_no_signature(simulator: IppSimulator, sheets: Path) -> None:
    copy = PagePrint("copy-s1", b"%PDF-1.7 copy", 2, kind=Paper.COPY)
    desk = PageDesk(IppPrinter(simulator.uri), lambda: None, lambda: SheetCount(sheets))
    assert copy.followed(desk.print(copy.document)).stage is Stage.ASKING
    assert simulator.papers == [copy.pdf]


def test_special_paper_is_for_the_genuine_alone(desk: PageDesk, simulator: IppSimulator, sheets: Path) -> None:
    copy = PagePrint("copy-s1", b"%PDF-1.7 copy", 1, Media.SPECIAL, kind=Paper.COPY)
    with pytest.raises(MediaError, match=r"page_print\.not_genuine"):
        desk.print(copy.document)
    assert simulator.papers == []
    assert SheetCount(sheets).balance.left == 2


# ---- on its worker ---------------------------------------------------------------------------------------------------


class Follower:
    """A worker with the desk, and what it told of one page."""

    def __init__(self, desk: PageDesk) -> None:
        self.seen: list[PagePrint] = []
        self.call_off = threading.Event()
        self._changed = threading.Condition()
        self._over = False
        self.worker = DeviceWorker("page_printer", lambda: desk, self._hear)
        self.worker.start()

    def _hear(self, event: WorkerEvent) -> None:
        if isinstance(event, JobProgress | JobDone):
            assert isinstance(event.value, PagePrint)
            with self._changed:
                self.seen.append(event.value)
                self._over = isinstance(event, JobDone)
                self._changed.notify_all()

    def print(self, page: PagePrint) -> None:
        self.worker.submit("page", lambda desk, job: print_page(desk, job, page, self.call_off), deadline_s=WAIT_S)

    def wait(self, stage: Stage, code: str = "") -> None:
        with self._changed:
            there = self._changed.wait_for(
                lambda: any((page.stage, page.code) == (stage, code) for page in self.seen), WAIT_S
            )
        assert there, [(page.stage, page.code) for page in self.seen]

    def wait_over(self) -> PagePrint:
        with self._changed:
            assert self._changed.wait_for(lambda: self._over, WAIT_S)
        return self.seen[-1]


@pytest.fixture
def follower(desk: PageDesk) -> Iterator[Follower]:
    made = Follower(desk)
    yield made
    made.worker.stop(WAIT_S)


def test_an_empty_tray_is_told_and_a_filled_one_goes_on(
    follower: Follower, simulator: IppSimulator, page: PagePrint
) -> None:
    simulator.set_special_paper("full")
    simulator.set_paper("out")
    follower.print(replace(page, media=Media.PLAIN))
    follower.wait(Stage.HELD_UP, "page_printer.paper_out")
    simulator.set_paper("full")
    assert follower.wait_over().stage is Stage.ASKING
    assert len(simulator.papers) == 1


def test_what_is_called_off_does_not_come_out_any_more(
    follower: Follower, simulator: IppSimulator, page: PagePrint
) -> None:
    simulator.set_jammed(True)
    follower.print(page)
    follower.wait(Stage.HELD_UP, "page_printer.jammed")
    follower.call_off.set()
    over = follower.wait_over()
    assert (over.stage, over.code) == (Stage.NOT_PRINTED, "page_printer.jammed")
    simulator.set_jammed(False)
    follower.print(replace(page, media=Media.PLAIN, name="another"))
    simulator.wait_for_paper(WAIT_S)
    follower.wait_over()
    assert len(simulator.papers) == 1


def test_whoever_goes_has_it_called_off_too(follower: Follower, simulator: IppSimulator, page: PagePrint) -> None:
    simulator.set_jammed(True)
    follower.print(page)
    follower.wait(Stage.HELD_UP, "page_printer.jammed")
    follower.worker.cancel("page")
    follower.worker.stop(WAIT_S)
    simulator.set_jammed(False)
    assert simulator.papers == []


def test_a_printer_that_went_away_is_asked_until_it_is_back(
    follower: Follower, simulator: IppSimulator, page: PagePrint
) -> None:
    simulator.set_paper("out")
    follower.print(replace(page, media=Media.PLAIN))
    follower.wait(Stage.HELD_UP, "page_printer.paper_out")
    simulator.set_plugged(False)
    follower.wait(Stage.HELD_UP, "page_printer.lost")
    simulator.set_paper("full")
    simulator.set_plugged(True)
    assert follower.wait_over().stage is Stage.ASKING


def test_a_printer_that_stays_away_leaves_it_open(follower: Follower, simulator: IppSimulator, page: PagePrint) -> None:
    simulator.set_jammed(True)
    follower.print(page)
    follower.wait(Stage.HELD_UP, "page_printer.jammed")
    simulator.set_plugged(False)
    follower.wait(Stage.HELD_UP, "page_printer.lost")
    follower.call_off.set()
    assert follower.wait_over().stage is Stage.UNKNOWN


@pytest.mark.parametrize("faults", [FaultScript([Fault("page_printer", Kind.HALF, "print")])])
def test_a_lost_answer_is_no_second_sheet(follower: Follower, simulator: IppSimulator, page: PagePrint) -> None:
    follower.print(page)
    assert follower.wait_over().stage is Stage.ASKING
    assert len(simulator.papers) == 1


# ---- what is told of it ----------------------------------------------------------------------------------------------


@pytest.fixture
def record(tmp_path: Path, sheets: Path) -> Iterator[Ledger]:
    tags = Tags(TerminalSecret.load_or_make(tmp_path / "secret"))
    custody = CustodyDesk(tmp_path, "SZ-FT-0001", lambda _id, _channel, _content: None)
    made = Ledger(custody, lambda: tags, opens=True, sheets=lambda: SheetCount(sheets))
    yield made
    made.stop(WAIT_S)
    custody.close()


def entries(state: Path) -> list[Entry]:
    return [found.entry for found in read(state / LEDGER)]


def test_every_attempt_is_in_the_ledger_and_every_sheet_in_the_count(
    record: Ledger, page: PagePrint, sheets: Path, tmp_path: Path
) -> None:
    first = page.followed(PageJob(7, PageJobState.COMPLETED))
    second = first.denied(ReprintReason.WRONG_PAPER).again(ReprintReason.WRONG_PAPER)
    for attempt in (first, second):
        SheetCount(sheets).draw(attempt.document.name, 1, datetime.now(UTC))
    record.page("s-1", first.denied(ReprintReason.WRONG_PAPER))
    record.page("s-1", second)
    record.page("s-1", second.followed(PageJob(8, PageJobState.COMPLETED)).confirmed())
    record.stop(WAIT_S)
    assert [(entry.kind, entry.outcome) for entry in entries(tmp_path)] == [
        ("certificate.not_printed", "page_print.wrong_paper"),
        ("certificate.reprint", "wrong_paper"),
        ("certificate.printed", "ok"),
    ]
    assert {entry.document for entry in entries(tmp_path)} == {NUMBER}
    assert SheetCount(sheets).balance == Balance(loaded=2, issued=1, spoiled=1, in_doubt=0)


def test_what_nobody_knows_stays_in_doubt_and_what_was_refused_is_back(
    record: Ledger, page: PagePrint, sheets: Path
) -> None:
    refused = replace(page, name="refused").refused("page_printer.busy")
    for attempt in (page, refused):
        SheetCount(sheets).draw(attempt.document.name, 1, datetime.now(UTC))
    record.page("s-1", replace(page, stage=Stage.UNKNOWN, code="page_printer.lost"))
    record.page("s-1", refused)
    record.page("s-1", replace(page, name="never drawn").refused("sheets.none_left"))
    record.stop(WAIT_S)
    assert SheetCount(sheets).balance == Balance(loaded=2, issued=0, spoiled=0, in_doubt=1)


def test_a_copy_is_told_by_its_own_name(record: Ledger, tmp_path: Path) -> None:
    copy = PagePrint("copy-s1", b"%PDF", 2, number="019ab000-0000-7000-8000-000000000001", kind=Paper.COPY)
    record.page("s-1", copy.followed(PageJob(7, PageJobState.COMPLETED)).confirmed())
    record.stop(WAIT_S)
    (entry,) = entries(tmp_path)
    assert (entry.kind, entry.outcome, entry.document) == ("copy.printed", "ok", copy.number)
    assert entry.person_tag == ""

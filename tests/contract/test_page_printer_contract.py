"""The same tests on every page printer there is: our simulator, a real ippeveprinter, and a real CUPS queue to it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from drivers.contract.device import DeviceState
from drivers.contract.page_printer import Media, PageDocument, PageJob, PageJobState
from drivers.errors import MediaError
from drivers.faults import FaultScript
from drivers.printer.ipp import IppPrinter
from drivers.printer.ipp_simulator import IppSimulator
from tests.support.real_printers import RealPrinters

PDF = b"%PDF-1.4\n%EOF\n"
PATIENCE_S = 60.0


@dataclass
class Rig:
    """A driver and the hands at its printer."""

    printer: IppPrinter
    load: Callable[[int], None]
    out: Callable[[], list[bytes]]

    def takes(self, document: PageDocument) -> PageJob:
        """Print as soon as the printer takes another job."""
        until_s = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(MediaError):
                return self.printer.print(document)
            assert time.monotonic() < until_s
            time.sleep(0.05)

    def ended(self, job: PageJob) -> PageJob:
        return self.until(job, lambda seen: seen.state.ended)

    def until(self, job: PageJob, seen: Callable[[PageJob], bool]) -> PageJob:
        until_s = time.monotonic() + PATIENCE_S
        while not seen(now := self.printer.job(job.id)):
            assert time.monotonic() < until_s, now
            time.sleep(0.05)
        return now


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPrinters]:
    with RealPrinters(tmp_path_factory.mktemp("printing")) as printers:
        yield printers


@pytest.fixture(scope="module")
def queue(real: RealPrinters) -> str:
    return real.queue()


@pytest.fixture(params=["simulator", "ippeveprinter", "cups"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == "simulator":
        simulator = IppSimulator(FaultScript())
        simulator.start()
        printer = IppPrinter(simulator.uri)
        yield Rig(printer, lambda sheets: simulator.set_paper("full" if sheets else "out"), lambda: simulator.papers)
        simulator.stop()
        return
    real: RealPrinters = request.getfixturevalue("real")
    uri = real.uri if request.param == "ippeveprinter" else request.getfixturevalue("queue")
    real.load(250)
    before = len(real.out)
    yield Rig(IppPrinter(uri), real.load, lambda: [file.read_bytes() for file in real.out[before:]])


def document(name: str, media: Media = Media.PLAIN) -> PageDocument:
    return PageDocument(f"{name}-{time.monotonic_ns()}", PDF, 1, media)


def test_a_healthy_printer_is_online_and_prints_what_it_was_given(rig: Rig) -> None:
    rig.printer.open()
    status = rig.printer.status()
    assert (status.state, status.code) == (DeviceState.ONLINE, "")
    assert (status.details["paper"], status.details["cover"]) == ("full", "closed")
    job = rig.printer.print(document("whole"))
    assert job.id > 0
    assert rig.ended(job).state is PageJobState.COMPLETED
    assert rig.out() == [PDF]


def test_the_same_document_is_never_printed_twice(rig: Rig) -> None:
    given = document("once")
    first = rig.printer.print(given)
    assert rig.printer.print(given).id == first.id
    rig.ended(first)
    assert rig.printer.print(given) == rig.printer.job(first.id)
    assert rig.out() == [PDF]


def test_a_tray_found_empty_is_told_before_and_during_a_job_and_the_job_goes_on_when_it_is_filled(rig: Rig) -> None:
    rig.load(0)
    job = rig.printer.print(document("waits"))
    held = rig.until(job, lambda seen: seen.code != "")
    assert (held.state.ended, held.code) == (False, "page_printer.paper_out")
    status = rig.printer.status()
    assert (status.state, status.code, status.details["paper"]) == (
        DeviceState.OFFLINE,
        "page_printer.paper_out",
        "out",
    )
    assert rig.out() == []
    rig.load(250)
    assert rig.ended(job).state is PageJobState.COMPLETED
    assert rig.out() == [PDF]
    assert rig.printer.status().code == ""


def test_an_ended_job_cannot_be_called_off_any_more_and_keeps_its_state(rig: Rig) -> None:
    job = rig.printer.print(document("done"))
    rig.ended(job)
    assert rig.printer.cancel(job.id).state is PageJobState.COMPLETED


def test_a_job_that_the_printer_does_not_know_is_unknown(rig: Rig) -> None:
    assert rig.printer.job(999_999) == PageJob(999_999, PageJobState.UNKNOWN, "page_printer.no_job")


@pytest.mark.parametrize("rig", ["simulator", "ippeveprinter"], indirect=True)
def test_a_job_that_waits_for_paper_can_be_called_off_and_does_not_hold_up_the_next(rig: Rig) -> None:
    """ippeveprinter looks at its orders again only once there is paper, and may print the sheet all the same."""
    rig.load(0)
    job = rig.printer.print(document("called-off"))
    rig.until(job, lambda seen: seen.code == "page_printer.paper_out")
    rig.printer.cancel(job.id)
    rig.load(250)
    assert rig.ended(job).state is PageJobState.CANCELED
    following = rig.takes(document("following"))
    assert rig.ended(following).state is PageJobState.COMPLETED


def test_special_paper_is_asked_for_by_its_tray_and_refused_where_there_is_none(rig: Rig) -> None:
    with pytest.raises(MediaError, match=r"page_printer\.no_special"):
        rig.printer.print(document("licence", Media.SPECIAL))
    assert rig.out() == []


# ---- what only the real printer can show ----------------------------------------------------------------------------


def test_trays_of_the_real_printer_are_told_apart(real: RealPrinters) -> None:
    printer = IppPrinter(real.uri, special_source="by-pass-tray")
    real.load(250, special_sheets=0)
    assert printer.status().details["special_paper"] == "out"
    with pytest.raises(MediaError, match=r"page_printer\.special_out"):
        printer.print(document("licence", Media.SPECIAL))
    real.load(250, special_sheets=25)
    assert printer.status().details == {"paper": "full", "toner": "full", "cover": "closed", "special_paper": "full"}
    rig = Rig(printer, real.load, list)
    assert rig.ended(printer.print(document("licence", Media.SPECIAL))).state is PageJobState.COMPLETED


def test_a_power_cut_under_a_waiting_job_never_reads_as_printed(real: RealPrinters) -> None:
    """Job numbers start again: the old one is unknown, or another's, and the sheet is not there."""
    rig = Rig(IppPrinter(real.uri), real.load, list)
    real.load(0)
    before = len(real.out)
    given = document("cut-off")
    job = rig.printer.print(given)
    real.cut_power()
    real.restore_power()
    assert rig.printer.job(job.id).state is not PageJobState.COMPLETED
    assert len(real.out) == before
    real.load(250)
    assert rig.ended(rig.printer.print(given)).state is PageJobState.COMPLETED  # forgotten there, so it is sent again
    assert len(real.out) == before + 1


@pytest.mark.parametrize("rig", ["cups"], indirect=True)
def test_a_job_that_waits_in_a_queue_can_be_called_off(rig: Rig) -> None:
    """Last in this file: the queue's backend takes ten seconds to let go of the printer."""
    rig.load(0)
    job = rig.printer.print(document("called-off"))
    rig.until(job, lambda seen: seen.code == "page_printer.paper_out")
    assert rig.printer.cancel(job.id).state is PageJobState.CANCELED

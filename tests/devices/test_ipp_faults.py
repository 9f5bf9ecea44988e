"""The IPP driver when its printer is missing, silent, slow, garbled, unplugged in the middle, or takes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from drivers.contract.device import DeviceState
from drivers.contract.page_printer import Media, PageDocument, PageJobState
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.ipp import IppPrinter
from drivers.printer.ipp_simulator import IppSimulator

TIMEOUT_S = 0.5
SPECIAL = "by-pass-tray"
Setup = Callable[..., tuple[IppPrinter, IppSimulator, FaultScript]]


@pytest.fixture
def printer() -> Iterator[Setup]:
    made: list[IppSimulator] = []

    def make(*faults: Fault) -> tuple[IppPrinter, IppSimulator, FaultScript]:
        script = FaultScript(faults)
        simulator = IppSimulator(script, SPECIAL)
        made.append(simulator)
        simulator.start()
        return IppPrinter(simulator.uri, timeout_s=TIMEOUT_S, special_source=SPECIAL), simulator, script

    yield make
    for simulator in made:
        simulator.stop()


def fault(kind: Kind, on: str, **fields: float) -> Fault:
    return Fault("page_printer", kind, on, **{"times": 0, **fields})  # type: ignore[arg-type]


def document(name: str = "d-1", media: Media = Media.PLAIN) -> PageDocument:
    return PageDocument(name, b"%PDF-1.4\n", 1, media)


STATES = [
    (Kind.PAPER_OUT, DeviceState.OFFLINE, "page_printer.paper_out"),
    (Kind.TONER_OUT, DeviceState.OFFLINE, "page_printer.toner_out"),
    (Kind.COVER_OPEN, DeviceState.USER_ERROR, "page_printer.cover_open"),
    (Kind.JAMMED, DeviceState.HARDWARE_ERROR, "page_printer.jammed"),
    (Kind.OUTPUT_FULL, DeviceState.USER_ERROR, "page_printer.output_full"),
]


@pytest.mark.parametrize(("kind", "state", "code"), STATES)
@pytest.mark.parametrize("on", ["start", "status"])
def test_every_state_is_told(printer: Setup, on: str, kind: Kind, state: DeviceState, code: str) -> None:
    driver, _, script = printer(fault(kind, on))
    status = driver.status()
    assert (status.state, status.code) == (state, code)
    script.clear("page_printer")
    assert driver.status().state is DeviceState.ONLINE


@pytest.mark.parametrize(("kind", "key"), [(Kind.PAPER_LOW, "paper"), (Kind.TONER_LOW, "toner")])
def test_what_runs_low_is_told_and_stops_nothing(printer: Setup, kind: Kind, key: str) -> None:
    driver, simulator, _ = printer(fault(kind, "start"))
    status = driver.status()
    assert (status.state, status.details[key]) == (DeviceState.ONLINE, "low")
    driver.print(document())
    assert simulator.wait_for_paper(1) == b"%PDF-1.4\n"


@pytest.mark.parametrize(("kind", "state", "code"), STATES)
def test_trouble_in_the_middle_holds_the_job_up_until_somebody_has_been_there(
    printer: Setup, kind: Kind, state: DeviceState, code: str
) -> None:
    driver, simulator, script = printer(fault(kind, "print"))
    job = driver.print(document())
    assert (job.state, job.code) == (PageJobState.PROCESSING, code)
    assert simulator.papers == []
    script.clear("page_printer")
    simulator.wait_for_paper(2)
    assert driver.job(job.id).state is PageJobState.COMPLETED


def test_a_tray_that_stays_empty_for_ten_minutes_is_told_each_time_it_is_asked(printer: Setup) -> None:
    """Nothing gives up by itself, and nothing is sent again: the clock is the terminal's."""
    driver, simulator, _ = printer()
    simulator.set_paper("out")
    job = driver.print(document())
    assert {driver.job(job.id).code for _ in range(20)} == {"page_printer.paper_out"}
    assert driver.print(document()).id == job.id
    assert driver.cancel(job.id).state is PageJobState.CANCELED
    simulator.set_paper("full")
    assert simulator.papers == []


def test_a_power_cut_can_make_a_job_completed_that_never_came_out(printer: Setup) -> None:
    """So "completed" is never shown as printed."""
    driver, simulator, _ = printer()
    simulator.set_paper("out")
    job = driver.print(document())
    simulator.cut_power()
    assert driver.job(job.id).state is PageJobState.COMPLETED
    assert simulator.papers == []


# ---- the line ------------------------------------------------------------------------------------------------------


def test_nobody_listens_there(printer: Setup) -> None:
    driver, simulator, _ = printer()
    simulator.stop()
    for call in (driver.open, driver.status, lambda: driver.print(document()), lambda: driver.job(1)):
        with pytest.raises(DeviceUnavailable) as missing:
            call()
        assert (missing.value.code, missing.value.retryable) == ("page_printer.missing", True)


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (Kind.SILENT, DeviceTimeout, "page_printer.silent"),
        (Kind.UNPLUGGED, DeviceUnavailable, "page_printer.lost"),
        (Kind.MISSING, DeviceUnavailable, "page_printer.lost"),
        (Kind.GARBAGE, ProtocolError, "page_printer.garbage"),
        (Kind.HALF, ProtocolError, "page_printer.garbage"),
        (Kind.WRONG, ProtocolError, "page_printer.garbage"),
    ],
)
def test_what_a_broken_line_does_to_a_question(printer: Setup, kind: Kind, error: type[DeviceError], code: str) -> None:
    driver, _, script = printer(fault(kind, "status"))
    began_s = time.monotonic()
    with pytest.raises(error) as broken:
        driver.status()
    assert broken.value.code == code
    assert time.monotonic() - began_s < 60
    script.clear("page_printer")
    assert driver.status().state is DeviceState.ONLINE


def test_a_slow_printer_is_waited_for(printer: Setup) -> None:
    driver, _, _ = printer(fault(Kind.SLOW, "status", delay_s=TIMEOUT_S / 5))
    assert driver.status().state is DeviceState.ONLINE


@pytest.mark.parametrize("kind", [Kind.SILENT, Kind.HALF, Kind.GARBAGE, Kind.WRONG])
def test_a_job_whose_answer_got_lost_is_found_again_and_printed_once(printer: Setup, kind: Kind) -> None:
    driver, simulator, _ = printer(fault(kind, "print", times=1))
    job = driver.print(document())
    assert job.id == 1
    assert driver.print(document()).id == 1
    simulator.wait_for_paper(2)
    assert len(simulator.papers) == 1


def test_a_line_that_breaks_and_stays_broken_leaves_a_doubt_that_asking_again_dispels(printer: Setup) -> None:
    driver, simulator, script = printer(fault(Kind.UNPLUGGED, "print", times=1))
    job = driver.print(document())
    assert (job.id, job.state, job.code) == (0, PageJobState.UNKNOWN, "page_printer.lost")
    script.clear("page_printer")
    assert driver.print(document()).id == 1
    assert len(simulator.papers) == 1


@pytest.mark.parametrize(
    ("given", "code", "retryable"),
    [
        (fault(Kind.BUSY, "print"), "page_printer.busy", True),
        (fault(Kind.REFUSE, "print", value=0x0506), "page_printer.paused", False),
        (fault(Kind.REFUSE, "print", value=0x0411), "page_printer.unreadable", False),
        (fault(Kind.REFUSE, "print", value=0x0403), "page_printer.no_access", False),
        (fault(Kind.REFUSE, "print", value=0x0500), "page_printer.refused", False),
    ],
)
def test_a_printer_that_takes_nothing_says_why(printer: Setup, given: Fault, code: str, retryable: bool) -> None:
    driver, simulator, _ = printer(given)
    with pytest.raises(MediaError) as refused:
        driver.print(document())
    assert (refused.value.code, refused.value.retryable) == (code, retryable)
    assert simulator.papers == []


def test_special_paper_that_ran_out_is_told_before_anything_is_sent(printer: Setup) -> None:
    driver, simulator, _ = printer()
    simulator.set_special_paper("out")
    with pytest.raises(MediaError, match=r"page_printer\.special_out"):
        driver.print(document(media=Media.SPECIAL))
    driver.print(document("plain"))
    assert len(simulator.papers) == 1
    simulator.set_special_paper("full")
    driver.print(document(media=Media.SPECIAL))
    assert len(simulator.papers) == 2

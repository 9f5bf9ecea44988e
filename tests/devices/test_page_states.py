"""What printers say of themselves, in our words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.device import DeviceState
from drivers.contract.page_printer import PageJob, PageJobState
from drivers.printer.ipp_codec import Attributes, Tag, one
from drivers.printer.page_states import job_of, status_of

TRAY = "type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level={level};name={name};"


def printer(*reasons: str, state: int = 3, trays: dict[str, int] | None = None, accepts: bool = True) -> Attributes:
    said: dict[str, tuple[object, ...]] = {
        "printer-state": one(Tag.ENUM, state),
        "printer-state-reasons": one(Tag.KEYWORD, *(reasons or ("none",))),
        "printer-is-accepting-jobs": one(Tag.BOOLEAN, accepts),
    }
    if trays:
        levels = (TRAY.format(name=name, level=level).encode() for name, level in trays.items())
        said["printer-input-tray"] = one(Tag.OCTETS, *levels)
    return said  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("reasons", "state", "code"),
    [
        (("none",), DeviceState.ONLINE, ""),
        (("media-low-report", "toner-low-warning"), DeviceState.ONLINE, ""),
        (("media-empty-report",), DeviceState.OFFLINE, "page_printer.paper_out"),  # ippeveprinter, nobody prints
        (("media-empty-warning", "media-needed-warning"), DeviceState.OFFLINE, "page_printer.paper_out"),
        (("media-needed",), DeviceState.OFFLINE, "page_printer.paper_out"),
        (("input-tray-missing-error",), DeviceState.OFFLINE, "page_printer.paper_out"),
        (("media-jam-error",), DeviceState.HARDWARE_ERROR, "page_printer.jammed"),
        (("cover-open",), DeviceState.USER_ERROR, "page_printer.cover_open"),
        (("door-open-error", "media-jam"), DeviceState.USER_ERROR, "page_printer.cover_open"),
        (("toner-empty-error",), DeviceState.OFFLINE, "page_printer.toner_out"),
        (("marker-supply-empty-warning",), DeviceState.OFFLINE, "page_printer.toner_out"),
        (("output-area-full-warning",), DeviceState.USER_ERROR, "page_printer.output_full"),
        (("connecting-to-device",), DeviceState.OFFLINE, "page_printer.lost"),
        (("paused",), DeviceState.OFFLINE, "page_printer.paused"),
        (("fuser-over-temp-error",), DeviceState.HARDWARE_ERROR, "page_printer.error"),
        (("spool-area-full-report",), DeviceState.ONLINE, ""),
    ],
)
def test_each_reason_says_what_to_do(reasons: tuple[str, ...], state: DeviceState, code: str) -> None:
    status = status_of(printer(*reasons))
    assert (status.state, status.code) == (state, code)


def test_levels_are_told_beside_a_printer_that_works() -> None:
    details = status_of(printer("media-low-report", "toner-low-warning")).details
    assert details == {"paper": "low", "toner": "low", "cover": "closed"}


def test_a_printer_that_stands_still_or_takes_nothing_is_paused() -> None:
    assert status_of(printer(state=5)).code == "page_printer.paused"
    assert status_of(printer(accepts=False)).code == "page_printer.paused"


def test_an_empty_tray_beside_a_full_one_stops_nothing() -> None:
    """Unless a job waits for just that paper."""
    trays = {"main": 0, "second": 100}
    assert status_of(printer("media-empty-warning", trays=trays)).code == ""
    assert status_of(printer("media-empty-warning", "media-needed-warning", trays=trays)).code != ""


def test_the_tray_with_the_special_paper_does_not_stand_in_for_the_plain_one() -> None:
    status = status_of(printer("media-empty-report", trays={"main": 0, "by-pass-tray": 25}), "by-pass-tray")
    assert (status.code, status.details["special_paper"]) == ("page_printer.paper_out", "full")
    assert status_of(printer(trays={"main": 9, "by-pass-tray": 0}), "by-pass-tray").details["special_paper"] == "out"
    assert status_of(printer(trays={"main": 9}), "by-pass-tray").details["special_paper"] == "unknown"


def job(state: int, *reasons: str, **more: int) -> Attributes:
    return {
        "job-id": one(Tag.INTEGER, 7),
        "job-state": one(Tag.ENUM, state),
        "job-state-reasons": one(Tag.KEYWORD, *(reasons or ("none",))),
        **{name.replace("_", "-"): one(Tag.INTEGER, value) for name, value in more.items()},
    }


@pytest.mark.parametrize(
    ("said", "reasons", "told"),
    [
        (job(3), (), PageJob(7, PageJobState.PENDING)),
        (job(5), ("media-needed-warning",), PageJob(7, PageJobState.PROCESSING, "page_printer.paper_out")),
        (job(6), ("media-jam-error",), PageJob(7, PageJobState.STOPPED, "page_printer.jammed")),
        (job(7), ("media-jam-error",), PageJob(7, PageJobState.CANCELED)),
        (job(8), (), PageJob(7, PageJobState.ABORTED, "page_printer.aborted")),
        (job(8, "document-format-error"), (), PageJob(7, PageJobState.ABORTED, "page_printer.unreadable")),
        (job(9, job_media_sheets_completed=1), ("media-empty",), PageJob(7, PageJobState.COMPLETED, "", 1)),
        (job(9, "job-completed-with-errors"), (), PageJob(7, PageJobState.ABORTED, "page_printer.aborted")),
        (job(99), (), PageJob(7, PageJobState.UNKNOWN)),
    ],
)
def test_a_job_says_what_holds_it_up(said: Attributes, reasons: tuple[str, ...], told: PageJob) -> None:
    assert job_of(said, printer(*reasons)) == told


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.binary(max_size=80), max_size=3))
def test_words_nobody_ever_heard_of_are_no_bug(reasons: list[str], trays: list[bytes]) -> None:
    said = {**printer(*reasons), "printer-input-tray": one(Tag.OCTETS, *trays)}
    assert status_of(said, "by-pass-tray").details["cover"] in ("open", "closed")

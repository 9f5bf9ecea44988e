"""A device or the platform is wrong from the first moment, or comes late: a fresh terminal each."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import FAULTS, HASTY_DEVICES, Hall, lines_about, log_of, submissions_at, walk

from drivers.faults import FaultScript
from kiosk.app.outcome import Outcome
from kiosk.session.model import Step
from ui.messages import message
from ui.touch import wait_until

ALIKE = pytest.mark.soak
"""Much like another one: walked with the long proofs."""


def expected_of(name: str) -> str:
    return FaultScript.load(FAULTS / f"{name}.toml").expect


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("reader_missing_at_start", "id_card.missing"),
        ("reader_silent_at_start", "id_card.silent"),
        pytest.param("reader_garbage_at_start", "id_card.garbage", marks=ALIKE),
    ],
)
def test_without_a_reader_the_terminal_is_out_of_service(name: str, code: str, fresh: Path) -> None:
    with Hall(fresh, fault=name, **HASTY_DEVICES) as hall:
        journey = hall.walk()
        assert journey.report.outcome == expected_of(name) == Outcome.OUT_OF_SERVICE
        assert journey.codes == [code]
        assert "暂停服务" in journey.texts("out_of_service")
        hall.faults.clear("id_card")
        assert wait_until(lambda: hall.session.step is Step.START, 60)
    assert lines_about(fresh, "id_card") == ["lost", "returned"]


@pytest.mark.parametrize(
    ("name", "device"),
    [
        ("camera_missing_at_start", "camera"),
        pytest.param("camera_silent_at_start", "camera", marks=ALIKE),
        ("face_missing_at_start", "face"),
        pytest.param("face_silent_at_start", "face", marks=ALIKE),
    ],
)
def test_what_cannot_be_done_here_now_is_said_before_the_start(name: str, device: str, fresh: Path) -> None:
    journey = walk(fresh, fault=name, **HASTY_DEVICES)
    assert journey.report.outcome == expected_of(name) == Outcome.UNAVAILABLE
    page = journey.texts("guide-unavailable")
    assert "12345" in page
    assert "现在不能" in page
    assert lines_about(fresh, device) == ["lost"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("printer_missing_at_start", "printer.missing"),
        pytest.param("printer_silent_at_start", "printer.silent", marks=ALIKE),
        pytest.param("printer_garbage_at_start", "printer.error", marks=ALIKE),
        ("paper_out_at_start", "printer.paper_out"),
    ],
)
def test_without_a_printer_everything_counts_and_the_screen_has_the_number(name: str, code: str, fresh: Path) -> None:
    journey = walk(fresh, fault=name, **HASTY_DEVICES)
    assert journey.report.outcome == expected_of(name) == Outcome.ACCEPTED
    assert (journey.report.receipt, journey.report.receipt_code) == ("not_printed", code)
    page = journey.texts("done-not_printed")
    assert journey.report.acceptance_number in page.replace(" ", "")
    assert message(journey.report.receipt_code).what in page
    assert journey.submission
    assert not journey.slips


def test_paper_that_runs_low_still_gives_a_receipt(fresh: Path) -> None:
    journey = walk(fresh, fault="paper_low")
    assert journey.report.outcome == expected_of("paper_low")
    assert journey.report.acceptance_number in journey.receipt.replace(" ", "")


def test_a_reader_that_is_slow_to_start(fresh: Path) -> None:
    journey = walk(fresh, fault="reader_slow_at_start")
    assert journey.report.outcome == expected_of("reader_slow_at_start")
    assert lines_about(fresh, "id_card") == []


def test_devices_that_come_later_than_the_person(fresh: Path) -> None:
    journey = walk(fresh, wait_for_devices=False)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    assert journey.report.devices_ready_ms == 0


def test_a_terminal_that_was_never_connected_promises_nothing(fresh: Path) -> None:
    journey = walk(fresh, fault="keys_refused_at_start")
    assert journey.report.outcome == expected_of("keys_refused_at_start") == Outcome.OUT_OF_SERVICE
    assert journey.codes == ["outbox.keyless"]
    assert submissions_at(fresh) == []


@pytest.mark.parametrize("blocked", ["outbox", "gateway", "slip.key"])
def test_a_state_directory_that_cannot_be_used(blocked: str, fresh: Path) -> None:
    """A file where a directory should be, or the other way round: root may write anywhere else."""
    if blocked == "slip.key":
        (fresh / blocked).mkdir(parents=True)
    else:
        fresh.mkdir()
        (fresh / blocked).write_text("in the way")
    journey = walk(fresh)
    assert journey.report.outcome == Outcome.OUT_OF_SERVICE
    assert journey.codes[0].startswith("outbox.")
    assert any("queue" in line["message"] for line in log_of(fresh))


def test_a_queue_that_cannot_be_read_is_set_aside(fresh: Path) -> None:
    (fresh / "outbox").mkdir(parents=True)
    (fresh / "outbox" / "outbox.sqlite").write_bytes(b"not a database at all" * 400)
    journey = walk(fresh)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.submission
    assert any(line["message"] == "queue rescued" for line in log_of(fresh))

"""Papers go in: photographed, read, confirmed, sealed and sent; and what becomes of somebody whose camera fails."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from journeying import (
    FAULTS,
    Hall,
    Journey,
    assert_left_clean,
    assert_no_page_on_the_disk,
    attachments,
    lines_about,
    log_of,
    walk,
)
from papers import pages

from drivers.faults import FaultScript
from kiosk.app.outcome import Outcome
from kiosk.app.visitor import Visitor
from kiosk.session.model import Session, Step
from ui.touch import wait_until

ITEM = "ZJ-ZLBA"
READS = {
    "devices__paper_reader__driver": "document.rapidocr",
    "devices__paper_reader__options__deadline_s": "50",
    "session__read_paper_s": "40",
}
"""Reading takes a second of a core for each page, and has as long as a loaded machine may need."""
CONTRACT, TITLE = "lease_contract", "property"


def supplied(journey: Journey) -> dict[str, dict[str, Any]]:
    return {material["code"]: material for material in journey.submission["application"]["materials"]}


def unlikeness(pdf: bytes, paper: str) -> tuple[float, float]:
    """How far each page of a PDF is from the page of the demo paper, and from that page upside down: levels of 255."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "25", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True, timeout=60)
        drawn = [cv2.imread(str(file)) for file in sorted(Path(folder).iterdir())]
    found: list[tuple[float, float]] = []
    for page, wanted in zip(drawn, pages(paper), strict=True):
        assert page is not None
        small = cv2.resize(wanted, page.shape[1::-1], interpolation=cv2.INTER_AREA).astype(int)
        found.append((float(np.abs(page - small).mean()), float(np.abs(page - small[::-1, ::-1]).mean())))
    return max(upright for upright, _ in found), min(wrong for _, wrong in found)


def test_a_contract_laid_upside_down_is_photographed_read_turned_confirmed_and_sent(
    fresh: Path, tmp_path: Path
) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault="document_upside_down", **READS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    held = supplied(journey)[CONTRACT]
    assert (held["source"], held["attachment"], held["due"]) == ("captured", "lease_contract.pdf", "")
    page = journey.texts("paper_check-read")
    assert "周示例" in page
    assert "放倒了的页：1 2，已转正" in page
    application = journey.submission["application"]
    assert application["values"]["landlord_name"] == "周示例"
    assert application["sources"]["landlord_name"] == "paper"
    assert application["sources"]["rent_cny"] == "person"  # it was typed, and the person left it so
    (pdf,) = attachments(fresh, journey.report.submission_id, tmp_path / "opened").values()
    assert pdf.count(b"/Type /Page ") == 2
    upright, upside_down = unlikeness(pdf, "lease_contract")
    assert upright < upside_down
    assert_no_page_on_the_disk(fresh)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "code"), [("document_missing_at_start", "document.missing"), ("document_silent", "document.silent")]
)
def test_without_a_camera_the_paper_is_brought_later(name: str, code: str, fresh: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault=name)
    assert journey.report.outcome == FaultScript.load(FAULTS / f"{name}.toml").expect == Outcome.ACCEPTED
    told = {(told.step, told.code) for told in journey.told}
    assert told == (set() if name.endswith("_at_start") else {(Step.MATERIALS, code)})
    held = supplied(journey)[CONTRACT]
    assert (held["source"], held["attachment"]) == ("deferred", "")
    assert held["due"]
    assert lines_about(fresh, "document_camera")[:1] == ["lost"]


@pytest.mark.soak
def test_a_camera_lost_in_the_middle_costs_no_page_that_was_taken(fresh: Path, tmp_path: Path) -> None:
    """Pulled out as soon as the first page is there, however many frames that took."""
    (fault,) = FaultScript.load(FAULTS / "document_lost_in_the_middle.toml").faults
    with Hall(fresh) as hall:
        pulled: list[Session] = []

        def pull(session: Session) -> None:
            if session.capture.pages and not pulled:
                pulled.append(session)
                hall.faults.add(replace(fault, skip=0))

        hall.terminal.runtime.subscribe(pull)
        journey = hall.walk("chen", item=ITEM)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert {told.code for told in journey.told} == {"document.lost"}
    assert supplied(journey)[CONTRACT]["source"] == "captured"
    opened = attachments(fresh, journey.report.submission_id, tmp_path / "opened")
    assert opened["lease_contract.pdf"].count(b"/Type /Page ") == 1
    assert lines_about(fresh, "document_camera")[:1] == ["lost"]
    assert_no_page_on_the_disk(fresh)


@pytest.mark.soak
def test_print_that_cannot_be_read_is_handed_in_all_the_same(fresh: Path, tmp_path: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault="paper_reader_crashes", **READS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert (Step.PAPER_CHECK, "paper_reader.crashed") in [(told.step, told.code) for told in journey.told]
    assert supplied(journey)[CONTRACT]["source"] == "captured"
    assert "paper" not in journey.submission["application"]["sources"].values()
    assert list(attachments(fresh, journey.report.submission_id, tmp_path / "opened")) == ["lease_contract.pdf"]
    assert lines_about(fresh, "paper_reader")[:1] == ["lost"]


@pytest.mark.soak
def test_papers_wait_with_the_application_while_the_network_is_down(fresh: Path) -> None:
    journey = walk(fresh, "lin", item=ITEM, offline=True)
    assert journey.report.outcome == Outcome.RECEIVED
    assert_no_page_on_the_disk(fresh)
    assert_left_clean(fresh, journey.person)


class Forgetful(Visitor):
    """Goes and leaves the last page on the table."""

    def _show_pages(self) -> None:
        self._simulation.lay_paper("lease_contract")
        assert wait_until(lambda: bool(self._session.capture.pages), 60)
        self._leave()

    def _take_along(self) -> None:
        assert wait_until(lambda: self._session.notice is not None, 60)
        self._recorder.picture("farewell-left")


@pytest.mark.soak
def test_papers_that_are_left_on_the_table_are_told_and_noted(fresh: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, visitor=Forgetful, session__warning_s="4")
    assert journey.report.outcome == Outcome.LEFT
    assert "您的材料还在台面上" in journey.texts("farewell-left")
    noted = [line for line in log_of(fresh) if line.get("code") == "capture.papers_left"]
    assert len(noted) == 1
    assert_left_clean(fresh, journey.person)


# ---- through a scanner -----------------------------------------------------------------------------------------------

SCANS = {
    "devices__document_camera__driver": "",
    "devices__document_camera__simulate": "false",
    "devices__document_scanner__driver": "document.sane",
    "devices__document_scanner__options__device": "test",
    "devices__document_scanner__options__source": "Automatic Document Feeder",
    "devices__document_scanner__options__dpi": "100",
}
"""The real `scanimage` with SANE's pretended scanner, which holds ten sheets; no camera beside it."""
SHEETS = 10


def test_a_contract_is_scanned_after_a_jam(fresh: Path, tmp_path: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault="scanner_jams", **SCANS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert [(told.step, told.code) for told in journey.told] == [(Step.CAPTURE, "scanner.jammed")]
    assert "卡" in journey.texts("capture-problem")
    assert f"已有 {SHEETS} 页" in journey.texts("capture-scanned")
    held = supplied(journey)[CONTRACT]
    assert (held["source"], held["attachment"]) == ("captured", "lease_contract.pdf")
    opened = attachments(fresh, journey.report.submission_id, tmp_path / "opened")
    assert opened["lease_contract.pdf"].count(b"/Type /Page ") == SHEETS
    assert_no_page_on_the_disk(fresh)


@pytest.mark.soak
def test_who_put_nothing_in_puts_it_in(fresh: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault="scanner_empty", **SCANS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert [(told.step, told.code) for told in journey.told] == [(Step.CAPTURE, "scanner.no_paper")]
    assert supplied(journey)[CONTRACT]["source"] == "captured"


@pytest.mark.soak
def test_without_a_scanner_the_paper_is_brought_later(fresh: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, fault="scanner_gone", **SCANS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert "scanner.lost" in [told.code for told in journey.told]
    held = supplied(journey)[CONTRACT]
    assert (held["source"], held["attachment"]) == ("deferred", "")
    assert lines_about(fresh, "document_scanner")[:1] == ["lost"]


def test_every_script_about_papers_is_walked() -> None:
    about = {"document", "paper_reader", "scanner"}
    scripts = {file.stem: FaultScript.load(file) for file in FAULTS.glob("*.toml")}
    ours = {name for name, script in scripts.items() if about & {fault.device for fault in script.faults}}
    at_devices = {"document_missing_at_start", "document_silent", "document_lost_in_the_middle"}
    at_scanners = {"scanner_jams", "scanner_empty", "scanner_gone"}
    assert ours == at_devices | at_scanners | {"document_upside_down", "paper_reader_crashes"}

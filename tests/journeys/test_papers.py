"""Papers go in: photographed, read, confirmed, sealed and sent; and what becomes of somebody whose camera fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from journeying import FAULTS, Hall, Journey, assert_left_clean, lines_about, walk

from drivers.faults import FaultScript
from kiosk.app.outcome import Outcome
from kiosk.gateway.beside import looking
from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.office import write_out
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import ensure_keys
from kiosk.session.model import Session, Step

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


def attachments(state: Path, submission_id: str, out: Path) -> dict[str, bytes]:
    """What the platform unseals beside the form, by the name that the terminal gave it."""
    paths = GatewayPaths(state / "gateway")
    with looking(paths.state_dir, "") as store:
        chunks, keys = ChunkFolder(paths.chunks), ensure_keys(paths)
        files = write_out(submission_id, out, store=store, chunks=chunks, keys=keys, paths=paths, reason="test")
    return {file.name.partition("-")[2]: file.read_bytes() for file in files[1:]}


def assert_no_page_on_the_disk(state: Path) -> None:
    """Of what was photographed the terminal keeps nothing that is not sealed."""
    for file in sorted(state.rglob("*")):
        if file.is_file() and "gateway" not in file.relative_to(state).parts:
            content = file.read_bytes()
            assert b"/DCTDecode" not in content, file.name
            assert b"\xff\xd8\xff\xe0" not in content, file.name


def test_a_contract_is_photographed_read_confirmed_and_sent(fresh: Path, tmp_path: Path) -> None:
    journey = walk(fresh, "chen", item=ITEM, **READS)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    held = supplied(journey)[CONTRACT]
    assert (held["source"], held["attachment"], held["due"]) == ("captured", "lease_contract.pdf", "")
    page = journey.texts("paper_check-read")
    assert "周示例" in page
    application = journey.submission["application"]
    assert application["values"]["landlord_name"] == "周示例"
    assert application["sources"]["landlord_name"] == "paper"
    assert application["sources"]["rent_cny"] == "person"  # it was typed, and the person left it so
    (pdf,) = attachments(fresh, journey.report.submission_id, tmp_path / "opened").values()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page ") == 2
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


def test_every_script_about_papers_is_walked() -> None:
    about = {"document", "paper_reader"}
    scripts = {file.stem: FaultScript.load(file) for file in FAULTS.glob("*.toml")}
    ours = {name for name, script in scripts.items() if about & {fault.device for fault in script.faults}}
    walked = {"document_missing_at_start", "document_silent", "document_lost_in_the_middle", "paper_reader_crashes"}
    assert ours == walked

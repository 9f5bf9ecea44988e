"""The copy of an application on A4, from the wish to the hand. Every branch is in tests/unit/test_machine_copy.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import PERSONS, Hall, assert_left_clean
from PIL import Image

from kiosk import audit
from kiosk.app.certificate_visitor import CopyVisitor
from kiosk.app.walker import Pace
from kiosk.session.model import Step
from tests.support.pdf import text_of

WITH_A4 = {"devices__page_printer__driver": "printer.ipp", "session__certificate_s": "90"}
PATIENT = Pace(reading_s=0.05, patience_s=60)


def recorded(state: Path, document: str) -> list[tuple[str, str]]:
    entries = [record.entry for record in audit.read(state / audit.KEPT_IN)]
    return [(each.kind, each.outcome) for each in entries if each.document == document]


def came_out(hall: Hall) -> list[bytes]:
    printer = hall.terminal.backstage.simulation.page_printer
    assert printer is not None
    return printer.papers


def test_a_copy_is_in_hand(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CopyVisitor, out=tmp_path)
        assert (journey.report.outcome, journey.told) == ("accepted", [])
        (pdf,) = came_out(hall)
        assert hall.session.copy is None  # gone with the person
    words = "".join(text_of(pdf).split())
    for word in ("无犯罪记录证明申请表", journey.person.name, journey.person.number, journey.report.submission_id):
        assert word in words
    assert "申请表打印好了" in journey.texts("copy-printed")
    assert (tmp_path / "copy.pdf").read_bytes() == pdf
    with Image.open(tmp_path / "copy.png") as picture:
        assert picture.size == (1191, 1684)
    assert recorded(fresh, journey.report.submission_id) == [("copy.printed", "ok")]
    assert_left_clean(fresh, PERSONS["lin"])


class Filler(CopyVisitor):
    """Somebody comes with paper as soon as the page says that there is none."""

    def _held_up(self) -> None:
        printer = self._simulation.page_printer
        assert printer is not None
        printer.set_paper("full")


@pytest.mark.soak
def test_an_empty_tray_is_filled_and_it_goes_on(fresh: Path) -> None:
    with Hall(fresh, fault="page_tray_empty", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=Filler, pace=PATIENT, language="en")
        assert journey.report.outcome == "accepted"
        assert len(came_out(hall)) == 1
    assert "The A4 printer has no paper" in journey.texts("copy-held-up")
    assert recorded(fresh, journey.report.submission_id) == [("copy.printed", "ok")]


@pytest.mark.soak
def test_what_waits_for_the_network_may_be_kept_too(fresh: Path) -> None:
    with Hall(fresh, offline=True, session__answer_s="1", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CopyVisitor)
        assert journey.report.outcome == "received"
        assert len(came_out(hall)) == 1
    assert recorded(fresh, journey.report.submission_id) == [("copy.printed", "ok")]


@pytest.mark.soak
def test_without_a_printer_none_is_offered(fresh: Path) -> None:
    with Hall(fresh) as hall:
        journey = hall.walk("lin", visitor=CopyVisitor)
    assert journey.report.outcome == "accepted"
    assert Step.COPY.value not in [shown.name for shown in journey.shown]

"""The copy of an application on A4, from the wish to the hand. Every branch is in tests/unit/test_machine_copy.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import PERSONS, Hall, assert_left_clean
from PIL import Image

from kiosk.app.certificate_visitor import CopyVisitor
from kiosk.session.model import Step
from tests.support.pdf import text_of
from tests.support.sheets import PATIENT, WITH_A4, BringsPaper, came_out, recorded


class BringsPaperForACopy(BringsPaper, CopyVisitor):
    """The same, where the copy is printed."""


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
    assert recorded(fresh, "copy", journey.report.submission_id) == [("printed", "ok")]
    assert_left_clean(fresh, PERSONS["lin"])


@pytest.mark.soak
def test_an_empty_tray_is_filled_and_it_goes_on(fresh: Path) -> None:
    with Hall(fresh, fault="page_tray_empty", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=BringsPaperForACopy, pace=PATIENT, language="en")
        assert journey.report.outcome == "accepted"
        assert len(came_out(hall)) == 1
    assert "The A4 printer has no paper" in journey.texts("copy-held-up")
    assert recorded(fresh, "copy", journey.report.submission_id) == [("printed", "ok")]


@pytest.mark.soak
def test_what_waits_for_the_network_may_be_kept_too(fresh: Path) -> None:
    with Hall(fresh, offline=True, session__answer_s="1", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CopyVisitor)
        assert journey.report.outcome == "received"
        assert len(came_out(hall)) == 1
    assert recorded(fresh, "copy", journey.report.submission_id) == [("printed", "ok")]


@pytest.mark.soak
def test_without_a_printer_none_is_offered(fresh: Path) -> None:
    with Hall(fresh) as hall:
        journey = hall.walk("lin", visitor=CopyVisitor)
    assert journey.report.outcome == "accepted"
    assert Step.COPY.value not in [shown.name for shown in journey.shown]

"""A certificate on paper, from the approval to the hand: what reached the printer, what the person is told, what the
ledger says. Every branch is in tests/unit/test_machine_certificate.py; here the real programs do it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journeying import PERSONS, Hall, Journey, assert_left_clean
from PIL import Image

from kiosk.app import simulation
from kiosk.app.certificate_visitor import CertificateVisitor
from kiosk.app.simulation import SPECIAL_SHEETS
from kiosk.app.visitor import Visitor
from kiosk.app.walker import Pace
from kiosk.gateway.paths import GatewayPaths
from kiosk.paper.sheet_count import KEPT_IN, Balance, SheetCount
from kiosk.paper.verification import verify_certificate
from tests.support.pdf import text_of
from tests.support.sheets import PATIENT, WITH_A4, BringsPaper, came_out, recorded

HASTY = Pace(reading_s=0.05, patience_s=0.5)


def assert_genuine(hall: Hall, journey: Journey, pdf: bytes) -> None:
    now, number = datetime.now(UTC), f"GA-WFZJL-{journey.report.acceptance_number}"
    authority = GatewayPaths(hall.state / "gateway").ca_cert.read_bytes()
    assert verify_certificate(pdf, authority, now).number == number
    words = "".join(text_of(pdf).split())
    assert journey.person.name in words
    assert journey.person.number in words


def test_what_was_approved_is_in_hand(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CertificateVisitor, out=tmp_path)
        assert journey.report.outcome == "accepted"
        assert journey.told == []
        (pdf,) = came_out(hall)
        assert_genuine(hall, journey, pdf)
    assert "无犯罪记录证明" in journey.texts("certificate-printed")
    assert "要纸质的" in journey.receipt
    assert (tmp_path / "certificate.pdf").read_bytes() == pdf
    with Image.open(tmp_path / "certificate.png") as picture:
        assert picture.size == (1191, 1684)
    assert recorded(fresh, "certificate") == [("printed", "ok")]
    assert_left_clean(fresh, PERSONS["lin"])


@pytest.mark.soak
def test_an_empty_tray_is_filled_and_it_goes_on(fresh: Path) -> None:
    with Hall(fresh, fault="page_tray_empty", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=BringsPaper, pace=PATIENT)
        assert journey.report.outcome == "accepted"
        assert len(came_out(hall)) == 1
    assert "没有纸了" in journey.texts("certificate-held-up")
    assert recorded(fresh, "certificate") == [("printed", "ok")]


@pytest.mark.soak
def test_a_jam_is_called_off_and_the_sheet_is_nobody_elses(fresh: Path) -> None:
    with Hall(fresh, fault="page_jams", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CertificateVisitor, pace=HASTY)
        assert journey.report.outcome == "accepted"
        hall.faults.clear("page_printer")
        assert came_out(hall) == []
    assert "不要拉" in journey.texts("certificate-held-up")
    assert "人工窗口" in journey.texts("certificate-asking") or "工作人员" in journey.texts("certificate-asking")
    assert recorded(fresh, "certificate") == [("not_printed", "page_printer.jammed")]


class WrongPaper(CertificateVisitor):
    reprint_for = "用错了纸"


@pytest.mark.soak
def test_wrong_paper_is_printed_again_for_that_reason(fresh: Path) -> None:
    with Hall(fresh, **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=WrongPaper)
        first, second = came_out(hall)
        assert_genuine(hall, journey, first)
        assert_genuine(hall, journey, second)
    assert recorded(fresh, "certificate") == [
        ("not_printed", "page_print.wrong_paper"),
        ("reprint", "wrong_paper"),
        ("printed", "ok"),
    ]


# ---- on special paper ------------------------------------------------------------------------------------------------

PERMIT = "WJ-WSXK"


def sheets(state: Path) -> Balance:
    return SheetCount(state / KEPT_IN).balance


def fates(state: Path) -> list[tuple[str, str]]:
    """What became of each sheet that was drawn, and why, in order."""
    lines = [json.loads(line) for line in (state / KEPT_IN).read_text("utf-8").splitlines()]
    return [(line["what"], line.get("reason", "")) for line in lines if line["what"] not in ("loaded", "drawn")]


def assert_permit(hall: Hall, pdf: bytes) -> None:
    authority = GatewayPaths(hall.state / "gateway").ca_cert.read_bytes()
    assert verify_certificate(pdf, authority, datetime.now(UTC)).number.startswith(PERMIT)


class TornFirst(CertificateVisitor):
    reprint_for = "纸破了或皱了"


def test_a_permit_on_special_paper_of_which_the_first_sheet_is_spoiled(fresh: Path) -> None:
    with Hall(fresh, **WITH_A4) as hall:
        journey = hall.walk("chen", item=PERMIT, visitor=TornFirst)
        assert journey.report.outcome == "accepted"
        for pdf in came_out(hall):
            assert_permit(hall, pdf)
        assert len(came_out(hall)) == 2
    assert recorded(fresh, "certificate") == [
        ("not_printed", "page_print.damaged"),
        ("reprint", "damaged"),
        ("printed", "ok"),
    ]
    assert sheets(fresh) == Balance(SPECIAL_SHEETS, issued=1, spoiled=1, in_doubt=0)
    assert fates(fresh) == [("spoiled", "page_print.damaged"), ("issued", "")]


class SpecialFiller(CertificateVisitor):
    """Somebody comes with special paper as soon as the page says that there is none."""

    def _held_up(self) -> None:
        printer = self._simulation.page_printer
        assert printer is not None
        printer.set_special_paper("full")


@pytest.mark.soak
def test_a_tray_that_runs_out_of_special_paper_under_the_job_is_filled_and_it_goes_on(fresh: Path) -> None:
    with Hall(fresh, fault="page_tray_empty", **WITH_A4) as hall:
        journey = hall.walk("chen", item=PERMIT, visitor=SpecialFiller, pace=PATIENT)
        assert journey.report.outcome == "accepted"
        (pdf,) = came_out(hall)
        assert_permit(hall, pdf)
    assert "没有纸了" in journey.texts("certificate-held-up")
    assert recorded(fresh, "certificate") == [("printed", "ok")]
    assert sheets(fresh) == Balance(SPECIAL_SHEETS, issued=1, spoiled=0, in_doubt=0)


@pytest.mark.soak
def test_a_tray_that_stays_empty_costs_nobody_the_permit(fresh: Path) -> None:
    with Hall(fresh, fault="page_tray_empty", **WITH_A4) as hall:
        journey = hall.walk("chen", item=PERMIT, visitor=CertificateVisitor, pace=HASTY)
        assert journey.report.outcome == "accepted"
        assert came_out(hall) == []
    assert recorded(fresh, "certificate") == [("not_printed", "page_printer.paper_out")]
    assert sheets(fresh).issued == 0


@pytest.mark.soak
def test_when_no_counted_sheet_is_left_nothing_is_sent(fresh: Path) -> None:
    SheetCount(fresh / KEPT_IN).load(0, datetime.now(UTC))
    with Hall(fresh, **WITH_A4) as hall:
        journey = hall.walk("chen", item=PERMIT, visitor=CertificateVisitor, pace=HASTY)
        assert came_out(hall) == []
    assert "证照专用纸用完了" in journey.texts("certificate-asking")
    assert recorded(fresh, "certificate") == [("not_printed", "sheets.none_left")]


class Unplugged(CertificateVisitor):
    """Waits until the printer no longer answers."""

    def _held_up(self) -> None:
        self._wait_for(lambda _stage: self._code != "page_printer.jammed")

    @property
    def _code(self) -> str:
        return self._session.page.code if self._session.page is not None else ""


@pytest.mark.soak
def test_a_printer_that_is_gone_leaves_it_open_and_nothing_lost(fresh: Path) -> None:
    with Hall(fresh, fault="page_printer_gone", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=Unplugged, pace=HASTY)
        assert journey.report.outcome == "accepted"
        assert came_out(hall) == []
    ((kind, code),) = recorded(fresh, "certificate")
    assert kind == "unknown"
    assert code in ("page_printer.lost", "page_printer.silent", "page_printer.missing")


@pytest.mark.soak
def test_one_that_never_ends_is_called_off(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "SHEET_S", 3600.0)
    with Hall(fresh, session__page_s="1", **WITH_A4) as hall:
        journey = hall.walk("lin", visitor=CertificateVisitor)
        assert journey.report.outcome == "accepted"
    assert recorded(fresh, "certificate") == [("not_printed", "page_print.called_off")]


@pytest.mark.soak
@pytest.mark.parametrize("fault", ["", "page_printer_missing_at_start"])
def test_without_a_printer_nothing_is_offered_and_the_receipt_says_where(fault: str, fresh: Path) -> None:
    changes = WITH_A4 if fault else {}
    with Hall(fresh, fault=fault, **changes) as hall:
        journey = hall.walk("lin")
    assert "certificate" not in [shown.name for shown in journey.shown]
    assert "要纸质的" in journey.receipt
    assert recorded(fresh, "certificate") == []


@pytest.mark.soak
def test_no_paper_for_who_wants_none(fresh: Path) -> None:
    with Hall(fresh, **WITH_A4) as hall:
        hall.walk("lin", visitor=Visitor, language="en")
        assert came_out(hall) == []
        assert hall.session.page is None
    assert recorded(fresh, "certificate") == []

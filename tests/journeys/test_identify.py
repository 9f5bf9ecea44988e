"""Other ways to say who one is, by touch: an e-ID code, a typed zone with a code from staff; and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journeying import HASTY_PLATFORM, PERSONS, Hall, assert_left_clean, lines_about

from drivers.faults import Fault, Kind
from kiosk.app.outcome import Outcome
from kiosk.app.walker import Identify, Pace
from kiosk.gateway.eid import EidIssuer
from kiosk.gateway.paths import GatewayPaths
from kiosk.session.model import Step
from ui.touch import wait_until

PATIENT = "10"
UNHURRIED = Pace(reading_s=0.05, patience_s=12.0)
"""For who has to show the code several times."""


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state, devices__face__options__give_up_s=PATIENT) as hall:
        hall.stage.wait_ready()
        yield hall
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
    assert_left_clean(state)


def test_an_eid_code_and_the_face_that_belongs_to_it(hall: Hall) -> None:
    journey = hall.walk("lin", identify=Identify.EID)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    application = journey.submission["application"]
    assert application["applicant"] == {
        "name": "林小禾",
        "identity_number": PERSONS["lin"].number,
        "card_kind": "eid",
        "way": "eid_qr",
    }
    assert application["face"]["verdict"] == "accept"
    assert application["staff"] is None


def test_an_eid_code_and_somebody_elses_face(hall: Hall) -> None:
    journey = hall.walk("zhou", identify=Identify.EID)
    assert journey.report.outcome == Outcome.FACE_REFUSED
    assert not journey.slips


def test_a_typed_passport_and_a_code_from_staff(hall: Hall) -> None:
    journey = hall.walk("dubois", identify=Identify.MRZ)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.codes == ["identity.no_portrait"]
    application = journey.submission["application"]
    assert application["applicant"] == {
        "name": "DUBOIS, CLAIRE",
        "identity_number": "E00000000",
        "card_kind": "passport",
        "way": "travel_document",
    }
    assert application["face"] is None
    assert application["data_consented_at"] is None
    assert (application["staff"]["staff_id"], application["staff"]["reason"]) == ("DEMO-1", "travel_document")
    assert "E00000000" not in journey.receipt


def test_an_expired_passport(hall: Hall) -> None:
    journey = hall.walk(replace(PERSONS["dubois"], valid_to="2020-01-01"), identify=Identify.MRZ)
    assert journey.codes == ["identity.document_expired"]
    assert not journey.report.submission_id


def test_a_scanner_that_sees_nonsense_half_or_nothing_is_shown_the_code_again(hall: Hall) -> None:
    for at, kind in enumerate((Kind.GARBAGE, Kind.HALF, Kind.SILENT)):
        hall.faults.add(Fault("barcode", kind, "scan", skip=at))
    journey = hall.walk("lin", identify=Identify.EID, pace=UNHURRIED)
    hall.faults.clear("barcode")
    assert journey.report.outcome == Outcome.ACCEPTED
    assert set(journey.codes) == {"identity.qr_other", "barcode.unreadable"}


def test_a_scanner_that_is_unplugged_comes_back(hall: Hall) -> None:
    hall.faults.add(Fault("barcode", Kind.UNPLUGGED, "scan", delay_s=0.5))
    journey = hall.walk("lin", identify=Identify.EID, pace=UNHURRIED)
    hall.faults.clear("barcode")
    assert journey.report.outcome == Outcome.ACCEPTED
    assert set(journey.codes) == {"barcode.missing"}
    assert lines_about(hall.state, "barcode") == ["lost", "returned"]


def test_a_token_that_was_used_or_is_too_old(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = hall.terminal.backstage.simulation
    issue = simulation.issue_eid
    assert issue is not None
    spent = issue(PERSONS["lin"])
    monkeypatch.setattr(simulation, "issue_eid", lambda _person: spent)
    assert hall.walk("lin", identify=Identify.EID).report.outcome == Outcome.ACCEPTED
    journey = hall.walk("lin", identify=Identify.EID)
    assert set(journey.codes) == {"identity.qr_used"}
    assert not journey.report.submission_id
    assert "已经用过" in journey.texts("eid_qr-problem")
    gateway = hall.terminal.backstage.gateway
    assert gateway is not None
    old = EidIssuer.load_or_make(GatewayPaths(gateway.state_dir).eid_issuer_key)
    token = old.issue(PERSONS["lin"].number, datetime.now(UTC) - timedelta(minutes=2)).encode()
    monkeypatch.setattr(simulation, "issue_eid", lambda _person: token)
    assert set(hall.walk("lin", identify=Identify.EID).codes) == {"identity.qr_expired"}


def test_without_a_network_the_card_is_offered(fresh: Path) -> None:
    with Hall(fresh, offline=True) as hall:
        journey = hall.walk("lin", identify=Identify.EID)
        assert not journey.report.submission_id
        assert "网络现在不通，请用身份证" in journey.texts("identify-problem")
        assert hall.walk("lin").report.outcome == Outcome.RECEIVED


def test_a_network_that_goes_while_the_code_is_checked(fresh: Path, tmp_path: Path) -> None:
    script = tmp_path / "silent.toml"
    script.write_text('[[fault]]\ndevice = "platform"\nkind = "silent"\non = "identity"\ntimes = 0\n', "utf-8")
    with Hall(fresh, script=str(script), **HASTY_PLATFORM) as hall:
        journey = hall.walk("lin", identify=Identify.EID)
    assert set(journey.codes) == {"identity.qr_offline"}
    assert not journey.report.submission_id


def test_a_receipt_shown_on_the_start_page(hall: Hall) -> None:
    """Shown at the terminal that printed it, its state comes from the platform; a stranger's code is called unknown."""
    from drivers.printer.escpos_decoder import qr_payloads_of

    first = hall.walk("chen")
    (payload,) = qr_payloads_of(first.slips[-1])
    simulation = hall.terminal.backstage.simulation
    assert hall.session.step is Step.START

    def shown(code: bytes) -> bool:
        simulation.show_code(code)
        return wait_until(lambda: hall.session.scanned is not None and not hall.session.asking, 5)

    assert any(shown(payload.encode()) for _ in range(5))
    found = hall.session.scanned
    assert hall.session.step is Step.CODE
    assert found is not None
    assert found.receipt is not None
    assert found.receipt.submission_id == first.report.submission_id
    assert found.receipt.status is not None
    turn = hall.session.turn
    simulation.show_code(b"https://example.org/menu")
    assert wait_until(lambda: hall.session.turn != turn, 60)
    assert hall.session.scanned is not None
    assert hall.session.scanned.kind.value == "unknown"

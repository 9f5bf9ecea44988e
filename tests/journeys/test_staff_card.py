"""Staff confirm a person at the terminal, with a PIV card on a real pcscd and its PIN."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from journeying import PERSONS, Hall, assert_left_clean, assert_nothing_personal

from drivers.pcsc import virtual_staff
from kiosk.app import identification
from kiosk.app.ledger import OVERRIDE
from kiosk.app.outcome import Outcome
from kiosk.app.walker import Identify
from kiosk.audit import KEPT_IN, AuditError, AuditLedger, Entry, Record, read
from kiosk.gateway.staff_codes import REASONS
from ui.touch import wait_until


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state) as hall:
        hall.stage.wait_ready()
        yield hall
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 20)
    assert_left_clean(state)
    assert_nothing_personal(state, list(PERSONS.values()), (virtual_staff.PIN,))


def test_the_pin_is_the_simulated_card_s() -> None:
    assert identification.STAFF_PIN == virtual_staff.PIN


def test_staff_confirm_who_declines_the_face_check(hall: Hall) -> None:
    journey = hall.walk("lin", identify=Identify.STAFF)
    assert journey.report.outcome == Outcome.ACCEPTED
    application = journey.submission["application"]
    assert application["face"] is None
    assert application["staff"]["staff_name"] == virtual_staff.NAME
    assert application["staff"]["staff_id"].startswith("card:")
    assert application["staff"]["reason"] in REASONS
    assert application["applicant"]["name"] == PERSONS["lin"].name  # both names stand in the sealed record
    assert virtual_staff.PIN not in journey.texts("staff_card-typed")
    assert virtual_staff.NAME not in journey.receipt
    (vouched,) = overrides(hall)
    assert (vouched.kind, vouched.outcome) == ("face.override.card", application["staff"]["reason"])
    assert all((vouched.session_tag, vouched.person_tag, vouched.staff_tag))


def overrides(hall: Hall) -> list[Entry]:
    kept = hall.terminal.settings.paths.state_dir / KEPT_IN
    return [record.entry for record in read(kept) if record.entry.kind.startswith(OVERRIDE)]


@pytest.mark.soak
def test_where_the_ledger_takes_nothing_staff_cannot_vouch(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_ledger: AuditLedger, _entry: Entry) -> Record:
        raise AuditError("audit.disk", retryable=True)

    before = overrides(hall)
    monkeypatch.setattr(AuditLedger, "append", full)
    journey = hall.walk("lin", identify=Identify.STAFF)
    monkeypatch.undo()
    assert journey.codes[-1] == "staff.unrecorded"
    assert not journey.report.submission_id
    assert overrides(hall) == before


def test_a_wrong_pin_is_told_with_the_tries_left_and_costs_one(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identification, "STAFF_PIN", "000000")
    journey = hall.walk("lin", identify=Identify.STAFF)
    assert journey.codes[-1] == "pcsc.pin_wrong"
    assert not journey.report.submission_id
    assert "还能再试 2 次" in journey.texts("staff_card-problem")
    monkeypatch.undo()
    assert hall.walk("lin", identify=Identify.STAFF).report.outcome == Outcome.ACCEPTED  # its tries are back


def test_the_card_of_a_citizen_is_no_staff_card(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = hall.terminal.backstage.simulation
    monkeypatch.setattr(hands, "lay_staff_card", lambda: hands.lay_social_security_card(PERSONS["lin"]))
    journey = hall.walk("lin", identify=Identify.STAFF)
    assert "staff_card.other_card" in journey.codes
    assert "请换成工作卡" in journey.texts("staff_card-problem")
    assert not journey.report.submission_id

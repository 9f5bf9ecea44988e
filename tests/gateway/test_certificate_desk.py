"""A terminal asks for the certificate of who stands there: theirs, genuine, the same again, and nobody else's."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest

from kiosk.gateway import certificates
from kiosk.gateway.catalogue import publish
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.register import Store
from kiosk.paper.verification import verify_certificate
from kiosk.platform.item import Approval
from kiosk.platform.schema import CertificateIssued, StoredAnswer
from tests.gateway.terminal import CATALOGUE, TERMINAL, Terminal, application, new_id


def ask(terminal: Terminal, submission_id: str, number: str) -> tuple[int, dict[str, object]]:
    path = f"/v1/submissions/{submission_id}/certificate"
    answer = terminal.request("POST", path, json={"identity_number": number})
    return answer.status_code, answer.json()


def test_whoever_applied_gets_it_and_again_the_same(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    given = application(new_id())
    status = StoredAnswer.model_validate_json(terminal.submit(given).content).status
    assert status is not None
    code, answer = ask(terminal, given.id, given.applicant.identity_number)
    assert code == 200
    issued = CertificateIssued.model_validate(answer)
    assert issued.number == status.certificate_number == f"GA-WFZJL-{status.acceptance_number}"
    assert not issued.special
    paths = GatewayPaths(gateway.state_dir)
    pdf = base64.b64decode(issued.pdf)
    assert verify_certificate(pdf, paths.ca_cert.read_bytes(), datetime.now(UTC)).number == issued.number
    assert ask(terminal, given.id, given.applicant.identity_number)[1]["number"] == issued.number
    noted = [json.loads(line) for line in paths.audit.read_text("utf-8").splitlines()]
    mine = [(line["action"], line["reason"]) for line in noted if line["submission_id"] == given.id]
    assert mine == [("certificate", f"asked for at {TERMINAL}")] * 2


def test_nobody_elses_and_none_before_it_is_approved(terminal: Terminal) -> None:
    given = application(new_id())
    terminal.submit(given)
    for submission_id, number in ((given.id, "440304199006189989"), (new_id(), given.applicant.identity_number)):
        code, answer = ask(terminal, submission_id, number)
        assert (code, answer["code"]) == (404, "certificate.unknown")
    waiting = application(new_id(), item_code="WJ-WSXK")
    terminal.submit(waiting)
    code, answer = ask(terminal, waiting.id, waiting.applicant.identity_number)
    assert (code, answer["code"]) == (409, "certificate.not_approved")


def test_printed_later_it_still_is_of_the_day_it_was_issued(store: Store) -> None:
    items = publish(CATALOGUE).items
    given = application(new_id())
    status = {"state": "approved", "acceptance_number": str(given.id)[-12:]}
    row = (given.id, json.dumps(status), 0, given.model_dump_json(), given.applicant.identity_number)
    query = "INSERT INTO submissions (id, status, stored_ms, application, identity_number) VALUES (?, ?, ?, ?, ?)"
    store.change(lambda execute: execute(query, row))
    for today in (date(2026, 11, 22), date(2026, 12, 24)):
        made = store.change(
            lambda execute, today=today: certificates.issue(
                execute, given.id, given.applicant.identity_number, items, today
            )
        )
        assert made.issued_on == date(2026, 11, 22)
    with pytest.raises(certificates.NotIssuable, match="unknown"):
        store.change(lambda execute: certificates.issue(execute, given.id, "somebody", items, date(2026, 11, 22)))


def test_every_item_that_promises_one_has_one() -> None:
    promising = [item for item in publish(CATALOGUE).items.values() if item.certificate]
    assert promising
    assert all(item.approval is Approval.INSTANT for item in promising)
    assert {item.code for item in promising} <= set(certificates.titles())

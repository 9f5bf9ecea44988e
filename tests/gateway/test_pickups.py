"""Orders, claims, stock and custody, over the wire: what two terminals and two persons may and may not take."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.audit import AuditLedger, Record
from kiosk.custody import records, reporting
from kiosk.custody.records import CommandOutcome, DoorWord, Intent, Purpose
from kiosk.custody.state import Custody
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.platform.custody import Conclusion
from tests.gateway.terminal import CATALOGUE, Terminal, key_of, new_id, session_of, session_with, signed

HERE, ELSEWHERE = "KIOSK-0000", "KIOSK-0001"
LIN, CHEN, JI = "440304199006189989", "440303196108049979", "440306194103159984"
ORDER = "QJ-2026-0731"
SEALS = f"{ORDER}-2"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedGateway]:
    orders = CATALOGUE.parents[1] / "kiosk" / "gateway" / "orders.toml"
    options = ("--terminal", ELSEWHERE, "--orders", str(orders))
    folder = tmp_path_factory.mktemp("gateway")
    with EmbeddedGateway(folder, CATALOGUE, terminal_id=HERE, options=options) as running:
        yield running


@pytest.fixture(scope="module")
def here(gateway: EmbeddedGateway) -> Iterator[Terminal]:
    with session_of(gateway) as session:
        document = session.get(gateway.base_url + "/v1/openapi.json", timeout=20).json()
        yield Terminal(gateway.base_url, session, key_of(gateway), document)


@pytest.fixture(scope="module")
def elsewhere(gateway: EmbeddedGateway, here: Terminal) -> Iterator[Terminal]:
    paths = GatewayPaths(gateway.state_dir)
    with session_with(gateway, paths.terminal_cert(ELSEWHERE), paths.terminal_key(ELSEWHERE)) as session:
        yield Terminal(gateway.base_url, session, here.key, here.document)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[AuditLedger]:
    ledger = AuditLedger(tmp_path / "audit")
    yield ledger
    ledger.close()


class Doors:
    """A terminal whose ledger is reported as `kiosk.custody.desk` does it."""

    def __init__(self, ledger: AuditLedger, terminal: Terminal) -> None:
        self.ledger, self.terminal, self.custody = ledger, terminal, Custody()
        self.reports: list[tuple[Record, Conclusion | None]] = []

    def record(self, *entries: Any) -> None:
        for entry in entries:
            record = self.ledger.append(entry)
            self.custody, conclusion = self.custody.conclude(record)
            self.reports.append((record, conclusion))

    def open_and_close(self, intent: Intent) -> None:
        opened = records.commanded(intent, CommandOutcome.OPENED)
        self.record(intent.entry(), opened, records.door(intent.cell, DoorWord.CLOSED, intent))

    def report(self, *order: int) -> list[int]:
        """Send what was recorded since, in this order; gives the answers' statuses."""
        pending, self.reports = self.reports, []
        chosen = [pending[index] for index in order] if order else pending
        return [self.send(*each).status_code for each in chosen]

    def send(self, record: Record, conclusion: Conclusion | None) -> Any:
        made = reporting.report(record, conclusion, HERE)
        body = self.terminal.seal(made.id, made.model_dump_json().encode()).to_bytes()
        return self.terminal.put(made.id, body, "custody")


def waiting(terminal: Terminal, person: str) -> dict[str, Any]:
    answer = terminal.request("POST", "/v1/pickups", json={"identity_number": person})
    return {order["order_number"]: order for order in answer.json()["orders"]}


def claim(terminal: Terminal, order: str, person: str, claim_id: str = "") -> Any:
    asked = {"claim_id": claim_id or new_id(), "identity_number": person}
    return terminal.request("POST", f"/v1/pickups/{order}/claim", json=asked)


def release(terminal: Terminal, order: str, claim_id: str) -> None:
    answer = terminal.request("POST", f"/v1/pickups/{order}/release", json={"claim_id": claim_id})
    assert answer.status_code == 204


def vouchers(terminal: Terminal) -> int:
    return len(terminal.request("GET", "/v1/vouchers").json()["vouchers"])


def state_of(terminal: Terminal, parcel: str) -> tuple[str, str]:
    found = terminal.request("GET", f"/v1/stock/{parcel}").json()["parcel"]
    return found["state"], found["cell"]


def test_a_person_sees_what_waits_wherever_they_ask(here: Terminal, elsewhere: Terminal) -> None:
    for terminal in (here, elsewhere):
        found = waiting(terminal, LIN)
        assert list(found) == ["QJ-2026-0731", "QJ-2026-0752"]
        assert found[ORDER]["terminal_id"] == HERE
        assert [parcel["cell"] for parcel in found[ORDER]["parcels"]] == ["A03", "A04"]
        assert found["QJ-2026-0752"]["terminal_id"] == ""
    assert waiting(here, "11010519491231002X") == {}


def test_a_claim_is_for_one_person_at_one_terminal_until_it_is_released(here: Terminal, elsewhere: Terminal) -> None:
    mine = new_id()
    granted = claim(here, ORDER, LIN, mine)
    assert granted.status_code == 200
    assert [parcel["parcel"] for parcel in granted.json()["parcels"]] == [f"{ORDER}-1", SEALS]
    assert claim(here, ORDER, LIN, mine).status_code == 200
    for terminal, person, claim_id in ((here, CHEN, ""), (elsewhere, LIN, ""), (elsewhere, LIN, mine)):
        refused = claim(terminal, ORDER, person, claim_id)
        assert (refused.status_code, refused.json()["code"]) == (409, "pickup.claimed")
    release(elsewhere, ORDER, mine)  # not theirs to give back
    assert claim(here, ORDER, CHEN).status_code == 409
    release(here, ORDER, mine)
    other = new_id()
    assert claim(here, ORDER, CHEN, other).status_code == 200
    release(here, ORDER, other)
    release(here, ORDER, other)


@pytest.mark.parametrize(
    ("order", "person", "refusal"),
    [
        (ORDER, "11010519491231002X", (404, "pickup.unknown")),
        ("QJ-NONE", LIN, (404, "pickup.unknown")),
        ("QJ-2026-0752", LIN, (409, "pickup.elsewhere")),
        ("QJ-2026-0688", CHEN, (410, "pickup.expired")),
    ],
)
def test_claims_that_nobody_gets(here: Terminal, order: str, person: str, refusal: tuple[int, str]) -> None:
    answer = claim(here, order, person)
    assert (answer.status_code, answer.json()["code"]) == refusal


def test_what_lies_at_one_terminal_cannot_be_claimed_at_another(elsewhere: Terminal) -> None:
    answer = claim(elsewhere, "QJ-2026-0745", CHEN)
    assert (answer.status_code, answer.json()["code"]) == (409, "pickup.elsewhere")


def test_of_many_that_claim_at_the_same_moment_one_gets_it(here: Terminal) -> None:
    ids = [new_id() for _ in range(8)]
    ready = threading.Barrier(len(ids))

    def ask(claim_id: str) -> int:
        ready.wait()
        return claim(here, "QJ-2026-0745", CHEN, claim_id).status_code

    with ThreadPoolExecutor(len(ids)) as pool:
        answers = list(pool.map(ask, ids))
    assert sorted(answers) == [200] + [409] * (len(ids) - 1)
    release(here, "QJ-2026-0745", ids[answers.index(200)])


def test_what_is_stocked_can_be_picked_up_and_what_was_collected_not_again(here: Terminal, ledger: AuditLedger) -> None:
    keys = {"receipt_public_key": "A" * 43 + "=", "wrapping_public_key": "C" * 43 + "="}
    body = json.dumps(keys).encode()
    path = f"/v1/terminals/{HERE}/keys"
    announced = signed(here.key, path, body, {"Content-Type": "application/json"})
    assert here.request("PUT", path, data=body, headers=announced).status_code == 204
    before = vouchers(here)
    assert before == 6  # two persons for two parcels, one for one, twice; what is over has none

    doors = Doors(ledger, here)
    parcel, order = "QJ-2026-0752-1", "QJ-2026-0752"
    found = here.request("GET", f"/v1/stock/{parcel}").json()
    assert (found["order_number"], found["parcel"]["size"], found["parcel"]["state"]) == (order, "S", "expected")
    doors.open_and_close(Intent("A10", Purpose.STOCK, order, parcel, person_tag="a" * 64))
    again = doors.reports[-1]
    assert doors.report() == [201, 201, 201]
    assert state_of(here, parcel) == ("stocked", "A10")
    assert vouchers(here) == before + 1
    assert doors.send(*again).status_code == 409  # the same report sealed anew: the terminal never does that
    assert vouchers(here) == before + 1

    mine = new_id()
    assert claim(here, order, LIN, mine).status_code == 200
    doors.open_and_close(Intent("A10", Purpose.PICKUP, order, parcel, voucher="v", person_tag="b" * 64))
    assert doors.report(2, 0, 1) == [201, 201, 201]
    assert state_of(here, parcel) == ("collected", "")
    assert vouchers(here) == before
    refused = claim(here, order, LIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "pickup.elsewhere")  # the other parcel lies nowhere


def test_a_collection_that_is_told_before_the_stocking_stays(here: Terminal, ledger: AuditLedger) -> None:
    doors = Doors(ledger, here)
    order, parcel = "QJ-2026-0752", "QJ-2026-0752-2"
    for _ in range(20):  # numbers that were not reported yet
        doors.record(records.disputed("Z1"))
    doors.reports = []
    doors.open_and_close(Intent("A11", Purpose.STOCK, order, parcel))
    doors.open_and_close(Intent("A11", Purpose.PICKUP, order, parcel))
    assert doors.report(5, 2, 0, 1, 3, 4) == [201] * 6
    assert state_of(here, parcel) == ("collected", "")


def test_what_is_overdue_is_listed_where_it_lies_until_it_is_taken_back(
    here: Terminal, elsewhere: Terminal, ledger: AuditLedger
) -> None:
    listed = here.request("GET", "/v1/overdue").json()["parcels"]
    assert [(late["order_number"], late["parcel"]["cell"]) for late in listed] == [("QJ-2026-0688", "A08")]
    assert elsewhere.request("GET", "/v1/overdue").json()["parcels"] == []
    doors = Doors(ledger, here)
    for _ in range(60):
        doors.record(records.disputed("Z1"))
    doors.reports = []
    doors.open_and_close(Intent("A08", Purpose.TAKE_BACK, "QJ-2026-0688", "QJ-2026-0688-1"))
    assert doors.report() == [201] * 3
    assert here.request("GET", "/v1/overdue").json()["parcels"] == []
    assert "QJ-2026-0688" not in waiting(here, CHEN)


def handed_in(intent: Intent, word: DoorWord) -> list[Any]:
    return [intent.entry(), records.commanded(intent, CommandOutcome.OPENED), records.door(intent.cell, word, intent)]


def test_an_original_is_owed_until_a_terminal_reports_it_and_then_waits_for_staff(
    here: Terminal, elsewhere: Terminal, ledger: AuditLedger
) -> None:
    order, original = "QJ-2026-0760", "QJ-2026-0760-Y1"
    owed = {
        "original": original,
        "name": {"zh-CN": "旧营业执照正本", "en": "Old business licence, original"},
        "size": "S",
        "ways": ["kept", "shown"],
        "paper_size": "a4",
        "paper_kind": "business_licence",
    }
    assert waiting(elsewhere, JI)[order]["owed"] == [owed]
    doors = Doors(ledger, here)
    for _ in range(90):
        doors.record(records.disputed("Z1"))
    doors.reports = []
    intent = Intent("A12", Purpose.HAND_IN, order, original, person_tag="c" * 64)
    doors.record(*handed_in(intent, DoorWord.CLOSED_VACANT))
    assert doors.report() == [201] * 3
    assert waiting(here, JI)[order]["owed"] == [owed]
    doors.record(*handed_in(intent, DoorWord.CLOSED_OCCUPIED))
    assert doors.report(2, 1, 0) == [201] * 3
    found = waiting(here, JI)[order]
    assert found["owed"] == []
    assert [parcel["parcel"] for parcel in found["parcels"]] == [f"{order}-1"]
    listed = {late["parcel"]["parcel"]: late for late in here.request("GET", "/v1/overdue").json()["parcels"]}
    assert listed[original]["order_number"] == order
    assert (listed[original]["parcel"]["state"], listed[original]["parcel"]["cell"]) == ("handed_in", "A12")
    doors.open_and_close(Intent("A12", Purpose.TAKE_BACK, order, original))
    assert doors.report() == [201] * 3
    fetched = here.request("GET", "/v1/overdue").json()["parcels"]
    assert original not in [late["parcel"]["parcel"] for late in fetched]
    assert waiting(here, JI)[order]["owed"] == []


def test_stock_that_nobody_ordered(here: Terminal) -> None:
    assert here.request("GET", "/v1/stock/NOTHING").status_code == 404
    assert here.request("GET", "/v1/stock/no%20such").status_code == 422

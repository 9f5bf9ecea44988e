"""Staff at the cabinet with their card: put in, taken back, looked into; with a network and without one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from journeying import PERSONS, Hall, assert_left_clean, assert_nothing_personal, queued_at
from picking_up import DOORS, ledger, parcel_at_platform

from config.loader import load
from drivers.pcsc.simulator import PcscSimulator
from drivers.pcsc.virtual_staff import NAME, PIN
from kiosk import audit
from kiosk.app.pickup_visitor import PickupVisitor
from kiosk.app.stock_visitor import BROUGHT, StockVisitor
from kiosk.app.walker import Identify
from kiosk.custody.state import Need
from kiosk.platform.references import Revoked, RevokedKind
from kiosk.services.vouchers import RevocationList
from kiosk.session.model import Step
from ui.touch import wait_until

OPENED = ("command", "opened")
PUT_IN = [("intent.stock", ""), OPENED, ("door", "closed_occupied")]
TAKEN_BACK = [("intent.take_back", ""), OPENED, ("door", "closed_vacant")]
LOOKED_INTO = [("intent.inspect", ""), OPENED, ("door", "closed_vacant"), ("cleared", "empty")]
FORCED = [("door", "open"), ("door", "closed_vacant")]


def force(hall: Hall, cell: str, board: int, lock: int) -> None:
    """Somebody pulls a door open and closes it again."""
    desk, locker = hall.terminal.backstage.desk, hall.terminal.backstage.simulation.locker
    assert locker is not None
    locker.open_door(board, lock)
    assert wait_until(lambda: desk.custody.cell(cell).is_door_open, 60)
    locker.close_door(board, lock)
    assert wait_until(lambda: desk.custody.unsettled.get(cell) is Need.TECHNICIAN, 60)


def all_told(hall: Hall) -> None:
    assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)


def staff_tags(state: Path) -> set[str]:
    """Whom the ledger names for what was done."""
    records = audit.read(state / audit.KEPT_IN)
    return {record.entry.person_tag for record in records if record.entry.kind.startswith("custody.intent.")}


def test_put_in_taken_back_looked_into(fresh: Path, tmp_path: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        force(hall, "A12", 0, 12)
        journey = hall.walk(visitor=StockVisitor, out=tmp_path / "out")
        assert journey.report.outcome == "served"
        assert journey.told == []
        assert PIN not in journey.texts("staff_card-typed")
        all_told(hall)
        assert [parcel_at_platform(fresh, parcel) for parcel in BROUGHT] == [("stocked", "A01"), ("stocked", "B01")]
        assert parcel_at_platform(fresh, "QJ-2026-0688-1") == ("taken_back", "")
    assert ledger(fresh, "A01") == ledger(fresh, "B01") == PUT_IN
    assert ledger(fresh, "A08") == TAKEN_BACK
    assert ledger(fresh, "A12") == [*FORCED, *LOOKED_INTO]
    assert len(staff_tags(fresh)) == 1
    proof = json.loads((tmp_path / "out" / "custody.json").read_text("utf-8"))
    assert {held["parcel"]: held["cell"] for held in proof["platform"]} == {
        "QJ-2026-0688-1": "",
        BROUGHT[0]: "A01",
        BROUGHT[1]: "B01",
    }
    assert [entry["kind"] for entry in proof["ledger"]][-1] == "custody.cleared"
    assert_left_clean(fresh)
    assert_nothing_personal(fresh, [*PERSONS.values()], (PIN, NAME))


@pytest.mark.soak
def test_without_a_network_by_the_code_alone_then_collected(fresh: Path) -> None:
    """The platform binds it to its order as soon as it hears of it, and whom it is for collects it."""
    with Hall(fresh, offline=True, **DOORS) as hall:
        journey = hall.walk(visitor=StockVisitor)
        assert journey.report.outcome == "served"
        assert journey.codes[:2] == ["stock.survey_offline", "stock.by_code_alone"]
    assert ledger(fresh, "A01") == ledger(fresh, "A02") == PUT_IN
    assert queued_at(fresh, channel="custody") == 2 * len(PUT_IN)
    with Hall(fresh, **DOORS) as hall:
        all_told(hall)
        assert wait_until(lambda: parcel_at_platform(fresh, BROUGHT[0]) == ("stocked", "A01"), 60)
        collected = hall.walk("lin", visitor=Collects, identify=Identify.CARD)
        assert collected.report.outcome == "accepted"
        assert collected.submission["application"]["parcels"] == [*BROUGHT]
    assert_left_clean(fresh)


class Collects(PickupVisitor):
    """Comes for what staff put in."""

    order = "QJ-2026-0752"


@pytest.mark.soak
def test_a_cell_without_a_sensor_is_emptied_by_staff_and_on_their_word(tmp_path: Path) -> None:
    """The overdue thing lies in it; by the command, with a cabinet whose settings say so."""
    cells = load("simulated", [], {}).devices.locker.options.cells
    rows = [{**cell.model_dump(), "sensor": cell.id != "A08"} for cell in cells]
    lines = ["{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in row.items()) + " }" for row in rows]
    cabinet = tmp_path / "cabinet.toml"
    cabinet.write_text(f"[devices.locker.options]\ncells = [\n{','.join(lines)}\n]\n", "utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kiosk.cli", "journey", "--journey", "stock", "--config", str(cabinet)]
    done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    proof = json.loads((out / "custody.json").read_text("utf-8"))
    recorded = [(each["kind"], each.get("outcome", "")) for each in proof["ledger"] if each["cell"] == "A08"]
    assert [kind for kind, _ in recorded] == [
        "custody.intent.inspect",
        "custody.command",
        "custody.door",
        "custody.cleared",
    ]
    assert [outcome for _, outcome in recorded][2:] == ["by_word", "empty"]


# ---- who is let in ---------------------------------------------------------------------------------------------------


class WrongPin(StockVisitor):
    pin = "000000"


@pytest.mark.soak
def test_a_pin_that_is_wrong_until_it_is_blocked(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        said = [hall.walk(visitor=WrongPin).codes[-1] for _ in range(3)]
        assert said == ["pcsc.pin_wrong", "pcsc.pin_wrong", "pcsc.pin_blocked"]
        journey = hall.walk(visitor=StockVisitor)
        assert (journey.report.outcome, journey.codes[-1]) == ("staff_refused", "pcsc.pin_blocked")
    assert staff_tags(fresh) == set()
    assert_nothing_personal(fresh, [*PERSONS.values()], (PIN, NAME))


@pytest.mark.soak
def test_who_is_not_on_the_list_or_revoked_is_told_and_opens_nothing(fresh: Path) -> None:
    with Hall(fresh, **DOORS) as hall:
        hall.stage.wait_ready()
        listed = fresh / "staff" / "staff-allowed.txt"
        allowed = listed.read_text("ascii")
        listed.write_text("# nobody\n", "ascii")
        assert refusal(hall) == "pcsc.not_allowed"
        listed.write_text(allowed.replace("confirm stock inspect", "confirm"), "ascii")
        assert refusal(hall) == "pcsc.no_role"
        listed.write_text(allowed, "ascii")
        hall.terminal.references.revocations = RevocationList([Revoked(kind=RevokedKind.STAFF, id=staff_key(hall))])
        assert refusal(hall) == "pcsc.revoked"
    assert staff_tags(fresh) == set()


def refusal(hall: Hall) -> str:
    journey = hall.walk(visitor=StockVisitor)
    assert journey.report.outcome == "staff_refused"
    assert {told.step for told in journey.told} == {Step.STAFF_CARD}
    assert all(told.title for told in journey.told)
    return journey.codes[-1]


def staff_key(hall: Hall) -> str:
    """As the platform's list of revoked staff has it."""
    cards = hall.terminal.backstage.simulation.smart_cards
    assert isinstance(cards, PcscSimulator)
    key = cards._staff._certificate.public_key()
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()

"""`kiosk doctor --device pcsc`, and what becomes of simulated smart cards on a machine without pcscd."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loader import load
from config.persons import load_persons
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.faults import FaultScript
from drivers.pcsc import virtual_service
from kiosk.app.backstage import Backstage
from kiosk.app.belongings import social_security_card_of
from kiosk.app.examinations.examined import Examined
from kiosk.app.examinations.registry import examination
from kiosk.app.panel_hands import PanelHands
from kiosk.app.simulation import Simulation
from kiosk.services.availability import missing_devices
from kiosk.services.catalogue import load_catalogue
from kiosk.session.table import out_of_order

WAIT_S = 60.0


def examined(profile: str, wait_s: float = WAIT_S, **overrides: str) -> Examined:
    settings = load(profile, (), {key.replace("__", "."): value for key, value in overrides.items()}, {})
    return examination("pcsc")(settings, wait_s, lambda words: None)


def test_a_card_is_read_and_shown_masked() -> None:
    found = examined("simulated", simulation__person="ji")
    assert found.well
    assert found.seen["readers"] == "2"
    assert found.seen["card"] == "social_security"
    assert found.seen["name"] == "𠮷**"
    person = load_persons()["ji"]
    said = "\n".join(found.lines())
    for secret in (person.name, person.number, person.birth, social_security_card_of(person).card_number):
        assert secret not in said


def test_what_is_wrong_with_a_card_is_told() -> None:
    """A foreigner's number of the old kind is on no such card."""
    found = examined("simulated", simulation__person="dubois")
    assert (found.code, found.seen["error field"]) == ("pcsc.read_failed", "number")


def test_without_a_service_it_says_so() -> None:
    assert examined("hardware").code == "pcsc.service_gone"


def test_a_terminal_without_readers_says_so() -> None:
    assert examined("hardware", devices__pcsc__driver="").code == "pcsc.none_attached"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virtual_service, "VPCD", Path("/nonexistent/libifdvpcd.so"))


def test_on_a_machine_without_pcscd_the_simulated_terminal_has_no_smart_cards(
    bare_machine: None, tmp_path: Path
) -> None:
    settings = load("simulated", (), {"paths.state_dir": str(tmp_path)}, {})
    backstage = Backstage(settings, FaultScript(), lambda message: None)
    assert backstage.crew.pcsc is None
    assert "social_security" not in PanelHands(backstage.simulation, settings).props()
    assert examined("simulated").code == "pcsc.none_attached"


def test_where_the_service_cannot_be_started_the_other_devices_are_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virtual_service, "programs", lambda: ("/bin/false", "/usr/sbin/pcscd"))
    simulation = Simulation(load("simulated", (), {}, {}), FaultScript())
    simulation.start()
    assert simulation.smart_cards is None
    assert simulation.card_reader is not None
    simulation.stop()


def test_a_terminal_whose_smart_card_service_died_serves_on() -> None:
    lost = {"pcsc": DeviceStatus(DeviceState.NO_DEVICE, "pcsc.service_gone")}
    well = {device: DeviceStatus(DeviceState.ONLINE) for device in ("id_card", "camera", "face", "printer", "platform")}
    catalogue = load_catalogue(load("simulated", (), {}, {}).paths.catalogue_dir)
    assert out_of_order(well | lost) is None
    assert {missing_devices(item, well | lost) for item in catalogue.items} == {()}

"""What the panel's rows do, down to what the reader's driver finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import load
from config.persons import load_persons
from config.settings import Settings
from drivers.contract.smart_card import SocialSecurityCard, StaffCard
from drivers.errors import MediaError
from drivers.faults import FaultScript
from drivers.pcsc.scard import UNKNOWN, Context
from kiosk.app.belongings import card_of, social_security_card_of
from kiosk.app.panel_hands import PanelHands
from kiosk.app.simulation import Simulation
from ui.view_models.simulation import PROPS

PERSONS = load_persons()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load("simulated", (), {"paths.state_dir": str(tmp_path)}, {})


@pytest.fixture
def simulation(settings: Settings) -> Iterator[Simulation]:
    simulation = Simulation(settings, FaultScript())
    simulation.start_card_reader()
    yield simulation
    simulation.stop()


@pytest.fixture
def hands(simulation: Simulation, settings: Settings) -> PanelHands:
    return PanelHands(simulation, settings)


def test_every_row_that_is_offered_has_its_words(hands: PanelHands) -> None:
    assert set(hands.props()) <= set(PROPS)
    things = {"id_card", "eid_qr", "social_security", "staff_card"}
    assert things | {f"{thing}_torn" for thing in things} | {"face", "paper"} <= set(hands.props())


def test_nothing_is_offered_for_real_devices(tmp_path: Path) -> None:
    settings = load("hardware", (), {"paths.state_dir": str(tmp_path)}, {})
    assert not PanelHands(Simulation(settings, FaultScript()), settings).props()


@pytest.mark.parametrize("key", PERSONS)
def test_everybodys_card_is_read_when_it_is_put_down_and_not_when_it_is_taken(
    simulation: Simulation, hands: PanelHands, key: str
) -> None:
    reader = simulation.make_card_reader()
    reader.open()
    hands.put("id_card", key)
    assert reader.find()
    assert reader.read() == card_of(PERSONS[key])
    hands.take("id_card")
    assert not reader.find()
    reader.close()


def test_of_two_cards_none_is_read_until_all_are_taken(simulation: Simulation, hands: PanelHands) -> None:
    reader = simulation.make_card_reader()
    reader.open()
    hands.put("id_card", "lin")
    hands.put("id_card_second", "lin")
    for _ in range(4):
        assert not reader.find()
    with pytest.raises(MediaError) as caught:
        reader.find()
    assert caught.value.code == "id_card.several"
    hands.take("id_card_second")
    assert not reader.find()
    hands.put("id_card", "lin")
    assert reader.find()
    reader.close()


@pytest.fixture
def whole(settings: Settings) -> Iterator[Simulation]:
    simulation = Simulation(settings, FaultScript())
    simulation.start()
    yield simulation
    simulation.stop()


def test_smart_cards_are_put_in_pulled_out_and_torn(whole: Simulation, settings: Settings) -> None:
    hands = PanelHands(whole, settings)
    reader = whole.make_smart_card_reader()
    reader.open()

    def come_of(prop: str) -> SocialSecurityCard | StaffCard | str:
        """What is read of it, or why not; then the slot is empty again."""
        hands.put(prop, "lin")
        try:
            while reader.find() is None:
                pass
            return reader.read()
        except MediaError as error:
            return error.code
        finally:
            hands.take("social_security")
            wait_until_empty()

    assert come_of("social_security") == social_security_card_of(PERSONS["lin"])
    assert come_of("social_security_torn") == "pcsc.removed"
    assert come_of("bank_card") == "pcsc.wrong_kind"
    assert come_of("staff_card_torn") == "pcsc.removed"
    assert isinstance(come_of("staff_card"), StaffCard)
    reader.close()


def wait_until_empty() -> None:
    """Until pcscd has seen the card leave: one that came at once would be swapped in under its eyes."""
    slot, context, state = "Simulated 00 00", Context(), UNKNOWN
    while state is UNKNOWN or state.has_card:
        state = (context.wait({slot: state}, 20) or {})[slot]
    context.release()


def test_a_code_is_shown_whole_and_taken_away_too_soon(whole: Simulation, settings: Settings) -> None:
    hands = PanelHands(whole, settings)
    whole.issue_eid = lambda person: b"EID1." + person.key.encode()
    scanner = whole.make_scanner()
    scanner.open()
    scanner.start()
    hands.put("eid_qr_torn", "lin")
    with pytest.raises(MediaError) as caught:
        scanner.next(20)
    assert caught.value.code == "barcode.unreadable"
    hands.put("eid_qr", "chen")
    assert scanner.next(20) == b"EID1.chen"
    scanner.close()


def test_a_card_torn_away_is_gone_in_the_middle(simulation: Simulation, hands: PanelHands) -> None:
    reader = simulation.make_card_reader()
    reader.open()
    hands.put("id_card_torn", "lin")
    assert reader.find()
    with pytest.raises(MediaError) as caught:
        reader.read()
    assert caught.value.code == "id_card.removed"
    assert not reader.find()
    reader.close()

"""What the panel's rows do, down to what the reader's driver finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import load
from config.persons import load_persons
from drivers.errors import MediaError
from drivers.faults import FaultScript
from kiosk.app.simulation import Simulation, card_of
from ui.view_models.simulation import PROPS

PERSONS = load_persons()


@pytest.fixture
def simulation(tmp_path: Path) -> Iterator[Simulation]:
    simulation = Simulation(load("simulated", (), {"paths.state_dir": str(tmp_path)}, {}), FaultScript())
    simulation.start_card_reader()
    yield simulation
    simulation.stop()


def test_every_row_that_is_offered_has_its_words(simulation: Simulation) -> None:
    assert {"id_card", "id_card_torn", "face", "paper"} <= set(simulation.props()) <= set(PROPS)


def test_nothing_is_offered_for_real_devices(tmp_path: Path) -> None:
    settings = load("hardware", (), {"paths.state_dir": str(tmp_path)}, {})
    assert not Simulation(settings, FaultScript()).props()


@pytest.mark.parametrize("key", PERSONS)
def test_everybodys_card_is_read_when_it_is_put_down_and_not_when_it_is_taken(simulation: Simulation, key: str) -> None:
    reader = simulation.make_card_reader()
    reader.open()
    simulation.put("id_card", key)
    assert reader.find()
    assert reader.read() == card_of(PERSONS[key])
    simulation.take("id_card")
    assert not reader.find()
    reader.close()


def test_a_card_torn_away_is_gone_in_the_middle(simulation: Simulation) -> None:
    reader = simulation.make_card_reader()
    reader.open()
    simulation.put("id_card_torn", "lin")
    assert reader.find()
    with pytest.raises(MediaError) as caught:
        reader.read()
    assert caught.value.code == "id_card.removed"
    assert not reader.find()
    reader.close()

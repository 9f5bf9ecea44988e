"""`kiosk doctor --device id_card`: one card really read, and nothing printed that tells whose it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config.loader import load
from config.persons import load_persons
from drivers.faults import FaultScript
from drivers.id_card.samv_simulator import SamVSimulator
from kiosk.app.belongings import card_of
from kiosk.app.examinations.examined import Examined
from kiosk.app.examinations.id_card import examine
from kiosk.app.examinations.registry import EXAMINATIONS
from kiosk.cli import app

PERSONS = load_persons()


def doctor(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", "--device", "id_card", *arguments])


@pytest.mark.parametrize("key", ["chan", "keller"])
def test_what_was_read_is_said_but_not_whose_it_is(key: str) -> None:
    person = PERSONS[key]
    result = doctor("--json", "--set", f"simulation.person={key}")
    assert result.exit_code == 0
    seen = json.loads(result.stdout)["seen"]
    assert seen["self-test"] == "passed"
    assert seen["baud"] == "115200"
    assert seen["sam id"] == "05.01-20260101-0000000001-0000000001"
    assert seen["card"] == person.kind
    assert seen["portrait"] == "decoded, a face found"
    for secret in (person.name, person.number, person.address or "?", person.latin_name or "?", person.birth):
        assert secret not in result.output


@pytest.fixture
def attached() -> Iterator[SamVSimulator]:
    """A reader on a line, as on a terminal with real devices."""
    simulator = SamVSimulator(FaultScript(), pace=False)
    simulator.start()
    yield simulator
    simulator.stop()


def test_on_a_real_line_somebody_is_asked_to_lay_a_card_down(attached: SamVSimulator, tmp_path: Path) -> None:
    settings = load(
        "hardware", (), {"devices.id_card.options.port": attached.port, "paths.state_dir": str(tmp_path)}, {}
    )
    said: list[str] = []

    def lay(words: str) -> None:
        said.append(words)
        attached.lay(card_of(PERSONS["lin"]))

    examined = examine(settings, 20, lay)
    assert examined.well
    assert "within 20 s" in said[0]
    assert examined.seen["portrait"].startswith("face.portrait_undecodable"), "no vendor's decoder is here"


def test_without_a_card_it_says_so_after_the_time_given(attached: SamVSimulator) -> None:
    result = doctor("--profile", "hardware", "--set", f"devices.id_card.options.port={attached.port}", "--wait", "0.1")
    assert result.exit_code == 1
    assert "within 0.1 s" in result.output
    assert result.output.strip().endswith("id_card.no_card")


def test_a_reader_that_is_not_there(tmp_path: Path) -> None:
    result = doctor("--profile", "hardware", "--set", f"devices.id_card.options.port={tmp_path / 'none'}")
    assert result.exit_code == 1
    lines = [line.split(maxsplit=1) for line in result.output.strip().splitlines()]
    assert lines[-1] == ["id_card.missing"]
    assert ["at", str(tmp_path / "none")] in lines
    assert "No such file or directory" in result.output
    assert "docs/devices/id_card.md" in result.output


def test_every_device_has_a_page_that_explains_its_codes() -> None:
    for device in EXAMINATIONS:
        (page,) = (line.split()[-1] for line in Examined(device, "code").lines() if line.startswith("explained in"))
        assert (Path(__file__).parents[2] / page).is_file()


def test_a_device_that_cannot_be_examined() -> None:
    result = CliRunner().invoke(app, ["doctor", "--device", "toaster"])
    assert result.exit_code == 2
    assert "id_card" in result.output

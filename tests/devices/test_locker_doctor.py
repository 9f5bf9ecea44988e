"""`kiosk doctor --device locker`: boards, codec, cells and doors are told; nothing real is unlocked."""

from __future__ import annotations

from pathlib import Path

from config.loader import load
from config.settings import Settings
from drivers.contract.device import DeviceState
from drivers.faults import Fault, FaultScript, Kind
from drivers.locker.board_simulator import BoardSimulator
from kiosk.app.examinations.registry import examination
from kiosk.app.simulation import Simulation


def settings_of(profile: str, state: Path, **overrides: str) -> Settings:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    return load(profile, (), {"paths.state_dir": str(state), **pairs}, {})


def test_the_simulated_cabinet_is_told_board_by_board(tmp_path: Path) -> None:
    found = examination("locker")(settings_of("simulated", tmp_path), 1.0, print)
    assert found.well
    assert found.seen["codec"] == "cu16"
    assert found.seen["board 0"] == "12 locks, 12 cells: 12 closed"
    assert found.seen["board 1"] == "8 locks, 8 cells: 8 closed"
    assert found.seen["size S"] == "12 of 400 × 90 × 500 mm"
    assert found.seen["cell A01"].startswith("opened in ")
    assert found.seen["cell A01"].endswith(", then closed")


def test_a_terminal_without_a_cabinet(tmp_path: Path) -> None:
    settings = settings_of("simulated", tmp_path, devices__locker__driver="", devices__locker__simulate="false")
    assert examination("locker")(settings, 0.1, print).code == "locker.none"


def test_a_cabinet_that_is_not_there(tmp_path: Path) -> None:
    settings = settings_of(
        "hardware",
        tmp_path,
        devices__locker__driver="locker.serial",
        devices__locker__options__port=str(tmp_path / "none"),
    )
    assert examination("locker")(settings, 0.1, print).code == "locker.missing"


def test_real_doors_are_watched_and_never_unlocked(tmp_path: Path) -> None:
    """The cabinet is real to the examination: it only has the boards' port."""
    boards = [board.model_dump() for board in load("hardware", (), {}, {}).devices.locker.options.boards]
    simulator = BoardSimulator(FaultScript([Fault("locker", Kind.FORCED, "poll", value=3, skip=4)]), "cu16", boards)  # pyright: ignore[reportArgumentType]
    simulator.start()
    settings = settings_of(
        "hardware",
        tmp_path,
        devices__locker__driver="locker.serial",
        devices__locker__options__port=simulator.port,
    )
    told: list[str] = []
    found = examination("locker")(settings, 0.5, told.append)
    simulator.stop()
    assert "key" in told[0]
    assert found.seen["moved"] in ("A03", "B03")
    assert found.code == "locker.forced"
    assert simulator.fired == []


def test_simulated_hands_reach_the_doors(tmp_path: Path) -> None:
    simulation = Simulation(settings_of("simulated", tmp_path), FaultScript())
    simulation.start_locker()
    locker = simulation.make_locker()
    locker.open()
    try:
        simulation.lay_into("B02")
        assert locker.door("B02").occupied
        simulation.force_door()
        locker.doors()
        assert locker.status().state is DeviceState.ONLINE
        assert locker.known["A01"].forced
        simulation.close_doors()
        assert not locker.door("A01").forced
    finally:
        locker.close()
        simulation.stop()

"""A cabinet's settings: the driver's parameters, and what does not go together is refused with its key."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path
from typing import Any

import pytest

import config
from config.errors import ConfigError
from config.loader import load
from config.locker import ADDRESSES, LOCKS_MOST, LockerOptions
from drivers.locker.codec import Items, Unlock
from drivers.locker.codecs import NAMES, WITH_ITEMS, make_codec
from drivers.locker.serial_locker import SerialLocker

DEFAULTS: dict[str, Any] = tomllib.loads((Path(config.__file__).parent / "defaults.toml").read_text("utf-8"))
OPTIONS: dict[str, Any] = DEFAULTS["devices"]["locker"]["options"]


def problems(tmp_path: Path, options: str) -> set[tuple[str, str]]:
    """Key and what is allowed, of everything that is refused with these lines over the simulated profile."""
    file = tmp_path / "kiosk.toml"
    file.write_text(f"[devices.locker.options]\n{options}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load("simulated", [file], {}, {})
    return {(problem.key.removeprefix("devices.locker.options."), problem.allowed) for problem in caught.value.problems}


def cell(**change: object) -> str:
    entry = {"id": "A01", "board": 0, "lock": 1, "size": "S", "column": 1, "row": 1, "sensor": True, **change}
    fields = (
        f"{key} = {str(value).lower() if isinstance(value, bool | int) else repr(value)}"
        for key, value in entry.items()
    )
    return "{ " + ", ".join(fields) + " }"


def test_every_option_is_a_parameter_of_the_driver() -> None:
    parameters = inspect.signature(SerialLocker).parameters
    assert set(LockerOptions.model_fields) == set(parameters) - {"monotonic"}
    assert {name: OPTIONS[name] for name, p in parameters.items() if isinstance(p.default, float)} == {
        name: p.default for name, p in parameters.items() if isinstance(p.default, float)
    }


def test_the_demo_cabinet_has_cells_of_three_sizes_on_two_boards() -> None:
    options = load("simulated", (), {}, {}).devices.locker.options
    assert (len(options.boards), len(options.cells), len(options.sizes)) == (2, 20, 3)


def test_a_terminal_without_a_cabinet_needs_nothing() -> None:
    assert load("hardware", (), {}, {}).devices.locker.driver == ""


def test_a_cell_without_a_board_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, f"cells = [{cell(board=7)}]") == {("cells.0.board", "the address of one of the boards")}


@pytest.mark.parametrize(
    ("second", "key"),
    [
        ({"id": "A01", "lock": 2, "row": 2}, "cells.1.id"),
        ({"id": "A02", "lock": 1, "row": 2}, "cells.1.lock"),
        ({"id": "A02", "lock": 2, "row": 1}, "cells.1.row"),
        ({"id": "A02", "lock": 13, "row": 2}, "cells.1.lock"),
        ({"id": "A02", "lock": 2, "row": 2, "size": "XL"}, "cells.1.size"),
    ],
)
def test_two_cells_that_do_not_go_together(tmp_path: Path, second: dict[str, object], key: str) -> None:
    assert {name for name, _ in problems(tmp_path, f"cells = [{cell()}, {cell(**second)}]")} == {key}


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ("late_s = 1.0", "late_s"),
        ("cells = []", "cells"),
        ('codec = "8a"', "boards.0.address"),
        ('codec = "winnsen"', "boards.1.items"),
        ("quiet_s = 0", "quiet_s"),
    ],
)
def test_what_does_not_go_together_is_named(tmp_path: Path, lines: str, key: str) -> None:
    assert key in {name for name, _ in problems(tmp_path, lines)}


def test_a_real_cabinet_needs_a_port() -> None:
    with pytest.raises(ConfigError) as caught:
        load("hardware", (), {"devices.locker.driver": "locker.serial"}, {})
    assert [problem.key for problem in caught.value.problems] == ["devices.locker.options.port"]


@pytest.mark.parametrize("name", NAMES)
def test_the_addresses_and_locks_that_settings_allow_fit_the_wire(name: str) -> None:
    for board in (ADDRESSES[name][0], ADDRESSES[name][-1]):
        codec = make_codec(name, board, LOCKS_MOST[name], turned=False, items=Items.NONE, pulse_s=0.0)
        question = Unlock(board, LOCKS_MOST[name])
        assert codec.decode_question(codec.encode_question(question))[1] == question


def test_the_settings_know_every_protocol() -> None:
    assert set(ADDRESSES) == set(LOCKS_MOST) == set(NAMES)
    assert set(WITH_ITEMS) <= set(NAMES)

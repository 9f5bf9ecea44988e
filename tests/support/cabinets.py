"""A cabinet of two boards on a pseudo terminal, for tests of lockers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from drivers.contract.locker import Locker, OpenCell, OpenResult
from drivers.faults import Fault, FaultScript, Kind
from drivers.locker.board_simulator import BoardSimulator
from drivers.locker.cabinet import BoardEntry, CellEntry, SizeEntry
from drivers.registry import create

BAUD = {"8a": 9600, "cu16": 19200, "cu48": 19200, "winnsen": 9600, "modbus": 9600}
SIZES: dict[str, SizeEntry] = {
    "S": {"width_mm": 400, "height_mm": 100, "depth_mm": 500},
    "L": {"width_mm": 450, "height_mm": 300, "depth_mm": 500},
}
BOARDS: list[BoardEntry] = [
    {"address": 1, "locks": 12, "turned": False, "items": "none"},
    {"address": 2, "locks": 4, "turned": True, "items": "none"},
]
PATIENT_S: dict[str, float] = {"quiet_s": 0.005, "timeout_s": 8.0, "late_s": 9.0, "confirm_s": 0.15}
"""Boards that answer may take their time."""
HASTY_S: dict[str, float] = {**PATIENT_S, "timeout_s": 0.15, "late_s": 0.26}
"""For answers that never come: a patience that a test can wait for."""


def cells_of(boards: list[BoardEntry], *, without_sensor: tuple[str, ...] = ()) -> list[CellEntry]:
    """A cell on every lock: `A1`, `A2` … on the first board, `B1` … on the second; a column for each board."""
    return [
        {
            "id": (cell := f"{chr(ord('A') + at)}{lock}"),
            "board": board["address"],
            "lock": lock,
            "size": "S" if at == 0 else "L",
            "column": at + 1,
            "row": lock,
            "sensor": cell not in without_sensor,
        }
        for at, board in enumerate(boards)
        for lock in range(1, board["locks"] + 1)
    ]


@dataclass
class CabinetRig:
    """A locker, the boards behind it, and the hand at its doors."""

    locker: Locker
    simulator: BoardSimulator
    faults: FaultScript
    commands: int = 0
    options: dict[str, object] = field(default_factory=dict[str, object])

    def strike(self, kind: Kind, on: str, **more: float) -> None:
        self.faults.add(Fault("locker", kind, on, **more))  # pyright: ignore[reportArgumentType]

    def open(self, cell: str, command_id: str = "") -> OpenResult:
        self.commands += 1
        return self.locker.open_cell(OpenCell(cell, command_id or f"c{self.commands}"))


@contextlib.contextmanager
def cabinet_rig(
    codec: str,
    *,
    boards: list[BoardEntry] | None = None,
    without_sensor: tuple[str, ...] = (),
    faults: FaultScript | None = None,
    monotonic: Callable[[], float] | None = None,
    opened: bool = True,
    absent: tuple[int, ...] = (),
    simulated: dict[str, object] | None = None,
    **options: object,
) -> Iterator[CabinetRig]:
    boards = boards if boards is not None else BOARDS
    faults = faults or FaultScript()
    present = [board for board in boards if board["address"] not in absent]
    simulator = BoardSimulator(faults, codec, present, **(simulated or {}))  # pyright: ignore[reportArgumentType]
    simulator.start()
    asked: dict[str, object] = {
        "port": simulator.port,
        "codec": codec,
        "baud": BAUD[codec],
        "boards": boards,
        "cells": cells_of(boards, without_sensor=without_sensor),
        "sizes": SIZES,
        **PATIENT_S,
        **options,
    }
    if monotonic is not None:
        asked["monotonic"] = monotonic
    locker = cast("Locker", create("locker.serial", asked))
    try:
        if opened:
            locker.open()
        yield CabinetRig(locker, simulator, faults, options=asked)
    finally:
        locker.close()
        simulator.stop()

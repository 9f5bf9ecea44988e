"""`kiosk doctor --device locker`: how every board and every door is.

Nothing real is unlocked, for somebody's papers lie inside; a simulated door is opened and closed, as by a visitor.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import groupby

from config.settings import Settings
from drivers.contract.locker import Cell, Door, DoorState, Locker, OpenCell
from drivers.errors import DeviceError
from drivers.faults import FaultScript
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.simulation import Simulation

DEVICE = "locker"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Ask every board. `locker.none` where the settings name no cabinet; else what `status` has to complain about.

    `wait_s`: how long a technician has to open and close a door with its key.
    """
    device = settings.devices.locker
    if not device.driver:
        return Examined(DEVICE, "locker.none")
    options = device.options
    seen = {"driver": device.driver, "codec": options.codec, "speed": f"{options.baud} bit/s"}
    simulation = Simulation(settings, FaultScript())
    simulation.start_locker()
    try:
        locker = simulation.make_locker()
        try:
            locker.open()
            seen |= _boards(settings, locker.doors())
            seen |= _sizes(locker.capabilities.cells)
            seen |= _try(locker, simulation) if simulation.locker is not None else _watch(locker, wait_s, say)
            code = _complaint(locker, len(options.boards))
        finally:
            locker.close()
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        simulation.stop()
    return Examined(DEVICE, code, seen)


def _boards(settings: Settings, doors: Mapping[str, Door]) -> dict[str, str]:
    """One line for each board, one for each of its doors that is not simply closed."""
    seen: dict[str, str] = {}
    options = settings.devices.locker.options
    for board in options.boards:
        cells = [cell.id for cell in options.cells if cell.board == board.address]
        count = {state: sum(doors[cell].state is state for cell in cells) for state in DoorState}
        said = ", ".join(f"{number} {state.value}" for state, number in count.items() if number)
        seen[f"board {board.address}"] = f"{board.locks} locks, {len(cells)} cells: {said}"
        inside = [cell for cell in cells if doors[cell].occupied]
        if inside:
            seen[f"board {board.address} occupied"] = " ".join(inside)
    seen |= {f"door {cell}": door.state.value for cell, door in doors.items() if door.state is not DoorState.CLOSED}
    return seen


def _sizes(cells: Iterable[Cell]) -> dict[str, str]:
    by_size = sorted(cells, key=lambda cell: cell.size)
    return {
        f"size {size}": f"{len(same)} of {same[0].width_mm} × {same[0].height_mm} × {same[0].depth_mm} mm"
        for size, group in groupby(by_size, key=lambda cell: cell.size)
        for same in [list(group)]
    }


def _try(locker: Locker, simulation: Simulation) -> dict[str, str]:
    """Open the first cell, and close it."""
    cell = locker.capabilities.cells[0].id
    began_s = time.monotonic()
    result = locker.open_cell(OpenCell(cell, "doctor"))
    took_ms = (time.monotonic() - began_s) * 1000
    simulation.close_doors()
    after = locker.door(cell).state.value
    return {f"cell {cell}": f"{result.outcome.value} {result.code}".strip() + f" in {took_ms:.0f} ms, then {after}"}


def _watch(locker: Locker, wait_s: float, say: Say) -> dict[str, str]:
    """Which doors a technician opens and closes meanwhile; over once one was, and all are as before."""
    say(f"Open and close a door with its key within {wait_s:g} s: its number has to show.")
    first = locker.known
    moved: set[str] = set()
    until_s = time.monotonic() + wait_s
    while time.monotonic() < until_s:
        locker.status()
        now = locker.known
        away = {cell for cell in now if now[cell].state is not first[cell].state}
        moved |= away
        if moved and not away:
            break
    return {"moved": " ".join(sorted(moved)) or "none"}


def _complaint(locker: Locker, boards: int) -> str:
    """A status is one board's poll: after a round of them every one has been heard."""
    return [locker.status().code for _ in range(boards)][-1]

"""Settings of a cabinet with electric locks: boards, cells, and where the cells are."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from config.section import Seconds, Section, number

ADDRESSES: dict[str, range] = {
    "8a": range(1, 100),
    "cu16": range(16),
    "cu48": range(256),
    "winnsen": range(1, 256),
    "modbus": range(1, 248),
}
"""What boards of each kind can be set to."""

LOCKS_MOST: dict[str, int] = {"8a": 64, "cu16": 16, "cu48": 48, "winnsen": 16, "modbus": 64}

Millimetres = Annotated[int, Field(ge=10, le=3000)]


class LockerBoard(Section):
    address: int = Field(ge=0, le=255, description="what its switches say")
    locks: int = Field(ge=1, le=64, description="how many of its locks are used, from the first one on")
    turned: bool = Field(description="its door sensors are wired the other way round")
    items: Literal["none", "normal", "turned"] = Field(
        description="sensors for what lies inside, which cu16 and modbus boards can have; turned = on means empty"
    )


class LockerSize(Section):
    width_mm: Millimetres = Field(description="width of its door")
    height_mm: Millimetres = Field(description="height of its door")
    depth_mm: Millimetres = Field(description="how deep it is")


class LockerCell(Section):
    id: str = Field(pattern=r"^[A-Z0-9]{1,6}$", description="what stands on its door")
    board: int = Field(ge=0, le=255, description="address of its board")
    lock: int = Field(ge=1, le=64, description="its lock on that board, from 1")
    size: str = Field(description="one of the sizes")
    column: int = Field(ge=1, le=64, description="column of the cabinet, from the left")
    row: int = Field(ge=1, le=64, description="place in its column, from the top")
    sensor: bool = Field(description="whether its door has a sensor")


class LockerOptions(Section):
    port: str = Field(description="serial port of the boards; simulated boards bring their own")
    codec: Literal["8a", "cu16", "cu48", "winnsen", "modbus"] = Field(description="what the boards speak")
    baud: Annotated[Literal[115200, 57600, 38400, 19200, 9600], BeforeValidator(number)] = Field(
        description="speed of the line, bit/s: 9600 for 8a and winnsen, 19200 for cu16 and cu48 as delivered"
    )
    boards: tuple[LockerBoard, ...] = Field(max_length=8, description="the boards on the line")
    cells: tuple[LockerCell, ...] = Field(max_length=384, description="the cells, each on a lock of a board")
    sizes: dict[str, LockerSize] = Field(description="what sizes of cells there are, by name")
    quiet_s: Seconds = Field(description="silence on the line before a question")
    timeout_s: Seconds = Field(description="how long a board may take for an answer")
    late_s: Seconds = Field(description="how long after a question that was given up its answer may still come")
    confirm_s: Seconds = Field(description="how long a door may take to open until it counts as jammed")
    expected_s: Seconds = Field(description="how long after an unlock its door may open without being forced")
    left_open_after_s: Seconds = Field(description="how long a door may stand open")
    pulse_s: float = Field(ge=0, le=5, description="modbus: current on a lock; 0 = the board lets go by itself")


class LockerDevice(Section):
    driver: Literal["", "locker.serial"] = Field(description='driver of the cabinet; "" = the terminal has none')
    simulate: bool = Field(description="let simulated boards answer on the driver's own wire")
    poll_every_s: Seconds = Field(description="each board is asked for its doors this often")
    options: LockerOptions


def contradictions_of_locker(device: LockerDevice) -> Iterator[tuple[str, object, str]]:
    """As `config.settings.contradictions`."""
    if not device.driver:
        if device.simulate:
            yield "devices.locker.driver", device.driver, "locker.serial, whose wire the simulator speaks"
        return
    options, key = device.options, "devices.locker.options"
    if not device.simulate and not options.port:
        yield f"{key}.port", options.port, "a value, since the device is not simulated"
    if options.late_s <= options.timeout_s:
        yield f"{key}.late_s", options.late_s, f"more than timeout_s ({options.timeout_s:g})"
    for name, entries in (("boards", options.boards), ("cells", options.cells)):
        if not entries:
            yield f"{key}.{name}", "", "at least one"
    yield from _of_boards(options, f"{key}.boards")
    yield from _of_cells(options, f"{key}.cells")


def _of_boards(options: LockerOptions, key: str) -> Iterator[tuple[str, object, str]]:
    addresses, most = ADDRESSES[options.codec], LOCKS_MOST[options.codec]
    for at, board in enumerate(options.boards):
        if board.address not in addresses:
            yield f"{key}.{at}.address", board.address, f"{addresses[0]} to {addresses[-1]} for {options.codec}"
        if board.locks > most:
            yield f"{key}.{at}.locks", board.locks, f"at most {most} for {options.codec}"
        if board.items != "none" and options.codec not in ("cu16", "modbus"):
            yield f"{key}.{at}.items", board.items, f"none for {options.codec}"
        if board.address in {other.address for other in options.boards[:at]}:
            yield f"{key}.{at}.address", board.address, "an address of its own"


def _of_cells(options: LockerOptions, key: str) -> Iterator[tuple[str, object, str]]:
    locks = {board.address: board.locks for board in options.boards}
    for at, cell in enumerate(options.cells):
        before = options.cells[:at]
        if cell.board not in locks:
            yield f"{key}.{at}.board", cell.board, "the address of one of the boards"
        elif cell.lock > locks[cell.board]:
            yield f"{key}.{at}.lock", cell.lock, f"at most {locks[cell.board]} on board {cell.board}"
        if cell.size not in options.sizes:
            yield f"{key}.{at}.size", cell.size, f"one of {', '.join(options.sizes)}"
        if cell.id in {other.id for other in before}:
            yield f"{key}.{at}.id", cell.id, "an id of its own"
        if (cell.board, cell.lock) in {(other.board, other.lock) for other in before}:
            yield f"{key}.{at}.lock", cell.lock, "a lock of its own"
        if (cell.column, cell.row) in {(other.column, other.row) for other in before}:
            yield f"{key}.{at}.row", cell.row, "a place of its own"

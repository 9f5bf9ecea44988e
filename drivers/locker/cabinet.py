"""A cabinet as the settings describe it: which cell hangs on which lock of which board, and where its door is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from drivers.contract.locker import Cell
from drivers.errors import DeviceError
from drivers.locker.codec import Codec, Items
from drivers.locker.codecs import make_codec


class BoardEntry(TypedDict):
    """`turned`: the door sensors are wired the other way round. `items`: `drivers.locker.codec.Items`."""

    address: int
    locks: int
    turned: bool
    items: str


class CellEntry(TypedDict):
    """`column` and `row` count from 1 at the upper left; the cells of a column stand below each other."""

    id: str
    board: int
    lock: int
    size: str
    column: int
    row: int
    sensor: bool


class SizeEntry(TypedDict):
    width_mm: int
    height_mm: int
    depth_mm: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell hangs on the wire."""

    board: int
    lock: int


class Cabinet:
    """Raises DeviceError `locker.layout` (data `cell`, `why`) for cells that cannot be as they are said to be."""

    def __init__(
        self,
        codec: str,
        boards: Sequence[BoardEntry],
        cells: Sequence[CellEntry],
        sizes: Mapping[str, SizeEntry],
        pulse_s: float,
    ) -> None:
        self.boards: dict[int, Codec] = {board["address"]: codec_for(codec, board, pulse_s) for board in boards}
        self.places = {cell["id"]: Place(cell["board"], cell["lock"]) for cell in cells}
        self.cell_at = {place: cell for cell, place in self.places.items()}
        self._check(cells, sizes)
        with_items = {board["address"] for board in boards if Items(board["items"]) is not Items.NONE}
        self.cells = _laid_out(cells, sizes, with_items)
        self.with_sensor = frozenset(cell.id for cell in self.cells if cell.has_sensor)

    def codec_of(self, cell: str) -> Codec:
        return self.boards[self.places[cell].board]

    def on(self, board: int) -> tuple[str, ...]:
        """The cells of one board."""
        return tuple(cell for cell, place in self.places.items() if place.board == board)

    def _check(self, cells: Sequence[CellEntry], sizes: Mapping[str, SizeEntry]) -> None:
        for cell in cells:
            board = self.boards.get(cell["board"])
            if board is None:
                raise _unfit(cell, "board")
            if not 1 <= cell["lock"] <= board.locks:
                raise _unfit(cell, "lock")
            if cell["size"] not in sizes:
                raise _unfit(cell, "size")
            if self.cell_at[self.places[cell["id"]]] != cell["id"]:
                raise _unfit(cell, "lock_taken")
        if len(self.places) != len(cells):
            raise DeviceError("locker.layout", retryable=False, data={"why": "id_taken"})


def _unfit(cell: CellEntry, why: str) -> DeviceError:
    return DeviceError("locker.layout", retryable=False, data={"cell": cell["id"], "why": why})


def codec_for(codec: str, board: BoardEntry, pulse_s: float = 0.0) -> Codec:
    """What that board speaks. Raises as `make_codec`."""
    items = Items(board["items"])
    return make_codec(codec, board["address"], board["locks"], turned=board["turned"], items=items, pulse_s=pulse_s)


def _laid_out(
    cells: Sequence[CellEntry], sizes: Mapping[str, SizeEntry], with_items: Collection[int]
) -> tuple[Cell, ...]:
    """A column is as wide as its widest cell; cells hang below each other without gaps."""
    widths: dict[int, int] = {}
    for cell in cells:
        widths[cell["column"]] = max(widths.get(cell["column"], 0), sizes[cell["size"]]["width_mm"])
    return tuple(
        Cell(
            id=cell["id"],
            size=cell["size"],
            width_mm=sizes[cell["size"]]["width_mm"],
            height_mm=sizes[cell["size"]]["height_mm"],
            depth_mm=sizes[cell["size"]]["depth_mm"],
            left_mm=sum(width for column, width in widths.items() if column < cell["column"]),
            top_mm=sum(
                sizes[above["size"]]["height_mm"]
                for above in cells
                if above["column"] == cell["column"] and above["row"] < cell["row"]
            ),
            has_sensor=cell["sensor"],
            has_item_sensor=cell["board"] in with_items,
        )
        for cell in cells
    )

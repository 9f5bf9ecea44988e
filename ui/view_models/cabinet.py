"""The cabinet as it is drawn: doors where they are, and where the terminal stands between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drivers.contract.value import Value

TERMINAL_WIDTH_MM = 620
"""Of the gap that a column number left out stands for."""


class Box(Value):
    """A rectangle of the drawing, in millimetres from the cabinet's upper left."""

    left_mm: int
    top_mm: int
    width_mm: int
    height_mm: int


class Drawing(Value):
    """`doors` by what stands on them; `terminal` None where the cabinet has no gap for it. `columns` from the left,
    each with its doors from the top."""

    width_mm: int
    height_mm: int
    doors: Mapping[str, Box]
    terminal: Box | None
    columns: tuple[tuple[str, ...], ...]

    def place(self, cell: str) -> tuple[int, int]:
        """How many columns to the right of the terminal (left: negative), and which from the top, from 1."""
        box = self.doors[cell]
        column = next(names for names in self.columns if cell in names)
        if self.terminal is None:
            return self.columns.index(column) + 1, column.index(cell) + 1
        left = [names for names in self.columns if self.doors[names[0]].left_mm < self.terminal.left_mm]
        index = self.columns.index(column)
        side = index - len(left) if box.left_mm < self.terminal.left_mm else index - len(left) + 1
        return side, column.index(cell) + 1


def draw(cells: Sequence[Mapping[str, Any]], sizes: Mapping[str, Mapping[str, int]]) -> Drawing:
    """Lay the cells out as the settings place them (`drivers.locker.cabinet.CellEntry`): columns side by side, a column
    number that no cell has is where the terminal stands."""
    numbers = sorted({int(cell["column"]) for cell in cells})
    doors: dict[str, Box] = {}
    columns: list[tuple[str, ...]] = []
    gap: tuple[int, int] | None = None
    left_mm = height_mm = 0
    for number in range(numbers[0], numbers[-1] + 1) if numbers else ():
        column = sorted((cell for cell in cells if cell["column"] == number), key=lambda cell: int(cell["row"]))
        width_mm = max((sizes[cell["size"]]["width_mm"] for cell in column), default=TERMINAL_WIDTH_MM)
        top_mm = 0
        for cell in column:
            size = sizes[cell["size"]]
            doors[cell["id"]] = Box(left_mm, top_mm, width_mm, size["height_mm"])
            top_mm += size["height_mm"]
        if column:
            columns.append(tuple(cell["id"] for cell in column))
        elif gap is None:
            gap = (left_mm, width_mm)
        height_mm = max(height_mm, top_mm)
        left_mm += width_mm
    terminal = Box(gap[0], 0, gap[1], height_mm) if gap else None
    return Drawing(left_mm, height_mm, doors, terminal, tuple(columns))

"""A measured number, and how the parts of the bench hand theirs over."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of build/bench.json. `how` says in a sentence how it was measured."""

    name: str
    value: float
    unit: str
    limit: float
    how: str
    better: Literal["lower", "higher"] = "lower"

    @property
    def met(self) -> bool:
        return self.value <= self.limit if self.better == "lower" else self.value >= self.limit


def hand_over(figures: Sequence[Figure]) -> None:
    """Write the figures to standard output, where `__main__` reads them."""
    json.dump([asdict(figure) for figure in figures], sys.stdout, ensure_ascii=False)


def processor_s(process_id: int | None) -> float:
    """Processor time that a process has had, by its clock (`clock_getcpuclockid`); neighbours do not lengthen it."""
    assert process_id is not None
    return time.clock_gettime((~process_id << 3) | 2)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` (0 … 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(part * 1000) // 1000) - 1)]

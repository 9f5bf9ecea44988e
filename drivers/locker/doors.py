"""What is known of every door over time, from what the sensors say and from what was asked. Pure: the time is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from drivers.contract.locker import Door, DoorState


@dataclass(frozen=True, slots=True)
class _Seen:
    closed: bool | None = None
    """What its sensor said last; None: nothing yet."""
    since_s: float = float("-inf")
    lost: bool = False
    """It says nothing any more."""
    forced: bool = False
    occupied: bool | None = None
    expected_until_s: float = float("-inf")
    """Until then an opening is the one that was asked for."""

    @property
    def state(self) -> DoorState:
        if self.lost or self.closed is None:
            return DoorState.UNKNOWN
        return DoorState.CLOSED if self.closed else DoorState.OPEN


class Doors:
    """What the sensors' words add up to.

    Args:
        cells: all of them.
        expected_s: how long after an unlock its opening may come.
        left_open_after_s: how long a door may stand open.
    """

    def __init__(self, cells: Iterable[str], *, expected_s: float, left_open_after_s: float) -> None:
        self._expected_s = expected_s
        self._left_open_after_s = left_open_after_s
        self._seen = {cell: _Seen() for cell in cells}

    def expect(self, cell: str, now_s: float) -> None:
        """It was asked to open."""
        self._seen[cell] = replace(self._seen[cell], expected_until_s=now_s + self._expected_s)

    def expect_no_more(self, cell: str) -> None:
        """It was not asked after all."""
        self._seen[cell] = replace(self._seen[cell], expected_until_s=float("-inf"))

    def observe(self, closed: Mapping[str, bool], now_s: float) -> tuple[str, ...]:
        """What sensors say now; the cells that opened although nobody had asked them to."""
        return tuple(cell for cell, is_closed in closed.items() if self._see(cell, is_closed, now_s))

    def note_items(self, occupied: Mapping[str, bool]) -> None:
        """What the sensors inside say now."""
        for cell, is_occupied in occupied.items():
            self._seen[cell] = replace(self._seen[cell], occupied=is_occupied)

    def lose(self, cells: Iterable[str]) -> None:
        """Nobody says any more how these are; what they were is remembered, so that one forced meanwhile is noticed."""
        for cell in cells:
            self._seen[cell] = replace(self._seen[cell], lost=True, occupied=None)

    def state(self, cell: str) -> DoorState:
        return self._seen[cell].state

    def at(self, now_s: float) -> Mapping[str, Door]:
        return {
            cell: Door(
                seen.state,
                seen.since_s,
                forced=seen.forced,
                left_open=seen.closed is False and now_s - seen.since_s >= self._left_open_after_s,
                occupied=seen.occupied,
            )
            for cell, seen in self._seen.items()
        }

    def _see(self, cell: str, is_closed: bool, now_s: float) -> bool:
        """True when it was forced just now."""
        before = self._seen[cell]
        if is_closed is before.closed:
            self._seen[cell] = replace(before, lost=False)
            return False
        if is_closed:
            self._seen[cell] = _Seen(closed=True, since_s=now_s, expected_until_s=before.expected_until_s)
            return False
        forced = before.closed is True and now_s > before.expected_until_s
        # one unlock, one opening: what opens after it was closed again was not asked for
        self._seen[cell] = _Seen(closed=False, since_s=now_s, forced=forced)
        return forced

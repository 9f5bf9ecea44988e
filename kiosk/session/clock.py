"""Time as the session sees it: monotonic for waiting, wall time only to show and to record."""

from __future__ import annotations

import heapq
import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Handle(Protocol):
    def cancel(self) -> None: ...


class Clock(Protocol):
    def monotonic(self) -> float:
        """Seconds that never jump."""
        ...

    def wall(self) -> datetime:
        """Local time with its zone."""
        ...

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> Handle:
        """Call back once, on the thread that owns the session."""
        ...


class _Due:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class SimulatedClock:
    """A clock that moves only when told to, so that tests wait for nothing."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 20, 36, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed_s = 0.0
        self._order = itertools.count()
        self._due: list[tuple[float, int, _Due]] = []

    def monotonic(self) -> float:
        return self._elapsed_s

    def wall(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed_s)

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> Handle:
        due = _Due(callback)
        heapq.heappush(self._due, (self._elapsed_s + delay_s, next(self._order), due))
        return due

    def advance(self, seconds: float) -> None:
        """Let time pass; whatever falls due is called in order, at its own time."""
        until = self._elapsed_s + seconds
        while self._due and self._due[0][0] <= until:
            at, _, due = heapq.heappop(self._due)
            self._elapsed_s = max(self._elapsed_s, at)
            if due.callback is not None:
                due.callback()
        self._elapsed_s = until

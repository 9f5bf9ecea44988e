"""What one worker is to do for the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.worker import DeviceWorker, JobContext


@dataclass(frozen=True, slots=True)
class Task:
    """A job for a worker. `worker` is None where the terminal has no such device. `lasts` = it goes on when the person
    leaves the step (paper is not called back)."""

    kind: str
    worker: DeviceWorker[Any] | None
    work: Callable[[Any, JobContext], object]
    deadline_s: float
    lasts: bool = False

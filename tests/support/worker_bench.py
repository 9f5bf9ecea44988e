"""A device's worker with its real driver, before a simulator on the real wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from drivers.faults import FaultScript
from drivers.worker import DeviceWorker, WorkerEvent

LONG_S = 60.0

S = TypeVar("S")


@dataclass
class WorkerBench(Generic[S]):
    """`simulator` runs; what the worker tells is asked for with `next`."""

    worker: DeviceWorker[Any]
    simulator: S
    faults: FaultScript
    events: "SimpleQueue[WorkerEvent]"

    def next(self) -> WorkerEvent:
        return self.events.get(timeout=LONG_S)


@contextmanager
def working(name: str, make: Any, simulator: S, faults: FaultScript, online: WorkerEvent) -> Iterator[WorkerBench[S]]:
    """A quick worker of this name, for the driver that `make` gives; `online` is the first that it tells."""
    events: SimpleQueue[WorkerEvent] = SimpleQueue()
    worker: DeviceWorker[Any] = DeviceWorker(name, make, events.put, open_retry_s=(0.01,), status_every_s=0.02)
    worker.start()
    bench = WorkerBench(worker, simulator, faults, events)
    assert bench.next() == online
    yield bench
    worker.stop(LONG_S)

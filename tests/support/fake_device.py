"""A device that does what the test says, and its worker."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

import pytest

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.worker import (
    DeviceWorker,
    JobContext,
    StatusChanged,
    WorkerEvent,
)

ONLINE = DeviceStatus(DeviceState.ONLINE)


LONG_S = 60.0  # how long a test waits for what must come; never how long it takes


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeDevice:
    """Counts what is done to it, and by which threads."""

    def __init__(self, bench: "Bench") -> None:
        self.bench = bench
        self.threads: set[int] = set()
        self.closed = threading.Event()
        self.calls: list[str] = []

    def _do(self, call: str) -> None:
        self.threads.add(threading.get_ident())
        self.calls.append(call)
        self.bench.behave(call)

    def open(self) -> None:
        self._do("open")

    def close(self) -> None:
        self._do("close")
        self.closed.set()

    def status(self) -> DeviceStatus:
        self._do("status")
        return self.bench.reported


class Bench:
    """A worker, the devices it made, and what they do next."""

    def __init__(self, **settings: object) -> None:
        self.clock = Clock()
        self.events: SimpleQueue[WorkerEvent] = SimpleQueue()
        self.devices: list[FakeDevice] = []
        self.reported = ONLINE
        self.behaviour: dict[str, Callable[[], None]] = {}
        arguments = {"open_retry_s": (0.001,), "status_every_s": 3600.0, "monotonic": self.clock} | settings
        self.worker: DeviceWorker[FakeDevice] = DeviceWorker(
            "printer",
            self._make,
            self.events.put,
            **arguments,  # pyright: ignore[reportArgumentType]
        )

    def _make(self) -> FakeDevice:
        self.devices.append(FakeDevice(self))
        return self.devices[-1]

    def behave(self, call: str) -> None:
        action = self.behaviour.get(call)
        if action is not None:
            action()

    def fails(self, call: str, error: BaseException | None) -> None:
        def action() -> None:
            if error is not None:
                raise error

        self.behaviour[call] = action

    def next(self) -> WorkerEvent:
        return self.events.get(timeout=LONG_S)

    def until_online(self) -> None:
        while self.next() != StatusChanged("printer", ONLINE):
            pass

    def rest(self) -> list[WorkerEvent]:
        events: list[WorkerEvent] = []
        while True:
            try:
                events.append(self.events.get_nowait())
            except Empty:
                return events


@contextmanager
def started() -> Iterator[Bench]:
    """At work, and its device online."""
    bench = Bench()
    bench.worker.start()
    bench.until_online()
    yield bench
    bench.worker.stop(LONG_S)


class Gate:
    """A call that blocks until it is let go, as a hung library does."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.released = threading.Event()

    def __call__(self, *_: object) -> str:
        self.entered.set()
        assert self.released.wait(LONG_S)
        return "late"


def fail_with(error: BaseException) -> Callable[[FakeDevice, JobContext], object]:
    def job(device: FakeDevice, context: JobContext) -> object:
        raise error

    return job


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "drivers.worker"]

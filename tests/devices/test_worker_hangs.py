"""Calls that do not come back: when the worker gives one up, and what becomes of its thread."""

import logging
import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue

import pytest
from fake_device import LONG_S, ONLINE, Bench, FakeDevice, Gate, fail_with, lines, started

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.worker import (
    JobContext,
    JobDone,
    JobFailed,
    JobProgress,
    StatusChanged,
)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with started() as bench:
        yield bench


def test_a_hung_job_is_abandoned_and_a_new_device_takes_over(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    gate = Gate()
    bench.worker.submit("hung", gate, deadline_s=3)
    bench.worker.submit("behind", lambda device, context: None, deadline_s=3)
    assert gate.entered.wait(LONG_S)
    bench.clock.now += 2.9
    bench.worker.check()
    assert bench.rest() == []
    bench.clock.now += 0.2
    bench.worker.check()
    hung, behind, lost = bench.next(), bench.next(), bench.next()
    assert isinstance(hung, JobFailed)
    assert isinstance(behind, JobFailed)
    assert isinstance(hung.error, DeviceTimeout)
    assert (hung.ticket, hung.error.code) == ("hung", "printer.hung")
    assert (behind.ticket, behind.error.code) == ("behind", "printer.hung")
    assert lost == StatusChanged("printer", DeviceStatus(DeviceState.HARDWARE_ERROR, "printer.hung"))
    assert bench.next() == StatusChanged("printer", ONLINE)
    bench.worker.submit("new", lambda device, context: device, deadline_s=3)
    done = bench.next()
    old, new = bench.devices
    assert isinstance(done, JobDone)
    assert done.value is new
    gate.released.set()
    assert old.closed.wait(LONG_S), "the old thread closes its own device"
    assert bench.rest() == [], "the late result is dropped"
    assert not old.threads & new.threads
    assert lines(caplog) == [
        "device lost: name=printer state=hardwareError code=printer.hung",
        "device returned: name=printer state=online",
    ]


@pytest.mark.parametrize("call", ["open", "status", "close"])
def test_hung_device_calls_are_abandoned_too(call: str) -> None:
    bench = Bench(open_deadline_s=4.0, status_deadline_s=4.0)
    gate = Gate()

    def once() -> None:
        if len(bench.devices) == 1:
            gate()

    bench.worker.start()
    bench.until_online()
    bench.behaviour[call] = once
    bench.worker.submit(1, fail_with(DeviceUnavailable("printer.missing", retryable=True)), deadline_s=1)
    assert gate.entered.wait(LONG_S)
    bench.clock.now += 4.1
    bench.worker.check()
    assert bench.worker.status.state is DeviceState.HARDWARE_ERROR
    bench.until_online()
    assert len(bench.devices) == 2
    gate.released.set()
    bench.worker.stop(LONG_S)


def test_a_cancelled_job_that_still_hangs_is_abandoned_without_a_word_about_it(bench: Bench) -> None:
    gate = Gate()
    bench.worker.submit(1, gate, deadline_s=1)
    assert gate.entered.wait(LONG_S)
    bench.worker.cancel(1)
    bench.clock.now += 2
    bench.worker.check()
    assert bench.next() == StatusChanged("printer", DeviceStatus(DeviceState.HARDWARE_ERROR, "printer.hung"))
    bench.until_online()
    gate.released.set()


def test_progress_and_waiting_renew_the_deadline(bench: Bench) -> None:
    steps: SimpleQueue[None] = SimpleQueue()

    def job(device: FakeDevice, context: JobContext) -> object:
        for step in range(4):
            steps.get(timeout=LONG_S)
            context.emit(step)
        steps.get(timeout=LONG_S)
        assert not context.wait(0)
        context.emit("waited")
        context.renew()
        return "end"

    bench.worker.submit(1, job, deadline_s=1)
    for step in range(4):
        bench.clock.now += 0.9
        bench.worker.check()
        steps.put(None)
        assert bench.next() == JobProgress("printer", 1, step)
    steps.put(None)
    assert bench.next() == JobProgress("printer", 1, "waited")
    assert bench.next() == JobDone("printer", 1, "end")


def test_waiting_counts_as_long_as_it_was_announced(bench: Bench) -> None:
    waiting = threading.Event()

    def job(device: FakeDevice, context: JobContext) -> object:
        waiting.set()
        return context.wait(30)

    bench.worker.submit(1, job, deadline_s=1)
    assert waiting.wait(LONG_S)
    bench.clock.now += 0.5
    bench.worker.check()
    assert bench.rest() == []
    bench.worker.cancel(1)
    bench.worker.submit(2, lambda device, context: "next", deadline_s=1)
    assert bench.next() == JobDone("printer", 2, "next")


def test_after_waiting_the_deadline_counts_from_then(bench: Bench) -> None:
    gate = Gate()

    def job(device: FakeDevice, context: JobContext) -> object:
        context.wait(0.01)
        return gate()

    bench.worker.submit(1, job, deadline_s=1)
    assert gate.entered.wait(LONG_S)
    bench.clock.now += 1.005
    bench.worker.check()
    hung = bench.next()
    assert isinstance(hung, JobFailed)
    assert hung.error.code == "printer.hung"
    gate.released.set()


def test_stop_does_not_wait_for_a_hung_thread(bench: Bench) -> None:
    gate = Gate()
    bench.worker.submit(1, gate, deadline_s=1)
    assert gate.entered.wait(LONG_S)
    bench.worker.stop(0.01)
    assert bench.rest() == []
    gate.released.set()
    assert bench.devices[0].closed.wait(LONG_S)
    assert bench.rest() == []


def test_no_thread_is_left_over_after_many_generations(bench: Bench) -> None:
    def living() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == "device-printer"]

    before = len(living())
    for _ in range(30):
        gate = Gate()
        bench.worker.submit(1, gate, deadline_s=1)
        assert gate.entered.wait(LONG_S)
        bench.clock.now += 2
        bench.worker.check()
        bench.until_online()
        abandoned = [thread for thread in living() if thread.ident in bench.devices[-2].threads]
        gate.released.set()
        for thread in abandoned:
            thread.join(LONG_S)
        assert bench.devices[-2].closed.is_set()
    assert len(living()) == before
    assert len(bench.devices) == 31


def test_a_device_that_always_hangs_does_not_fill_the_process_with_threads() -> None:
    entered, released = threading.Semaphore(0), threading.Event()
    bench = Bench()

    def hang() -> None:
        entered.release()
        assert released.wait(LONG_S)

    bench.behaviour["open"] = hang
    bench.worker.start()
    for _ in range(3):
        assert entered.acquire(timeout=LONG_S)
        bench.clock.now += 30
        bench.worker.check()
    for _ in range(20):
        bench.clock.now += 30
        bench.worker.check()
    assert len(bench.devices) == 3
    assert bench.worker.status == DeviceStatus(DeviceState.HARDWARE_ERROR, "printer.hung")
    bench.worker.submit(1, lambda device, context: None, deadline_s=1)
    refused = [event for event in bench.rest() if isinstance(event, JobFailed)]
    assert [event.error.code for event in refused] == ["printer.hung"]
    bench.behaviour.clear()
    released.set()
    for device in bench.devices:
        assert device.closed.wait(LONG_S)
    while bench.worker.status != ONLINE:
        bench.worker.check()
        try:
            bench.events.get(timeout=0.01)
        except Empty:
            continue
    bench.worker.stop(LONG_S)

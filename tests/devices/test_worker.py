"""The device worker with a device that does what the test says: lost, hung, buggy, cancelled, stopped."""

import logging
import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from fake_device import LONG_S, ONLINE, Bench, FakeDevice, Gate, fail_with, lines, started

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.worker import (
    DeviceWorker,
    JobContext,
    JobDone,
    JobFailed,
    StatusChanged,
    WorkerBusy,
    WorkerEvent,
)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with started() as bench:
        yield bench


def test_a_job_runs_on_the_devices_thread_and_its_value_is_posted(bench: Bench) -> None:
    bench.worker.submit("t", lambda device, context: (device, threading.get_ident()), deadline_s=1)
    event = bench.next()
    assert isinstance(event, JobDone)
    assert (event.worker, event.ticket) == ("printer", "t")
    device, thread = event.value  # pyright: ignore[reportGeneralTypeIssues]
    assert device is bench.devices[0]
    assert device.threads == {thread}
    assert thread != threading.get_ident()
    assert bench.worker.status == ONLINE


def test_jobs_submitted_before_the_first_open_wait_for_it() -> None:
    bench = Bench()
    gate = Gate()
    bench.behaviour["open"] = gate
    bench.worker.start()
    assert gate.entered.wait(LONG_S)
    assert bench.worker.status.state is DeviceState.STARTING
    bench.worker.submit(1, lambda device, context: "done", deadline_s=1)
    gate.released.set()
    assert bench.next() == StatusChanged("printer", ONLINE)
    assert bench.next() == JobDone("printer", 1, "done")
    bench.worker.stop(LONG_S)


def test_a_lost_device_fails_jobs_at_once_and_logs_one_line_each_way(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    bench = Bench()
    attempts = threading.Semaphore(0)

    def missing() -> None:
        attempts.release()
        raise DeviceUnavailable("printer.missing", retryable=True)

    bench.behaviour["open"] = missing
    bench.worker.submit("early", lambda device, context: None, deadline_s=1)
    bench.worker.start()
    early = bench.next()
    assert isinstance(early, JobFailed)
    assert early.error.code == "printer.missing"
    assert bench.next() == StatusChanged("printer", DeviceStatus(DeviceState.NO_DEVICE, "printer.missing"))
    for _ in range(5):
        assert attempts.acquire(timeout=LONG_S)
    bench.worker.submit("now", lambda device, context: None, deadline_s=1)
    failed = bench.events.get_nowait()  # posted before submit returned
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "printer.missing"
    bench.fails("open", None)
    assert bench.next() == StatusChanged("printer", ONLINE)
    assert lines(caplog) == [
        "device lost: name=printer state=noDevice code=printer.missing",
        "device returned: name=printer state=online",
    ]
    assert len(bench.devices) == 1, "the same driver is opened again"
    bench.worker.stop(LONG_S)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (DeviceUnavailable("printer.missing", retryable=True), DeviceState.NO_DEVICE),
        (DeviceTimeout("printer.silent", retryable=True), DeviceState.OFFLINE),
        (ProtocolError("printer.garbage", retryable=True), DeviceState.HARDWARE_ERROR),
    ],
)
def test_a_job_that_loses_the_device_has_it_reopened(
    bench: Bench, caplog: pytest.LogCaptureFixture, error: DeviceError, state: DeviceState
) -> None:
    caplog.set_level(logging.INFO, "drivers.worker")
    bench.worker.submit(1, fail_with(error), deadline_s=1)
    bench.worker.submit(2, lambda device, context: "works", deadline_s=1)
    assert bench.next() == JobFailed("printer", 1, error)
    assert bench.next() == StatusChanged("printer", DeviceStatus(state, error.code))
    assert bench.next() == StatusChanged("printer", ONLINE)
    assert bench.next() == JobDone("printer", 2, "works")
    assert bench.devices[0].calls == ["open", "status", "close", "open", "status"]
    assert len(lines(caplog)) == 2


@pytest.mark.parametrize("error", [MediaError("printer.torn", retryable=True), DeviceError("x.y", retryable=False)])
def test_other_device_errors_do_not_lose_the_device(bench: Bench, error: DeviceError) -> None:
    bench.worker.submit(1, fail_with(error), deadline_s=1)
    assert bench.next() == JobFailed("printer", 1, error)
    bench.worker.submit(2, lambda device, context: None, deadline_s=1)
    assert bench.next() == JobDone("printer", 2, None)
    assert bench.devices[0].calls == ["open", "status"]


@pytest.mark.parametrize("bug", [ValueError("440524188001010014"), SystemExit(0)])
def test_a_bug_is_logged_without_its_message_and_the_thread_lives(
    bench: Bench, caplog: pytest.LogCaptureFixture, bug: BaseException
) -> None:
    bench.worker.submit(1, fail_with(bug), deadline_s=1)
    failed = bench.next()
    assert isinstance(failed, JobFailed)
    assert failed.error.code == "worker.bug"
    bench.until_online()
    bench.worker.submit(2, lambda device, context: threading.get_ident(), deadline_s=1)
    done = bench.next()
    assert isinstance(done, JobDone)
    assert bench.devices[0].threads == {done.value}
    log = "\n".join(lines(caplog))
    assert type(bug).__name__ in log
    assert "fail_with" not in log
    assert "in job" in log, "the trace names the function"
    assert "440524188001010014" not in log
    assert "440524188001010014" not in str(failed)


def test_a_bug_at_every_open_is_traced_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    attempts = threading.Semaphore(0)

    def buggy() -> None:
        attempts.release()
        raise RuntimeError

    bench.behaviour["open"] = buggy
    bench.worker.start()
    for _ in range(5):
        assert attempts.acquire(timeout=LONG_S)
    bench.worker.stop(LONG_S)
    assert len([line for line in lines(caplog) if line.startswith("bug")]) == 1
    assert len([line for line in lines(caplog) if "lost" in line]) == 1


def test_the_status_is_polled_when_idle_and_posted_when_it_changes() -> None:
    bench = Bench(status_every_s=0.001)
    polls = threading.Semaphore(0)
    bench.behaviour["status"] = polls.release
    bench.worker.start()
    assert bench.next() == StatusChanged("printer", ONLINE)
    for _ in range(5):
        assert polls.acquire(timeout=LONG_S)
    assert bench.rest() == []
    bench.reported = DeviceStatus(DeviceState.ONLINE, details={"paper": "low"})
    assert bench.next() == StatusChanged("printer", bench.reported)
    bench.fails("status", DeviceTimeout("printer.silent", retryable=True))
    assert bench.next() == StatusChanged("printer", DeviceStatus(DeviceState.OFFLINE, "printer.silent"))
    bench.fails("status", None)
    assert bench.next() == StatusChanged("printer", bench.reported)
    bench.worker.stop(LONG_S)


def test_the_inbox_is_bounded_and_a_cancelled_job_frees_its_place() -> None:
    bench = Bench(inbox=2)
    bench.worker.start()
    bench.until_online()
    gate = Gate()
    bench.worker.submit("running", gate, deadline_s=1)
    assert gate.entered.wait(LONG_S)
    bench.worker.submit("a", lambda device, context: "a", deadline_s=1)
    bench.worker.submit("b", lambda device, context: "b", deadline_s=1)
    with pytest.raises(WorkerBusy) as busy:
        bench.worker.submit("c", lambda device, context: "c", deadline_s=1)
    assert busy.value.code == "worker.busy"
    assert busy.value.retryable
    bench.worker.cancel("a")
    bench.worker.submit("d", lambda device, context: "d", deadline_s=1)
    gate.released.set()
    assert [bench.next() for _ in range(3)] == [
        JobDone("printer", "running", "late"),
        JobDone("printer", "b", "b"),
        JobDone("printer", "d", "d"),
    ]
    bench.worker.stop(LONG_S)
    assert bench.rest() == []


def test_cancel_wakes_a_waiting_job_and_silences_it(bench: Bench) -> None:
    waiting = threading.Event()
    woken: SimpleQueue[tuple[bool, bool]] = SimpleQueue()

    def job(device: FakeDevice, context: JobContext) -> object:
        waiting.set()
        woken.put((context.wait(3600), context.cancelled))
        context.emit("nobody hears")
        raise DeviceUnavailable("printer.missing", retryable=True)

    bench.worker.submit(1, job, deadline_s=1)
    assert waiting.wait(LONG_S)
    bench.worker.cancel(1)
    assert woken.get(timeout=LONG_S) == (True, True)
    assert bench.next() == StatusChanged("printer", DeviceStatus(DeviceState.NO_DEVICE, "printer.missing"))
    assert bench.next() == StatusChanged("printer", ONLINE)


def test_nothing_is_posted_after_cancel_returned_and_every_other_job_has_one_outcome() -> None:
    cancelled: set[int] = set()
    outcomes: list[int] = []
    violations: list[int] = []
    room = 6
    kept_done = threading.Semaphore(room)  # keeps the inbox from filling up

    def post(event: WorkerEvent) -> None:
        if isinstance(event, JobDone | JobFailed):
            ticket = event.ticket
            assert isinstance(ticket, int)
            outcomes.append(ticket)
            if ticket in cancelled:
                violations.append(ticket)
            if ticket % 3:
                kept_done.release()

    bench = Bench()
    worker: DeviceWorker[FakeDevice] = DeviceWorker("printer", lambda: FakeDevice(bench), post)
    worker.start()
    kept: list[int] = []
    for ticket in range(600):
        worker.submit(ticket, lambda device, context: context.wait(0), deadline_s=10)
        if ticket % 3 == 0:
            worker.cancel(ticket)
            cancelled.add(ticket)
        else:
            kept.append(ticket)
            assert kept_done.acquire(timeout=LONG_S)
    for _ in range(room):
        assert kept_done.acquire(timeout=LONG_S)
    worker.stop(LONG_S)
    assert violations == []
    assert sorted(ticket for ticket in outcomes if ticket not in cancelled) == kept


def test_stop_cancels_closes_on_the_devices_thread_and_posts_nothing_more(bench: Bench) -> None:
    entered = threading.Event()

    def job(device: FakeDevice, context: JobContext) -> object:
        entered.set()
        return context.wait(3600)

    bench.worker.submit(1, job, deadline_s=1)
    bench.worker.submit(2, job, deadline_s=1)
    assert entered.wait(LONG_S)
    bench.worker.stop(LONG_S)
    device = bench.devices[0]
    assert device.closed.is_set()
    assert len(device.threads) == 1
    assert bench.rest() == []
    bench.worker.stop(LONG_S)
    bench.worker.submit(3, job, deadline_s=1)
    refused = bench.next()
    assert isinstance(refused, JobFailed)
    assert refused.error.code == "worker.stopped"


def test_a_stopped_worker_can_be_started_again(bench: Bench) -> None:
    bench.worker.stop(LONG_S)
    bench.worker.start()
    bench.until_online()
    bench.worker.submit(1, lambda device, context: "again", deadline_s=1)
    assert bench.next() == JobDone("printer", 1, "again")


def test_events_may_submit_the_next_job_at_once() -> None:
    """The GUI answers an outcome by the next job; a test's `post` may do so directly."""
    bench = Bench()
    finished = threading.Event()

    def post(event: WorkerEvent) -> None:
        if isinstance(event, JobDone) and isinstance(event.ticket, int):
            if event.ticket == 50:
                finished.set()
            else:
                worker.submit(event.ticket + 1, lambda device, context: None, deadline_s=1)

    worker: DeviceWorker[FakeDevice] = DeviceWorker("printer", lambda: FakeDevice(bench), post)
    worker.start()
    worker.submit(0, lambda device, context: None, deadline_s=1)
    assert finished.wait(LONG_S)
    worker.stop(LONG_S)

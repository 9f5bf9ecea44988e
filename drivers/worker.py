"""One thread per physical device: jobs in by a bounded inbox, events out, a deadline on every call.

A vendor's library may block for ever and cannot be killed. So each device object belongs to one *generation*, a
thread that alone touches it. When a call passes its deadline the generation is abandoned, the next one makes a new
device object, and whatever the old thread still returns is dropped.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from drivers.contract.device import Device, DeviceState, DeviceStatus
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

log = logging.getLogger("drivers.worker")

D = TypeVar("D", bound=Device)
T = TypeVar("T")

_LIVING_ABANDONED_MAX = 3
"""A device that hangs at every call must not fill the process with threads: a new generation waits for one to end."""


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The device's status is another one than before."""

    worker: str
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class JobDone:
    worker: str
    ticket: Hashable
    value: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class JobFailed:
    worker: str
    ticket: Hashable
    error: DeviceError


@dataclass(frozen=True, slots=True)
class JobProgress:
    worker: str
    ticket: Hashable
    value: object = field(repr=False)


WorkerEvent = StatusChanged | JobDone | JobFailed | JobProgress


class WorkerBusy(DeviceError):
    """The inbox is full; the job was not taken."""


class WorkerBug(DeviceError):
    """The driver or the job raised something that is no DeviceError. Its trace is in the log, without its message."""


_LOSING = (DeviceUnavailable, DeviceTimeout, ProtocolError, WorkerBug)
"""After one of these nobody knows what the connection holds: it is closed and opened anew."""


class JobContext:
    """What a running job may ask of its worker, from the worker's thread."""

    def __init__(
        self, over: threading.Event, renew: Callable[[float], None], progress: Callable[[object], None]
    ) -> None:
        self._over = over
        self._renew = renew
        self._progress = progress

    @property
    def cancelled(self) -> bool:
        """Nobody waits for this job any more: it should return soon."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Pause between two looks at the device; True as soon as the job is cancelled. Renews the deadline."""
        self._renew(seconds)
        cancelled = self._over.wait(seconds)
        self._renew(0.0)
        return cancelled

    def emit(self, value: object) -> None:
        """Post a JobProgress and renew the deadline."""
        self._progress(value)
        self._renew(0.0)

    def renew(self) -> None:
        """The deadline counts from now again."""
        self._renew(0.0)


@dataclass(eq=False, slots=True)
class _Job(Generic[D]):
    ticket: Hashable
    work: Callable[[D, JobContext], object]
    deadline_s: float
    over: threading.Event = field(default_factory=threading.Event)
    """Set when nothing more may be posted for this job: its outcome is out, or it was cancelled."""


@dataclass(eq=False, slots=True)
class _Generation(Generic[D]):
    """One thread and the device object that it alone touches. Fields are guarded by the worker's lock."""

    thread: threading.Thread
    job: _Job[D] | None = None
    deadline: float | None = None
    """Monotonic time at which the call under way counts as hung."""


class DeviceWorker(Generic[D]):
    """Keeps one device open, polled and at work on its own thread.

    Args:
        name: device class, `id_card`, `camera` …; it begins the code `<name>.hung` and names the device in the log.
        make: makes the driver; called on the device's thread, once per generation.
        post: takes events; called with the worker's lock held, so it must only put them somewhere (a queued Qt signal).
        open_retry_s: pauses between attempts to open a lost device; the last one repeats for ever.
        status_every_s: an idle device is asked for its status this often.
        inbox: jobs that may wait behind the running one.
        monotonic: clock for deadlines.
        open_deadline_s, status_deadline_s: when these calls count as hung. Closing has the status deadline.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], D],
        post: Callable[[WorkerEvent], None],
        *,
        open_retry_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0),
        status_every_s: float = 5.0,
        inbox: int = 8,
        monotonic: Callable[[], float] = time.monotonic,
        open_deadline_s: float = 20.0,
        status_deadline_s: float = 5.0,
    ) -> None:
        self.name = name
        self._make = make
        self._post = post
        self._open_retry_s = open_retry_s
        self._status_every_s = status_every_s
        self._inbox_max = inbox
        self._monotonic = monotonic
        self._open_deadline_s = open_deadline_s
        self._status_deadline_s = status_deadline_s
        self._lock = threading.RLock()
        self._wake = threading.Condition(self._lock)
        self._inbox: deque[_Job[D]] = deque()
        self._running = False
        self._generation: _Generation[D] | None = None
        self._abandoned: list[threading.Thread] = []
        self._refusal: DeviceError | None = None  # why jobs fail at once: the device is known not to be open
        self._status = DeviceStatus(DeviceState.STARTING)

    # ---- called from other threads -----------------------------------------------------------------------------

    @property
    def status(self) -> DeviceStatus:
        """Last known status; readable from any thread."""
        return self._status

    def start(self) -> None:
        """Begin to open the device, in the background. Jobs submitted meanwhile wait for that first attempt."""
        with self._lock:
            if not self._running:
                self._running = True
                self._refusal = None
                self._status = DeviceStatus(DeviceState.STARTING)
                self._begin()

    def stop(self, timeout_s: float) -> None:
        """Cancel all jobs, close the device on its own thread, and wait for that at most `timeout_s`.

        Nothing is posted after it was called.
        """
        with self._lock:
            self._running = False
            self._refusal = DeviceUnavailable("worker.stopped", retryable=False)
            generation, self._generation = self._generation, None
            running = [generation.job] if generation and generation.job else []
            for job in [*running, *self._inbox]:
                job.over.set()
            self._inbox.clear()
            self._wake.notify_all()
        if generation is not None:
            generation.thread.join(timeout_s)

    def submit(self, ticket: Hashable, job: Callable[[D, JobContext], object], *, deadline_s: float) -> None:
        """Queue `job`; exactly one JobDone or JobFailed with this ticket follows, unless it is cancelled.

        While the device is known to be lost, JobFailed with the code behind it is posted before this returns: a job
        waits for an attempt to open that is already under way, never for a device to come back.
        `deadline_s` counts from the job's own start. Raises WorkerBusy when the inbox is full.
        """
        with self._lock:
            if self._refusal is not None:
                self._post(JobFailed(self.name, ticket, self._refusal))
                return
            if len(self._inbox) >= self._inbox_max:
                raise WorkerBusy("worker.busy", retryable=True, data={"worker": self.name})
            self._inbox.append(_Job(ticket, job, deadline_s))
            self._wake.notify_all()

    def cancel(self, ticket: Hashable) -> None:
        """Drop the job if it waits, flag it if it runs. Nothing is posted for it once this has returned."""
        with self._lock:
            running = self._generation.job if self._generation else None
            jobs = [*self._inbox, *([running] if running else [])]
            for job in jobs:
                if job.ticket == ticket:
                    job.over.set()
            self._inbox = deque(job for job in self._inbox if not job.over.is_set())

    def check(self) -> None:
        """Abandon a call that is past its deadline, and start over. Never blocks; called about ten times a second."""
        with self._lock:
            generation = self._generation
            if generation and generation.deadline is not None and self._monotonic() >= generation.deadline:
                self._abandon(generation)
            if self._running and self._generation is None:
                self._abandoned = [thread for thread in self._abandoned if thread.is_alive()]
                if len(self._abandoned) < _LIVING_ABANDONED_MAX:
                    self._begin()

    # ---- with the lock held ------------------------------------------------------------------------------------

    def _begin(self) -> None:
        generation: _Generation[D]
        thread = threading.Thread(target=lambda: self._live(generation), name=f"device-{self.name}", daemon=True)
        generation = _Generation(thread)
        self._generation = generation
        thread.start()

    def _abandon(self, generation: _Generation[D]) -> None:
        error = DeviceTimeout(f"{self.name}.hung", retryable=True)
        self._generation = None
        self._abandoned.append(generation.thread)
        if generation.job is not None:
            self._finish(generation.job, JobFailed(self.name, generation.job.ticket, error))
        self._refuse(error)
        self._set_status(DeviceStatus(DeviceState.HARDWARE_ERROR, error.code))

    def _refuse(self, error: DeviceError) -> None:
        self._refusal = error
        while self._inbox:
            job = self._inbox.popleft()
            self._finish(job, JobFailed(self.name, job.ticket, error))

    def _finish(self, job: _Job[D], outcome: JobDone | JobFailed) -> None:
        if not job.over.is_set():
            job.over.set()
            self._post(outcome)

    def _set_status(self, status: DeviceStatus) -> None:
        before = self._status
        if status == before:
            return
        self._status = status
        was_lost = not before.state.usable and before.state is not DeviceState.STARTING
        if status.state.usable and was_lost:
            log.info("device returned: name=%s state=%s", self.name, status.state.value)
        elif not status.state.usable and not was_lost:
            log.warning("device lost: name=%s state=%s code=%s", self.name, status.state.value, status.code)
        self._post(StatusChanged(self.name, status))

    # ---- on the device's thread --------------------------------------------------------------------------------

    def _live(self, mine: _Generation[D]) -> None:
        """A generation's life: open, serve until the device is lost, close, open again."""
        device: D | None = None
        failures = 0
        while self._is_current(mine):
            try:
                if device is None:
                    device = self._call(mine, self._open_deadline_s, self._make)
                self._open(mine, device)
                failures = 0
                self._serve(mine, device)
            except DeviceError as error:
                self._open_failed(mine, error)
                failures += 1
            if device is not None:
                self._close(mine, device)
            if failures:
                pause_s = self._open_retry_s[min(failures, len(self._open_retry_s)) - 1]
                with self._wake:
                    self._wake.wait_for(lambda: self._generation is not mine, pause_s)

    def _open(self, mine: _Generation[D], device: D) -> None:
        self._call(mine, self._open_deadline_s, device.open)
        status = self._call(mine, self._status_deadline_s, device.status)
        with self._lock:
            if self._generation is mine:
                self._refusal = None
        self._report(mine, status)

    def _open_failed(self, mine: _Generation[D], error: DeviceError) -> None:
        with self._lock:
            if self._generation is mine:
                self._refuse(error)
        self._report(mine, _status_after(error))

    def _report(self, mine: _Generation[D], status: DeviceStatus) -> None:
        with self._lock:
            if self._generation is mine:
                self._set_status(status)

    def _serve(self, mine: _Generation[D], device: D) -> None:
        """Do jobs and poll the status until the device is lost or this generation is over."""
        while True:
            job = self._next(mine)
            if not self._is_current(mine):
                return
            try:
                if job is not None:
                    self._perform(mine, device, job)
                else:
                    self._report(mine, self._call(mine, self._status_deadline_s, device.status))
            except _LOSING as error:
                self._report(mine, _status_after(error))
                return

    def _next(self, mine: _Generation[D]) -> _Job[D] | None:
        """The next job, or None when it is time to poll the status (or to end)."""
        with self._wake:
            self._wake.wait_for(lambda: self._inbox or self._generation is not mine, self._status_every_s)
            if self._generation is mine and self._inbox:
                mine.job = self._inbox.popleft()
                return mine.job
            return None

    def _perform(self, mine: _Generation[D], device: D, job: _Job[D]) -> None:
        """Run one job and post its outcome. Raises what it failed with when that loses the device."""

        def renew(pause_s: float) -> None:
            with self._lock:
                if mine.job is job:
                    mine.deadline = self._monotonic() + pause_s + job.deadline_s

        def progress(value: object) -> None:
            with self._lock:
                if not job.over.is_set():
                    self._post(JobProgress(self.name, job.ticket, value))

        def finish(outcome: JobDone | JobFailed) -> None:
            with self._lock:
                mine.job = None
                self._finish(job, outcome)

        context = JobContext(job.over, renew, progress)
        try:
            value = self._call(mine, job.deadline_s, lambda: job.work(device, context))
        except DeviceError as error:
            finish(JobFailed(self.name, job.ticket, error))
            if isinstance(error, _LOSING):
                raise
        else:
            finish(JobDone(self.name, job.ticket, value))

    def _close(self, mine: _Generation[D], device: D) -> None:
        with contextlib.suppress(DeviceError):  # it is lost anyway, and its loss has been logged
            self._call(mine, self._status_deadline_s, device.close)

    def _call(self, mine: _Generation[D], deadline_s: float, call: Callable[[], T]) -> T:
        """Make one call into the driver under a deadline. A bug is logged with its trace and becomes WorkerBug."""
        with self._lock:
            mine.deadline = self._monotonic() + deadline_s
        try:
            return call()
        except DeviceError:
            raise
        except (Exception, SystemExit) as bug:  # noqa: BLE001 - neither a driver's bug nor a library's exit() ends this thread
            if self._status.code != "worker.bug":  # once, not at every attempt to open
                # the message is left out: it may quote what a person typed or what a card said
                trace = "".join(traceback.format_tb(bug.__traceback__))
                log.error("bug in device %s: %s\n%s", self.name, type(bug).__name__, trace)
            raise WorkerBug("worker.bug", retryable=False) from None
        finally:
            with self._lock:
                mine.deadline = None

    def _is_current(self, mine: _Generation[D]) -> bool:
        with self._lock:
            return self._generation is mine


def _status_after(error: DeviceError) -> DeviceStatus:
    if isinstance(error, DeviceUnavailable):
        return DeviceStatus(DeviceState.NO_DEVICE, error.code)
    if isinstance(error, DeviceTimeout):
        return DeviceStatus(DeviceState.OFFLINE, error.code)
    return DeviceStatus(DeviceState.HARDWARE_ERROR, error.code)

"""A serial port that is not there: a pseudo terminal under a path that stays the same, with a cable that can be pulled.

For simulators, which derive from `SerialSimulator`: it listens on such a port and obeys the faults that pull its cable.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import tempfile
import termios
import threading
import time
import tty
from abc import ABC, abstractmethod
from pathlib import Path

from drivers.faults import Fault, FaultScript, Kind

_SPEEDS: dict[int, int] = {
    termios.B9600: 9600,
    termios.B19200: 19200,
    termios.B38400: 38400,
    termios.B57600: 57600,
    termios.B115200: 115200,
}
_RETURN_POLL_S = 0.05


class PseudoPort:
    """The far end of a serial line. `name` is the file name of its path.

    Everything but `close` and `read` may be called from any thread."""

    def __init__(self, name: str) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix=f"{name}_"))
        self._changed = threading.Condition()
        self._master: int | None = None
        self._slave: int | None = None
        self._watched = False
        """A `read` waits on the master: while it does, closing would not reach the other side."""
        self._leaving = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self.path = str(self._directory / name)
        self.plug_in()

    def plug_in(self) -> None:
        """The port appears; nothing happens when it is there."""
        with self._changed:
            if self._master is not None:
                return
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            Path(self.path).symlink_to(os.ttyname(self._slave))
        self.wake()

    def unplug(self) -> None:
        """The port disappears, and who has it open gets an error."""
        with self._changed:
            self._leaving = True
            self.wake()
            self._changed.wait_for(lambda: not self._watched)
            self._leaving = False
            if self._master is not None and self._slave is not None:
                Path(self.path).unlink()
                os.close(self._slave)
                os.close(self._master)
                self._master = self._slave = None
            self._changed.notify_all()

    def write(self, data: bytes) -> None:
        """What nobody reads is lost, as on a real line; so is everything while the cable is out."""
        with self._changed:
            if self._master is not None:
                with contextlib.suppress(BlockingIOError):
                    os.write(self._master, data)

    def read(self, timeout_s: float | None) -> bytes:
        """What the driver sent; b"" after `timeout_s`, when woken, or while the cable is out. One thread's alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._leaving)
            master = self._master
            self._watched = master is not None
        try:
            watched = [self._wake_read] if master is None else [self._wake_read, master]
            ready, _, _ = select.select(watched, [], [], timeout_s)
            if self._wake_read in ready:
                os.read(self._wake_read, 1024)
            return os.read(master, 4096) if master is not None and master in ready else b""
        finally:
            with self._changed:
                self._watched = False
                self._changed.notify_all()

    @property
    def speed_bps(self) -> int:
        """Speed that the driver has set on its end; 0 while the cable is out."""
        with self._changed:
            return 0 if self._slave is None else _SPEEDS.get(termios.tcgetattr(self._slave)[5], 0)

    def wake(self) -> None:
        """Let a waiting `read` return."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b"!")

    def close(self) -> None:
        """Take the port and its path away for good; no thread may be reading."""
        self.unplug()
        os.close(self._wake_read)
        os.close(self._wake_write)
        shutil.rmtree(self._directory)


class SerialSimulator(ABC):
    """A device at the other end of a serial line: a port, a thread that hears what the driver sends, a cable to pull.

    A simulator says in `_hear` how it answers, through `_line.write`, and calls `_vanish` for a fault of kind unplugged
    or missing: then the port is away for the fault's `delay_s`, or until the fault is cleared when that is 0. Missing
    with no operation named is in force from the start.

    Args:
        device: whose faults it obeys; names the port and the thread too.
    """

    def __init__(self, device: str, faults: FaultScript) -> None:
        self._device = device
        self._faults = faults
        self._opened: PseudoPort | None = None
        self._thread: threading.Thread | None = None
        self._running = False
        self._pulled = False
        """By hand: a fault's end does not bring it back."""
        self._absence: tuple[Fault, float] | None = None
        """The fault that took the port away, and the monotonic time at which it ends by itself."""
        self._interrupted = threading.Event()
        """The cable is out, or all is over: what is being said stops. For waiting on the simulator's thread."""

    @abstractmethod
    def _hear(self, data: bytes) -> None:
        """What the driver sent; b"" when the cable was touched. On the simulator's thread."""

    @property
    def port(self) -> str:
        """Path for the driver, from `start` on; it stays the same while unplugged."""
        return self._line.path

    def start(self) -> None:
        """Returns when the port is there (unless a fault says otherwise)."""
        if self._running:
            return
        self._opened = PseudoPort(self._device)
        self._running = True
        self._interrupted.clear()
        missing = self._faults.scripted(self._device, Kind.MISSING)
        if missing is not None and missing.on == "":
            self._faults.strike(self._device, "start")
            self._vanish(missing)
        self._thread = threading.Thread(target=self._listen, name=f"{self._device}_simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take the port away for good; nothing happens when it is not running."""
        if self._thread is None:
            return
        self._running = False
        self._interrupted.set()
        self._line.wake()
        self._thread.join()
        self._thread = None
        self._line.close()

    def unplug(self) -> None:
        """Pull the cable: the port disappears, and who has it open gets an error."""
        self._pulled = True
        self._interrupted.set()
        self._line.unplug()

    def plug_in(self) -> None:
        """The port comes back under the same path; a fault that unplugged it ends."""
        self._pulled = False
        self._return()

    @property
    def _line(self) -> PseudoPort:
        if self._opened is None:
            raise RuntimeError("the simulator has not been started")
        return self._opened

    def _vanish(self, fault: Fault) -> None:
        self._absence = fault, time.monotonic() + fault.delay_s
        self._interrupted.set()
        self._line.unplug()

    def _return(self) -> None:
        self._absence = None
        self._interrupted.clear()
        if not self._running:  # stopped just then
            self._interrupted.set()
        self._line.plug_in()

    def _listen(self) -> None:
        while self._running:
            absence = self._absence
            if absence is not None and not self._pulled and self._is_over(*absence):
                self._return()
            self._hear(self._line.read(None if self._absence is None else _RETURN_POLL_S))

    def _is_over(self, fault: Fault, until_s: float) -> bool:
        if fault.delay_s > 0:
            return time.monotonic() >= until_s
        return self._faults.scripted(self._device, fault.kind) is None

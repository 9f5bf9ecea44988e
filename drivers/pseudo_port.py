"""A serial port that is not there: a pseudo terminal under a path that stays the same, with a cable that can be pulled.

For simulators. Everything but `close` and reading may be called from any thread.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import tempfile
import termios
import threading
import tty
from pathlib import Path

_SPEEDS: dict[int, int] = {
    termios.B9600: 9600,
    termios.B19200: 19200,
    termios.B38400: 38400,
    termios.B57600: 57600,
    termios.B115200: 115200,
}


class PseudoPort:
    """The far end of a serial line. `name` is the file name of its path."""

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

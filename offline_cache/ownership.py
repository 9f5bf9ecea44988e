"""One process at a time owns a state directory: an exclusive lock that ends with the process, however it ends."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from offline_cache.disk import make_directory
from offline_cache.errors import OutboxError

LOCK_FILE = "outbox.lock"
_LOOK_EVERY_S = 0.05


class Ownership:
    """The right to use `state_dir`, from construction to `release`. Also a context manager.

    Raises:
        OutboxError: `outbox.owned`, with `owner_pid`, when another process has it; `outbox.disk` without a directory.
    """

    def __init__(self, state_dir: Path, *, patience_s: float = 0.0) -> None:
        """`patience_s`: how long to wait for another process that has it for a moment only."""
        self.state_dir = state_dir
        try:
            make_directory(state_dir)
            self._descriptor = os.open(state_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise OutboxError("outbox.disk", retryable=True, data={"errno": error.errno or 0}) from error
        deadline_s = time.monotonic() + patience_s
        while not self._is_locked():
            if time.monotonic() >= deadline_s:
                owner = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()
                self.release()
                raise OutboxError("outbox.owned", retryable=False, data={"owner_pid": owner})
            time.sleep(_LOOK_EVERY_S)
        with suppress(OSError):  # on a full disk the next one is told an old number: no reason to stay out
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Give it up. Twice is fine."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _is_locked(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

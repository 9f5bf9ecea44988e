"""Space on the disk, and files and names that outlast a power cut.

Space: a reserve that is given up when the disk is full, and the mark at which intake stops before that.

With the disk full even DELETE and the checkpoint fail. So a ballast file is kept; releasing it gives the queue room to
note what the platform confirmed, to forget, and to shrink. What it frees is never used for new items.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from offline_cache.errors import OutboxError

MIB = 1024 * 1024
BALLAST_FILE = "ballast"


@dataclass(frozen=True, slots=True)
class DiskLimits:
    """Bytes. Intake stops below `stop_free` and goes on above `resume_free`; the ballast must fit well in between."""

    ballast_bytes: int = 8 * MIB
    stop_free_bytes: int = 64 * MIB
    resume_free_bytes: int = 96 * MIB


class Disk:
    """The file system that `state_dir` is on, as far as the queue is concerned.

    From any thread. What another one found is perhaps seen a moment late: then a write finds no room, and says so.
    """

    def __init__(self, state_dir: Path, limits: DiskLimits) -> None:
        self._state_dir = state_dir
        self._ballast = state_dir / BALLAST_FILE
        self._limits = limits
        self._intake_stopped = False

    @property
    def has_ballast(self) -> bool:
        try:
            return self._ballast.stat().st_blocks * 512 >= self._limits.ballast_bytes
        except OSError:
            return False

    def free_bytes(self) -> int:
        """What a process without privileges may still write.

        Raises:
            OutboxError: `outbox.disk`, when the directory cannot be asked.
        """
        try:
            found = os.statvfs(self._state_dir)
        except OSError as error:
            raise OutboxError("outbox.disk", retryable=True, data={"errno": error.errno or 0}) from error
        return found.f_bavail * found.f_frsize

    def look(self) -> bool:
        """Note how much room there is; returns whether a new item may be taken in. Raises like `free_bytes`."""
        free_bytes = self.free_bytes()
        if free_bytes < self._limits.stop_free_bytes:
            self._intake_stopped = True
        elif free_bytes >= self._limits.resume_free_bytes and self.has_ballast:
            self._intake_stopped = False
        return not self._intake_stopped

    def ran_full(self) -> None:
        """A write found no room: intake stops until there is plenty again."""
        self._intake_stopped = True

    def release_ballast(self) -> None:
        """Give the reserve to whoever must write to make room."""
        self._ballast.unlink(missing_ok=True)

    def lay_ballast(self) -> bool:
        """Put the reserve (back) in place when it leaves room enough; returns whether it is there.

        A disk without room for it is no error: `look` tells."""
        if self.has_ballast:
            return True
        try:
            if self.free_bytes() < self._limits.stop_free_bytes + self._limits.ballast_bytes:
                return False
            self._allocate()
        except (OSError, OutboxError):
            return False
        return self.has_ballast

    def _allocate(self) -> None:
        descriptor = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, self._limits.ballast_bytes)
            os.fsync(descriptor)
        except OSError:
            self.release_ballast()
            raise
        finally:
            os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(file: Path, data: bytes) -> None:
    """Put a private file (mode 0600) in its place, durably and in one step.

    After a power cut there is all of it, or what was there before. Its directory must be there, and nobody else at it.

    Raises OSError: what was there before is there still."""
    draft = file.with_name(f".{file.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_directory(file.parent)


def make_directory(folder: Path) -> None:
    """Make it and those above it, names on the disk: a power cut would else take it with all that was synced in it.

    The name of the lowest that is there already is synced, too: who made it may not have done so. Raises OSError."""
    if folder.is_dir():
        with suppress(PermissionError):  # in a place that is not ours, it was not we who made it
            sync_directory(folder.parent)
    else:
        make_directory(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)

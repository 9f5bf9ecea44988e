"""Ciphertext of large attachments, beside the queue's file: one file per submission, in a folder of their own.

A file holds, one after the other and in the header's order, the chunks that the envelope's wire form leaves out
(length 0). Where each begins follows from the sizes in the header. The file is complete and on the disk before its
submission is queued, and goes once the receipt is kept: what lies there without an unsettled submission is an orphan.
"""

import errno
import os
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from offline_cache.disk import make_directory
from offline_cache.errors import OutboxError

INLINE_LIMIT_BYTES = 256 * 1024
"""Chunks up to this size together travel in the envelope itself, the first that fit: one row, one request."""


class ChunkFiles:
    """The folder. Every method may be called from any thread.

    Raises:
        OutboxError: from every method: `outbox.full`, or `outbox.disk` for any other refusal of the disk.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder when it is missing."""
        self._folder = folder
        with _refusals():
            make_directory(folder)

    def path(self, submission_id: str) -> Path:
        """Where this submission's chunks lie, if it has any."""
        return self._folder / submission_id

    def writing(self, submission_id: str) -> "ChunkWriter":
        """Take in a submission's chunks; the file is made with the first that does not fit into the envelope."""
        return ChunkWriter(self.path(submission_id))

    def read(self, submission_id: str, offset: int, size: int) -> bytes:
        """One chunk.

        Raises:
            OutboxError: also `outbox.damaged`, when the file has no such bytes.
        """
        with _refusals(), _reading(self.path(submission_id)) as descriptor:
            chunk = os.pread(descriptor, size, offset)
        if len(chunk) != size:
            raise OutboxError("outbox.damaged", retryable=False, data={"found": len(chunk), "size": size})
        return chunk

    def remove(self, submission_id: str) -> None:
        """Forget a submission's chunks, if it has any. Twice is fine."""
        with _refusals():
            self.path(submission_id).unlink(missing_ok=True)

    def collect(self, keep: Collection[str]) -> int:
        """Remove what belongs to none of these submissions; returns how many files that was."""
        with _refusals():
            orphans = [path for path in self._folder.iterdir() if path.name not in keep]
            for path in orphans:
                path.unlink(missing_ok=True)
        return len(orphans)


class ChunkWriter:
    """One submission's chunks on their way to the disk. A context manager: what was not kept leaves no trace."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1
        self._is_kept = False
        self._room_bytes = INLINE_LIMIT_BYTES
        self._inline: list[bytes | None] = []

    @property
    def inline(self) -> tuple[bytes | None, ...]:
        """For each chunk so far its bytes, when it goes into the envelope, or None, when it is in the file."""
        return tuple(self._inline)

    def add(self, chunk: bytes) -> None:
        """The next chunk.

        Raises:
            OutboxError: `outbox.full`, `outbox.disk`; `outbox.duplicate` when this submission has chunks already.
        """
        if len(chunk) <= self._room_bytes:
            self._room_bytes -= len(chunk)
            self._inline.append(chunk)
            return
        with _refusals():
            if self._descriptor < 0:
                self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            _write_all(self._descriptor, chunk)
        self._inline.append(None)

    def sync(self) -> None:
        """Have file and directory entry on the disk. The submission may be queued then. Raises like `add`."""
        if self._descriptor >= 0:
            with _refusals(), _reading(self._path.parent) as folder:
                os.fdatasync(self._descriptor)
                os.fsync(folder)

    def keep(self) -> None:
        """The submission is queued: the file stays."""
        self._is_kept = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            if not self._is_kept:
                with suppress(OSError):  # collected at the next start then
                    self._path.unlink()


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


@contextmanager
def _reading(path: Path) -> Generator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _refusals() -> Generator[None]:
    """What the disk says, as `OutboxError`."""
    try:
        yield
    except FileExistsError as error:
        raise OutboxError("outbox.duplicate", retryable=False) from error
    except FileNotFoundError as error:
        raise OutboxError("outbox.damaged", retryable=False, data={"errno": errno.ENOENT}) from error
    except OSError as error:
        code = "outbox.full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "outbox.disk"
        raise OutboxError(code, retryable=True, data={"errno": error.errno or 0}) from error

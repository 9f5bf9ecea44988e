"""Attachments as they arrive: chunks of ciphertext, by submission and digest. A folder here; S3 can follow."""

import hashlib
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kiosk.gateway.private_files import make_directory, sync_directory, write_private


class ChunkStore(Protocol):
    """May be used from any thread. Names are SHA-256 in lower-case hexadecimal.

    Raises:
        OSError: from every method: the store cannot be reached, or is full.
    """

    def put(self, submission_id: str, sha256: str, chunk: bytes) -> bool:
        """Keep a chunk durably; returns whether it is new. The caller has checked the name."""
        ...

    def get(self, submission_id: str, sha256: str) -> bytes:
        """Raises FileNotFoundError when there is none."""
        ...

    def missing(self, submission_id: str, names: Iterable[str]) -> list[str]:
        """Those of these chunks that are not there."""
        ...

    def idle(self, since_s: float) -> list[str]:
        """Submissions to which no chunk came after this time (seconds since the epoch)."""
        ...

    def remove(self, submission_id: str, idle_since_s: float) -> int:
        """Let go of a submission's chunks, all at once, unless one came after that time. Returns how many bytes."""
        ...


_REMOVED = "removed"
"""Directory for what is on its way out; a removal that broke off is finished by the next."""


class ChunkFolder:
    """One directory per submission, spread over 256: `ab/<id>/<sha256>`. Files are whole or absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        make_directory(folder)

    def put(self, submission_id: str, sha256: str, chunk: bytes) -> bool:
        directory = self._directory(submission_id)
        path = directory / sha256
        if path.exists():
            return False
        write_private(path, chunk)
        sync_directory(self._folder)  # another thread may have made what is in it, and not be that far
        return True

    def get(self, submission_id: str, sha256: str) -> bytes:
        return (self._directory(submission_id) / sha256).read_bytes()

    def missing(self, submission_id: str, names: Iterable[str]) -> list[str]:
        directory = self._directory(submission_id)
        return [name for name in names if not (directory / name).exists()]

    def idle(self, since_s: float) -> list[str]:
        return sorted(
            directory.name
            for directory in self._folder.glob("[0-9a-f][0-9a-f]/*")
            if directory.stat().st_mtime < since_s  # changes with every chunk
        )

    def remove(self, submission_id: str, idle_since_s: float) -> int:
        directory, removed = self._directory(submission_id), self._folder / _REMOVED
        removed.mkdir(mode=0o700, exist_ok=True)
        away = removed / f"{submission_id}.{secrets.token_hex(4)}"
        with suppress(FileNotFoundError):  # somebody else did
            if directory.stat().st_mtime < idle_since_s:
                directory.rename(away)
        size_bytes = sum(file.stat().st_size for file in away.glob("*"))
        shutil.rmtree(removed, ignore_errors=True)  # somebody else may be at it
        return size_bytes

    def _directory(self, submission_id: str) -> Path:
        return self._folder / hashlib.sha256(submission_id.encode()).hexdigest()[:2] / submission_id

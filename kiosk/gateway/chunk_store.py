"""Attachments as they arrive: chunks of ciphertext, by submission and digest. A folder here; S3 can follow."""

import hashlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


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


class ChunkFolder:
    """One directory per submission, spread over 256: `ab/<id>/<sha256>`. Files are whole or absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, submission_id: str, sha256: str, chunk: bytes) -> bool:
        directory = self._directory(submission_id)
        path = directory / sha256
        if path.exists():
            return False
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = directory / f".{sha256}.{os.getpid()}.{threading.get_ident()}"
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(chunk)
                file.flush()
                os.fdatasync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        for changed in (directory, directory.parent, self._folder):
            _sync(changed)
        return True

    def get(self, submission_id: str, sha256: str) -> bytes:
        return (self._directory(submission_id) / sha256).read_bytes()

    def missing(self, submission_id: str, names: Iterable[str]) -> list[str]:
        directory = self._directory(submission_id)
        return [name for name in names if not (directory / name).exists()]

    def _directory(self, submission_id: str) -> Path:
        return self._folder / hashlib.sha256(submission_id.encode()).hexdigest()[:2] / submission_id


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Writing what must last and is for the owner's eyes alone: whole or not at all, also when the power fails."""

import os
import threading
from contextlib import suppress
from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step, mode 0600, in a directory of mode 0700 that is made when missing.

    From any thread. Raises OSError: what was there before is there still."""
    make_directory(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in it durable. Raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_directory(directory: Path) -> None:
    """Make it, and those above it that are missing, mode 0700, durably. Raises OSError.

    The name of the lowest that is there already is synced, too: who made it may not have done so."""
    if directory.is_dir():
        with suppress(PermissionError):  # in a place that is not ours, it was not we who made it
            sync_directory(directory.parent)
    else:
        make_directory(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
        sync_directory(directory.parent)

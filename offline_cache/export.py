"""Unsent items to removable media, when the platform cannot be reached: sealed as they are, with a signed list.

What is exported stays queued and is sent when the link is back: the platform stores an envelope once, by id and digest,
whichever way it came first.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from offline_cache.disk import sync_directory
from offline_cache.errors import OutboxError
from offline_cache.items import Record
from offline_cache.manifest import (
    CERTIFICATE_FILE,
    MANIFEST_FILE,
    SIGNATURE_FILE,
    Exported,
    Manifest,
    Part,
    sign,
)
from offline_cache.outbox import Outbox

_BATCH = 200
_COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Exporter:
    """Who exports: the terminal, its certificate and key (PEM), and where large attachments lie.

    Args:
        chunk_file: where the ciphertext of a submission's large attachments is, if it has any.
    """

    terminal_id: str
    cert_file: Path
    key_file: Path
    chunk_file: Callable[[str], Path]

    def export(self, outbox: Outbox, target: Path, now: datetime) -> tuple[Path, int]:
        """Write everything that the platform has not confirmed, quarantined items too, into a new folder of `target`.

        The folder gets its name when all of it is on the medium: one that has a name is complete.

        Args:
            now: an aware time.

        Returns:
            The folder, and how many items are in it.

        Raises:
            OutboxError: `export.failed` when the medium refuses or is full (nothing is left on it then); like `Outbox`.
            SealError: `seal.terminal_key`.
        """
        name = f"outbox-{self.terminal_id}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        draft = target / f".{name}.part"
        try:
            draft.mkdir(mode=0o700)
            try:
                count = self._write(outbox, draft, now)
                draft.rename(target / name)
                sync_directory(target)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        except OSError as error:
            raise OutboxError("export.failed", retryable=True, data={"errno": error.errno or 0}) from error
        return target / name, count

    def _write(self, outbox: Outbox, folder: Path, now: datetime) -> int:
        certificate, key = self.cert_file.read_bytes(), self.key_file.read_bytes()
        items = tuple(
            exported for record in _unsent(outbox) if (exported := self._write_item(outbox, record, folder)) is not None
        )
        manifest = Manifest(self.terminal_id, now.isoformat(timespec="seconds"), items).to_bytes()
        for file, data in (
            (CERTIFICATE_FILE, certificate),
            (MANIFEST_FILE, manifest),
            (SIGNATURE_FILE, sign(manifest, key)),
        ):
            _write_synced(folder / file, data)
        sync_directory(folder)
        return len(items)

    def _write_item(self, outbox: Outbox, record: Record, folder: Path) -> Exported | None:
        """None when the item was confirmed a moment ago."""
        with _opened(self.chunk_file(record.id)) as chunks:  # before asking: a confirmation takes them away
            unsent = outbox.unsent(record.id)
            if unsent is None:
                return None
            body, signature = unsent
            parts = [_write_synced(folder / f"{record.id}.envelope", body)]
            if chunks is not None:
                parts.append(_copy_synced(chunks, folder / f"{record.id}.chunks"))
        return Exported(record.id, record.channel, record.digest, signature, tuple(parts))


def _unsent(outbox: Outbox) -> Iterator[Record]:
    after_seq = 0
    while records := outbox.records("unsent", after_seq=after_seq, limit=_BATCH):
        yield from records
        after_seq = records[-1].seq


def _write_synced(path: Path, data: bytes) -> Part:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Part(path.name, len(data), hashlib.sha256(data).hexdigest())


@contextmanager
def _opened(path: Path) -> Generator[BinaryIO | None]:
    """None when there is no such file."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _copy_synced(origin: BinaryIO, path: Path) -> Part:
    hasher, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        while piece := origin.read(_COPY_BYTES):
            hasher.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Part(path.name, size, hasher.hexdigest())

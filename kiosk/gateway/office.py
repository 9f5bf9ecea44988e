"""A submission as the office needs it: form and attachments unsealed into a folder, and a line in the audit log first.

This is the only place where attachments are opened. Whoever runs it needs the platform's private keys, which is the
right to read everything; the audit line says who used it, when, for which submission and why.
"""

import json
import os
import pwd
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.gateway.beside import Looks
from kiosk.gateway.chunk_store import ChunkStore
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform_keys import KeyRing
from kiosk.gateway.private_files import sync_directory
from kiosk.gateway.register import Channel, Execute
from offline_cache.sealing import Envelope, Opener

FORM_FILE = "form.json"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80


class UnknownSubmission(LookupError):
    """No such submission is stored here."""


def write_out(
    submission_id: str, out: Path, *, store: Looks, chunks: ChunkStore, keys: KeyRing, paths: GatewayPaths, reason: str
) -> list[Path]:
    """Unseal a submission into `out`: `form.json` and `01-NAME` … for its attachments, for the owner's eyes alone.

    The audit line is on the disk before anything is opened.

    Returns:
        the files.

    Raises:
        UnknownSubmission: it is not here.
        FileExistsError: `out` is there already.
        SealError: it cannot be opened. OSError: a chunk is missing, or the disk refuses. What was written stays.
        StoreUnavailable: the store cannot be read.
    """
    body = store.look(lambda execute: _envelope(execute, submission_id))
    if body is None:
        raise UnknownSubmission(submission_id)
    out.mkdir(mode=0o700, parents=True)
    note(paths.audit, "read", submission_id, reason)
    envelope = Envelope.parse(body)
    opener = Opener(envelope.header, keys.sealing)
    streams = _streams(envelope, chunks)
    written = [_write(out / FORM_FILE, (_readable(b"".join(opener.stream(0, next(streams)))),))]
    for number, sealed in enumerate(streams, 1):
        name, _media_type, pieces = opener.attachment(number, sealed)
        written.append(_write(out / f"{number:02}-{_file_name(name)}", pieces))
    return written


def _envelope(execute: Execute, submission_id: str) -> bytes | None:
    query = "SELECT body FROM envelopes WHERE channel = ? AND id = ?"
    row = execute(query, (Channel.SUBMISSION.value, submission_id)).fetchone()
    return bytes(row[0]) if row else None


def note(file: Path, action: str, submission_id: str, reason: str) -> None:
    """A line in the audit log, on the disk before anything personal is seen. Raises OSError."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": pwd.getpwuid(os.getuid()).pw_name,
        "action": action,
        "submission_id": submission_id,
        "reason": reason,
    }
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "ab") as stream:
        stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    sync_directory(file.parent)


def _streams(envelope: Envelope, chunks: ChunkStore) -> Iterator[list[bytes] | Iterator[bytes]]:
    """The chunks of each stream in turn; those that came apart are read as they are needed."""
    at = 0
    for stream in envelope.header.streams:
        yield _chunks(envelope, chunks, range(at, at + len(stream)))
        at += len(stream)


def _chunks(envelope: Envelope, chunks: ChunkStore, places: Iterable[int]) -> Iterator[bytes]:
    for place in places:
        inline = envelope.chunks[place]
        name = envelope.header.chunks[place].sha256
        yield inline if inline is not None else chunks.get(envelope.header.id, name)


def _readable(form: bytes) -> bytes:
    """JSON with line breaks; what is none stays as it is."""
    try:
        return json.dumps(json.loads(form), ensure_ascii=False, indent=2).encode() + b"\n"
    except ValueError:
        return form


def _write(file: Path, pieces: Iterable[bytes]) -> Path:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for piece in pieces:
            stream.write(piece)
    return file


def _file_name(name: str) -> str:
    """What a terminal called an attachment, as a name that stays in its folder."""
    return _NOT_IN_NAMES.sub("_", name)[-_LONGEST_NAME:].lstrip(".") or "attachment"

"""The one audit ledger: what was done here, by whom as a tag, appended and never changed.

A folder of numbered files, one JSON object a line. Each record carries its number and the SHA-256 of the line before
it (64 zeros at the first), across files, so nothing can be changed, dropped or put in between without it showing. What
is cut off at the end shows only to who knows the head: it leaves the terminal with what is reported of custody.

A record is on the disk when `append` returns, so at most one that nobody was promised is ever torn. What a power cut
left of such a one is kept beside, and the chain goes on from the last whole record. Anything else that does not fit is
damage: nothing is appended then, and somebody has to look.

Fields are a fixed list, their values dotted names, ids and keyed hashes: nothing that tells who somebody is.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, cast

from kiosk.errors import KioskError
from offline_cache.disk import make_directory, sync_directory

KEPT_IN = "audit"
"""Name of the folder in the state directory."""
FIRST = "0" * 64
"""What the first record has for the digest of the one before it."""
RECORD_MAX_BYTES = 1024
SEGMENT_BYTES = 1024 * 1024
"""A file that has grown beyond is followed by the next."""
CUT = "audit.cut"
"""Kind of the record that follows a torn one; `outcome` begins the SHA-256 of what was kept beside."""

_KIND = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_ID = re.compile(r"[A-Za-z0-9._-]{0,64}")
_IDENTITY_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]")
_SEGMENT_NAME = "{:08d}.jsonl"
_LOCK_FILE = "audit.lock"


class AuditError(KioskError):
    """`audit.owned`: another process writes. `audit.disk`: the record is not kept, nor the one who asked for it to be
    trusted. `audit.damaged`, with `segment`, `line` and `reason`: the chain does not hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is recorded. Tags are 64 hexadecimal digits (`offline_cache.terminal_secret`); `cell` is as on its door.

    Raises:
        ValueError: a value that these fields do not take; identity numbers least of all.
    """

    kind: str
    session_tag: str = ""
    person_tag: str = ""
    cell: str = ""
    order: str = ""
    parcel: str = ""
    voucher: str = ""
    document: str = ""
    """Number of a certificate that was printed."""
    outcome: str = ""
    staff_tag: str = ""
    challenge: str = ""
    """Of a face check: version and seed of what was prompted, which draw it again."""

    def __post_init__(self) -> None:
        for name, value in self.given().items():
            if not (_KIND if name == "kind" else _ID).fullmatch(value) or _IDENTITY_NUMBER.fullmatch(value):
                raise ValueError(f"not for the ledger: {name}")

    def given(self) -> dict[str, str]:
        """What is not empty, by field."""
        return {name: value for name in _FIELDS if (value := getattr(self, name))}


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Record:
    """An entry in its place. `at` is the wall clock's, UTC, to the millisecond; `previous` and `digest` are SHA-256 in
    lower-case hexadecimal."""

    number: int
    at: datetime
    previous: str
    entry: Entry

    @property
    def line(self) -> bytes:
        """As it stands in the file, without the line feed; the digest is over this."""
        return json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":")).encode("ascii")

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.line).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """For a machine to read; empty fields are left out."""
        at = self.at.isoformat(timespec="milliseconds")
        return {"number": self.number, "at": at, "previous": self.previous, **self.entry.given()}

    @classmethod
    def parse(cls, line: bytes) -> Self:
        """Raises ValueError for anything but exactly what `line` gives."""
        try:
            found = cast("dict[str, Any]", json.loads(line))
            entry = Entry(**{name: found[name] for name in _FIELDS if name in found})
            record = cls(found["number"], datetime.fromisoformat(found["at"]), found["previous"], entry)
            if record.line != line:
                raise ValueError("written differently")
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("no record") from error
        return record


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stands: number and digest of the last record."""

    number: int = 0
    digest: str = FIRST

    def after(self, record: Record, line: bytes) -> Head:
        """`line` is the record's. Raises ValueError: it does not follow."""
        if (record.number, record.previous) != (self.number + 1, self.digest):
            raise ValueError("out of the chain")
        return Head(record.number, hashlib.sha256(line).hexdigest())


@dataclass(frozen=True, slots=True)
class End:
    """Where reading ended. `segment` is the last file's number, 0 where there is none yet; its first `size_bytes` are
    whole records, `torn` is what comes after them."""

    head: Head = Head()
    segment: int = 0
    size_bytes: int = 0
    torn: bytes = b""


def read(directory: Path) -> Generator[Record, None, End]:
    """Every record, oldest first, each checked against the one before; the generator returns where the chain ends.

    One file at a time is in memory. May be used beside the one who writes.

    Raises:
        AuditError: `audit.damaged`, `audit.disk`.
    """
    end = End()
    numbers = _segments(directory)
    for place, number in enumerate(numbers, start=1):
        try:
            content = (directory / _SEGMENT_NAME.format(number)).read_bytes()
        except OSError as error:
            raise _disk(error) from error
        if number != place or end.torn:
            raise _damaged(number, 0, "missing" if number != place else "torn inside")
        head, size_bytes = end.head, 0
        for line_number, line in enumerate(content.split(b"\n")[:-1], start=1):
            try:
                record = Record.parse(line)
                head = head.after(record, line)
            except ValueError as error:
                if size_bytes + len(line) + 1 < len(content) or len(line) > RECORD_MAX_BYTES:
                    raise _damaged(number, line_number, str(error)) from error
                break  # the last line: a sector of it is missing
            size_bytes += len(line) + 1
            yield record
        torn = content[size_bytes:]
        if len(torn) > RECORD_MAX_BYTES:
            raise _damaged(number, 0, "too long for one record")
        end = End(head, number, size_bytes, torn)
    return end


class AuditLedger:
    """The one writer. From any thread; each call returns when it is on the disk.

    `append` takes two to ten milliseconds on a disk: not for the GUI thread.
    """

    def __init__(
        self,
        directory: Path,
        hear: Callable[[Record], object] = lambda _record: None,
        *,
        segment_bytes: int = SEGMENT_BYTES,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Take the folder, verify all of it, and put aside what a power cut left of a last record.

        Args:
            hear: is given every record that is there, as it is verified.
            wall: seconds since the epoch, for recording.

        Raises:
            AuditError: `audit.owned`, `audit.disk`, `audit.damaged`.
        """
        self._directory = directory
        self._segment_bytes = segment_bytes
        self._wall = wall
        self._append_lock = threading.Lock()
        self._is_uncertain = False
        """Whether a write failed: what lies behind the last whole record is cut off before the next."""
        self.put_aside: Path | None = None
        """What a power cut left of a record; None when all were whole."""
        self._end = End()
        self._descriptor = -1
        self._owner = _claim(directory)
        try:
            self._open(hear)
        except AuditError:
            self.close()
            raise

    @property
    def head(self) -> Head:
        return self._end.head

    def append(self, entry: Entry) -> Record:
        """Keep a record. Raises AuditError `audit.disk`: it is not kept; may be tried again."""
        with self._append_lock:
            try:
                if self._is_uncertain:
                    self._cut()
                record = self._record(entry)
                line = record.line + b"\n"
                if len(line) > RECORD_MAX_BYTES:
                    raise ValueError("too long for a record")
                if self._end.size_bytes >= self._segment_bytes:
                    self._begin_segment(self._end.segment + 1)
                self._is_uncertain = True
                _write(self._descriptor, line, self._end.size_bytes)
                os.fdatasync(self._descriptor)
                self._is_uncertain = False
            except OSError as error:
                raise _disk(error) from error
            self._end = End(Head(record.number, record.digest), self._end.segment, self._end.size_bytes + len(line))
            return record

    def close(self) -> None:
        """Twice is fine."""
        for descriptor in (self._descriptor, self._owner):
            if descriptor >= 0:
                os.close(descriptor)
        self._descriptor = self._owner = -1

    def _record(self, entry: Entry) -> Record:
        at = datetime.fromtimestamp(self._wall(), UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        return Record(self._end.head.number + 1, at, self._end.head.digest, entry)

    def _open(self, hear: Callable[[Record], object]) -> None:
        """Raises AuditError."""
        self._end = end_of(self._directory, hear)
        try:
            if self._end.segment == 0:
                self._begin_segment(1)
                return
            self._descriptor = os.open(self._file(self._end.segment), os.O_RDWR | os.O_CLOEXEC)
            os.fdatasync(self._descriptor)  # a process before this one may have died between write and sync
            sync_directory(self._directory)
            if self._end.torn:
                self.put_aside = self._keep_beside(self._end.torn)
                self._cut()
        except OSError as error:
            raise _disk(error) from error
        if self.put_aside is not None:
            self.append(Entry(CUT, outcome=self.put_aside.stem.rpartition("-")[2]))

    def _keep_beside(self, torn: bytes) -> Path:
        name = f"{self._end.segment:08d}-{self._end.size_bytes}-{hashlib.sha256(torn).hexdigest()[:16]}.torn"
        file = self._directory / name
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            _write(descriptor, torn, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_directory(self._directory)
        return file

    def _cut(self) -> None:
        os.ftruncate(self._descriptor, self._end.size_bytes)
        os.fdatasync(self._descriptor)
        self._is_uncertain = False
        self._end = End(self._end.head, self._end.segment, self._end.size_bytes)

    def _begin_segment(self, number: int) -> None:
        descriptor = os.open(self._file(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            sync_directory(self._directory)
        except OSError:
            os.close(descriptor)
            raise
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = descriptor
        self._end = End(self._end.head, number, 0)

    def _file(self, number: int) -> Path:
        return self._directory / _SEGMENT_NAME.format(number)


def end_of(directory: Path, hear: Callable[[Record], object] = lambda _record: None) -> End:
    """Read all of it, for where it ends; `hear` is given each record. Raises AuditError."""
    reading = read(directory)
    while True:
        try:
            hear(next(reading))
        except StopIteration as stop:
            return cast("End", stop.value)


def torn_pieces(directory: Path) -> list[str]:
    """Names of what power cuts left of records, kept beside."""
    return sorted(file.name for file in directory.glob("*.torn"))


def _segments(directory: Path) -> list[int]:
    return sorted(int(file.stem) for file in directory.glob("*.jsonl") if file.stem.isdecimal())


def _write(descriptor: int, data: bytes, at: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, at)
        data, at = data[written:], at + written


def _claim(directory: Path) -> int:
    """The right to write, until the descriptor is closed or the process ends."""
    descriptor = -1
    try:
        make_directory(directory)
        descriptor = os.open(directory / _LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with suppress(OSError):
            os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise AuditError("audit.owned") from error
        raise _disk(error) from error
    return descriptor


def _disk(error: OSError) -> AuditError:
    return AuditError("audit.disk", retryable=True, data={"errno": error.errno or 0})


def _damaged(segment: int, line: int, reason: str) -> AuditError:
    return AuditError("audit.damaged", data={"segment": segment, "line": line, "reason": reason})

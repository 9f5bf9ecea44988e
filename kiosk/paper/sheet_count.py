"""Special paper, counted sheet by sheet: every sheet that was loaded is in the tray, issued, spoiled, or in doubt.

A file that is only appended to, a line of JSON each, on the disk before the sheet is drawn: after a power cut a sheet
whose fate nobody told is in doubt, and somebody has to look. A line cut short by the power cut was never promised.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.paper.page_print import PagePrint, Stage
from offline_cache.disk import sync_directory

KEPT_IN = "special-paper.jsonl"
"""In the state directory."""


class Fate(StrEnum):
    """What became of the sheets of one print."""

    ISSUED = "issued"  # the person has confirmed to hold them
    SPOILED = "spoiled"  # misprinted, torn, lost: staff keep them
    UNUSED = "unused"  # never drawn, back in the count


def fate_of(page: PagePrint) -> Fate | None:
    """What became of the sheets of an attempt; None as long as nobody can tell."""
    if page.stage is Stage.PRINTED:
        return Fate.ISSUED
    if page.stage is Stage.NOT_PRINTED:
        return Fate.SPOILED if page.job_id else Fate.UNUSED
    return None


class SheetCountError(ValueError):
    """What is told does not fit what was told before; the text is a code: `sheets.none_left`, `sheets.unknown_print`,
    `sheets.known_print`, `sheets.unreadable`."""


@dataclass(frozen=True, slots=True)
class Balance:
    """In sheets. `in_doubt`: drawn for prints whose end nobody told."""

    loaded: int
    issued: int
    spoiled: int
    in_doubt: int

    @property
    def left(self) -> int:
        return self.loaded - self.issued - self.spoiled - self.in_doubt


class SheetCount:
    """One terminal's count. One process, one thread.

    Args:
        file: made when missing; readable by its owner alone.

    Raises:
        SheetCountError: `sheets.unreadable`: a line before the last makes no sense.
        OSError: the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._loaded = 0
        self._drawn: dict[str, int] = {}
        self._told: dict[Fate, int] = dict.fromkeys(Fate, 0)
        for line in self._whole_lines():
            self._apply(line)

    @property
    def balance(self) -> Balance:
        return Balance(self._loaded, self._told[Fate.ISSUED], self._told[Fate.SPOILED], sum(self._drawn.values()))

    @property
    def in_doubt(self) -> tuple[str, ...]:
        """Names of the prints whose end nobody told."""
        return tuple(self._drawn)

    def load(self, sheets: int, at: datetime) -> None:
        """Staff have put sheets into the tray, or (negative) taken them out. Raises SheetCountError, OSError."""
        if self.balance.left + sheets < 0:
            raise SheetCountError("sheets.none_left")
        self._record({"what": "loaded", "sheets": sheets}, at)

    def draw(self, print_name: str, sheets: int, at: datetime) -> None:
        """Before the print is sent. Raises SheetCountError `sheets.none_left`, `sheets.known_print`; OSError."""
        if print_name in self._drawn:
            raise SheetCountError("sheets.known_print")
        if sheets > self.balance.left:
            raise SheetCountError("sheets.none_left")
        self._record({"what": "drawn", "print": print_name, "sheets": sheets}, at)

    def tell(self, print_name: str, fate: Fate, at: datetime, reason: str = "") -> None:
        """What became of it. `reason`: a code. Raises SheetCountError `sheets.unknown_print`; OSError."""
        if print_name not in self._drawn:
            raise SheetCountError("sheets.unknown_print")
        self._record({"what": fate.value, "print": print_name, "reason": reason}, at)

    def _record(self, entry: dict[str, str | int], at: datetime) -> None:
        line = json.dumps({"at": at.isoformat(timespec="seconds"), **entry}, ensure_ascii=False)
        new = not self._file.exists()
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "ab") as stream:
            stream.write(line.encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            sync_directory(self._file.parent)
        self._apply(line)

    def _whole_lines(self) -> Iterator[str]:
        """All lines; a last one without its end is cut off the file."""
        if not self._file.exists():
            return
        data = self._file.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            os.truncate(self._file, len(whole))
        yield from whole.decode("utf-8", "replace").splitlines()

    def _apply(self, line: str) -> None:
        try:
            entry = json.loads(line)
            match entry["what"]:
                case "loaded":
                    self._loaded += int(entry["sheets"])
                case "drawn":
                    self._drawn[str(entry["print"])] = int(entry["sheets"])
                case told:
                    fate, sheets = Fate(told), self._drawn.pop(str(entry["print"]))
                    self._told[fate] += sheets
        except (ValueError, KeyError, TypeError) as error:
            raise SheetCountError("sheets.unreadable") from error

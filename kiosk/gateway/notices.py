"""Notices for people at terminals: a TOML file, read again whenever it changes.

[[notice]]
id = "spring-festival"
kind = "warning"                      # or "info"; warnings come first
text = { zh-CN = "…", en = "…" }      # zh-CN is always there
valid_from = 2027-02-05T00:00:00+08:00
valid_to = 2027-02-13T00:00:00+08:00
terminals = ["SZ-FT-0001"]            # left out: all of them
"""

import logging
import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.platform.references import Notice, NoticeKind

_log = logging.getLogger(__name__)
_terminals = TypeAdapter(tuple[str, ...])


class NoticesError(ValueError):
    """The file is not TOML, or not notices; the message names file and key."""


@dataclass(frozen=True, slots=True)
class _Addressed:
    notice: Notice
    terminals: tuple[str, ...]


class NoticeFile:
    """May be asked from any thread."""

    def __init__(self, file: Path) -> None:
        """Read it; a file that is not there has no notices. Raises NoticesError."""
        self._file = file
        self._lock = threading.Lock()
        self._stamp = _stamp(file)
        self._notices = _read(file)

    def of(self, terminal_id: str) -> tuple[Notice, ...]:
        """What this terminal shall show, the weightiest first. A file that became wrong changes nothing."""
        with self._lock:
            if (stamp := _stamp(self._file)) != self._stamp:
                self._stamp = stamp
                try:
                    self._notices = _read(self._file)
                except NoticesError as error:
                    _log.error("notices stay as they were: %s", error)
            found = [entry.notice for entry in self._notices if not entry.terminals or terminal_id in entry.terminals]
        return tuple(sorted(found, key=lambda notice: (notice.kind is not NoticeKind.WARNING, notice.valid_from)))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _read(file: Path) -> tuple[_Addressed, ...]:
    try:
        entries: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8")).get("notice", [])
        return tuple(_addressed(entry) for entry in entries)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise NoticesError(f"{file.name}: {error}") from error


def _addressed(entry: dict[str, Any]) -> _Addressed:
    notice = Notice.model_validate({key: value for key, value in entry.items() if key != "terminals"})
    if "zh-CN" not in notice.text:
        raise TypeError(f"{notice.id}: text needs zh-CN")
    return _Addressed(notice, _terminals.validate_python(entry.get("terminals", ())))

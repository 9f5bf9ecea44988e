"""One line per thing that happened, as JSON, with nothing personal in it: only listed fields are ever written.

Messages of our own packages are constant words and codes; those of libraries are reduced to their level and logger,
since nobody can promise what they quote.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

OURS = ("kiosk", "drivers", "offline_cache", "ui")
FIELDS = ("device", "state", "code", "from_step", "to_step", "count", "version", "duration_ms")
"""What may stand in a line beside time, level, logger and message."""


class WhitelistFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".", 1)[0] in OURS
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if ours else "(library)",
        }
        line |= {name: value for name in FIELDS if (value := record.__dict__.get(name)) is not None}
        return json.dumps(line, ensure_ascii=False)


def set_up(directory: Path, *, level: str, file_size_bytes: int, files_kept: int) -> None:
    """Write to `kiosk.log` in `directory`, and to nowhere else."""
    directory.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        directory / "kiosk.log", maxBytes=file_size_bytes, backupCount=files_kept, encoding="utf-8"
    )
    handler.setFormatter(WhitelistFormatter())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())

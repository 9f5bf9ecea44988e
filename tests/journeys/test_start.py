"""The start page comes first: what it does not need is neither imported nor made before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LATER = (
    "PIL", "cryptography", "cv2", "escpos", "fastapi", "jsonschema", "numpy", "requests", "rich", "serial", "sqlite3",
    "kiosk.app.backstage", "kiosk.app.doctor_command", "kiosk.app.journey_command", "kiosk.session.performer",
    "offline_cache",
)  # fmt: skip
LOOK = f"""
import logging, os, sys
from PySide6 import QtCore

class Look(logging.Handler):
    def emit(self, record):
        if record.getMessage() == "start page shown":
            early = [name for name in {LATER} if name in sys.modules] + ["QtCore.Qt"] * ("Qt" in vars(QtCore))
            print("shown; early:", *early, flush=True)
            os._exit(0)

logging.getLogger("kiosk.app").addHandler(Look())
from kiosk.cli import main
main()
"""


def test_nothing_is_imported_before_the_start_page_that_it_does_not_need(tmp_path: Path) -> None:
    """The 93 enums of `QtCore.Qt` have 1,195 members (PySide 6.11), and all are built at its first touch."""
    command = [sys.executable, "-c", LOOK, "run", "--set", f"paths.state_dir={tmp_path}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "shown; early:"), done.stderr

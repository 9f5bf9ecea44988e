"""A program that kills itself in the middle of a journey, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from journeying import PERSONS, assert_nothing_personal


def dies(program: str, state: Path, *arguments: str) -> None:
    """Run it, with `state` and these as its arguments, until it does (SIGKILL); it leaves nothing personal behind."""
    path = os.pathsep.join(entry for entry in (str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")) if entry)
    ended = subprocess.run(
        [sys.executable, "-c", program, str(state), *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2000:]
    assert_nothing_personal(state, [*PERSONS.values()])

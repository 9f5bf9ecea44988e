"""The end of a child process that was told to go."""

from __future__ import annotations

import subprocess


def await_end(process: subprocess.Popen[bytes], timeout_s: float) -> None:
    """Wait for it; kill one that stays longer."""
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

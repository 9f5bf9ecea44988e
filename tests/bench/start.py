"""From process start to the first page, and to the last device: whole processes with a warm file cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median

from tests.bench.figure import Figure, hand_over

RUNS = 9
UNWANTED = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE")
"""A screen, and what keeps compiled modules out of the warm file cache."""
OFFSCREEN = {name: value for name, value in os.environ.items() if name not in UNWANTED} | {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
}
PATIENCE_S = 60.0
USABLE = 5  # card reader, camera, face process, printer, platform; the queue says only when it fails


def figures() -> list[Figure]:
    bare_s()
    kiosk_s()  # the file cache is warm now
    bare: list[float] = []
    first: list[float] = []
    ready: list[float] = []
    for _ in range(RUNS):
        bare.append(bare_s())
        page_s, devices_s = kiosk_s()
        first.append(page_s)
        ready.append(devices_s)
    ratios = [page_s / bare_s for page_s, bare_s in zip(first, bare, strict=True)]
    print(f"first page {median(first):.3f} s, bare program {median(bare):.3f} s", file=sys.stderr)
    return [
        Figure(
            "start.first_page_ratio",
            round(median(ratios), 2),
            "× bare",
            3.0,
            f"`kiosk run` until its log says that the start page is shown, over a bare PySide6 QML window of the same "
            f"size until its first frame; whole processes, warm file cache, software renderer, offscreen; median of "
            f"the ratios of {RUNS} interleaved pairs ({median(first):.3f} s over {median(bare):.3f} s)",
        ),
        Figure(
            "start.ready_s",
            round(median(ready), 2),
            "s",
            4.0,
            f"`kiosk run` until its log says that card reader, camera, face process, printer and platform "
            f"can be used; median of {RUNS} (slowest {max(ready):.2f} s)",
        ),
    ]


def bare_s() -> float:
    """Seconds from process start to the first frame of the bare program."""
    began_s = time.time()
    done = subprocess.run([sys.executable, "-m", "tests.bench.bare"], env=OFFSCREEN, stdout=subprocess.PIPE, check=True)
    return float(done.stdout) - began_s


def kiosk_s() -> tuple[float, float]:
    """Seconds from process start to the start page, and to the last device."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as state:
        command = [str(Path(sys.executable).with_name("kiosk")), "run", "--set", f"paths.state_dir={state}"]
        began_s = time.time()
        process = subprocess.Popen(command, env=OFFSCREEN)
        try:
            lines = _log_until(Path(state) / "log" / "kiosk.log", "devices ready", lambda: process.poll() is None)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
    if lines["devices ready"]["count"] < USABLE:
        raise RuntimeError("a device is broken; nothing to measure")
    return _at_s(lines["start page shown"]) - began_s, _at_s(lines["devices ready"]) - began_s


def _log_until(log: Path, last: str, alive: Callable[[], bool]) -> dict[str, dict[str, str | int]]:
    """Lines of the log by message, once `last` is among them."""
    until_s = time.monotonic() + PATIENCE_S
    while alive() and time.monotonic() < until_s:
        text = log.read_text("utf-8") if log.exists() else ""
        lines = {line["message"]: line for line in map(json.loads, text.splitlines(keepends=False))}
        if last in lines:
            return lines
        time.sleep(0.2)
    raise RuntimeError(f"the log never said {last!r}")


def _at_s(line: dict[str, str | int]) -> float:
    return datetime.fromisoformat(str(line["at"])).timestamp()


if __name__ == "__main__":
    hand_over(figures())

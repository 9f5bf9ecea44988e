"""The screen while the disk is slow: page turns of the very program, with every fsync of its process made longer."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kiosk.app.walker import Pace
from kiosk.session.model import Step
from tests.bench.browser import Browser
from tests.bench.burden import Draining, Specimen
from tests.bench.figure import Figure, hand_over, percentile
from tests.bench.hall import apply, items, running
from tests.bench.touches import TouchTimes
from tests.support.preload import with_faulty_disk

QUICK = Pace(reading_s=0.3)
ROUNDS = 2
SYNC_MS = 50


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        command, environment = [sys.executable, "-m", "tests.bench.slow_disk", "child"], with_faulty_disk(Path(folder))
        found = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    during = f"while every fsync of the terminal takes {SYNC_MS} ms and {found['puts']} items are put"
    return [
        Figure(
            "slow_disk.submit_turn_ms",
            found["submit_ms"],
            "ms",
            100,
            f"from the touch that confirms an application to the first whole frame of the page that says it is being "
            f"sent; slowest of {found['submits']}, {during}",
        ),
        Figure(
            "slow_disk.page_turn_p95_ms",
            found["turn_ms"],
            "ms",
            100,
            f"the same for every page turn of journeys with every item and of somebody browsing; 95th percentile of "
            f"{found['turns']} (slowest {found['slowest_ms']:.0f} ms, on {found['slowest_page']}), {during}; "
            f"{found['before_ms']} ms just before, with the disk as it is and nothing else put",
        ),
    ]


def page_turns() -> dict[str, Any]:
    """Journeys with every item, and somebody browsing, while more items are put from behind the screen.

    Run under the preloaded library.
    """
    disk = ctypes.CDLL(None)
    os.environ.pop("LD_PRELOAD")  # the disks of the children are others
    with running(guard_ms=0) as stage:
        times, specimen, browser = TouchTimes(stage.window), Specimen(stage), Browser(stage)
        codes = items(stage)
        for code in codes:
            apply(stage, code, QUICK)
        before_ms = [took for _, took in times.page_ms]
        times.page_ms = []
        disk.faulty_slow(SYNC_MS * 1000)
        with Draining(stage, specimen) as draining:
            for code in codes * ROUNDS:
                apply(stage, code, QUICK)
            browser.look_around()
        disk.faulty_slow(0)
    turns = [took for _, took in times.page_ms]
    submits = [took for page, took in times.page_ms if page == Step.SENDING.value]
    slowest_page, slowest_ms = max(times.page_ms, key=lambda turn: turn[1])
    return {
        "submit_ms": round(max(submits), 1),
        "submits": len(submits),
        "before_ms": round(percentile(before_ms, 0.95), 1),
        "turn_ms": round(percentile(turns, 0.95), 1),
        "turns": len(turns),
        "slowest_page": slowest_page,
        "slowest_ms": slowest_ms,
        "puts": draining.sent,
    }


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(page_turns()))
    else:
        hand_over(figures())

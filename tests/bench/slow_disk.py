"""The screen while the disk is slow: page turns of the very program, with every fsync of its process made longer.

Runs under a preloaded library (`tests/support/faulty_disk.c`).
"""

from __future__ import annotations

import ctypes
import os
from typing import Any

from kiosk.app.visitor import Pace
from kiosk.session.model import Step
from tests.bench.browser import Browser
from tests.bench.burden import Draining, Specimen
from tests.bench.figure import percentile
from tests.bench.hall import apply, items, running
from tests.bench.touches import TouchTimes

QUICK = Pace(reading_s=0.3)
ROUNDS = 2


def page_turns_ms(sync_takes_us: int) -> dict[str, Any]:
    """Journeys with every item, and somebody browsing, while more items are put from behind the screen."""
    disk = ctypes.CDLL(None)
    os.environ.pop("LD_PRELOAD", None)  # the gateway's disk is another one
    with running(guard_ms=0) as stage:
        times, specimen, browser = TouchTimes(stage.window), Specimen(stage), Browser(stage)
        codes = items(stage)
        for code in codes:
            apply(stage, code, QUICK)
        times.page_ms = []
        disk.faulty_slow(sync_takes_us)
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
        "turn_ms": round(percentile(turns, 0.95), 1),
        "turns": len(turns),
        "slowest_page": slowest_page,
        "slowest_ms": slowest_ms,
        "puts": draining.sent,
    }

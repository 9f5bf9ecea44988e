"""From a touch to what it brings, at rest and with everything running behind the screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kiosk.app.walker import Pace
from tests.bench.browser import Browser
from tests.bench.burden import Draining, Specimen, Watching
from tests.bench.figure import Figure, hand_over, percentile
from tests.bench.hall import apply, items, running
from tests.bench.touches import TouchTimes

QUICK = Pace(reading_s=0.3)
"""Nobody is much faster."""
BROWSING_ROUNDS = 2

Times = list[tuple[str, float]]


def figures() -> list[Figure]:
    with running(guard_ms=0) as stage:  # or a touch too early would end the run
        times, specimen, browser = TouchTimes(stage.window), Specimen(stage), Browser(stage)
        codes = items(stage)
        for code in codes * 2:
            apply(stage, code, QUICK)
        _look_around(browser, times)
        resting = _taken(times)
        with Draining(stage, specimen) as draining:
            for code in codes * 2:
                apply(stage, code, QUICK)
            with Watching(stage) as watching:
                for _ in range(BROWSING_ROUNDS):
                    _look_around(browser, times)
        busy = _taken(times)
    behind = (
        f"while {draining.sent} uploads drained, the camera ran and {watching.looks} frames were checked for a face"
    )
    return [
        *_figures("tap", *resting, "journeys with every item and somebody browsing, searching and paging"),
        *_figures("tap.busy", *busy, f"the same {behind}"),
    ]


def _look_around(browser: Browser, times: TouchTimes) -> None:
    times.each_answers = True
    browser.look_around()
    times.settle()
    times.each_answers = False


def _taken(times: TouchTimes) -> tuple[Times, Times]:
    taken = times.page_ms, times.feedback_ms
    times.page_ms, times.feedback_ms = [], []
    return taken


def _figures(name: str, pages: Times, feedback: Times, during: str) -> list[Figure]:
    page_ms, feedback_ms = [took for _, took in pages], [took for _, took in feedback]
    print(f"{name}: slowest pages {_slowest(pages)}; slowest answers {_slowest(feedback)}", file=sys.stderr)
    page = f"from the touch to the first whole frame of the page it brings; {len(pages)} page turns in {during}"
    answer = (
        f"from the touch of a key or an arrow of a list to the first whole frame begun after it, where the page stays; "
        f"{len(feedback)} touches in {during}"
    )
    return [
        Figure(f"{name}.p95_ms", round(percentile(page_ms, 0.95), 1), "ms", 100, page),
        Figure(f"{name}.max_ms", round(max(page_ms), 1), "ms", 300, page),
        Figure(f"{name}.feedback_p95_ms", round(percentile(feedback_ms, 0.95), 1), "ms", 50, answer),
    ]


def _slowest(times: Sequence[tuple[str, float]]) -> str:
    worst = sorted(times, key=lambda entry: -entry[1])[:6]
    return ", ".join(f"{page} {took:.0f}" for page, took in worst)


if __name__ == "__main__":
    hand_over(figures())

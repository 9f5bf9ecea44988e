"""The preview while somebody is checked, prompts and all: frames a second on the screen, and how old they are there."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from config.loader import load
from config.persons import load_persons
from drivers.faults import FaultScript
from kiosk.app.journey import JourneyPlan, Stage
from kiosk.app.outcome import Outcome
from kiosk.session.model import Preferences, Step
from tests.bench.figure import Figure, hand_over, percentile
from tests.bench.hall import PERSON
from ui.application import make_application
from ui.items.camera_preview import CameraPreview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem

ITEM = "GA-WFZJL"
JOURNEYS = 3
LEAST_CHECK_S = 3.0  # of one face check, so that two prompts were shown


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture as the window showed it; monotonic times."""

    number: int
    taken_s: float
    shown_s: float


class Onlooker:
    """Notes each picture of the preview when the window has drawn it, while the face check runs."""

    def __init__(self, stage: Stage) -> None:
        self.checks: list[list[Shown]] = []
        self._stage = stage
        self._checking = False
        self._preview: CameraPreview | None = None
        stage.window.window.frameSwapped.connect(self._look)

    def _look(self) -> None:
        checking = self._stage.terminal.runtime.session.step is Step.FACE
        if checking and not self._checking:
            self.checks.append([])
        self._checking = checking
        if not checking:
            return
        if self._preview is None:
            self._preview = next(_previews(self._stage.window.window.contentItem()), None)
        frame = self._preview.frame if self._preview else None
        shown = self.checks[-1]
        if frame is not None and (not shown or shown[-1].number != frame.number):
            shown.append(Shown(frame.number, frame.taken_s, time.monotonic()))


def _previews(item: QQuickItem) -> Iterator[CameraPreview]:
    if isinstance(item, CameraPreview):
        yield item
    for child in item.childItems():
        yield from _previews(child)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as state:
        settings = load("simulated", (), {"paths.state_dir": state, "devices.face.options.liveness": "true"})
        make_application(offscreen=True, width_px=settings.screen.width_px, height_px=settings.screen.height_px)
        with Stage(settings, FaultScript()) as stage:
            stage.wait_ready()
            onlooker = Onlooker(stage)
            for _ in range(JOURNEYS):
                report = stage.walk(JourneyPlan(ITEM, load_persons()[PERSON], Preferences()))
                if report.outcome != Outcome.ACCEPTED:
                    raise RuntimeError(f"{report.outcome} {report.stuck} {report.codes}")
    checks = [check for check in onlooker.checks if check and check[-1].shown_s - check[0].shown_s > LEAST_CHECK_S]
    rates = [(len(check) - 1) / (check[-1].shown_s - check[0].shown_s) for check in checks]
    pauses_ms = [(after.shown_s - before.shown_s) * 1000 for check in checks for before, after in pairwise(check)]
    ages_ms = [(shown.shown_s - shown.taken_s) * 1000 for check in checks for shown in check]
    how = f"over {len(checks)} face checks with prompts, {len(ages_ms)} pictures 1280×720 of an acting person"
    return [
        Figure(
            "preview.fps",
            round(median(rates), 1),
            "1/s",
            25,
            f"new pictures of the preview that the window showed in a second; median {how}; camera 30/s, longest pause "
            f"between two {max(pauses_ms):.0f} ms",
            better="higher",
        ),
        Figure(
            "preview.age_ms",
            round(percentile(ages_ms, 0.95), 1),
            "ms",
            100,
            f"from the frame in the mailbox to the window with it drawn, 95 % of them; {how}; median "
            f"{median(ages_ms):.0f}",
        ),
    ]


if __name__ == "__main__":
    hand_over(figures())

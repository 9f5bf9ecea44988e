"""The machine's own time for each step of an application, for every item; people and wires excluded."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from kiosk.app.journey import JourneyReport, Stage
from kiosk.session.model import ReceiptState, Session
from tests.bench.figure import Figure, hand_over
from tests.bench.hall import apply, items, running

ROUNDS = 4
CARD_MS, FACE_MS, STEP_MS, TOTAL_MS = 200, 1500, 200, 2500
FACE = "face_check"


class ReceiptWatch:
    """How long receipts take to be printed: from the order to the printer's word, without the wire."""

    def __init__(self, stage: Stage) -> None:
        self.took_ms: list[float] = []
        self._wire = stage.terminal.performer.wire
        self._began: tuple[float, float] | None = None
        stage.terminal.runtime.subscribe(self._see)

    def _see(self, session: Session) -> None:
        printing = session.receipt is ReceiptState.PRINTING
        if printing and self._began is None:
            self._began = time.monotonic(), self._wire.total_s
        elif not printing and self._began is not None:
            began_s, wire_s = self._began
            self._began = None
            self.took_ms.append((time.monotonic() - began_s - (self._wire.total_s - wire_s)) * 1000)


def figures() -> list[Figure]:
    steps: defaultdict[str, list[float]] = defaultdict(list)
    totals: list[float] = []
    wires: list[float] = []
    with running() as stage:
        receipts = ReceiptWatch(stage)
        codes = items(stage)
        apply(stage, codes[0])
        for _ in range(ROUNDS):
            for item in codes:
                report = apply(stage, item)
                for name, took_ms in steps_of(report):
                    steps[name].append(took_ms)
                steps["receipt"].append(receipts.took_ms[-1])
                totals.append(report.machine_ms_total + receipts.took_ms[-1])
                wires.append(report.wire_ms_total)
    journeys = f"{len(totals)} journeys, {len(codes)} items"
    print(f"journey: slowest total {max(totals):.0f} ms", file=sys.stderr)
    return [
        *_step_figures(steps, journeys),
        Figure(
            "journey.total_ms",
            round(median(totals), 1),
            "ms",
            TOTAL_MS,
            f"sum of all steps of a journey, the receipt included; median of {journeys} (slowest {max(totals):.0f}); "
            f"besides, {median(wires):.0f} ms of bytes over baud",
        ),
    ]


def steps_of(report: JourneyReport) -> Iterator[tuple[str, float]]:
    """Each page's time, named by the page it brought; what follows the face page is the face check."""
    before = ""
    for page in report.pages[1:]:
        if page.machine_ms:
            yield (FACE if before == "face" else page.name), page.machine_ms
            before = page.name


def _step_figures(steps: Mapping[str, Sequence[float]], journeys: str) -> Iterator[Figure]:
    for name, took_ms in steps.items():
        limit = {FACE: FACE_MS, "consent": CARD_MS}.get(name, STEP_MS)
        how = {
            FACE: "from the first frame of the face page to that of the page after the verdict",
            "consent": "from the card on the reader to the first frame of the consent page, less bytes over baud",
            "receipt": "from the order to the printer's word that it is out, less bytes over baud",
        }.get(name, f"from the touch or answer that brings the page {name} to its first frame")
        text = f"{how}; median of {len(took_ms)} in {journeys} (slowest {max(took_ms):.0f})"
        yield Figure(f"journey.{name}_ms", round(median(took_ms), 1), "ms", limit, text)


if __name__ == "__main__":
    hand_over(figures())

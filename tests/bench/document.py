"""Papers under the document camera: time for a frame, how near corners are, size of pages, time memory of reading."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from config.papers import demo_papers
from drivers.contract.document import PaperSize, ScannedPage
from drivers.document.drawn_table import pages_of
from drivers.document.judging import JUDGED_DPI, judge
from drivers.document.ocr import PaperOcr
from drivers.document.page_finder import find_page
from drivers.document.pages import encoded
from drivers.document.scenes import Lying, Table, render
from drivers.document.straightening import long_side_up, straightened
from kiosk.paper.scans import as_pdf
from tests.bench.figure import Figure, hand_over, percentile

Picture = NDArray[np.uint8]

FRAMES = 60
DPI = 200
FRAME_MS = 60
CORNER_PX = 4
PAGE_KB = 1000
READ_S = 2
READER_MB = 500
WORST_NOISE = 12.0


def figures() -> list[Figure]:
    took_ms: list[float] = []
    off_px: list[float] = []
    for frame, truth in frames():
        began_s = time.perf_counter()
        found = find_page(frame)
        if found is None:
            continue
        corners = long_side_up(found.corners)
        judge(straightened(frame, corners, PaperSize.A4, JUDGED_DPI))
        straightened(frame, corners, PaperSize.A4, DPI)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        off_px.append(furthest(found.corners, truth))
    how = (
        f"{FRAMES} drawn frames of 1920×1080: A4 on felt, wood and a pale desk, in uneven light, in shadow, "
        "every fourth with a finger on its edge, turned, tilted, noisy"
    )
    return [
        Figure("document.found", len(off_px), "of 60", FRAMES, how, better="higher"),
        Figure(
            "document.corner_px",
            round(max(off_px), 2),
            "px",
            CORNER_PX,
            f"the worst corner of all; median of the worst of each frame {median(off_px):.2f}; {how}",
        ),
        Figure(
            "document.frame_ms",
            round(percentile(took_ms, 0.95), 1),
            "ms",
            FRAME_MS,
            f"p95 of page found, straightened at {DPI} dpi and judged (median {median(took_ms):.1f}), wall time; {how}",
        ),
        largest_page(),
        *reading(),
    ]


def frames() -> Iterator[tuple[Picture, NDArray[np.float32]]]:
    papers = [page for file in demo_papers().values() for page in pages_of(file)]
    for number in range(FRAMES):
        random = np.random.default_rng(20261122 + number)
        page = papers[number % len(papers)]
        upright = page.shape[0] > page.shape[1]
        lying = Lying(
            turn_deg=float((90 if upright else 0) + 180 * (number % 2) + random.uniform(-9, 9)),
            tilt=(float(random.uniform(-0.07, 0.07)), float(random.uniform(-0.07, 0.07))),
            size_px=float(random.uniform(950, 1250)),
            centre=(float(random.uniform(0.48, 0.52)), float(random.uniform(0.48, 0.52))),
            table=list(Table)[number % 3],
            light=float(random.uniform(0.7, 0.95)),
            shade=float(random.uniform(0.05, 0.3)),
            shadow=number % 5 == 0,
            hand=float(random.uniform(0, 4)) if number % 4 == 1 else None,
            blur_px=float(random.uniform(0.6, 1.2)),
            noise=float(random.uniform(1, 4)),
        )
        yield render(page, lying, seed=number)


def furthest(found: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    ways = (np.roll(found, by, axis=0) for by in range(4))
    return min(float(np.linalg.norm(way - truth, axis=1).max()) for way in ways)


def largest_page() -> Figure:
    """The densest demo page under a poor sensor's noise, as a PDF of one page."""
    random = np.random.default_rng(3)
    page = pages_of(demo_papers()["lease_contract"])[0]
    noisy = np.clip(page + random.normal(0, WORST_NOISE, page.shape), 0, 255).astype(np.uint8)
    size_kb = len(as_pdf([encoded(noisy, DPI)])) / 1000
    how = f"a PDF of one A4 page at {DPI} dpi, noise of σ {WORST_NOISE:g} grey levels all over it"
    return Figure("document.page_kb", round(size_kb), "kB", PAGE_KB, how)


def reading() -> Iterator[Figure]:
    """Every demo page as the camera gives it."""
    took_s: list[float] = []
    lines = 0
    reader = PaperOcr(deadline_s=60)
    reader.open()
    reader.prepare()
    for page in taken():
        began_s = time.perf_counter()
        lines += len(reader.read(page).lines)
        took_s.append(time.perf_counter() - began_s)
    peak_mb = peak_of(reader.process_id)
    reader.close()
    how = f"{len(took_s)} demo pages as the camera takes them, {lines} lines; one core, one thread"
    yield Figure("document.read_s", round(max(took_s), 2), "s", READ_S, f"the slowest of {how}")
    yield Figure("document.reader_mb", round(peak_mb), "MB", READER_MB, f"largest resident size, {how}")


def taken() -> Iterator[ScannedPage]:
    for file in demo_papers().values():
        for page in pages_of(file):
            upright = page.shape[0] > page.shape[1]
            lying = replace(Lying(), turn_deg=-88.0 if upright else 2.0, size_px=1300)
            frame, _ = render(page, lying, seed=1)
            found = find_page(frame)
            assert found is not None
            straight = straightened(frame, long_side_up(found.corners), PaperSize.A4, DPI)
            yield encoded(straight if upright else cv2.rotate(straight, cv2.ROTATE_90_CLOCKWISE), DPI)


def peak_of(process_id: int | None) -> float:
    status = Path(f"/proc/{process_id}/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    hand_over(figures())

"""Whether a straightened page can be used: bright enough, sharp, without glare, with something on it.

All is measured on the page at `JUDGED_DPI`, so that it means the same for every camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Grey = NDArray[np.uint8]
    Levels = NDArray[np.float32]

JUDGED_DPI = 100
RIM = 0.03  # of the page's width; shadows and fingers are judged by the outline
BURNT_LEVEL = 252
INK_LEVELS = 40  # darker than the paper around it
EDGE_RANGE_LEVELS = 50
_WINDOW_PX = 7
_PAPER_PX = 15
_ENOUGH_EDGES = 300


@dataclass(frozen=True, slots=True)
class PageQuality:
    """What was measured.

    white: level of the paper, 0 … 255. burnt: part of the page that is white beyond measure in one place.
    ink: part of it that is print. sharpness: how steep the edges of print are, 0 … 1 (1: from ink to paper within a
    pixel); None where there are too few to say.
    """

    white: float
    burnt: float
    ink: float
    sharpness: float | None


def judge(page: Picture) -> PageQuality:
    """Measure a page (H, W, 3) BGR at `JUDGED_DPI`."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    rim = round(RIM * grey.shape[1])
    inner = grey[rim:-rim, rim:-rim]
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (_WINDOW_PX, _WINDOW_PX))
    contrast = _bytes(cv2.subtract(cv2.dilate(inner, window), cv2.erode(inner, window)))
    paper = cv2.morphologyEx(inner, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (_PAPER_PX, _PAPER_PX)))
    white = float(np.percentile(paper[::4, ::4], 60))
    ink = cv2.subtract(paper, inner) > INK_LEVELS
    return PageQuality(white, _largest_burnt_part(inner), float(ink.mean()), _sharpness(inner, contrast))


def _largest_burnt_part(grey: Grey) -> float:
    burnt = (cv2.blur(grey, (5, 5)) >= BURNT_LEVEL).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(burnt, connectivity=4)
    if count < 2:
        return 0.0
    return float(stats[1:, cv2.CC_STAT_AREA].max()) / grey.size


def _sharpness(grey: Grey, contrast: Grey) -> float | None:
    """The upper decile of step over contrast at the edges of print, in the direction in which it is less.

    A moved picture is sharp across its movement and blurred along it.
    """
    edges = contrast >= EDGE_RANGE_LEVELS
    if int(edges.sum()) < _ENOUGH_EDGES:
        return None
    levels = contrast[edges].astype(np.float32)
    least = 1.0
    for along_x, along_y in ((1, 0), (0, 1)):
        step = np.zeros_like(grey)
        before, after = grey[: grey.shape[0] - along_y, : grey.shape[1] - along_x], grey[along_y:, along_x:]
        step[: before.shape[0], : before.shape[1]] = cv2.absdiff(after, before)
        least = min(least, float(np.percentile(step[edges].astype(np.float32) / levels, 90)))
    return least


def _bytes(picture: NDArray[np.generic]) -> Grey:
    return picture.astype(np.uint8, copy=False)

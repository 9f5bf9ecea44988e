"""From a page as it is seen to the page as it is: upright, at a given resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.contract.document import PaperSize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Corners = NDArray[np.float32]

MM_PER_INCH = 25.4
_INK_LEVELS = 40


def size_px(size: PaperSize, dpi: int) -> tuple[int, int]:
    """Width and height of an upright page: A4 at 200 dpi is 1654 × 2339."""
    width_mm, height_mm = size.size_mm
    return round(width_mm / MM_PER_INCH * dpi), round(height_mm / MM_PER_INCH * dpi)


def sides_px(corners: Corners) -> tuple[float, float]:
    """The shorter and the longer side as seen, each the mean of two that face each other."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    pair = (float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2)
    return min(pair), max(pair)


def long_side_up(corners: Corners) -> Corners:
    """The same corners, beginning with the top left one of the page set on its shorter side.

    Of the two ways the one is taken that turns the page less; a page that lies along the frame has its top at the left,
    however askew. Which way up its print is, is not known here.
    """
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    first = 0 if lengths[0] + lengths[2] <= lengths[1] + lengths[3] else 1
    ways = [np.roll(corners, -start, axis=0) for start in (first, first + 2)]
    upwards = np.abs(ways[0][:2].sum(axis=0) - ways[0][2:].sum(axis=0))
    along = 0 if upwards[0] > upwards[1] else 1
    return min(ways, key=lambda way: float(way[:2, along].sum()))


def straightened(picture: Picture, corners: Corners, size: PaperSize, dpi: int) -> Picture:
    """The page set on its shorter side: (H, W, 3) as `size_px` says. `corners` as `long_side_up` gives them."""
    width, height = size_px(size, dpi)
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - np.float32(0.5)
    place = cv2.getPerspectiveTransform(corners, own)
    size_wh = (width, height)
    warped = cv2.warpPerspective(picture, place, size_wh, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return warped.astype(np.uint8, copy=False)


def lines_run_upwards(page: Picture) -> bool:
    """Whether lines of print run along the page's longer side: a landscape page that was set upright.

    Characters stand nearer to each other than lines do: made thicker, they grow together along the line. Frames and
    rules, as long as the page, are left out. The page is one at `drivers.document.judging.JUDGED_DPI`.
    """
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    ink = (cv2.subtract(paper, grey) > _INK_LEVELS).astype(np.uint8)
    grown = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown)
    blobs = np.asarray(stats, np.float64)[1:]
    width, height, area = blobs[:, cv2.CC_STAT_WIDTH], blobs[:, cv2.CC_STAT_HEIGHT], blobs[:, cv2.CC_STAT_AREA]
    print_only = area > 0.25 * width * height
    return bool((area * (height - width))[print_only].sum() > 0)

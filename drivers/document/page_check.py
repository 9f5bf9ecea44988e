"""One paper before the camera: each frame is judged, one thing at a time is asked for, and a page that lies well and
still is taken, the sharpest of the last frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.contract.document import PageInstruction, PageLook, PaperSize
from drivers.document import pages
from drivers.document.judging import JUDGED_DPI, PageQuality, judge
from drivers.document.page_finder import FoundPage, find_page
from drivers.document.straightening import lines_run_upwards, long_side_up, sides_px, straightened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.contract.document import ScannedPage

    Picture = NDArray[np.uint8]
    Corners = NDArray[np.float32]
    Levels = NDArray[np.float32]
    Shown = tuple[tuple[float, float], ...]

DARK_FRAME_LEVEL = 30  # mean of a frame in which nothing can be found
DARK_WHITE_LEVEL = 105
MOST_BURNT = 0.004
LEAST_SHARPNESS = 0.21  # print of 10.5 pt is read well from 0.22 up: docs/devices/document.md
LEAST_INK = 0.0008
MOST_COVERED = 0.035  # of a side: about a centimetre of A4
STILL_PART = 0.003  # of the frame's width, from look to look
ASPECT_TOLERANCE = 0.07
SIZE_TOLERANCE = 0.12
SAME_PAGE = 0.80  # correlation of two looks at one page; others were at most 0.5
_THUMBNAIL_PX = (88, 124)
_THUMBNAIL_RIM_PX = 6


class PageCheck:
    """Judges frames of one camera.

    Args:
        dpi: of the pages that it takes.
        view_width_mm: how much of the table a frame is wide; tells A4 from A5. 0 = not known: any of its shape will do.
        steady_looks: how many looks running must find it well and in the same place.
    """

    def __init__(self, dpi: int = 200, view_width_mm: float = 0.0, steady_looks: int = 4) -> None:
        self._dpi = dpi
        self._view_width_mm = view_width_mm
        self._steady_looks = steady_looks
        self._size = PaperSize.A4
        self._taken: Levels | None = None
        self._last_corners: Corners | None = None
        self._last: Levels | None = None
        self._steady = 0
        self._best: tuple[float, Picture, Corners] | None = None

    def expect(self, size: PaperSize, taken: ScannedPage | None = None) -> None:
        """Begin a paper, or go on after `taken`. Other pages are forgotten."""
        self._size = size
        self.forget()
        if taken is not None:
            self._taken = _thumbnail(pages.upright(taken))

    def forget(self) -> None:
        """Forget every picture."""
        self._taken = None
        self._last_corners = None
        self._last = None
        self._start_over()

    def look(self, frame: Picture) -> PageLook:
        """Judge one frame, (H, W, 3) BGR, which is kept until a better one comes or the page is gone."""
        found = find_page(frame)
        if found is None:
            self._last_corners = None
            self._start_over()
            dark = float(frame[::16, ::16].mean()) < DARK_FRAME_LEVEL
            return PageLook(PageInstruction.TOO_DARK if dark else PageInstruction.LAY_PAPER)
        height_px, width_px = frame.shape[:2]
        shown = tuple((float(x) / width_px, float(y) / height_px) for x, y in found.corners)
        corners = long_side_up(found.corners)
        page = straightened(frame, corners, self._size, JUDGED_DPI)
        quality = judge(page)
        instruction = self._instruction(found, quality, corners, width_px)
        self._last_corners = corners
        if instruction is None:
            instruction = self._change(_thumbnail(page))
        if instruction is not None:
            self._start_over()
            return PageLook(instruction, shown)
        return self._count(frame, corners, page, quality, shown)

    def _instruction(
        self, found: FoundPage, quality: PageQuality, corners: Corners, width_px: int
    ) -> PageInstruction | None:
        """The first thing that is wrong, in the order in which a person can mend it; None when it lies well."""
        wrong = {
            PageInstruction.WHOLE_PAGE: found.cut,
            PageInstruction.OTHER_PAPER: not self._fits(corners, width_px),
            PageInstruction.TOO_DARK: quality.white < DARK_WHITE_LEVEL,
            PageInstruction.HOLD_STILL: self._moved(corners, width_px),
            PageInstruction.HANDS_OFF: found.covered > MOST_COVERED,
            PageInstruction.GLARE: quality.burnt > MOST_BURNT,
            PageInstruction.BLURRED: quality.sharpness is not None and quality.sharpness < LEAST_SHARPNESS,
            PageInstruction.TURN_OVER: quality.ink < LEAST_INK,
        }
        return next((instruction for instruction, is_so in wrong.items() if is_so), None)

    def _fits(self, corners: Corners, width_px: int) -> bool:
        short_px, long_px = sides_px(corners)
        width_mm, height_mm = self._size.size_mm
        if abs(long_px / short_px / (height_mm / width_mm) - 1) > ASPECT_TOLERANCE:
            return False
        long_mm = long_px * self._view_width_mm / width_px
        return not self._view_width_mm or abs(long_mm / height_mm - 1) <= SIZE_TOLERANCE

    def _moved(self, corners: Corners, width_px: int) -> bool:
        """Since the last look; a page that was not there then is taken for still, which the next looks will show."""
        if self._last_corners is None:
            return False
        return float(np.abs(corners - self._last_corners).max()) > STILL_PART * width_px

    def _change(self, seen: Levels) -> PageInstruction | None:
        """What lies there now beside what was taken (whichever way up), and beside what lay there at the last look."""
        last, self._last = self._last, seen
        if self._taken is not None and max(_likeness(way, self._taken) for way in (seen, seen[::-1, ::-1])) > SAME_PAGE:
            return PageInstruction.NEXT_PAGE
        if self._steady and last is not None and _likeness(seen, last) < SAME_PAGE:
            return PageInstruction.HOLD_STILL
        return None

    def _count(self, frame: Picture, corners: Corners, page: Picture, quality: PageQuality, shown: Shown) -> PageLook:
        sharpness = quality.sharpness or 0.0
        if self._best is None or sharpness > self._best[0]:
            self._best = (sharpness, frame, corners)
        self._steady += 1
        if self._steady < self._steady_looks:
            return PageLook(PageInstruction.TAKING, shown, self._steady / self._steady_looks)
        _, best_frame, best_corners = self._best
        taken = self._take(best_frame, best_corners, page)
        self._taken = _thumbnail(page)
        self._start_over()
        return PageLook(PageInstruction.TAKEN, shown, 1.0, taken)

    def _take(self, frame: Picture, corners: Corners, judged: Picture) -> ScannedPage:
        page = straightened(frame, corners, self._size, self._dpi)
        if lines_run_upwards(judged):
            page = cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE).astype(np.uint8, copy=False)
        return pages.encoded(page, self._dpi)

    def _start_over(self) -> None:
        self._steady = 0
        self._best = None


def _thumbnail(page: Picture) -> Levels:
    """What is printed where, without the light: (124, 88), mean 0."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, _THUMBNAIL_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
    print_only = small - cv2.blur(small, (9, 9))
    rim = _THUMBNAIL_RIM_PX
    return print_only[rim:-rim, rim:-rim]


def _likeness(one: Levels, other: Levels) -> float:
    """Correlation, -1 … 1."""
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) / size if size else 0.0

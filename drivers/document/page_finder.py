"""Where the page is: four corners in a frame, to a fraction of a pixel.

Print is painted over first, by closing (dilate, then erode), which leaves the page's outline alone: a convex bright
shape is its own closing. Segments (LSD, von Gioi et al., 2010) on the reduced picture are joined to lines; of all
fours of them the one is taken whose sides lie on edges all along and end at the corners, where a table's grain or its
rim goes on. Then each side is measured again at full size, by many profiles across it, and a line fitted to those that
agree: a finger on the side is left out of it, and known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Grey = NDArray[np.uint8]
    Corners = NDArray[np.float32]
    Numbers = NDArray[np.float32]

SEARCH_WIDTH_PX = 640
CLOSING_PX = 13  # at the search's width: wider than print and its lines, narrower than what lies on a table
SMOOTH_SIGMA_PX = 1.0
FRAME_PX = 8
CUT_PX = 2
SHORTEST_SEGMENT_PX = 18
JOIN_ANGLE_RAD = 0.035
JOIN_DISTANCE_PX = 2.5
MOST_LINES = 14
FULL_STEP_LEVELS = 40.0
LEAST_SIDE_PX = 60  # at the search's width
OPPOSITE_RAD = 0.45
SQUARE_RAD = 0.45
SAMPLES = 32  # along each side
BEYOND = (0.03, 0.08)  # how far past a corner a page's side must have ended, in parts of the side
EDGE_LEVELS = 3.0  # grey levels a pixel that make an edge
USUAL_PART = 0.35  # of the outline's usual step: paper on a table has much the same contrast all around, grain has not
LEAST_SUPPORT = 0.72
LEAST_SIDE_SUPPORT = 0.45
AS_GOOD = 0.04

PROFILES = 96  # along each side at full size
REACH_PX = 7.0
PROFILE_STEP_PX = 0.5
AGREE_PX = 1.5
CLEAR_LEVELS = 2.0


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Corners clockwise as seen, (4, 2) float32, (x, y) in pixels of the frame.

    `covered` is the longest stretch of a side, as a part of it, where no edge was seen: a finger, or a fold.
    `cut` says that the page reaches to the frame's rim, and probably past it; the corners are then of what is seen.
    """

    corners: Corners
    covered: float
    cut: bool


def find_page(picture: Picture) -> FoundPage | None:
    """The page in a frame (H, W, 3) BGR of any size, or None. Of several, the one with the clearest outline."""
    scale = max(1.0, picture.shape[1] / SEARCH_WIDTH_PX)
    small = picture
    if scale > 1:
        size = (round(picture.shape[1] / scale), round(picture.shape[0] / scale))
        small = _bytes(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return _found(picture, small, scale, paleness) or _found(picture, small, scale, brightness)


def _found(picture: Picture, small: Picture, scale: float, grey_of: Callable[[Picture], Grey]) -> FoundPage | None:
    outline = _framed(_outline(grey_of(small)))
    rough = best_four(lines_in(outline), outline)
    if rough is None:
        return None
    low, high = np.array([FRAME_PX, FRAME_PX]), np.array([outline.shape[1], outline.shape[0]]) - 1 - FRAME_PX
    cut = bool((rough < low + CUT_PX).any() or (rough > high - CUT_PX).any())
    full_size = (rough - np.float32(FRAME_PX - 0.5)) * np.float32(scale) - np.float32(0.5)
    corners, covered = refined(picture, full_size, grey_of)
    return FoundPage(corners, covered, cut)


def paleness(picture: Picture) -> Grey:
    """The least of the three channels: white paper stands out from wood and skin as it does not in brightness."""
    blue, green, red = cv2.split(picture)
    return _bytes(cv2.min(cv2.min(blue, green), red))


def brightness(picture: Picture) -> Grey:
    """The greatest of the three channels, for dark covers and coloured papers, which are not pale."""
    blue, green, red = cv2.split(picture)
    return _bytes(cv2.max(cv2.max(blue, green), red))


def _outline(pale: Grey) -> Grey:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (CLOSING_PX, CLOSING_PX))
    closed = cv2.morphologyEx(pale, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return _bytes(cv2.GaussianBlur(closed, (0, 0), SMOOTH_SIGMA_PX))


def _framed(outline: Grey) -> Grey:
    """A rim as bright as the table around it: paper that is cut off by the frame has an edge there too."""
    rim = np.concatenate([outline[0], outline[-1], outline[:, 0], outline[:, -1]])
    level = int(np.median(rim))
    return np.pad(outline, FRAME_PX, constant_values=level)


def lines_in(outline: Grey) -> Numbers:
    """The clearest straight edges: (N, 3), each `(a, b, c)` of `a·x + b·y = c` with `a² + b² = 1`.

    Length counts, and so does the step across: a table's grain is long but faint.
    """
    found = cast("Numbers | None", cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(outline)[0])
    segments = np.zeros((0, 4), np.float32) if found is None else found.reshape(-1, 4)
    along = segments[:, 2:] - segments[:, :2]
    length = np.hypot(along[:, 0], along[:, 1])
    order = np.argsort(-length)[: int((length >= SHORTEST_SEGMENT_PX).sum())]
    groups: list[tuple[Numbers, list[int]]] = []
    for at in order:
        _join(groups, segments, at)
    weight = length * np.minimum(_contrast(outline, segments), FULL_STEP_LEVELS)
    groups.sort(key=lambda group: -float(weight[group[1]].sum()))
    return np.array([_line_through(segments[members]) for _, members in groups[:MOST_LINES]], np.float32).reshape(-1, 3)


def _contrast(outline: Grey, segments: Numbers) -> Numbers:
    """How many grey levels lie between the two sides of each segment."""
    ahead = (segments[:, 2:] - segments[:, :2])[:, None]
    normal = np.stack([-ahead[..., 1], ahead[..., 0]], axis=2) / np.linalg.norm(ahead, axis=2, keepdims=True)
    along = np.linspace(0.1, 0.9, 5, dtype=np.float32)
    steps = _step(outline, segments[:, None, :2], ahead, normal, along)
    return np.abs(steps.mean(axis=2)).ravel()


def _join(groups: list[tuple[Numbers, list[int]]], segments: Numbers, at: int) -> None:
    """Put a segment to the line that it continues, or begin one with it. A group's line is that of its longest."""
    begin, end = segments[at, :2], segments[at, 2:]
    direction = (end - begin) / np.hypot(*(end - begin))
    for line, members in groups:
        turned = abs(float(line[:2] @ direction))
        off = max(abs(float(line[:2] @ point - line[2])) for point in (begin, end))
        if turned < JOIN_ANGLE_RAD * 2 and off < JOIN_DISTANCE_PX:
            members.append(at)
            return
    groups.append((_line_through(segments[[at]]), [at]))


def _line_through(segments: Numbers) -> Numbers:
    points = segments.reshape(-1, 2)
    vx, vy, x, y = (float(value) for value in cv2.fitLine(points, cv2.DIST_L2, 0, 0.01, 0.01).ravel())
    return np.array([-vy, vx, -vy * x + vx * y], np.float32)


def best_four(lines: Numbers, outline: Grey) -> Corners | None:
    """The corners, clockwise, of the four lines that make a page, or None."""
    fours = _fours(lines, outline.shape[1], outline.shape[0])
    if len(fours) == 0:
        return None
    side_support, beyond = _support(fours, outline)
    support = side_support.mean(axis=1) - 0.5 * beyond
    fit = (support >= LEAST_SUPPORT) & (side_support.min(axis=1) >= LEAST_SIDE_SUPPORT)
    if not fit.any():
        return None
    areas = np.array([cv2.contourArea(four) for four in fours])
    near_best = fit & (support >= support[fit].max() - AS_GOOD)
    return fours[int(np.argmax(np.where(near_best, areas, 0)))]


def _fours(lines: Numbers, width_px: int, height_px: int) -> Corners:
    """Every four of the lines that could be a page's outline in perspective: (N, 4, 2)."""
    angles = np.arctan2(lines[:, 1], lines[:, 0]) % np.pi
    pairs = [
        (first, second)
        for first, second in combinations(range(len(lines)), 2)
        if _between(angles[first], angles[second]) < OPPOSITE_RAD
    ]
    fours: list[Corners] = []
    for (a, b), (c, d) in combinations(pairs, 2):
        if len({a, b, c, d}) < 4 or min(_between(angles[i], angles[j]) for i in (a, b) for j in (c, d)) < (
            np.pi / 2 - SQUARE_RAD
        ):
            continue
        corners = _corners(lines[[a, c, b, d]])
        if corners is not None and _plausible(corners, width_px, height_px):
            fours.append(corners)
    return np.array(fours, np.float32).reshape(-1, 4, 2)


def _between(one: float, other: float) -> float:
    """The angle between two lines, 0 … π/2."""
    apart = abs(float(one) - float(other)) % np.pi
    return min(apart, np.pi - apart)


def _corners(around: Numbers) -> Corners | None:
    """Where each of four lines meets the next, clockwise as seen; None where two of them never meet."""
    points: list[Numbers] = []
    for line, following in zip(around, np.roll(around, -1, axis=0), strict=True):
        across = float(line[0] * following[1] - line[1] * following[0])
        if abs(across) < 1e-3:
            return None
        x = (line[2] * following[1] - line[1] * following[2]) / across
        y = (line[0] * following[2] - line[2] * following[0]) / across
        points.append(np.array([x, y], np.float32))
    corners = np.array(points, np.float32)
    return corners if cv2.contourArea(corners, oriented=True) > 0 else corners[::-1].copy()


def _plausible(corners: Corners, width_px: int, height_px: int) -> bool:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    margin = 0.05 * width_px
    inside = (corners > -margin).all() and (corners < [width_px + margin, height_px + margin]).all()
    return bool(inside and sides.min() >= LEAST_SIDE_PX and cv2.isContourConvex(corners))


def _support(fours: Corners, outline: Grey) -> tuple[Numbers, Numbers]:
    """Which part of each side lies on an edge of the outline's sense, (N, 4); how much goes on past corners, (N,)."""
    ahead = np.roll(fours, -1, axis=1) - fours
    length = np.linalg.norm(ahead, axis=2, keepdims=True)
    normal = np.stack([-ahead[..., 1], ahead[..., 0]], axis=2) / length  # inwards, since they go clockwise
    along = np.linspace(0.02, 0.98, SAMPLES, dtype=np.float32)
    steps = _step(outline, fours, ahead, normal, along)
    usual = np.median(steps.reshape(len(fours), -1), axis=1)[:, None, None]
    least = np.maximum(EDGE_LEVELS, USUAL_PART * np.abs(usual))
    on_edge = steps * np.sign(usual) > least
    past = np.concatenate([-np.linspace(*BEYOND, 4), 1 + np.linspace(*BEYOND, 4)]).astype(np.float32)
    goes_on = np.abs(_step(outline, fours, ahead, normal, past)) > least
    return on_edge.mean(axis=2, dtype=np.float32), goes_on.mean(axis=(1, 2), dtype=np.float32)


def _step(outline: Grey, fours: Corners, ahead: Numbers, normal: Numbers, along: Numbers) -> Numbers:
    """How much brighter it is 2 px inside than 2 px outside, at parts `along` of each side: (N, 4, len(along))."""
    points = fours[:, :, None] + ahead[:, :, None] * along[:, None]
    inwards = 2 * normal[:, :, None]
    inside, outside = _levels(outline, points + inwards), _levels(outline, points - inwards)
    return inside - outside


def _levels(picture: Grey, points: NDArray[np.floating]) -> Numbers:
    height_px, width_px = picture.shape[:2]
    x = np.clip(np.round(points[..., 0]), 0, width_px - 1).astype(np.intp)
    y = np.clip(np.round(points[..., 1]), 0, height_px - 1).astype(np.intp)
    return picture[y, x].astype(np.float32)


# ---- at full size ----------------------------------------------------------------------------------------------------


def refined(picture: Picture, rough: Corners, grey_of: Callable[[Picture], Grey]) -> tuple[Corners, float]:
    """Measure each side of a roughly known page (within some 5 px) again: its corners, and what is covered."""
    scale = picture.shape[1] / 1920
    reach = np.arange(-REACH_PX, REACH_PX + 0.1, PROFILE_STEP_PX, dtype=np.float32) * np.float32(max(1.0, scale))
    lines: list[Numbers] = []
    covered = 0.0
    for begin, end in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        line, gap = _fitted(picture, begin, end, reach, grey_of)
        lines.append(line)
        covered = max(covered, gap)
    corners = _corners(np.roll(np.array(lines), 1, axis=0))
    if corners is None:
        return rough, 1.0
    first = int(np.argmin(np.linalg.norm(corners - rough[0], axis=1)))
    return np.roll(corners, -first, axis=0), covered


def _fitted(
    picture: Picture, begin: Numbers, end: Numbers, reach: Numbers, grey_of: Callable[[Picture], Grey]
) -> tuple[Numbers, float]:
    """The line on which most profiles across a side have their steepest step, and the longest gap in it."""
    ahead = end - begin
    normal = np.array([-ahead[1], ahead[0]], np.float32) / np.float32(np.hypot(*ahead))
    along = np.linspace(0.03, 0.97, PROFILES, dtype=np.float32).astype(np.float32, copy=False)
    foot = begin + ahead * along[:, None]
    points = foot[:, None] + normal * reach[:, None]
    x, y = (np.ascontiguousarray(points[..., axis], np.float32) for axis in (0, 1))
    sampled = _bytes(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    smooth = cv2.GaussianBlur(grey_of(sampled).astype(np.float32), (5, 1), 1.2).astype(np.float32, copy=False)
    steps = np.diff(smooth, axis=1)
    sense = np.sign(np.median(smooth[:, -4:].mean(axis=1) - smooth[:, :4].mean(axis=1)))
    steps *= sense if sense else 1
    at = np.argmax(steps, axis=1)
    steepest = steps.max(axis=1)
    clear = steepest > max(CLEAR_LEVELS * PROFILE_STEP_PX, USUAL_PART * float(np.median(steepest)))
    pitch = reach[1] - reach[0]
    offset = (reach[at] + pitch * (0.5 + _vertex(steps, at))).astype(np.float32)
    slope, height, agree = _consensus(along, offset, clear)
    first, last = (begin + ahead * part + normal * np.float32(slope * part + height) for part in (0.0, 1.0))
    return _line_through(np.concatenate([first, last])[None].astype(np.float32)), _longest_gap(agree)


def _vertex(steps: Numbers, at: NDArray[np.intp]) -> Numbers:
    """Where between samples the step is steepest: the vertex of the parabola through three, -0.5 … 0.5."""
    rows = np.arange(len(at))
    middle = np.clip(at, 1, steps.shape[1] - 2)
    before, here, after = (steps[rows, middle + off] for off in (-1, 0, 1))
    bend = before - 2 * here + after
    return np.clip(0.5 * (before - after) / np.where(bend < -1e-3, bend, -np.inf), -0.5, 0.5).astype(np.float32)


def _consensus(along: Numbers, offset: Numbers, clear: NDArray[np.bool_]) -> tuple[float, float, NDArray[np.bool_]]:
    """`offset ≈ slope·along + height` where most clear points agree: by RANSAC over fixed pairs, then least squares."""
    known = np.flatnonzero(clear)
    if len(known) < 8:
        return 0.0, 0.0, np.zeros(len(along), np.bool_)
    third = max(1, len(known) // 3)
    firsts, seconds = known[:third:2], known[-third::2]
    slopes = (offset[seconds][None] - offset[firsts][:, None]) / (along[seconds][None] - along[firsts][:, None])
    heights = offset[firsts][:, None] - slopes * along[firsts][:, None]
    off = np.abs(offset[known] - slopes.reshape(-1, 1) * along[known] - heights.reshape(-1, 1))
    best = int((off < AGREE_PX).sum(axis=1).argmax())
    agree = clear & (np.abs(offset - slopes.flat[best] * along - heights.flat[best]) < AGREE_PX)
    slope, height = np.polyfit(along[agree], offset[agree], 1)
    agree = clear & (np.abs(offset - slope * along - height) < AGREE_PX)
    return float(slope), float(height), agree


def _longest_gap(agree: NDArray[np.bool_]) -> float:
    edges = np.flatnonzero(np.concatenate([[True], agree, [True]]))
    return float((np.diff(edges) - 1).max() / len(agree))


def _bytes(picture: NDArray[np.generic]) -> NDArray[np.uint8]:
    return picture.astype(np.uint8, copy=False)

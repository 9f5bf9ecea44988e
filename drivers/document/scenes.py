"""Papers on a table as a document camera above it sees them: drawn, seeded, with the corners known to a fraction of a
pixel. For the simulated camera, and to measure how well pages are found.

Pictures are (H, W, 3) uint8 BGR. Points are (x, y) in pixels, (0, 0) being the centre of the first one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Light = NDArray[np.float32]
    Corners = NDArray[np.float32]

SKIN_BGR = (118.0, 150.0, 205.0)
_WHITE = 255.0


class Table(StrEnum):
    MAT = "mat"  # dark grey felt, as under most document cameras
    WOOD = "wood"
    LIGHT = "light"  # a pale desk, a few grey levels darker than paper


@dataclass(frozen=True, slots=True)
class Lying:
    """How a page lies and how it is seen.

    Args:
        turn_deg: clockwise. tilt: how much nearer one side is to the camera than the other, as a part: 0.1 = 10 %.
        centre: where its middle is, as parts of the frame. size_px: its longer side in the frame.
        table, light: what it lies on; brightness of the brightest place, 0 … 1.
        shade: how much darker the darkest corner is, 0 … 1. shadow: of somebody bending over it.
        hand: part of the way along the page's outline (0 … 4, a whole number is a corner) where a finger lies; None.
        glare: a lamp's reflection in the middle. blur_px: standard deviation of a lens out of focus.
        noise: standard deviation of the sensor's noise, grey levels.
    """

    turn_deg: float = 0.0
    tilt: tuple[float, float] = (0.0, 0.0)
    centre: tuple[float, float] = (0.5, 0.5)
    size_px: float = 1300.0
    table: Table = Table.MAT
    light: float = 0.92
    shade: float = 0.15
    shadow: bool = False
    hand: float | None = None
    glare: bool = False
    blur_px: float = 0.7
    noise: float = 2.0


def corners_of(page: Picture, lying: Lying, width_px: int, height_px: int) -> Corners:
    """Where the page's own top left, top right, bottom right, bottom left corner are seen: (4, 2)."""
    height, width = page.shape[:2]
    scale = lying.size_px / max(width, height)
    half = np.array([width, height]) * scale / 2
    outline = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = radians(lying.turn_deg)
    turned = outline @ np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    nearness = 1 + turned @ np.array(lying.tilt) / (lying.size_px / 2)
    middle = np.array([lying.centre[0] * width_px, lying.centre[1] * height_px]) - 0.5
    return (turned / nearness[:, None] + middle).astype(np.float32)


def render(
    page: Picture | None, lying: Lying, width_px: int = 1920, height_px: int = 1080, seed: int = 0
) -> tuple[Picture, Corners]:
    """The frame, and the page's corners in it; without a page the empty table, and no corners."""
    random = np.random.default_rng(seed)
    scene = _table(lying.table, width_px, height_px, random)
    corners = np.zeros((0, 2), np.float32)
    if page is not None:
        corners = corners_of(page, lying, width_px, height_px)
        _lay(scene, page, corners)
    if lying.shadow:
        _shade_from_above(scene, random)
    if page is not None and lying.hand is not None:
        _reach_in(scene, corners, lying.hand, random)
    scene *= _lamp(width_px, height_px, lying, random)[..., None]
    if page is not None and lying.glare:
        _reflect(scene, corners.mean(axis=0), lying.size_px / 7)
    scene = _seen(cv2.GaussianBlur(scene, (0, 0), lying.blur_px)) if lying.blur_px else scene
    if lying.noise:
        scene += random.standard_normal(scene.shape, np.float32) * np.float32(lying.noise)
    return np.clip(scene, 0, _WHITE).astype(np.uint8), corners


def _seen(picture: NDArray[np.generic]) -> Light:
    return picture.astype(np.float32, copy=False)


def _table(table: Table, width_px: int, height_px: int, random: np.random.Generator) -> Light:
    grain = random.standard_normal((height_px // 4 + 1, width_px // 4 + 1)).astype(np.float32)
    match table:
        case Table.MAT:
            base, texture = (52.0, 55.0, 55.0), _spread(grain, width_px, height_px, 1.0, 1.0) * 4
        case Table.WOOD:
            base, texture = (82.0, 124.0, 168.0), _spread(grain, width_px, height_px, 60.0, 1.2) * 16
        case Table.LIGHT:
            base, texture = (206.0, 214.0, 216.0), _spread(grain, width_px, height_px, 20.0, 2.0) * 3
    return np.asarray(base, np.float32) + texture[..., None]


def _spread(grain: Light, width_px: int, height_px: int, along_px: float, across_px: float) -> Light:
    """Noise of standard deviation 1, drawn out along the table's grain."""
    soft = _seen(cv2.GaussianBlur(grain, (0, 0), sigmaX=along_px, sigmaY=across_px))
    return _seen(cv2.resize(soft / float(soft.std()), (width_px, height_px), interpolation=cv2.INTER_LINEAR))


def _lay(scene: Light, page: Picture, corners: Corners) -> None:
    """The page over its own thin shadow."""
    height_px, width_px = scene.shape[:2]
    height, width = page.shape[:2]
    scale = hypot(*(corners[1] - corners[0])) / width
    soft = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.4 / scale))
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    place = cv2.getPerspectiveTransform(own, corners)
    size = (width_px, height_px)
    ink = _seen(cv2.warpPerspective(soft, place, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    cover = _covered(corners, width_px, height_px)
    shadow = np.roll(_seen(cv2.GaussianBlur(cover, (0, 0), 4.0)), (4, 4), axis=(0, 1))
    scene *= (1 - 0.28 * shadow)[..., None]
    scene += cover[..., None] * (ink * np.float32(0.97) - scene)


def _covered(corners: Corners, width_px: int, height_px: int) -> Light:
    """How much of each pixel lies inside the corners, 0 … 1: by its distance from the nearest side."""
    x = np.arange(width_px, dtype=np.float32)[None, :]
    y = np.arange(height_px, dtype=np.float32)[:, None]
    inside = np.full((height_px, width_px), np.inf, np.float32)
    for begin, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        ahead = (end - begin) / np.float32(hypot(*(end - begin)))
        inside = np.minimum(inside, (y - begin[1]) * ahead[0] - (x - begin[0]) * ahead[1])
    return np.clip(inside + np.float32(0.5), 0, 1)


def _lamp(width_px: int, height_px: int, lying: Lying, random: np.random.Generator) -> Light:
    """Uneven light: full where the lamp is, less by `shade` in the farthest corner."""
    at_x, at_y = random.uniform(0.2, 0.8, 2)
    x = np.linspace(0, 1, width_px, dtype=np.float32)[None, :] - at_x
    y = np.linspace(0, 1, height_px, dtype=np.float32)[:, None] - at_y
    far = np.sqrt(x * x + y * y)
    return _seen(lying.light * (1 - lying.shade * far / far.max()))


def _shade_from_above(scene: Light, random: np.random.Generator) -> None:
    """A head's soft shadow."""
    height_px, width_px = scene.shape[:2]
    small = np.zeros((height_px // 8, width_px // 8), np.float32)
    x, y = random.uniform(0.2, 0.8) * width_px / 8, random.uniform(0.6, 1.0) * height_px / 8
    cv2.ellipse(small, (round(x), round(y)), (width_px // 48, height_px // 24), 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(small, (0, 0), width_px / 240)
    scene *= 1 - 0.35 * _seen(cv2.resize(soft, (width_px, height_px)))[..., None]


def _reach_in(scene: Light, corners: Corners, where: float, random: np.random.Generator) -> None:
    """A finger over the page's edge; the hand behind it lies outside."""
    height_px, width_px = scene.shape[:2]
    side, along = int(where) % 4, where % 1.0
    edge = corners[(side + 1) % 4] - corners[side]
    at = corners[side] + edge * np.float32(along)
    outward = at - corners.mean(axis=0)
    outward /= hypot(*outward)
    length = hypot(*(corners[2] - corners[0]))
    finger = length * 0.022
    cover = np.zeros((height_px, width_px), np.uint8)
    _stroke(cover, at - outward * length * 0.045, at + outward * length * 0.1, finger)
    _stroke(cover, at + outward * length * 0.1, at + outward * length * 0.6, finger * 3)
    soft = _seen(cv2.GaussianBlur(cover, (0, 0), 1.5)) / np.float32(_WHITE)
    tone = np.asarray(SKIN_BGR, np.float32) * np.float32(random.uniform(0.6, 1.1))
    depth = _seen(cv2.GaussianBlur(soft, (0, 0), finger / 3))
    scene += soft[..., None] * (tone * (0.6 + 0.4 * depth[..., None]) - scene)


def _stroke(cover: Picture, begin: Corners, end: Corners, radius_px: float) -> None:
    ends = [(round(float(x)), round(float(y))) for x, y in (begin, end)]
    cv2.line(cover, ends[0], ends[1], _WHITE, max(1, round(2 * radius_px)), cv2.LINE_AA)


def _reflect(scene: Light, at: Corners, radius_px: float) -> None:
    height_px, width_px = scene.shape[:2]
    x = (np.arange(width_px, dtype=np.float32)[None, :] - at[0]) / (1.6 * radius_px)
    y = (np.arange(height_px, dtype=np.float32)[:, None] - at[1]) / radius_px
    scene += (600 * np.exp(-(x * x + y * y) * 2))[..., None]

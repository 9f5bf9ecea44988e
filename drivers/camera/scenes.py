"""What a simulated camera can be made to see: pure functions from picture to picture, (H, W, 3) uint8 BGR."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

SENSOR_NOISE_SIGMA = 2.0  # grey levels: a cheap webcam indoors
_NOISE_STRIP_PX = 180
_NOISE_MARGIN_PX = 64


class SensorNoise:
    """Adds noise to each frame, so that no two are the same, as with any real sensor. `seed`: how the noise moves."""

    def __init__(self, width_px: int, height_px: int, seed: int = 20260101) -> None:
        self._random = np.random.default_rng(seed)
        self._field = _noise_field(width_px + _NOISE_MARGIN_PX, min(height_px, _NOISE_STRIP_PX) + _NOISE_MARGIN_PX)

    def over(self, picture: Picture) -> Picture:
        """A new array: the picture, strip by strip under windows of the noise field that move from call to call."""
        height, width = picture.shape[:2]
        noisy = np.empty(picture.shape, np.uint8)  # not as the picture lies, which may be one column seen many times
        for above in range(0, height, _NOISE_STRIP_PX):
            strip = picture[above : above + _NOISE_STRIP_PX]
            top, left = self._random.integers(0, _NOISE_MARGIN_PX, 2)
            noise = self._field[top : top + len(strip), left : left + width]
            cv2.add(strip, noise, dst=noisy[above : above + len(strip)], dtype=cv2.CV_8U)
        return noisy


@cache
def sensor_noise(width_px: int, height_px: int) -> SensorNoise:
    """For whoever needs no noise of their own."""
    return SensorNoise(width_px, height_px)


@cache
def _noise_field(width_px: int, height_px: int) -> NDArray[np.int8]:
    """One for each width of frame: a strip only, since a whole field takes 3 MB at 1280×720."""
    field = np.random.default_rng(20260101).standard_normal((height_px, width_px, 3), np.float32)
    return (field * SENSOR_NOISE_SIGMA).astype(np.int8)


def filling(picture: Picture, width_px: int, height_px: int) -> Picture:
    """Scale and cut the picture to fill the frame, keeping its middle."""
    height, width = picture.shape[:2]
    scale = max(width_px / width, height_px / height)
    size = (max(width_px, round(width * scale)), max(height_px, round(height * scale)))
    scaled = picture if size == (width, height) else _bytes(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    left, top = (size[0] - width_px) // 2, (size[1] - height_px) // 2
    return scaled[top : top + height_px, left : left + width_px]


def nobody(width_px: int, height_px: int) -> Picture:
    """An empty hall: a lit wall above a darker floor."""
    wall = np.linspace(205, 160, height_px * 3 // 4)
    floor = np.linspace(120, 95, height_px - wall.size)
    column = np.concatenate([wall, floor])[:, None, None] * np.array([0.97, 1.0, 1.0])
    return _bytes(np.broadcast_to(column, (height_px, width_px, 3)))


def two_people(picture: Picture) -> Picture:
    """The middle half of the picture twice, side by side."""
    width = picture.shape[1]
    half = width // 2
    middle = picture[:, (width - half) // 2 : (width - half) // 2 + half]
    return _bytes(np.hstack([middle, middle[:, ::-1], picture[:, : width - 2 * half]]))


def with_somebody_beside(picture: Picture) -> Picture:
    """The middle third of the picture again, mirrored, in its right third: the person in the middle stays."""
    third = picture.shape[1] // 3
    crowded = picture.copy()
    crowded[:, -third:] = picture[:, third : 2 * third][:, ::-1]
    return crowded


def darkened(picture: Picture) -> Picture:
    """The hall's light is off: what is left is the glow of the screen."""
    return _bytes(picture * 0.05)


def half_written(picture: Picture, random: np.random.Generator) -> Picture:
    """A frame whose transfer broke off: the upper half stands, the rest is noise."""
    torn = picture.copy()
    rows = torn.shape[0] // 2
    torn[rows:] = random.integers(0, 256, torn[rows:].shape, dtype=np.uint8)
    return torn


def _bytes(picture: NDArray[np.generic]) -> Picture:
    return picture.astype(np.uint8, copy=False)

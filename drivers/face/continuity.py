"""Whether a face is still the one of the look before, so far as its picture and its shape say at little cost.

A face that is swapped for another keeps its place and box. Its aligned picture and the shape of its mesh do not. A
sudden change proves nothing (people turn fast, frames get lost): it has the face embedded and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture
    from drivers.face.mesh import Landmarks

ALIGNED_PX = 64
LEAST_LIKENESS = 0.70  # normalised cross-correlation of aligned faces
LARGEST_CHANGE = 0.032  # of the mesh's shape in a thirtieth of a second: mean way of a point, in lengths of the face
FRAME_S = 1 / 30
LONGEST_S = 3 * FRAME_S  # beyond, a swap would change the shape less than a turn may
OTHERS_LIKENESS, OTHERS_CHANGE = 0.45, 0.05  # 93 of 100 swaps; fast turns at 10 looks a second stay above and below
LARGEST_STEP = 0.6  # of the face's centre, in widths of the face
CHIP_PX = 150
# Outer corners of the eyes and base of the nose, as shares of the aligned square.
_ANCHORS = (33, 263, 2)
_AT = np.array(((0.2, 0.3), (0.8, 0.3), (0.5, 0.65)), np.float32)


@dataclass(frozen=True, slots=True)
class Change:
    """From one look to the next. `likeness` −1 … 1, `shape` and `step` in lengths of the face, `frames` the time that
    passed, in frames of 30 a second.
    """

    likeness: float
    shape: float
    step: float
    frames: float

    @property
    def doubtful(self) -> bool:
        return self.likeness < LEAST_LIKENESS or self.shape > LARGEST_CHANGE * self.frames

    @property
    def another(self) -> bool:
        """So much, that no movement of one face explains it, at any pose."""
        return self.likeness < OTHERS_LIKENESS and self.shape > OTHERS_CHANGE

    @property
    def broken(self) -> bool:
        """The face is somewhere else: another one is followed now."""
        return self.step > LARGEST_STEP


UNCHANGED = Change(1.0, 0.0, 0.0, 1.0)


class Continuity:
    """Compares each look with the one before it. One per attempt."""

    def __init__(self) -> None:
        self._aligned: NDArray[np.float32] | None = None
        self._shape: NDArray[np.float32] | None = None
        self._centre: NDArray[np.float32] | None = None
        self._at_s = 0.0

    def look(self, picture: Picture, landmarks: Landmarks, at_s: float) -> Change:
        plane = landmarks.points[:, :2]
        aligned = _evened(cv2.cvtColor(aligned_chip(picture, landmarks, ALIGNED_PX), cv2.COLOR_BGR2GRAY))
        centre = plane.mean(axis=0)
        length = float(np.sqrt(((plane - centre) ** 2).sum(axis=1).mean()))
        shape = (plane - centre) / length
        change = UNCHANGED
        if self._aligned is not None and self._shape is not None and self._centre is not None:
            way = float(np.linalg.norm(_turned_onto(shape, self._shape) - self._shape, axis=1).mean())
            step = float(np.linalg.norm(centre - self._centre)) / (3 * length)
            frames = max(1.0, min(at_s - self._at_s, LONGEST_S) / FRAME_S)
            change = Change(float((aligned * self._aligned).mean()), way, step, frames)
        self._aligned, self._shape, self._centre, self._at_s = aligned, shape, centre, at_s
        return change


def aligned_chip(picture: Picture, landmarks: Landmarks, side_px: int) -> Picture:
    """The face upright in a square, (side, side, 3) BGR."""
    plane = landmarks.points[list(_ANCHORS), :2].astype(np.float32)
    matrix, _ = cv2.estimateAffinePartial2D(plane, _AT * side_px)
    return cv2.warpAffine(picture, matrix, (side_px, side_px), flags=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _evened(grey: NDArray[np.generic]) -> NDArray[np.float32]:
    values = grey.astype(np.float32)
    values -= values.mean()
    return values / (float(values.std()) or 1.0)


def _turned_onto(shape: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turned in the plane to lie best on the other (orthogonal Procrustes, two dimensions)."""
    across = float((shape[:, 0] * other[:, 1] - shape[:, 1] * other[:, 0]).sum())
    along = float((shape * other).sum())
    angle = np.arctan2(across, along)
    turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))), np.float32)
    return shape @ turn

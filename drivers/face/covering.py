"""Whether nose, mouth and chin are covered, as by a medical mask: by their colour against that of forehead and eyes.

Landmarks are found on masked faces too (docs/face.md), as if nothing covered them. Skin is of one colour from the
forehead to the chin; a beard changes the chin, lips the mouth, cold air the nose. A mask changes all of them at once,
so the least of the differences counts. Nothing is refused for it: a mask of the skin's colour stays unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture
    from drivers.face.mesh import Landmarks

COVERED = 12.0  # by `covering`: 93 of 103 research pictures have up to 6, all 103 less than 12
BARE = [151, 108, 337, 69, 299, 9, 107, 336, 118, 347, 119, 348, 6, 197]
"""Of the mesh: forehead, below the eyes, bridge of the nose."""
BELOW = (
    [4, 5, 1],  # tip of the nose
    [205, 425, 36, 266, 57, 287, 186, 410],  # cheeks beside the mouth
    [164, 18, 186, 410, 57, 287, 43, 273],  # around the lips
    [18, 200, 199, 175, 208, 428],  # chin
)
WIDTH_PX = 96  # of the face, as its colours are looked at
SMOOTHED_PX = 1.2
LIGHTNESS_SHARE = 0.25  # of a difference: below a nose and a chin it is darker


def covering(picture: Picture, landmarks: Landmarks) -> float:
    """How far the lower half of a face differs from the upper, in units of CIE 1976 L*a*b*, lightness at a quarter.

    About 0 for a picture without colours, whatever it shows, but for black masks.
    """
    plane = landmarks.points[:, :2]
    left, top = (max(0, int(side)) for side in plane.min(axis=0))
    right, bottom = (int(side) + 1 for side in plane.max(axis=0))
    cut = picture[top:bottom, left:right]
    if not cut.size:
        return 0.0
    scale = min(1.0, WIDTH_PX / cut.shape[1])
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small.astype(np.float32) / np.float32(255), (0, 0), SMOOTHED_PX)
    colours = cv2.cvtColor(smooth, cv2.COLOR_BGR2Lab).astype(np.float32, copy=False)
    at: NDArray[np.int64] = np.rint((plane - np.array((left, top), np.float32)) * scale).astype(np.int64)
    bare = _colour(colours, at[BARE])
    return min(_difference(_colour(colours, at[points]), bare) for points in BELOW)


def _colour(colours: NDArray[np.float32], at: NDArray[np.int64]) -> NDArray[np.float32]:
    """The median at some points, (3,); points outside count as the nearest inside."""
    height, width = colours.shape[:2]
    return np.median(colours[at[:, 1].clip(0, height - 1), at[:, 0].clip(0, width - 1)], axis=0).astype(np.float32)


def _difference(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.linalg.norm((one - other) * np.array((LIGHTNESS_SHARE, 1, 1), np.float32)))

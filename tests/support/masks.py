"""Medical masks, drawn over the landmarks of a face."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

JAW = [
    *(127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152),
    *(377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356),
]
TOP = [356, 345, 347, 329, 420, 195, 198, 100, 118, 116, 127]
BLUE, WHITE, BLACK = (205, 175, 130), (235, 235, 232), (35, 32, 32)
SHADED = (0.45, 1.25)


def masked(picture: Picture, landmarks: NDArray[np.float32], colour: tuple[int, int, int]) -> Picture:
    """The face under a mask of a colour, BGR, shaded as the face is."""
    plane = landmarks[:, :2]
    height_px = float(np.ptp(plane[:, 1]))
    outline = np.concatenate((plane[JAW], plane[TOP])).round().astype(np.int32)
    drawn = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(drawn, [outline], 255)
    share = cv2.GaussianBlur(drawn, (0, 0), max(1.0, height_px / 150)).astype(np.float32)[..., None] / 255
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), height_px / 6).astype(np.float32)
    light = np.clip(grey / float(grey[drawn > 0].mean()), *SHADED)[..., None]
    return np.clip(picture * (1 - share) + np.array(colour, np.float32) * light * share, 0, 255).astype(np.uint8)

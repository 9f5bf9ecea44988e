"""BlazeFace: where faces are, from a small square picture, at any pose a visitor takes.

Bazarevsky et al., BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs, 2019. Anchors and decoding are
those of MediaPipe's `ssd_anchors_calculator` and `tensors_to_detections_calculator`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.face.litert import LiteRtNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture
    from drivers.face.models import ModelFile

LEAST_SCORE = 0.5
SAME_FACE_OVERLAP = 0.3  # of two boxes, intersection over union
_GRIDS = ((16, 2), (8, 6))  # cells a side, anchors a cell: 128 px at strides 8 and 16, or twice that


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A face: `corners` (2, 2) of its box and `points` (6, 2), in picture pixels.

    Points: the eye and the other eye as they stand in the picture from the left, tip of the nose, mouth, ears.
    """

    corners: NDArray[np.float32]
    points: NDArray[np.float32]
    score: float

    @property
    def side_px(self) -> float:
        return float((self.corners[1] - self.corners[0]).max())

    @property
    def centre(self) -> tuple[float, float]:
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)


class BlazeFace:
    """One of the two networks. `input_px`: 128 for the short range, 256 for the back camera."""

    def __init__(self, model: ModelFile, input_px: int) -> None:
        self._network = LiteRtNetwork(model, input_px)
        self._input_px = input_px
        self._anchors = _anchors()

    def detect(self, square: Picture) -> list[Detection]:
        """All faces in a square picture, (n, n, 3) BGR, the largest first."""
        size = (self._input_px, self._input_px)
        small = cv2.cvtColor(cv2.resize(square, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
        raw, logits = self._network.run(small.astype(np.float32) / np.float32(127.5) - np.float32(1))
        scores = (1 / (1 + np.exp(-np.clip(logits.ravel(), -80, 80)))).astype(np.float32)
        likely = np.flatnonzero(scores > LEAST_SCORE)
        pairs = raw.reshape(-1, 8, 2)[likely] / self._input_px
        pairs[:, 2:] += self._anchors[likely, np.newaxis]
        middle, half = pairs[:, 0] + self._anchors[likely], pairs[:, 1] / 2
        pairs[:, 0], pairs[:, 1] = middle - half, middle + half
        found = _merged(pairs * square.shape[0], scores[likely])
        return sorted(found, key=lambda face: face.side_px, reverse=True)

    def forget(self) -> None:
        """Overwrite what is left of the last picture."""
        self._network.forget()


def _anchors() -> NDArray[np.float32]:
    """Centres (896, 2) as shares of the side."""
    centres: list[NDArray[np.float32]] = []
    for cells, anchors in _GRIDS:
        steps = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(steps, steps)
        cells_xy = np.stack((x.ravel(), y.ravel()), axis=1).astype(np.float32)
        centres.append(np.repeat(cells_xy, anchors, axis=0))
    return np.concatenate(centres)


def _merged(pairs: NDArray[np.float32], scores: NDArray[np.float32]) -> list[Detection]:
    """Boxes of one face become one, weighted by their scores (BlazeFace, section 4: instead of suppression)."""
    found: list[Detection] = []
    left = np.argsort(-scores)
    while left.size:
        overlaps = _overlaps(pairs[left[0], :2], pairs[left, :2])
        same = left[overlaps > SAME_FACE_OVERLAP]
        if not same.size:  # a box without an area
            left = left[1:]
            continue
        mean = np.average(pairs[same], axis=0, weights=scores[same]).astype(np.float32)
        found.append(Detection(mean[:2], mean[2:], float(scores[left[0]])))
        left = left[overlaps <= SAME_FACE_OVERLAP]
    return found


def _overlaps(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of (2, 2) corners with (n, 2, 2)."""
    sides = np.minimum(box[1], boxes[:, 1]) - np.maximum(box[0], boxes[:, 0])
    shared = np.clip(sides, 0, None).prod(axis=1)
    areas = np.clip(boxes[:, 1] - boxes[:, 0], 0, None).prod(axis=1)
    union = np.clip(box[1] - box[0], 0, None).prod() + areas - shared
    return shared / np.maximum(union, 1e-6)

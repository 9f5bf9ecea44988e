"""What a face engine does: `detect, landmarks, quality, embed, compare`, and the values that pass between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """(H, W, 3), BGR."""
    Template = NDArray[np.float64]
    """(n,): what an engine knows of a face. Means of templates of one face are templates of that face."""
    Points = NDArray[np.float64]

SEARCH_WIDTH_PX = 640  # HOG sees faces from 80 px: at this width 10 ms, at 1280 five times that


@dataclass(frozen=True, slots=True)
class Box:
    """Where a face is, in picture pixels: from the brows to the chin, about 0.7 of a head."""

    left: int
    top: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def holds(self, point: tuple[float, float]) -> bool:
        x, y = point
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face and its five landmarks, (5, 2) in picture pixels.

    Corners of one eye (outer, inner), of the other eye (outer, inner), and the base of the nose: the points of dlib's
    5-point model.
    """

    box: Box
    points: Points

    @property
    def eyes(self) -> tuple[Points, Points]:
        """Centres of the eyes at the left and at the right of the picture, (2,) each."""
        one, other = self.points[0:2].mean(axis=0), self.points[2:4].mean(axis=0)
        return (one, other) if one[0] <= other[0] else (other, one)

    @property
    def turn(self) -> float:
        """Where the nose stands along the line between the eyes: 0 for a frontal face, about ±0.3 at 25° of yaw."""
        left, right = self.eyes
        line = left - right
        length = float(np.hypot(line[0], line[1])) or 1.0
        return float(np.dot(self.points[4] - (left + right) / 2, line)) / length**2


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a face can be compared. `sharpness`: variance of the Laplacian, after evening out the contrast."""

    turn: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class View:
    """One way to cut a face out before it is embedded; small differences of cut average out over several.

    Args:
        padding: room around the face, as a share of its size. Engines with a fixed alignment ignore it.
        mirrored: left and right exchanged.
        detail_px: first reduced to so many pixels a side, as a card's portrait has no more; 0 = as it is.
    """

    padding: float = 0.25
    mirrored: bool = False
    detail_px: int = 0


class FaceEngine(Protocol):
    """One thread at a time. Distances of different engines do not compare."""

    @property
    def name(self) -> str:
        """Name and version, for the audit record."""
        ...

    def detect(self, picture: Picture, search_width_px: int = SEARCH_WIDTH_PX, least_score: float = 0.0) -> list[Box]:
        """All faces, the largest first. Searched in a copy of at most that width; a lower score finds more, and more
        that is none."""
        ...

    def landmarks(self, picture: Picture, box: Box) -> Face: ...

    def quality(self, picture: Picture, face: Face) -> Quality: ...

    def embed(self, picture: Picture, face: Face, views: Sequence[View]) -> Template:
        """The mean template over all views."""
        ...

    def compare(self, one: Template, other: Template) -> float:
        """Distance, 0 for the same picture. Thresholds belong to the engine and are settings."""
        ...

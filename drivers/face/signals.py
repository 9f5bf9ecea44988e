"""What a face is doing, from its 468 landmarks: where it looks, how far mouth and eyes are open.

Pose is read off the mesh's own three dimensions: the axis through pairs of points that mirror each other gives yaw, the
axis from the forehead to the base of the nose gives pitch. None of these points moves with jaw or lips, which the six
points usually given to `solvePnP` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, radians
from typing import TYPE_CHECKING

import numpy as np

from drivers.face.engine import Box, Face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.mesh import Landmarks

    Points = NDArray[np.float32]

# Pairs of points that mirror each other, from the left of the picture to its right.
LATERAL = ((33, 263), (133, 362), (127, 356), (234, 454), (98, 327), (50, 280), (54, 284))
FOREHEAD = (10, 151, 9)
NOSE_BASE = (2, 98, 327)
MOUTH_LIDS, MOUTH_CORNERS = (13, 14), (78, 308)
BROWS, CHIN = (105, 334), 152
LEVEL_PITCH = 2.2  # of the median of 103 research pictures; each person's own is measured before each prompt
BOX_SHARE, BOX_LIFT = 1.09, 0.10  # HOG's box over the line from the brows to the chin, and how far it stands higher


@dataclass(frozen=True, slots=True)
class Signals:
    """Angles in degrees, `yaw` positive to the person's own left, `pitch` positive downwards, both near 0 for a face
    that looks into the camera. `mouth` and `eyes`: height of the opening over its width.
    `aspect`: height of the upper face over its width as they stand in the picture. In a head it moves with the angles,
    in a print that is tilted without them.
    """

    yaw: float
    pitch: float
    mouth: float
    eyes: float
    aspect: float

    @property
    def proportion(self) -> float:
        """`aspect` with the angles taken out: in a head it stays what it is, however that is turned."""
        return self.aspect * cos(radians(self.yaw)) / cos(radians(self.pitch + LEVEL_PITCH))


def signals_of(landmarks: Landmarks, eyes: float) -> Signals:
    """`eyes`: as `drivers.face.eyes` measures them; the lids of the mesh hardly move in a blink."""
    points = landmarks.points
    left, right = (points[[pair[side] for pair in LATERAL]].mean(axis=0) for side in (0, 1))
    across = right - left
    down = points[list(NOSE_BASE)].mean(axis=0) - points[list(FOREHEAD)].mean(axis=0)
    return Signals(
        yaw=degrees(atan2(float(across[2]), float(np.hypot(across[0], across[1])))),
        pitch=degrees(atan2(float(down[2]), float(np.hypot(down[0], down[1])))) - LEVEL_PITCH,
        mouth=_length(points, *MOUTH_LIDS) / _length(points, *MOUTH_CORNERS),
        eyes=eyes,
        aspect=float(np.hypot(down[0], down[1]) / np.hypot(across[0], across[1])),
    )


def face_of(landmarks: Landmarks) -> Face:
    """The face as `drivers.face.gates` judges it: a box like HOG's, from the brows to the chin, and five points."""
    plane = landmarks.points[:, :2].astype(np.float64)
    brows, chin = plane[list(BROWS)].mean(axis=0), plane[CHIN]
    side = float(np.hypot(*(chin - brows))) * BOX_SHARE
    left, top = (brows + chin) / 2 - (side / 2, side / 2 + BOX_LIFT * side)
    return Face(Box(round(left), round(top), round(side), round(side)), plane[[33, 133, 263, 362, 2]])


def _length(points: Points, one: int, other: int) -> float:
    return float(np.linalg.norm(points[one] - points[other])) or 1e-6

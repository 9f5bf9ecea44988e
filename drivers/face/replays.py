"""Pictures that come again: a frozen frame, noise over one, a short loop, a flickering screen.

Each look leaves a small grey picture of the face's surroundings, evened out in brightness and contrast. Distances
between two of them, however noisy the camera, are judged by the distance between neighbours in time: a living head is
never for a second as near to where it was as noise alone makes it, nor for long in step with itself some time ago.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.face.mesh import Landmarks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture

SIDE_PX = 32
SURROUNDINGS = 1.6  # of the face's larger side
KEPT_S = 4.0
FROZEN_S = 1.0
SHORTEST_LOOP_S = 0.4
LOOPED_S = 0.8
LAG_TOLERANCE_S = 0.08
NOISE_FACTOR = 1.5  # of the distance between neighbours
NEIGHBOURS = 12  # looks whose median says how far neighbours are apart
FLICKER_STEP = 0.06  # of the brightness, from look to look
FLICKER_TURNS = 4  # up and down again, within a second
FLICKER_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Glance:
    at_s: float
    pattern: NDArray[np.float32]  # (SIDE_PX²,), mean 0, length 1
    brightness: float
    apart: float  # from the glance before


class Replays:
    """Looks back over the last seconds. One per attempt."""

    def __init__(self) -> None:
        self._glances: deque[_Glance] = deque()
        self._place: tuple[int, int, int, int] | None = None
        self._lag_s = 0.0
        self._in_step_since_s: float | None = None

    def look(self, picture: Picture, landmarks: Landmarks, at_s: float) -> str:
        """ "" or why this is no living face: `face.liveness.frozen`, `.looped`, `.flicker`."""
        if self._place is None:
            self._place = _place(picture, landmarks)
        pattern, brightness = _pattern(picture, self._place)
        while self._glances and at_s - self._glances[0].at_s > KEPT_S:
            self._glances.popleft()
        before = self._glances
        distances = [2 - 2 * float(glance.pattern @ pattern) for glance in before]
        noise = float(np.median([*(glance.apart for glance in list(before)[-NEIGHBOURS:]), *distances[-1:]] or [0.0]))
        found = self._judged(distances, NOISE_FACTOR * noise, at_s)
        before.append(_Glance(at_s, pattern, brightness, distances[-1] if distances else 0.0))
        return found or ("face.liveness.flicker" if self._flickers(at_s) else "")

    def _judged(self, distances: list[float], near: float, at_s: float) -> str:
        ages = [at_s - glance.at_s for glance in self._glances]
        recent = [distance for distance, age in zip(distances, ages, strict=True) if age <= FROZEN_S]
        if recent and ages[0] >= FROZEN_S and max(recent) <= near:
            return "face.liveness.frozen"
        older = [(distance, age) for distance, age in zip(distances, ages, strict=True) if age >= SHORTEST_LOOP_S]
        nearest, lag_s = min(older, default=(np.inf, 0.0))
        if nearest > near or abs(lag_s - self._lag_s) > LAG_TOLERANCE_S:
            self._lag_s, self._in_step_since_s = lag_s, at_s if nearest <= near else None
        in_step = self._in_step_since_s is not None and at_s - self._in_step_since_s >= LOOPED_S
        return "face.liveness.looped" if in_step else ""

    def _flickers(self, at_s: float) -> bool:
        levels = [glance.brightness for glance in self._glances if at_s - glance.at_s <= FLICKER_S]
        steps = [after / max(before, 1.0) - 1 for before, after in pairwise(levels)]
        large = [step > 0 for step in steps if abs(step) > FLICKER_STEP]
        return sum(one != other for one, other in pairwise(large)) >= FLICKER_TURNS


def _place(picture: Picture, landmarks: Landmarks) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the surroundings, which stay where they are while the face moves."""
    plane = landmarks.points[:, :2]
    low, high = plane.min(axis=0), plane.max(axis=0)
    half = float((high - low).max()) * SURROUNDINGS / 2
    x, y = (low + high) / 2
    height, width = picture.shape[:2]
    return max(0, int(x - half)), max(0, int(y - half)), min(width, int(x + half)), min(height, int(y + half))


def _pattern(picture: Picture, place: tuple[int, int, int, int]) -> tuple[NDArray[np.float32], float]:
    left, top, right, bottom = place
    small = cv2.resize(picture[top:bottom, left:right], (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    # Of the small picture's whole grey levels too much would be rounded away: float first.
    grey = small.astype(np.float32).mean(axis=2).ravel()
    brightness = float(grey.mean())
    centred = grey - brightness
    return (centred / (float(np.linalg.norm(centred)) or 1.0)).astype(np.float32), brightness

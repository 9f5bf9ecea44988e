"""468 landmarks of a face in three dimensions, followed from frame to frame.

The network is MediaPipe's face mesh (Kartynnik et al., Real-time Facial Surface Geometry from Monocular Video on
Mobile GPUs, 2019); its crops are made as MediaPipe's `face_landmark_front` graph makes them. Numbers of the points are
those of its canonical face.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, sin
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.face.blazeface import BlazeFace, Detection
from drivers.face.litert import LiteRtNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture
    from drivers.face.models import MeshModels

POINTS = 468
EYE_CORNERS = (33, 263)  # the outer ones, from the left of the picture
INPUT_PX = 192
NEAR_PX, FAR_PX = 128, 256
LEAST_SCORE = 0.5
CROP_SHARE = 1.5  # of the longer side of face or landmarks


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """`points` (468, 3): x and y in picture pixels; z in the same unit, smaller nearer to the camera, 0 in the mean.

    `score`: how surely this is a face, 0 … 1.
    """

    points: NDArray[np.float32]
    score: float


@dataclass(frozen=True, slots=True)
class Crop:
    """A square of the picture, turned clockwise by `roll` radians about its centre."""

    x: float
    y: float
    side_px: float
    roll: float

    @classmethod
    def around_detection(cls, face: Detection) -> Crop:
        return cls(*face.centre, face.side_px * CROP_SHARE, _roll(face.points[0], face.points[1]))

    @classmethod
    def around_landmarks(cls, landmarks: Landmarks) -> Crop:
        """The square around all points as they stand once the eyes are level."""
        plane = landmarks.points[:, :2]
        roll = _roll(plane[EYE_CORNERS[0]], plane[EYE_CORNERS[1]])
        level = np.array([[cos(roll), -sin(roll)], [sin(roll), cos(roll)]])  # row vectors turned back by roll
        upright = plane @ level
        low, high = upright.min(axis=0), upright.max(axis=0)
        x, y = ((low + high) / 2) @ level.T
        return cls(float(x), float(y), float((high - low).max()) * CROP_SHARE, roll)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(2, 3): from pixels of the crop, `INPUT_PX` a side, to pixels of the picture."""
        scale = self.side_px / INPUT_PX
        turned = scale * np.array([[cos(self.roll), -sin(self.roll)], [sin(self.roll), cos(self.roll)]])
        shift = np.array([self.x, self.y]) - turned @ np.array([INPUT_PX / 2, INPUT_PX / 2])
        return np.column_stack((turned, shift))


class FaceMesh:
    """Finds a face and its landmarks, then follows it. One thread at a time; 27 MB, 1 ms a followed frame.

    Raises:
        DeviceUnavailable: `face.missing`, `face.model_missing`, `face.model_changed`, `face.model_unusable`.
    """

    def __init__(self, models: MeshModels) -> None:
        self._near = BlazeFace(models.near, NEAR_PX)
        self._far = BlazeFace(models.far, FAR_PX)
        self._mesh = LiteRtNetwork(models.mesh, INPUT_PX)
        self._last: Landmarks | None = None

    def detect(self, picture: Picture) -> list[Detection]:
        """Faces of a picture, (H, W, 3) BGR, the largest first: in its centre square, else anywhere."""
        height, width = picture.shape[:2]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        near = self._near.detect(picture[top : top + side, left : left + side])
        return [_shifted(face, left, top) for face in near] or self.detect_anywhere(picture)

    def detect_anywhere(self, picture: Picture) -> list[Detection]:
        """Faces of the whole picture, the largest first; also small ones beside the person in front."""
        height, width = picture.shape[:2]
        scale = max(height, width) / FAR_PX
        size = (round(width / scale), round(height / scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        top, left = (FAR_PX - size[1]) // 2, (FAR_PX - size[0]) // 2
        edges = (top, FAR_PX - size[1] - top, left, FAR_PX - size[0] - left)
        square = cv2.copyMakeBorder(small, *edges, cv2.BORDER_CONSTANT).astype(np.uint8, copy=False)
        return [_scaled(_shifted(face, -left, -top), scale) for face in self._far.detect(square)]

    def landmarks(self, picture: Picture, crop: Crop) -> Landmarks | None:
        """The landmarks of the face within a crop, or None when there is none."""
        matrix = crop.matrix
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(picture, matrix, (INPUT_PX, INPUT_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        raw, logit = self._mesh.run(cv2.cvtColor(cut, cv2.COLOR_BGR2RGB).astype(np.float32) / np.float32(255))
        score = float(1 / (1 + np.exp(-np.clip(logit.ravel()[0], -80, 80))))
        if score < LEAST_SCORE:
            return None
        cropped = raw.reshape(POINTS, 3)
        points = np.empty_like(cropped)
        points[:, :2] = cropped[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points[:, 2] = cropped[:, 2] * (crop.side_px / INPUT_PX)
        return Landmarks(points, score)

    def follow(self, picture: Picture) -> Landmarks | None:
        """Landmarks of the face that was there in the frame before; of the largest, when there was none."""
        found = self.landmarks(picture, Crop.around_landmarks(self._last)) if self._last else None
        self._last = found or self.find(picture)
        return self._last

    def find(self, picture: Picture) -> Landmarks | None:
        """Landmarks of the largest face of a single picture: detected, then cut out once more, by its landmarks."""
        faces = self.detect(picture)
        found = self.landmarks(picture, Crop.around_detection(faces[0])) if faces else None
        return found and self.landmarks(picture, Crop.around_landmarks(found))

    def forget(self) -> None:
        """Follow nobody, and leave nothing of a picture in the networks."""
        self._last = None
        for network in (self._near, self._far, self._mesh):
            network.forget()


def _roll(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    """How far the line through two points is turned clockwise on the screen, in radians."""
    return atan2(float(right[1] - left[1]), float(right[0] - left[0]))


def _shifted(face: Detection, x: int, y: int) -> Detection:
    shift = np.array((x, y), np.float32)
    return Detection(face.corners + shift, face.points + shift, face.score)


def _scaled(face: Detection, scale: float) -> Detection:
    return Detection(face.corners * np.float32(scale), face.points * np.float32(scale), face.score)

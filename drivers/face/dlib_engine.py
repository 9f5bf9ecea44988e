"""dlib, typed: HOG detector, five landmarks, a 128-d ResNet. The one place that imports dlib.

dlib is given its files by path: importing face_recognition would load a 68-point model that is not for commercial use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from drivers.errors import DeviceUnavailable
from drivers.face.engine import SEARCH_WIDTH_PX, Box, Face, Quality, View
from drivers.face.gates import sharpness

if TYPE_CHECKING:
    from drivers.face.engine import Picture, Template
    from drivers.face.models import DlibModels

CHIP_PX = 150
TEMPLATE_SIZE = 128
_UPRIGHT = View()


class DlibEngine:
    """Implements `drivers.face.engine.FaceEngine`; 0.3 s and 35 MB to load. Distances are Euclidean.

    Raises:
        DeviceUnavailable: `face.missing` without dlib, and as `ModelFile.verified` does.
    """

    def __init__(self, models: DlibModels) -> None:
        landmarks, embedding = models.landmarks.verified(), models.embedding.verified()
        try:
            import dlib  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
        except ImportError as error:
            raise DeviceUnavailable("face.missing", retryable=False) from error
        self._dlib = cast("Any", dlib)
        self._detector = self._dlib.get_frontal_face_detector()
        self._landmarks = self._dlib.shape_predictor(str(landmarks))
        self._network = self._dlib.face_recognition_model_v1(str(embedding))

    @property
    def name(self) -> str:
        return f"dlib {self._dlib.__version__} resnet_v1"

    def detect(self, picture: Picture, search_width_px: int = SEARCH_WIDTH_PX, least_score: float = 0.0) -> list[Box]:
        scale = max(1.0, picture.shape[1] / search_width_px)
        found, _, _ = self._detector.run(picture if scale == 1.0 else _shrunk(picture, scale), 0, least_score)
        boxes = [
            Box(
                round(box.left() * scale),
                round(box.top() * scale),
                round(box.width() * scale),
                round(box.height() * scale),
            )
            for box in found
        ]
        return sorted(boxes, key=lambda box: box.width * box.height, reverse=True)

    def landmarks(self, picture: Picture, box: Box) -> Face:
        shape = self._landmarks(picture, self._rectangle(box))
        return Face(box, np.array([(point.x, point.y) for point in shape.parts()], np.float64))

    def quality(self, picture: Picture, face: Face) -> Quality:
        return Quality(face.turn, sharpness(self._chip(picture, face, _UPRIGHT)))

    def embed(self, picture: Picture, face: Face, views: Sequence[View]) -> Template:
        templates = [self._network.compute_face_descriptor(self._chip(picture, face, view)) for view in views]
        return np.mean(np.array(templates, np.float64), axis=0)

    def compare(self, one: Template, other: Template) -> float:
        return float(np.linalg.norm(one - other))

    def _chip(self, picture: Picture, face: Face, view: View) -> Picture:
        """The face upright, (150, 150, 3) RGB, as the network wants it."""
        points = self._dlib.points([self._dlib.point(round(x), round(y)) for x, y in face.points])
        shape = self._dlib.full_object_detection(self._rectangle(face.box), points)
        chip = cast("Picture", self._dlib.get_face_chip(picture, shape, CHIP_PX, view.padding))
        return np.ascontiguousarray(seen(chip, view)[..., ::-1])

    def _rectangle(self, box: Box) -> object:
        return self._dlib.rectangle(box.left, box.top, box.left + box.width - 1, box.top + box.height - 1)


def seen(chip: Picture, view: View) -> Picture:
    """An aligned face as the view has it, but for the padding."""
    if view.detail_px:
        size = (view.detail_px, view.detail_px)
        small = cv2.resize(chip, size, interpolation=cv2.INTER_AREA)
        chip = cv2.resize(small, chip.shape[1::-1], interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)
    return chip[:, ::-1] if view.mirrored else chip


def _shrunk(picture: Picture, scale: float) -> Picture:
    size = (round(picture.shape[1] / scale), round(picture.shape[0] / scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)

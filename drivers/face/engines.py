"""Engines by the name in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from drivers.face.engine import Box, Face, View
from drivers.face.models import DlibModels, ModelFile, installed_folder

if TYPE_CHECKING:
    from drivers.face.engine import FaceEngine


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine, and where its networks lie; the meaning of each is told in `drivers.face.dlib_matcher`."""

    engine: Literal["dlib", "arcface", "fused"] = "dlib"
    models_dir: str = ""
    onnx_file: str = ""
    onnx_sha256: str = ""
    dlib_share: float = 0.5

    @property
    def dlib_models(self) -> DlibModels:
        return DlibModels.within(Path(self.models_dir) if self.models_dir else installed_folder())

    @property
    def models(self) -> list[ModelFile]:
        """All files in use."""
        dlib = self.dlib_models
        onnx = [] if self.engine == "dlib" else [ModelFile(Path(self.onnx_file), self.onnx_sha256)]
        return [dlib.landmarks, dlib.embedding, *onnx]


def make_engine(settings: EngineSettings) -> FaceEngine:
    """The engine, loaded and run once: networks grow their buffers at first use, which must not be a person's.

    Raises:
        DeviceUnavailable: `face.missing`, `face.model_missing`, `face.model_changed`, `face.model_unusable`.
    """
    engine = _made(settings)
    blank = np.zeros((150, 150, 3), np.uint8)
    middle = np.array([(45, 60), (65, 60), (105, 60), (85, 60), (75, 90)], np.float64)
    engine.embed(blank, Face(Box(25, 25, 100, 100), middle), [View()])
    return engine


def _made(settings: EngineSettings) -> FaceEngine:
    from drivers.face.dlib_engine import DlibEngine

    dlib = DlibEngine(settings.dlib_models)
    if settings.engine == "dlib":
        return dlib
    from drivers.face.arcface_engine import ArcFaceEngine, FusedEngine

    arcface = ArcFaceEngine(ModelFile(Path(settings.onnx_file), settings.onnx_sha256), dlib)
    return arcface if settings.engine == "arcface" else FusedEngine(dlib, arcface, settings.dlib_share)

"""Portraits that can act: a picture, and beside it the landmarks of its face.

    python -m drivers.camera.portraits PICTURE …

finds landmarks and writes them beside each picture, `NAME.npy`, (468, 3) float32. They are kept so that a simulated
camera needs no networks.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.camera.head import Pose
from drivers.errors import DeviceUnavailable
from drivers.face.signals import signals_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.camera.head import Points
    from drivers.face.mesh import FaceMesh

    Picture = NDArray[np.uint8]

POINTS = (468, 3)
STRAIGHTENED = 0.6  # of a portrait's own turn, by somebody who looks into the camera


def landmarks_file(picture: Path) -> Path:
    return picture.with_suffix(".npy")


def landmarks_of(path: Path, picture: Picture) -> Points:
    """The landmarks beside a picture, or else found in it, which takes a second and 30 MB.

    Raises:
        DeviceUnavailable: `camera.missing`, with the file, when it shows no face or what lies beside it is not that.
    """
    beside = landmarks_file(path)
    if not beside.exists():
        return _found(path, picture)
    try:
        points = np.load(beside, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise _unusable(beside) from error
    if points.shape != POINTS:
        raise _unusable(beside)
    return points.astype(np.float32)


def attentive(landmarks: Points) -> Pose:
    """How somebody with these landmarks in their portrait holds their head to look into the camera."""
    from drivers.face.mesh import Landmarks

    seen = signals_of(Landmarks(landmarks.astype(np.float32), 1.0), 0.0)
    return Pose(yaw=-STRAIGHTENED * seen.yaw, pitch=-STRAIGHTENED * seen.pitch)


@cache
def _mesh() -> FaceMesh:
    from drivers.face.mesh import FaceMesh
    from drivers.face.models import MeshModels, installed_mesh_folder

    return FaceMesh(MeshModels.within(installed_mesh_folder()))


def _found(path: Path, picture: Picture) -> Points:
    found = _mesh().find(picture)
    if found is None:
        raise _unusable(path)
    return found.points


def _unusable(path: Path) -> DeviceUnavailable:
    return DeviceUnavailable("camera.missing", retryable=False, data={"file": path.name})


def main() -> None:
    for path in map(Path, sys.argv[1:]):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            sys.exit(f"{path}: no picture")
        np.save(landmarks_file(path), _found(path, picture.astype(np.uint8, copy=False)))


if __name__ == "__main__":
    main()

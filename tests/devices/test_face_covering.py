"""Who wears a mask is asked to take it off; who wears none is not; and nobody is refused for it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.camera.portraits import landmarks_file, landmarks_of
from drivers.camera.scripts import Cue, Script, Show, of_person
from drivers.contract.face import PROMPTS, FaceInstruction, FaceVerdict
from drivers.face.covering import COVERED, covering
from drivers.face.live_check import ADVISED_S
from drivers.face.mesh import FaceMesh
from drivers.face.models import MeshModels, installed_mesh_folder
from tests.support.live_checks import LOOKS_PER_S, PERSONS, Checks, live
from tests.support.masks import BLACK, BLUE, WHITE, masked

FACES = sorted({person.live_picture for person in PERSONS.values()})
WEARERS = [path for path in FACES if landmarks_file(path).exists()]
COLOURS = {"blue": BLUE, "white": WHITE, "black": BLACK}
LIGHTS = {"as it is": (1, 1, 1), "dim": (0.5, 0.5, 0.5), "warm": (0.8, 0.95, 1.05), "cold": (1.05, 0.97, 0.85)}


@pytest.fixture(scope="module")
def mesh() -> FaceMesh:
    return FaceMesh(MeshModels.within(installed_mesh_folder()))


def picture_of(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture.astype(np.uint8)


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_bare_face_is_not_covered(mesh: FaceMesh, path: Path, light: str) -> None:
    lit = np.clip(picture_of(path) * np.array(LIGHTS[light]), 0, 255).astype(np.uint8)
    found = mesh.find(lit)
    assert found is not None
    assert covering(lit, found) < COVERED


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("path", WEARERS, ids=lambda path: path.stem)
def test_a_mask_covers_it_and_the_face_is_still_found(mesh: FaceMesh, path: Path, colour: str) -> None:
    picture = picture_of(path)
    worn = masked(picture, landmarks_of(path, picture), COLOURS[colour])
    found = mesh.find(worn)
    assert found is not None
    assert covering(worn, found) > COVERED


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """lin in a mask, who acts."""
    path = tmp_path_factory.mktemp("masked") / "masked.png"
    picture = picture_of(live("lin"))
    landmarks = landmarks_of(live("lin"), picture)
    cv2.imwrite(str(path), masked(picture, landmarks, BLUE))
    np.save(landmarks_file(path), landmarks)
    return path


def test_who_takes_the_mask_off_is_checked_and_accepted(worn: Path) -> None:
    takes_off = Script("bona_fide", (Show(worn), Show(live("lin"), begins=Cue(after_s=3.0))))
    looks = Checks().of(takes_off, PERSONS["lin"], seed=11)
    asked = [number for number, look in enumerate(looks) if look.instruction is FaceInstruction.MASK]
    prompted = [number for number, look in enumerate(looks) if look.instruction in PROMPTS]
    assert asked
    assert prompted
    assert max(asked) < min(prompted)
    assert looks[-1].verdict is FaceVerdict.ACCEPT


def test_who_keeps_it_on_is_asked_for_a_while_and_then_checked_as_they_are(worn: Path) -> None:
    looks = Checks().of(of_person(worn), PERSONS["lin"], seed=12)
    asked = [look for look in looks if look.instruction is FaceInstruction.MASK]
    assert LOOKS_PER_S < len(asked) <= (ADVISED_S + 1) * LOOKS_PER_S
    assert looks[-1].verdict is not None
    assert any(look.instruction in PROMPTS for look in looks)

"""The mesh on real faces, and what is read off it."""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from config.persons import load_persons
from drivers.camera import scenes
from drivers.errors import DeviceUnavailable
from drivers.face.continuity import Continuity
from drivers.face.eyes import EyeContours
from drivers.face.mesh import POINTS, Crop, FaceMesh, Landmarks
from drivers.face.models import MeshModels, installed_mesh_folder
from drivers.face.replays import Replays
from drivers.face.signals import FOREHEAD, LATERAL, LEVEL_PITCH, NOSE_BASE, face_of, signals_of

PERSONS = load_persons()
MODELS = MeshModels.within(installed_mesh_folder())
WIDTH_PX, HEIGHT_PX = 1280, 720
PICTURES = sorted({person.live_picture for person in PERSONS.values()})


def read(path: Path) -> NDArray[np.uint8]:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture.astype(np.uint8)


SHARED = FaceMesh(MODELS)


@pytest.fixture
def mesh() -> FaceMesh:
    return SHARED


@pytest.fixture(autouse=True)
def nobody_followed(mesh: FaceMesh) -> None:
    mesh.forget()


def found_in(mesh: FaceMesh, picture: NDArray[np.uint8]) -> Landmarks:
    landmarks = mesh.find(picture)
    assert landmarks is not None
    assert landmarks.points.shape == (POINTS, 3)
    return landmarks


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_eyes_nose_and_mouth_stand_as_in_a_face(mesh: FaceMesh, path: Path) -> None:
    points = found_in(mesh, read(path)).points
    left_eye, right_eye, nose, mouth, chin = points[33], points[263], points[1], points[13], points[152]
    assert left_eye[0] < nose[0] < right_eye[0]
    assert max(left_eye[1], right_eye[1]) < nose[1] < mouth[1] < chin[1]
    assert nose[2] < min(left_eye[2], right_eye[2])  # nearer to the camera


@settings(deadline=None, max_examples=40)
@given(st.integers(-35, 35), st.floats(0.5, 1.1), st.integers(-100, 100))
def test_landmarks_move_with_the_picture(degrees: int, scale: float, shift: int) -> None:
    """Turned in the plane, near or far, at the side: the same points of the face."""
    picture = read(PICTURES[0])
    middle = (WIDTH_PX / 2, HEIGHT_PX / 2)
    matrix = cv2.getRotationMatrix2D(middle, degrees, scale)
    matrix[0, 2] += shift
    moved = cv2.warpAffine(picture, matrix, (WIDTH_PX, HEIGHT_PX), borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)
    expected = found_in(SHARED, picture).points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    found = found_in(SHARED, moved).points[:, :2]
    length = float(np.ptp(expected, axis=0).max())
    assert np.linalg.norm(found - expected, axis=1).mean() < 0.03 * length


def test_a_face_is_followed_without_being_found_again(mesh: FaceMesh) -> None:
    """It walks through the picture; the one that was there first stays the one, though a larger one is beside it."""
    person = read(PICTURES[0])
    small = cv2.resize(person, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    hall = scenes.nobody(WIDTH_PX, HEIGHT_PX)
    height, width = small.shape[:2]
    for step in range(12):
        picture = hall.copy()
        left = 100 + 20 * step
        picture[200 : 200 + height, left : left + width] = small
        if step > 3:
            picture[:, 640:] = person[:, 320:960]
        landmarks = mesh.follow(picture)
        assert landmarks is not None
        assert abs(float(landmarks.points[:, 0].mean()) - (left + width / 2)) < 0.1 * width


def test_nobody_is_nobody(mesh: FaceMesh) -> None:
    hall = scenes.nobody(WIDTH_PX, HEIGHT_PX)
    assert mesh.follow(hall) is None
    assert mesh.detect(hall) == mesh.detect_anywhere(hall) == []
    assert mesh.landmarks(hall, Crop(640, 360, 300, 0.0)) is None


def test_both_of_two_people_are_seen(mesh: FaceMesh) -> None:
    faces = mesh.detect_anywhere(scenes.two_people(read(PICTURES[0])))
    assert len(faces) == 2
    assert abs(faces[0].centre[0] - faces[1].centre[0]) > 300


def test_a_network_of_another_hash_is_not_opened(tmp_path: Path) -> None:
    for model in (MODELS.near, MODELS.far, MODELS.eyes):
        (tmp_path / model.path.name).symlink_to(model.path)
    with pytest.raises(DeviceUnavailable, match=r"face\.model_missing"):
        FaceMesh(MeshModels.within(tmp_path))
    (tmp_path / MODELS.mesh.path.name).write_bytes(b"another")
    with pytest.raises(DeviceUnavailable, match=r"face\.model_changed"):
        FaceMesh(MeshModels.within(tmp_path))


# ---- what is read off it ---------------------------------------------------------------------------------------------


def head(yaw: float, pitch: float) -> Landmarks:
    """A head of points that mirror each other, turned to the person's left and nodded."""
    points = np.zeros((POINTS, 3))
    for number, (left, right) in enumerate(LATERAL):
        points[left], points[right] = (-60, 10 * number, 20), (60, 10 * number, 20)
    for number in FOREHEAD:
        points[number] = (0, -60, 0)
    for number in NOSE_BASE[:1]:
        points[number] = (0, 40, 0)
    points[list(NOSE_BASE[1:])] = ((-60, 40, 0), (60, 40, 0))
    points[[13, 14, 78, 308]] = ((0, 60, 0), (0, 72, 0), (-20, 66, 0), (20, 66, 0))
    y, p = radians(yaw), radians(pitch)
    turn = np.array([[cos(y), 0, -sin(y)], [0, 1, 0], [sin(y), 0, cos(y)]])
    nod = np.array([[1, 0, 0], [0, cos(p), -sin(p)], [0, sin(p), cos(p)]])
    return Landmarks((points @ (turn @ nod).T + (640, 360, 0)).astype(np.float32), 1.0)


@settings(deadline=None)
@given(st.floats(-50, 50), st.floats(-25, 25))
def test_angles_are_those_of_the_head(yaw: float, pitch: float) -> None:
    signals = signals_of(head(yaw, 0), 0.3)
    assert signals.yaw == pytest.approx(yaw, abs=0.5)
    assert signals_of(head(0, pitch), 0.3).pitch == pytest.approx(pitch - LEVEL_PITCH, abs=0.5)
    assert signals_of(head(yaw, pitch), 0.3).mouth == pytest.approx(12 / 40, abs=0.01)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("degrees", [20, 35, 50])
def test_a_print_that_is_turned_hardly_turns(mesh: FaceMesh, axis: int, degrees: int) -> None:
    picture = read(PICTURES[0])
    level = signals_of(found_in(mesh, picture), 0.3)
    a = radians(degrees)
    turns = (
        np.array([[1, 0], [0, cos(a)], [0, sin(a)]]),
        np.array([[cos(a), 0], [0, 1], [-sin(a), 0]]),
    )
    lens = np.array([[1000, 0, WIDTH_PX / 2], [0, 1000, HEIGHT_PX / 2], [0, 0, 1]])
    plane = np.array([[1, 0, -WIDTH_PX / 2], [0, 1, -HEIGHT_PX / 2], [0, 0, 1]])
    matrix = lens @ np.column_stack((turns[axis], [0, 0, 1000])) @ plane
    tilted = signals_of(found_in(mesh, cv2.warpPerspective(picture, matrix, (WIDTH_PX, HEIGHT_PX)).astype(np.uint8)), 0)
    assert abs(tilted.yaw - level.yaw) < 9
    assert abs(tilted.pitch - level.pitch) < 9
    assert abs(tilted.aspect / level.aspect - 1) > (0.15 if degrees > 40 else 0.02)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_open_eyes_are_open(mesh: FaceMesh, path: Path) -> None:
    picture = read(path)
    assert 0.2 < EyeContours(MODELS.eyes).opening(picture, found_in(mesh, picture)) < 0.5


def test_the_box_holds_the_face(mesh: FaceMesh) -> None:
    landmarks = found_in(mesh, read(PICTURES[0]))
    face = face_of(landmarks)
    assert abs(face.turn) < 0.2
    x, y = face.box.centre
    assert np.hypot(x - landmarks.points[:, 0].mean(), y - landmarks.points[:, 1].mean()) < 0.2 * face.box.width


# ---- what speaks against a living face -------------------------------------------------------------------------------


def test_another_face_is_no_small_change(mesh: FaceMesh) -> None:
    one, other = (read(path) for path in PICTURES[:2])
    continuity = Continuity()
    assert not continuity.look(one, found_in(mesh, one), 1.0).doubtful
    assert not continuity.look(one, found_in(mesh, one), 1.1).doubtful
    change = continuity.look(other, found_in(mesh, other), 1.2)
    assert change.doubtful
    assert change.likeness < 0.6


def play(mesh: FaceMesh, pictures: list[NDArray[np.uint8]], fps: float = 15) -> list[str]:
    replays, landmarks = Replays(), found_in(mesh, pictures[0])
    return [replays.look(picture, landmarks, number / fps) for number, picture in enumerate(pictures)]


def swaying(number: int, speed: float = 1.0) -> NDArray[np.uint8]:
    """A head that is never twice at the same place."""
    at = number * speed / 15
    x, y = 6 * sin(1.9 * at) + 3 * sin(4.31 * at), 4 * cos(1.3 * at) + 2 * sin(3.17 * at)
    matrix = np.array([[1, 0, x], [0, 1, y]])
    moved = cv2.warpAffine(read(PICTURES[0]), matrix, (WIDTH_PX, HEIGHT_PX), borderMode=cv2.BORDER_REPLICATE)
    return scenes.sensor_noise(WIDTH_PX, HEIGHT_PX).over(moved.astype(np.uint8))


def test_who_sways_is_alive(mesh: FaceMesh) -> None:
    assert set(play(mesh, [swaying(number) for number in range(50)])) == {""}


def test_looks_far_apart_say_nothing_of_replays(mesh: FaceMesh) -> None:
    """A machine with no time to look: more than a second from one to the next."""
    assert set(play(mesh, [swaying(number, speed=12) for number in range(6)], fps=0.8)) == {""}


def test_noise_over_a_still_picture_is_frozen(mesh: FaceMesh) -> None:
    still = read(PICTURES[0])
    noise = scenes.sensor_noise(WIDTH_PX, HEIGHT_PX)
    alive = [swaying(number) for number in range(10)]
    found = play(mesh, [*alive, *(noise.over(still) for _ in range(30))])
    assert set(found[:10]) == {""}
    assert found[-1] == "face.liveness.frozen"


def test_a_second_that_comes_again_is_a_loop(mesh: FaceMesh) -> None:
    noise = scenes.sensor_noise(WIDTH_PX, HEIGHT_PX)
    second = [swaying(number) for number in range(15)]
    found = play(mesh, [noise.over(picture) for _ in range(3) for picture in second])
    assert set(found[:15]) == {""}
    assert "face.liveness.looped" in found


def test_a_screen_that_flickers(mesh: FaceMesh) -> None:
    pictures = [cv2.convertScaleAbs(swaying(n), alpha=1.1 if n % 2 else 0.95).astype(np.uint8) for n in range(20)]
    assert "face.liveness.flicker" in play(mesh, pictures)
    brighter = [cv2.convertScaleAbs(swaying(n), alpha=1.15 if n > 10 else 1).astype(np.uint8) for n in range(20)]
    assert set(play(mesh, brighter)) == {""}  # somebody switched a lamp on

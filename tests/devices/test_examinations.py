"""`kiosk doctor --device face` and `--device camera`: each is really used, and says what it saw."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from config.loader import load
from kiosk.app.examinations.examined import Examined
from kiosk.app.examinations.registry import examination


def examined(device: str, state: Path, **overrides: str) -> Examined:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    settings = load("simulated", (), {"paths.state_dir": str(state), **pairs}, {})
    return examination(device)(settings, 0.0, lambda words: None)


def test_the_face_engine_tells_its_networks_and_knows_the_reference_again(tmp_path: Path) -> None:
    found = examined("face", tmp_path)
    assert (found.code, found.well) == ("", True)
    assert found.seen["self-match"] == "match"
    assert found.seen["engine"].startswith("dlib 20")
    hashes = [value for name, value in found.seen.items() if name.startswith("SHA-256 of ")]
    assert len(hashes) == 6  # two to compare faces, four to see them act
    assert all(len(value) == 64 for value in hashes)
    assert "not validated" in found.seen["thresholds"]


def test_a_reference_that_is_no_match_is_told(tmp_path: Path) -> None:
    found = examined("face", tmp_path, devices__face__options__accept_distance="0.01")
    assert (found.code, found.well, found.seen["self-match"]) == ("face.self_match", False, "near")


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    found = examined("face", tmp_path, devices__face__options__models_dir=str(tmp_path))
    assert found.code == "face.model_missing"
    assert found.seen["error model"] == "shape_predictor_5_face_landmarks.dat"


def test_the_camera_tells_frames_size_and_light(tmp_path: Path) -> None:
    found = examined("camera", tmp_path, devices__camera__options__fps="10")
    assert (found.code, found.well) == ("", True)
    assert found.seen["size"] == "1280×720, asked for: 1280×720"
    assert float(found.seen["frames per second"].split()[0]) > 6
    assert 40 < float(found.seen["brightness"].split()[0]) < 220


def test_a_covered_camera_is_told(tmp_path: Path) -> None:
    black = tmp_path / "black.png"
    cv2.imwrite(str(black), np.zeros((720, 1280, 3), np.uint8))
    found = examined("camera", tmp_path, devices__camera__simulate="false", devices__camera__options__source=str(black))
    assert (found.code, found.seen["picture"]) == ("camera.dark", "dark")


def test_a_camera_that_is_not_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "video7")
    found = examined("camera", tmp_path, devices__camera__simulate="false", devices__camera__options__source=missing)
    assert found.code == "camera.missing"

"""Each way in which a face is not good enough gives its own instruction."""

from dataclasses import replace

import numpy as np
import pytest

from drivers.contract import FaceInstruction
from drivers.face.finder import FoundFace
from drivers.face.gates import Gates, instruct, sharpness

LIT = np.full((720, 1280, 3), 130, np.uint8)
GOOD = FoundFace(left=520, top=200, width=260, height=260, turn=0.02, shape=None)
GATES = Gates()


def picture(level: int) -> np.ndarray:
    return np.full((720, 1280, 3), level, np.uint8)


def test_a_good_face_needs_no_instruction() -> None:
    assert instruct(LIT, [GOOD], None, GATES) is None
    assert instruct(LIT, [GOOD], replace(GOOD, left=530), GATES) is None


@pytest.mark.parametrize(
    ("face", "instruction"),
    [
        (replace(GOOD, left=600, top=310, width=100, height=100), FaceInstruction.COME_CLOSER),
        (replace(GOOD, left=370, top=80, width=540, height=540), FaceInstruction.MOVE_BACK),
        (replace(GOOD, left=100), FaceInstruction.CENTRE),
        (replace(GOOD, left=1000), FaceInstruction.CENTRE),
        (replace(GOOD, top=0), FaceInstruction.CENTRE),
        (replace(GOOD, turn=0.4), FaceInstruction.LOOK_HERE),
        (replace(GOOD, turn=-0.4), FaceInstruction.LOOK_HERE),
    ],
)
def test_placement(face: FoundFace, instruction: FaceInstruction) -> None:
    assert instruct(LIT, [face], None, GATES) is instruction


def test_nobody_in_light_in_the_dark_and_in_glare() -> None:
    assert instruct(LIT, [], None, GATES) is FaceInstruction.LOOK_HERE
    assert instruct(picture(8), [], None, GATES) is FaceInstruction.TOO_DARK
    assert instruct(picture(250), [], None, GATES) is FaceInstruction.TOO_BRIGHT


def test_light_on_the_face() -> None:
    assert instruct(picture(40), [GOOD], None, GATES) is FaceInstruction.TOO_DARK
    assert instruct(picture(254), [GOOD], None, GATES) is FaceInstruction.TOO_BRIGHT


def test_dark_skin_with_highlights_is_not_too_dark() -> None:
    skin = picture(45)
    skin[200:280, 520:780] = 95
    assert instruct(skin, [GOOD], None, GATES) is None


def test_a_second_person_counts_and_somebody_waiting_behind_does_not() -> None:
    beside = replace(GOOD, left=100, width=240, height=240)
    behind = replace(GOOD, left=100, width=110, height=110)
    assert instruct(LIT, [GOOD, beside], None, GATES) is FaceInstruction.ONE_PERSON
    assert instruct(LIT, [GOOD, behind], None, GATES) is None


def test_a_moving_face_is_asked_to_hold_still() -> None:
    assert instruct(LIT, [GOOD], replace(GOOD, left=420), GATES) is FaceInstruction.HOLD_STILL


def test_a_face_at_the_edge_is_judged_without_harm() -> None:
    assert instruct(LIT, [replace(GOOD, left=-150, top=-20)], None, GATES) is FaceInstruction.CENTRE


def test_sharpness_falls_with_blur_and_not_with_contrast() -> None:
    chip = np.random.default_rng(3).integers(0, 256, (150, 150, 3), np.uint8)
    blurred = np.mean([np.roll(chip, (y, x), (0, 1)) for y in range(5) for x in range(5)], axis=0).astype(np.uint8)
    faint = (chip // 4 + 90).astype(np.uint8)
    assert sharpness(blurred) < sharpness(chip) / 5
    assert sharpness(faint) == pytest.approx(sharpness(chip), rel=0.1)
    assert sharpness(np.full((150, 150, 3), 77, np.uint8)) == 0

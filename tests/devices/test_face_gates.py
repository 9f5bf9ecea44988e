"""Each way in which a face is not good enough gives its own instruction."""

import numpy as np
import pytest

from drivers.contract.face import FaceInstruction
from drivers.face.engine import Box, Face
from drivers.face.gates import Gates, instruct, sharpness

LIT = np.full((720, 1280, 3), 130, np.uint8)


def face(left: int = 520, top: int = 200, width: int = 260, height: int = 260, turn: float = 0.02) -> Face:
    """A face whose nose stands `turn` of the distance between the eyes beside their middle, towards the left."""
    eye_y, between = top + 0.3 * height, 0.5 * width
    eyes = [(left + share * width, eye_y) for share in (0.15, 0.35, 0.85, 0.65)]
    nose = (left + 0.5 * width - turn * between, top + 0.65 * height)
    return Face(Box(left, top, width, height), np.array([*eyes, nose], np.float64))


GOOD = face()
GATES = Gates()


def picture(level: int) -> np.ndarray:
    return np.full((720, 1280, 3), level, np.uint8)


def test_a_good_face_needs_no_instruction() -> None:
    assert instruct(LIT, [GOOD], None, GATES) is None
    assert instruct(LIT, [GOOD], face(left=530), GATES) is None


@pytest.mark.parametrize(
    ("seen", "instruction"),
    [
        (face(left=600, top=310, width=100, height=100), FaceInstruction.COME_CLOSER),
        (face(left=370, top=80, width=540, height=540), FaceInstruction.MOVE_BACK),
        (face(left=100), FaceInstruction.CENTRE),
        (face(left=1000), FaceInstruction.CENTRE),
        (face(top=0), FaceInstruction.CENTRE),
        (face(turn=0.4), FaceInstruction.LOOK_HERE),
        (face(turn=-0.4), FaceInstruction.LOOK_HERE),
    ],
)
def test_placement(seen: Face, instruction: FaceInstruction) -> None:
    assert instruct(LIT, [seen], None, GATES) is instruction


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
    beside = face(left=100, width=240, height=240)
    behind = face(left=100, width=110, height=110)
    assert instruct(LIT, [GOOD, beside], None, GATES) is FaceInstruction.ONE_PERSON
    assert instruct(LIT, [GOOD, behind], None, GATES) is None


@pytest.mark.parametrize("turn", [-0.3, 0.0, 0.2])
def test_the_turn_is_where_the_nose_stands_between_the_eyes(turn: float) -> None:
    seen = face(turn=turn)
    assert seen.turn == pytest.approx(turn, abs=0.01)
    exchanged = Face(seen.box, seen.points[[2, 3, 0, 1, 4]])
    assert exchanged.turn == pytest.approx(turn, abs=0.01)


def test_a_moving_face_is_asked_to_hold_still() -> None:
    assert instruct(LIT, [GOOD], face(left=420), GATES) is FaceInstruction.HOLD_STILL


def test_a_face_at_the_edge_is_judged_without_harm() -> None:
    assert instruct(LIT, [face(left=-150, top=-20)], None, GATES) is FaceInstruction.CENTRE


def test_sharpness_falls_with_blur_and_not_with_contrast() -> None:
    chip = np.random.default_rng(3).integers(0, 256, (150, 150, 3), np.uint8)
    blurred = np.mean([np.roll(chip, (y, x), (0, 1)) for y in range(5) for x in range(5)], axis=0).astype(np.uint8)
    faint = (chip // 4 + 90).astype(np.uint8)
    assert sharpness(blurred) < sharpness(chip) / 5
    assert sharpness(faint) == pytest.approx(sharpness(chip), rel=0.1)
    assert sharpness(np.full((150, 150, 3), 77, np.uint8)) == 0

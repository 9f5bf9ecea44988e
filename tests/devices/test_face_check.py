"""One check, inside the face process, with the real network: whose frames make a comparison."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from config.persons import load_persons
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.face.check import FRAMES, TRIES, FaceCheck, Thresholds
from drivers.face.dlib_engine import DlibEngine
from drivers.face.gates import Gates
from drivers.face.models import DlibModels, installed_folder
from drivers.face.portrait import stand_in_portrait

PERSONS = load_persons()
THRESHOLDS = Thresholds(0.53, 0.60)


@pytest.fixture(scope="module")
def engine() -> DlibEngine:
    return DlibEngine(DlibModels.within(installed_folder()))


@pytest.fixture(scope="module")
def check(engine: DlibEngine) -> FaceCheck:
    """Somebody who changes places between two frames is not asked to hold still."""
    return FaceCheck(engine, THRESHOLDS, gates=Gates(largest_move=10.0))


@pytest.fixture(autouse=True)
def enrolled(check: FaceCheck) -> Iterator[None]:
    check.enrol(stand_in_portrait(PERSONS["lin"].card_picture))
    yield
    check.forget()


def looks(check: FaceCheck, *persons: str, pause_s: float = 1 / 30) -> list[FaceLook]:
    found: list[FaceLook] = []
    for number, key in enumerate(persons):
        picture = cv2.imread(str(PERSONS[key].live_picture))
        assert picture is not None
        found.append(check.look(picture.astype(np.uint8), 100 + number * pause_s))
    return found


def test_three_frames_make_a_verdict(check: FaceCheck) -> None:
    found = looks(check, *["lin"] * FRAMES)
    assert [look.verdict for look in found] == [None, None, FaceVerdict.ACCEPT]
    assert found[-1].score_band == "match"


def test_two_frames_of_the_one_do_not_let_the_other_pass(check: FaceCheck) -> None:
    """The mean of such three frames would be near enough to the portrait."""
    found = looks(check, "lin", "lin", "ji")
    assert [look.verdict for look in found] == [None, None, None]
    assert found[-1].instruction is FaceInstruction.ONE_PERSON
    assert [look.verdict for look in looks(check, *["lin"] * FRAMES)][-1] is FaceVerdict.ACCEPT


def test_who_stays_after_stepping_in_is_another_person(check: FaceCheck) -> None:
    found = looks(check, "lin", *["ji"] * (1 + FRAMES * TRIES))
    assert (found[-1].verdict, found[-1].score_band) == (FaceVerdict.REJECT, "far")
    assert {look.verdict for look in found[:-1]} == {None}


def test_a_slow_machine_still_comes_to_a_verdict(engine: DlibEngine) -> None:
    """Giving up is for frames that cannot be used."""
    check = FaceCheck(engine, Thresholds(0.53, 0.60, give_up_s=0.8))
    check.enrol(stand_in_portrait(PERSONS["lin"].card_picture))
    assert looks(check, *["ji"] * FRAMES * TRIES, pause_s=0.7)[-1].verdict is FaceVerdict.REJECT


def test_bands() -> None:
    assert [THRESHOLDS.band(distance) for distance in (0.0, 0.53, 0.54, 0.60, 0.61)] == [
        "match",
        "match",
        "near",
        "near",
        "far",
    ]

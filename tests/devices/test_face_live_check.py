"""A whole check of somebody who acts: real networks on what a simulated camera plays; the rest of the kinds of attack
are tried by `kiosk face-attack`."""

from __future__ import annotations

import numpy as np
import pytest

from drivers.camera.acting import Answer
from drivers.camera.scripts import BONA_FIDE, Cue, Held, Medium, Script, Show, Spoil, Spoilt, of_person
from drivers.contract.face import PROMPTS, FaceInstruction, FaceLook, FaceVerdict
from drivers.errors import MediaError
from drivers.face.challenge import PASSED, sequences
from drivers.face.live_check import VERSION
from tests.support.live_checks import HEIGHT_PX, PERSONS, WIDTH_PX, Checks, live

LIN = PERSONS["lin"]


@pytest.fixture(scope="module")
def checks() -> Checks:
    return Checks()


def test_the_person_on_the_card_who_acts_is_accepted(checks: Checks) -> None:
    looks = checks.of(of_person(live("lin")), LIN, seed=1)
    last = looks[-1]
    assert (last.verdict, last.score_band, last.reason) == (FaceVerdict.ACCEPT, "match", "")
    record = last.liveness
    assert record is not None
    assert (record.version, record.seed, record.outcome) == (VERSION, "1", PASSED)
    assert tuple(prompt.instruction for prompt in record.prompts) in sequences(2)
    assert all(prompt.done_s is not None for prompt in record.prompts)
    assert {look.instruction for look in looks} - set(PROMPTS) == {
        FaceInstruction.HOLD_STILL,
        FaceInstruction.LOOK_HERE,
        FaceInstruction.CHECKING,
    }
    progress = [look.progress for look in looks]
    assert progress == sorted(progress)


def test_somebody_else_who_acts_is_rejected(checks: Checks) -> None:
    last = checks.of(of_person(live("ji")), LIN, seed=2)[-1]
    assert (last.verdict, last.score_band) == (FaceVerdict.REJECT, "far")
    assert last.liveness is not None
    assert last.liveness.outcome == PASSED


PICTURE = live("lin")
ATTACKS = {
    "a print that is turned when asked": (
        Script("print", (Show(PICTURE, Medium.PRINT, held=Held(follow_deg=40)),)),
        {"face.liveness.late", "face.liveness.flat"},
    ),
    "a paper mask with living eyes and mouth": (
        Script("mask", (Show(PICTURE, Medium.PAPER_MASK, held=Held(follow_deg=55)),)),
        None,
    ),
    "a recording": (Script("replay", (Show(PICTURE, Medium.SCREEN, acts=Answer.REPLAYS),)), None),
    "the owner rests, somebody else acts": (
        Script("swap", (Show(PICTURE), Show(live("ji"), begins=Cue(1, 0.1)), Show(PICTURE, begins=Cue(2, 0)))),
        {"face.liveness.cut_in"},
    ),
    "noise over a still picture": (
        Script("freeze", (Show(PICTURE),), (Spoilt(Spoil.NOISY_FREEZE, Cue(1, 0.2)),)),
        {"face.liveness.frozen"},
    ),
    "a short loop": (
        Script("loop", (Show(PICTURE),), (Spoilt(Spoil.LOOPED, Cue(0, 1.6)),)),
        {"face.liveness.looped", "face.liveness.jump", "face.liveness.frozen"},
    ),
    "a flickering screen": (
        Script("flicker", (Show(PICTURE),), (Spoilt(Spoil.FLICKER, Cue(1, 0.1)),)),
        {"face.liveness.flicker"},
    ),
    "somebody beside": (
        Script("two", (Show(PICTURE),), (Spoilt(Spoil.TWO_FACES, Cue(1, 0.1)),)),
        {"face.liveness.two_faces", "face.liveness.track_lost", "face.liveness.cut_in"},
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_refused(checks: Checks, name: str) -> None:
    script, reasons = ATTACKS[name]
    last = checks.of(script, LIN, seed=3)[-1]
    assert last.verdict is FaceVerdict.RETRY
    assert last.liveness is not None
    assert last.liveness.outcome == last.reason
    assert last.reason.startswith("face.liveness.")
    if reasons is not None:
        assert last.reason in reasons


def test_who_cannot_do_one_is_asked_for_another(checks: Checks) -> None:
    declined: list[FaceInstruction] = []

    def decline(look: FaceLook) -> None:
        if look.instruction in PROMPTS and not declined:
            declined.append(look.instruction)
            checks.check.another_prompt()

    last = checks.of(of_person(live("lin")), LIN, seed=4, seen=decline)[-1]
    assert last.verdict is FaceVerdict.ACCEPT
    assert last.liveness is not None
    first, *others = last.liveness.prompts
    assert (first.instruction, first.done_s) == (declined[0], None)
    assert declined[0] not in [prompt.instruction for prompt in others]
    assert len(others) == 3


def test_who_can_do_none_is_sent_to_staff(checks: Checks) -> None:
    def decline(look: FaceLook) -> None:
        if look.instruction in PROMPTS:
            checks.check.another_prompt()

    still = Script(BONA_FIDE, (Show(PICTURE, acts=Answer.IGNORES),))
    last = checks.of(still, LIN, seed=5, seen=decline)[-1]
    assert (last.verdict, last.reason) == (FaceVerdict.RETRY, "face.liveness.unable")


def test_nothing_is_prompted_before_the_face_is_well_lit(checks: Checks) -> None:
    looks = checks.of(Script(BONA_FIDE, (Show(PICTURE, brightness=0.2),)), LIN, seed=6)
    assert (looks[-1].verdict, looks[-1].reason) == (FaceVerdict.RETRY, "")
    assert {look.instruction for look in looks[:-1]} == {FaceInstruction.TOO_DARK}


def test_without_a_portrait_nobody_is_looked_at(checks: Checks) -> None:
    with pytest.raises(MediaError, match=r"face\.no_template"):
        checks.check.look(np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8), 1.0)

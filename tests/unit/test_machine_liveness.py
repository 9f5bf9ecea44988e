"""What the session makes of prompts: shows them, asks for another one, tells why a try failed, keeps the record."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from walking import NOW, Walk

from drivers.contract.camera import Frame
from drivers.contract.face import PROMPTS, FaceInstruction, FaceLook, FaceVerdict, LivenessRecord, PromptShown
from drivers.worker import JobContext
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session import jobs
from kiosk.session.application import application_of
from kiosk.session.effects import ArmTimer, AskOtherPrompt, CheckFace
from kiosk.session.events import (
    FaceLooked,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.model import Step
from kiosk.session.person_events import (
    PromptDeclined,
    WentBack,
)
from kiosk.session.steps.identify import may_try_face
from kiosk.session.viewfinder import Viewfinder

RECORD = LivenessRecord(
    "prompts 1",
    "5eed",
    "passed",
    (PromptShown(FaceInstruction.NOD, 0.9, 2.0), PromptShown(FaceInstruction.TURN_LEFT, 4.1, 5.5)),
)


@pytest.fixture
def walk(catalogue: Catalogue) -> Walk:
    return Walk().to(Step.FACE, any_item(catalogue))


def any_item(catalogue: Catalogue) -> ServiceItem:
    return next(item for item in catalogue.items if item.needs_face)


def refused(reason: str) -> FaceLook:
    return FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY, "", 1.0, reason, RECORD)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_is_what_is_shown(walk: Walk, prompt: FaceInstruction) -> None:
    walk.do(FaceLooked, FaceLook(prompt, progress=0.2), "test 1", NOW)
    assert (walk.session.step, walk.session.face.instruction) == (Step.FACE, prompt)


def test_who_cannot_do_it_asks_for_another(walk: Walk) -> None:
    walk.effects.clear()
    walk.do(PromptDeclined)
    assert AskOtherPrompt(walk.session.stamp) in walk.effects
    assert walk.session.step is Step.FACE
    assert walk.session.face.tries == 0


def test_a_failed_try_says_why_and_needs_no_new_portrait(walk: Walk) -> None:
    walk.do(FaceLooked, refused("face.liveness.too_early"), "test 1", NOW)
    notice = walk.session.notice
    assert notice is not None
    assert (notice.code, notice.data) == ("face.liveness.too_early", {"left": "2"})
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert walk.effects == [CheckFace(walk.session.stamp)]


def test_who_acts_is_there(walk: Walk) -> None:
    """Nobody is asked whether they are still there while they do what they are asked to."""
    for progress, alive in ((0.2, True), (0.2, False), (0.5, True)):
        walk.effects.clear()
        walk.do(FaceLooked, FaceLook(FaceInstruction.NOD, progress=progress), "test 1", NOW)
        assert any(isinstance(effect, ArmTimer) and effect.timer is Timer.IDLE for effect in walk.effects) is alive


def test_who_can_do_none_goes_another_way_and_may_come_back(walk: Walk) -> None:
    walk.do(FaceLooked, refused("face.liveness.unable"), "test 1", NOW)
    assert walk.session.step is Step.OTHER_WAY
    assert walk.session.notice is not None
    assert walk.session.notice.code == "face.liveness.unable"
    assert may_try_face(walk.session, Limits())
    walk.do(WentBack)
    assert walk.session.face.tries == 1


def test_the_record_goes_with_the_application(walk: Walk, catalogue: Catalogue) -> None:
    accepted = FaceLook(FaceInstruction.CHECKING, FaceVerdict.ACCEPT, "match", 1.0, "", RECORD)
    walk.do(FaceLooked, accepted, "test 1", NOW)
    assert walk.session.face.liveness == RECORD
    walk.to(Step.SENDING, any_item(catalogue))
    application = application_of(walk.session, submission_id="id", terminal_id="SZ", at=NOW)
    assert application.face is not None
    assert application.face.liveness is not None
    assert application.face.liveness.seed == "5eed"
    assert [prompt.action for prompt in application.face.liveness.prompts] == ["nod", "turn_left"]


class Matcher:
    """Asks for something until it was asked for something else."""

    engine = "test 1"

    def __init__(self) -> None:
        self.others = 0

    def look(self, frame: Frame) -> FaceLook:
        del frame
        if self.others:
            return FaceLook(FaceInstruction.CHECKING, FaceVerdict.ACCEPT, "match", 1.0, "", RECORD)
        return FaceLook(FaceInstruction.NOD, progress=0.2)

    def another_prompt(self) -> None:
        self.others += 1


def test_the_wish_reaches_the_check_that_runs() -> None:
    matcher, wish, viewfinder = Matcher(), threading.Event(), Viewfinder()
    emitted: list[object] = []
    frames = iter(range(1, 100))

    def pause(_pause_s: float) -> None:
        viewfinder.show(Frame(np.zeros((4, 4, 3), np.uint8), 0.0, next(frames)))

    def emit(value: object) -> None:
        emitted.append(value)
        wish.set()

    job = JobContext(threading.Event(), pause, emit)
    seen = jobs.check_face(matcher, job, viewfinder, 30.0, wish)  # type: ignore[arg-type]
    assert isinstance(seen, jobs.FaceSeen)
    assert seen.look.verdict is FaceVerdict.ACCEPT
    assert matcher.others == 1
    assert len(emitted) == 1
    assert not wish.is_set()

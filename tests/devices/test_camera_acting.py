"""Persons who act: what the face check's own networks read off them, and what they make of a prompt."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.persons import load_persons
from drivers.camera import scenes
from drivers.camera.acting import REACTION_S, SLOW_S, Actor, Answer
from drivers.camera.head import Pose
from drivers.camera.performance import Performance
from drivers.camera.portraits import attentive, landmarks_of
from drivers.camera.puppet import Puppet
from drivers.camera.scripts import Held, Medium, Script, Show
from drivers.contract.face import ACTIONS, ASKED_FOR, PROMPTS, FaceInstruction
from drivers.face.challenge import Limits
from drivers.face.engines import EngineSettings, make_engine
from drivers.face.eyes import EyeContours
from drivers.face.mesh import FaceMesh
from drivers.face.models import MeshModels, installed_mesh_folder
from drivers.face.portrait import decode, stand_in_portrait
from drivers.face.recipe import DEFAULT, portrait_template
from drivers.face.signals import Signals, signals_of

PERSONS = load_persons()
WHO = ("lin", "ji")
MODELS = MeshModels.within(installed_mesh_folder())
FPS = 30


@cache
def networks() -> tuple[FaceMesh, EyeContours]:
    return FaceMesh(MODELS), EyeContours(MODELS.eyes)


@cache
def picture_of(key: str) -> np.ndarray:
    picture = cv2.imread(str(PERSONS[key].live_picture))
    assert picture is not None
    return picture.astype(np.uint8)


@cache
def puppet_of(key: str) -> tuple[Puppet, Pose]:
    picture = picture_of(key)
    landmarks = landmarks_of(PERSONS[key].live_picture, picture)
    return Puppet(picture, landmarks), attentive(landmarks)


def read_off(actor: Actor, puppet: Puppet, until_s: float, looks_per_s: int = 15) -> list[Signals]:
    """What the networks read off each look, as from a camera."""
    mesh, eyes = networks()
    mesh.forget()
    noise = scenes.SensorNoise(1280, 720)
    seen: list[Signals] = []
    for look in range(round(until_s * looks_per_s)):
        frame = noise.over(puppet.draw(actor.pose(look / looks_per_s)))
        found = mesh.follow(frame)
        assert found is not None
        seen.append(signals_of(found, eyes.opening(frame, found)))
    return seen


@pytest.mark.parametrize("key", WHO)
def test_landmarks_beside_a_picture_are_its_own(key: str) -> None:
    mesh, _ = networks()
    mesh.forget()
    found = mesh.find(picture_of(key))
    assert found is not None
    kept = landmarks_of(PERSONS[key].live_picture, picture_of(key))
    assert np.abs(found.points - kept).max() < 1


@pytest.mark.parametrize("key", WHO)
def test_every_action_is_read_as_what_it_is_and_ends_where_it_began(key: str) -> None:
    puppet, rest = puppet_of(key)
    read: dict[FaceInstruction, list[Signals]] = {}
    for action in ACTIONS:
        actor = Actor(1, rest=rest)
        actor.perform(action, 0.2)
        read[action] = read_off(actor, puppet, 1.8)
    base = read[FaceInstruction.BLINK][0]
    assert 24 <= max(seen.yaw for seen in read[FaceInstruction.TURN_LEFT]) - base.yaw <= 45
    assert 24 <= base.yaw - min(seen.yaw for seen in read[FaceInstruction.TURN_RIGHT]) <= 45
    assert 12 <= max(seen.pitch for seen in read[FaceInstruction.NOD]) - base.pitch <= 30
    assert max(seen.mouth for seen in read[FaceInstruction.OPEN_MOUTH]) >= max(0.40, base.mouth + 0.20)
    assert min(seen.eyes for seen in read[FaceInstruction.BLINK]) < 0.72 * base.eyes
    for seen in (looks[-1] for looks in read.values()):
        assert abs(seen.yaw - base.yaw) < 6
        assert abs(seen.pitch - base.pitch) < 5
        assert seen.mouth < base.mouth + 0.1
        assert seen.eyes > 0.85 * base.eyes
    assert max(unexplained(base, seen) for looks in read.values() for seen in looks) < 0.8


def unexplained(base: Signals, seen: Signals) -> float:
    """By how much a face is foreshortened as no angle explains, in what makes it flat."""
    limits, change, left = Limits(), seen.aspect / base.aspect - 1, seen.proportion / base.proportion - 1
    return min(abs(change) / limits.flat_aspect, abs(left) / limits.flat_proportion) if change * left > 0 else 0.0


def test_who_looks_ahead_is_who_is_on_the_card() -> None:
    engine = make_engine(EngineSettings())
    for key in WHO:
        puppet, rest = puppet_of(key)
        template = portrait_template(engine, decode(stand_in_portrait(PERSONS[key].card_picture)))
        frame = puppet.draw(Actor(5, rest=rest).pose(0.5))
        (box, *_others) = engine.detect(frame)
        assert engine.compare(engine.embed(frame, engine.landmarks(frame, box), DEFAULT.frames), template) < 0.53


def test_only_what_is_around_the_head_moves() -> None:
    puppet, _ = puppet_of("ji")
    still, turned = puppet.draw(Pose()), puppet.draw(Pose(yaw=37, pitch=10, mouth=0.5, lids=1, x=0.05))
    assert np.abs(still.astype(int) - picture_of("ji")).mean() < 1
    changed = np.abs(turned.astype(int) - picture_of("ji")).max(axis=2) > 0
    columns = np.nonzero(changed)[1]
    assert columns.min() > 300
    assert columns.max() < 980
    assert changed[160:420, 510:750].mean() > 0.9


@pytest.mark.parametrize("action", [FaceInstruction.TURN_LEFT, FaceInstruction.NOD])
@pytest.mark.parametrize("medium", [Medium.BENT, Medium.PAPER_MASK])
def test_a_print_bent_like_a_head_shows_in_its_proportions_and_does_not_nod(
    action: FaceInstruction, medium: Medium
) -> None:
    """So no prompts are turns alone (`drivers.face.challenge.sequences`)."""
    mesh, eyes = networks()
    script = Script("bent", (Show(PERSONS["ji"].live_picture, medium, held=Held(follow_deg=55)),))
    performance = Performance(script, 3, 1280, 720)
    mesh.forget()
    looks: list[Signals] = []
    for look in range(40):
        frame = performance.picture(look / 15, action if look > 4 else None)
        found = mesh.follow(frame)
        if found is not None:
            looks.append(signals_of(found, eyes.opening(frame, found)))
    if action is FaceInstruction.NOD:
        assert max(seen.pitch for seen in looks) - looks[0].pitch < Limits().nod
    else:
        turned = max(seen.yaw for seen in looks) - looks[0].yaw
        assert turned > 12
        assert turned < Limits().turn or max(unexplained(looks[0], seen) for seen in looks) > 1


@pytest.mark.parametrize("seed", range(8))
def test_a_rehearsed_recording_turns_whatever_is_asked_for(seed: int) -> None:
    def poses(told: FaceInstruction | None) -> list[Pose]:
        actor = Actor(seed, Answer.REHEARSED)
        seen: list[Pose] = []
        for frame in range(14 * FPS):
            actor.hear(told if frame > FPS else None, frame / FPS)
            seen.append(actor.pose(frame / FPS))
        return seen

    unheard = poses(None)
    assert poses(FaceInstruction.NOD) == unheard
    assert max(abs(pose.yaw) for pose in unheard) > 30


@given(st.integers(0, 2**32), st.sampled_from(ACTIONS))
def test_a_person_answers_after_a_moment_and_never_leaps(seed: int, prompt: FaceInstruction) -> None:
    actor = Actor(seed)
    poses: list[Pose] = []
    for frame in range(4 * FPS):
        at_s = frame / FPS
        actor.hear(prompt if at_s >= 1 else None, at_s)
        poses.append(actor.pose(at_s))
    before = [pose for frame, pose in enumerate(poses) if frame / FPS < 1 + REACTION_S[0]]
    assert all(abs(pose.yaw) < 2 and abs(pose.pitch) < 2 and pose.mouth == 0 for pose in before)
    assert all(abs(a.yaw - b.yaw) < 8 and abs(a.pitch - b.pitch) < 8 for a, b in pairwise(poses))
    done = {
        FaceInstruction.TURN_LEFT: max(pose.yaw for pose in poses) > 30,
        FaceInstruction.TURN_RIGHT: min(pose.yaw for pose in poses) < -30,
        FaceInstruction.NOD: max(pose.pitch for pose in poses) > 12,
        FaceInstruction.OPEN_MOUTH: max(pose.mouth for pose in poses) > 0.5,
        FaceInstruction.BLINK: max(pose.lids for pose in poses) == 1,
    }
    others = {other for other in ACTIONS if other not in (prompt, FaceInstruction.BLINK)}
    assert done[prompt]
    assert not [other for other in others if done[other]]


ENOUGH = {
    FaceInstruction.TURN_LEFT: lambda pose: pose.yaw > 25,
    FaceInstruction.TURN_RIGHT: lambda pose: pose.yaw < -25,
    FaceInstruction.NOD: lambda pose: pose.pitch > 12,
    FaceInstruction.OPEN_MOUTH: lambda pose: pose.mouth > 0.45,
}


@given(
    st.integers(0, 2**32),
    st.sampled_from(PROMPTS),
    st.sampled_from([Answer.FOLLOWS, Answer.HESITANT, Answer.EAGER, Answer.LIVELY]),
)
def test_a_person_does_what_is_asked_for_so_often_and_in_that_order(
    seed: int, prompt: FaceInstruction, answer: Answer
) -> None:
    actor = Actor(seed, answer)
    done: list[FaceInstruction] = []
    doing: set[FaceInstruction] = set()
    for frame in range(10 * FPS):
        actor.hear(prompt if frame >= FPS else None, frame / FPS)
        pose = actor.pose(frame / FPS)
        now = {action for action, enough in ENOUGH.items() if enough(pose)}
        done += sorted(now - doing)
        doing = now
    assert tuple(done) == tuple(action for action in ASKED_FOR[prompt] if action in ENOUGH)


@given(st.integers(0, 2**32))
def test_manners_differ_in_how_soon_and_how_long(seed: int) -> None:
    def turned(answer: Answer) -> list[int]:
        actor, frames = Actor(seed, answer), []
        for frame in range(10 * FPS):
            actor.hear(FaceInstruction.TURN_LEFT if frame >= FPS else None, frame / FPS)
            if actor.pose(frame / FPS).yaw > 20:
                frames.append(frame)
        return frames

    eager, usual, hesitant = turned(Answer.EAGER), turned(Answer.FOLLOWS), turned(Answer.HESITANT)
    assert eager[0] < usual[0] < hesitant[0]
    assert len(eager) < len(usual) < len(hesitant)


@given(st.integers(0, 2**32))
def test_the_same_seed_moves_the_same(seed: int) -> None:
    one, other = Actor(seed, Answer.REPLAYS), Actor(seed, Answer.REPLAYS)
    assert [one.pose(at / 10) for at in range(60)] == [other.pose(at / 10) for at in range(60)]


@pytest.mark.parametrize("answer", [Answer.IGNORES, Answer.SLOW, Answer.WRONG, Answer.EARLY, Answer.STAYS])
def test_manners_are_what_they_are_called(answer: Answer) -> None:
    actor = Actor(3, answer)
    yaws, pitches, mouths = [], [], []
    for frame in range(12 * FPS):
        actor.hear(FaceInstruction.TURN_LEFT if frame >= FPS else None, frame / FPS)
        pose = actor.pose(frame / FPS)
        yaws.append(pose.yaw)
        pitches.append(pose.pitch)
        mouths.append(pose.mouth)
    first = next((frame / FPS - 1 for frame, yaw in enumerate(yaws) if yaw > 20), None)
    match answer:
        case Answer.IGNORES:
            assert first is None
        case Answer.SLOW:
            assert first is not None
            assert SLOW_S[0] <= first <= SLOW_S[1] + 1
        case Answer.WRONG:
            assert first is None
            assert max(pitches) > 12 or max(mouths) > 0.5 or min(yaws) < -20
        case Answer.EARLY:
            assert first is not None
            assert first < 0.2
        case _:
            assert yaws[-1] > 30


def test_what_is_said_again_is_one_prompt() -> None:
    actor, pose = Actor(1), Pose()
    for frame in range(6 * FPS):
        actor.hear(FaceInstruction.NOD, frame / FPS)
        pose = actor.pose(frame / FPS)
    assert abs(pose.pitch) < 2

"""How a simulated person moves before the camera: never quite still, and on a prompt what their manner is.

Everything follows from a seed and the time, so that the same person does the same again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import pi, sin
from random import Random
from typing import TYPE_CHECKING

from drivers.camera.head import Pose
from drivers.contract.face import ACTIONS, ASKED_FOR, PROMPTS, FaceInstruction

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(StrEnum):
    """What a person makes of a prompt."""

    FOLLOWS = "follows"
    HESITANT = "hesitant"  # follows it, after a while and slowly
    EAGER = "eager"  # follows it at once, fast and far
    LIVELY = "lively"  # follows it, and smiles, blinks and moves a good deal between
    IGNORES = "ignores"
    WRONG = "wrong"  # does another thing than what was asked for
    SLOW = "slow"  # follows it, far too late
    EARLY = "early"  # has done it as soon as it is asked for, as nobody can
    STAYS = "stays"  # follows it and does not come back
    REPLAYS = "replays"  # does one thing after another, as a recording of somebody else's check would
    REHEARSED = "rehearsed"  # as a recording that was made for it: what could be asked for, unhurried, with rests


REACTION_S = (0.45, 1.1)  # from the prompt to the first movement
SLOW_S = (7.0, 9.0)
BETWEEN_S = (0.0, 0.4)  # from one action of a prompt to the next
BLINK_S = (0.08, 0.06, 0.12)  # lids go down, stay, go up
EARLY_S = 0.14  # what an early one takes to do it
STAY_S = 30.0
REPLAY_REST_S = (0.3, 1.9)  # from the end of an action to the next
REHEARSED_FROM_S, REHEARSED_REST_S = 3.0, 2.8
SMILE = 0.12  # of a lively mouth's opening
_TURNS = (FaceInstruction.TURN_LEFT, FaceInstruction.TURN_RIGHT)


@dataclass(frozen=True, slots=True)
class Movement:
    """Where it leads to and how long it takes: there, staying, back, in seconds."""

    pose: Pose
    times_s: tuple[float, float, float]


MOVEMENTS: Mapping[FaceInstruction, Movement] = {
    FaceInstruction.TURN_LEFT: Movement(Pose(yaw=37), (0.55, 0.35, 0.5)),
    FaceInstruction.TURN_RIGHT: Movement(Pose(yaw=-37), (0.55, 0.35, 0.5)),
    FaceInstruction.NOD: Movement(Pose(pitch=17), (0.4, 0.25, 0.45)),
    FaceInstruction.OPEN_MOUTH: Movement(Pose(mouth=0.58), (0.35, 0.5, 0.35)),
    FaceInstruction.BLINK: Movement(Pose(lids=1.0), (0.15, 0.4, 0.15)),  # who is asked to does it firmly
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody who follows prompts does it."""

    reaction_s: tuple[float, float] = REACTION_S
    slowness: float = 1.0  # how long they take for a movement, against `MOVEMENTS`
    size: tuple[float, float] = (0.95, 1.05)
    blink_every_s: tuple[float, float] = (2.5, 6.0)  # of their own accord
    sway: float = 1.0
    smile: float = 0.0


MANNERS: Mapping[Answer, Manner] = {
    Answer.HESITANT: Manner((1.6, 3.0), slowness=1.6, size=(0.9, 1.0)),
    Answer.EAGER: Manner((0.3, 0.45), slowness=0.7, size=(1.05, 1.2)),
    Answer.LIVELY: Manner(blink_every_s=(0.8, 2.0), sway=1.8, smile=SMILE),
    Answer.SLOW: Manner(SLOW_S),
    Answer.EARLY: Manner((0.0, 0.0)),
}


@dataclass(frozen=True, slots=True)
class _Begun:
    movement: Movement
    at_s: float
    size: float  # of the movement, about 1

    def share(self, at_s: float) -> float:
        """How far it has gone, 0 … 1."""
        there, stay, back = self.movement.times_s
        after = at_s - self.at_s
        if after < there + stay:
            return _eased(after / there) * self.size
        return _eased((there + stay + back - after) / back) * self.size


class Actor:
    """One person's movements over time.

    Args:
        seed: of everything about them that is chance.
        answer: what they make of prompts.
        rest: how they hold their head against their portrait, so as to look into the camera.
    """

    def __init__(self, seed: int, answer: Answer = Answer.FOLLOWS, rest: Pose | None = None) -> None:
        self.answer = answer
        self._random = Random(seed)  # noqa: S311 a simulation
        self._rest = rest or Pose()
        self._waves = [self._random.uniform(0, 2 * pi) for _ in range(5)]
        self._blink_at_s: float | None = None
        self._heard: FaceInstruction | None = None
        self._begun: _Begun | None = None
        self._coming: list[tuple[float, FaceInstruction]] = []
        self._ends_s = 0.0
        if answer is Answer.REHEARSED:
            self._rehearse()

    def hear(self, instruction: FaceInstruction | None, at_s: float, *, delay_s: float = 0.0) -> None:
        """What is asked for at this time; said again and again while it stands. `delay_s` comes on top of reaction."""
        if instruction == self._heard:
            return
        self._heard = instruction
        if instruction is None or instruction not in PROMPTS:
            return
        if self.answer not in (Answer.IGNORES, Answer.REPLAYS, Answer.REHEARSED):
            reaction_s = self._random.uniform(*self._manner.reaction_s)
            self.perform(self._chosen(instruction), at_s + reaction_s + delay_s)

    def perform(self, prompt: FaceInstruction, at_s: float) -> None:
        """Do what this asks for from that time on, asked for or not. What was still to come is left out."""
        self._coming.clear()
        self._add(prompt, at_s)

    def pose(self, at_s: float) -> Pose:
        """How the head is held at this time; times never go back."""
        if self.answer is Answer.REPLAYS and not self._coming:
            self._add(self._random.choice(PROMPTS), max(at_s, self._ends_s) + self._random.uniform(*REPLAY_REST_S))
        while self._coming and self._coming[0][0] <= at_s:
            self._begin(*self._coming.pop(0))
        share = self._begun.share(at_s) if self._begun else 0.0
        goal = self._begun.movement.pose if self._begun else Pose()
        x, y, yaw, pitch, roll = (
            sin(2 * pi * at_s / period_s + wave)
            for period_s, wave in zip((5.3, 4.1, 6.7, 3.9, 7.9), self._waves, strict=True)
        )
        rest, sway = self._rest, self._manner.sway
        return Pose(
            yaw=rest.yaw + goal.yaw * share + 1.2 * sway * yaw,
            pitch=rest.pitch + goal.pitch * share + 0.8 * sway * pitch,
            roll=rest.roll + goal.roll * share + 0.8 * sway * roll,
            mouth=max(goal.mouth * share, self._manner.smile * max(0.0, roll)),
            lids=max(goal.lids * share, self._own_blink(at_s)),
            x=rest.x + 0.02 * sway * x,
            y=rest.y + 0.012 * sway * y,
        )

    @property
    def _manner(self) -> Manner:
        return MANNERS.get(self.answer, Manner())

    def _add(self, prompt: FaceInstruction, at_s: float) -> None:
        for action in ASKED_FOR[prompt]:
            self._coming.append((at_s, action))
            self._ends_s = at_s + sum(self._movement(action).times_s)
            at_s = self._ends_s + self._random.uniform(*BETWEEN_S)

    def _begin(self, at_s: float, action: FaceInstruction) -> None:
        size = 1.0 if action is FaceInstruction.BLINK else self._random.uniform(*self._manner.size)
        self._begun = _Begun(self._movement(action), at_s, size)

    def _movement(self, action: FaceInstruction) -> Movement:
        movement = MOVEMENTS[action]
        there, stay, back = (part * self._manner.slowness for part in movement.times_s)
        if self.answer is Answer.STAYS:
            stay = STAY_S
        if self.answer is Answer.EARLY:
            there = EARLY_S
        return replace(movement, times_s=(there, stay, back))

    def _rehearse(self) -> None:
        """Three prompts, one of the first two a turn and one none, as a check has it; unhurried, with rests between."""
        at_s = REHEARSED_FROM_S
        for prompt in self._sequence():
            self._add(prompt, at_s)
            at_s = self._ends_s + REHEARSED_REST_S

    def _sequence(self) -> tuple[FaceInstruction, ...]:
        while True:
            prompts = tuple(self._random.sample(PROMPTS, 3))
            actions = [action for prompt in prompts[:2] for action in set(ASKED_FOR[prompt])]
            turns = [prompt for prompt in prompts[:2] if set(ASKED_FOR[prompt]) & set(_TURNS)]
            if len(turns) == 1 and len(actions) == len(set(actions)):
                return prompts

    def _chosen(self, asked: FaceInstruction) -> FaceInstruction:
        if self.answer is not Answer.WRONG:
            return asked
        others = set(ACTIONS) - {*ASKED_FOR[asked], FaceInstruction.BLINK}
        return self._random.choice(sorted(others))

    def _own_blink(self, at_s: float) -> float:
        """How far the lids are closed just because people blink."""
        if self._blink_at_s is None or at_s > self._blink_at_s + sum(BLINK_S):
            self._blink_at_s = at_s + self._random.uniform(*self._manner.blink_every_s)
        return _Begun(Movement(Pose(), BLINK_S), self._blink_at_s, 1.0).share(at_s)


def _eased(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3 - 2 * x)

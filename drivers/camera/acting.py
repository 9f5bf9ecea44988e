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
from drivers.contract.face import PROMPTS, FaceInstruction

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(StrEnum):
    """What a person makes of a prompt."""

    FOLLOWS = "follows"
    IGNORES = "ignores"
    WRONG = "wrong"  # does another thing than what was asked for
    SLOW = "slow"  # follows it, far too late
    EARLY = "early"  # has done it as soon as it is asked for, as nobody can
    STAYS = "stays"  # follows it and does not come back
    REPLAYS = "replays"  # does one thing after another, as a recording of somebody else's check would
    REHEARSED = "rehearsed"  # as a recording that was made for it: what could be asked for, unhurried, with rests


REACTION_S = (0.45, 1.1)  # from the prompt to the first movement
SLOW_S = (7.0, 9.0)
BLINK_EVERY_S = (2.5, 6.0)  # of one's own accord
BLINK_S = (0.08, 0.06, 0.12)  # lids go down, stay, go up
EARLY_S = 0.14  # what an early one takes to do it
STAY_S = 30.0
REPLAY_EVERY_S = (1.6, 3.2)  # from one action to the next
REHEARSED_FROM_S, REHEARSED_EVERY_S = 3.0, 4.1
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
        self._seed = seed
        self._random = Random(seed)  # noqa: S311 a simulation
        self._rest = rest or Pose()
        self._waves = [self._random.uniform(0, 2 * pi) for _ in range(5)]
        self._blink_at_s: float | None = None
        self._heard: FaceInstruction | None = None
        self._begun: _Begun | None = None
        self._replay_at_s: float | None = None
        self._rehearsed = self._order()

    def hear(self, instruction: FaceInstruction | None, at_s: float, *, delay_s: float = 0.0) -> None:
        """What is asked for at this time; said again and again while it stands. `delay_s` comes on top of reaction."""
        if instruction == self._heard:
            return
        self._heard = instruction
        if instruction is None or instruction not in PROMPTS:
            return
        if self.answer not in (Answer.IGNORES, Answer.REPLAYS, Answer.REHEARSED):
            self.perform(self._chosen(instruction), at_s + self._reaction_s() + delay_s)

    def perform(self, action: FaceInstruction, at_s: float) -> None:
        """Do this at that time, asked for or not."""
        movement = MOVEMENTS[action]
        there, stay, back = movement.times_s
        if self.answer is Answer.STAYS:
            movement = replace(movement, times_s=(there, STAY_S, back))
        if self.answer is Answer.EARLY:
            movement = replace(movement, times_s=(EARLY_S, stay, back))
        size = 1.0 if action is FaceInstruction.BLINK else self._random.uniform(0.95, 1.05)
        self._begun = _Begun(movement, at_s, size)

    def pose(self, at_s: float) -> Pose:
        """How the head is held at this time; times never go back."""
        if self.answer is Answer.REPLAYS:
            self._replay(at_s)
        if self.answer is Answer.REHEARSED and self._rehearsed and at_s >= self._rehearsed[0][0]:
            self.perform(self._rehearsed.pop(0)[1], at_s)
        share = self._begun.share(at_s) if self._begun else 0.0
        goal = self._begun.movement.pose if self._begun else Pose()
        x, y, yaw, pitch, roll = (
            sin(2 * pi * at_s / period_s + wave)
            for period_s, wave in zip((5.3, 4.1, 6.7, 3.9, 7.9), self._waves, strict=True)
        )
        rest = self._rest
        return Pose(
            yaw=rest.yaw + goal.yaw * share + 1.2 * yaw,
            pitch=rest.pitch + goal.pitch * share + 0.8 * pitch,
            roll=rest.roll + goal.roll * share + 0.8 * roll,
            mouth=goal.mouth * share,
            lids=max(goal.lids * share, self._own_blink(at_s)),
            x=rest.x + 0.02 * x,
            y=rest.y + 0.012 * y,
        )

    def _order(self) -> list[tuple[float, FaceInstruction]]:
        """Three actions, one of the first two a turn and one none, as prompts have it; when each begins."""
        random = Random(f"rehearsed {self._seed}")  # noqa: S311 a simulation
        while True:
            actions = random.sample(PROMPTS, 3)
            if len(set(actions[:2]) & set(_TURNS)) == 1:
                return [(REHEARSED_FROM_S + at * REHEARSED_EVERY_S, action) for at, action in enumerate(actions)]

    def _replay(self, at_s: float) -> None:
        if self._replay_at_s is None or at_s >= self._replay_at_s:
            if self._replay_at_s is not None:
                self.perform(self._random.choice(PROMPTS), at_s)
            self._replay_at_s = at_s + self._random.uniform(*REPLAY_EVERY_S)

    def _reaction_s(self) -> float:
        if self.answer is Answer.EARLY:
            return 0.0
        return self._random.uniform(*(SLOW_S if self.answer is Answer.SLOW else REACTION_S))

    def _chosen(self, asked: FaceInstruction) -> FaceInstruction:
        if self.answer is not Answer.WRONG:
            return asked
        return self._random.choice([action for action in PROMPTS if action not in (asked, FaceInstruction.BLINK)])

    def _own_blink(self, at_s: float) -> float:
        """How far the lids are closed just because people blink."""
        if self._blink_at_s is None or at_s > self._blink_at_s + sum(BLINK_S):
            self._blink_at_s = at_s + self._random.uniform(*BLINK_EVERY_S)
        return _Begun(Movement(Pose(), BLINK_S), self._blink_at_s, 1.0).share(at_s)


def _eased(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3 - 2 * x)

"""The liveness challenge: prompts drawn by a seed, each obeyed at the right moment. Pure: no thread, no clock.

A photograph does nothing, a recording does something else or at another time. So a prompt comes only while the face
rests; then nothing but what is prompted may happen, so often and in that order, not at once, and the face must come
back. Thresholds are those of docs/face.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from random import Random
from statistics import median

from drivers.contract.face import ACTIONS, ASKED_FOR, PROMPTS, FaceInstruction, PromptShown
from drivers.face.signals import Signals

PASSED = "passed"
TURNS = (FaceInstruction.TURN_LEFT, FaceInstruction.TURN_RIGHT)
PROMPTS_USUALLY = 2
_UNMISTAKABLE = tuple(action for action in ACTIONS if action is not FaceInstruction.BLINK)
"""Nobody does these without meaning to."""
OTHERS_ALLOWED = 2  # other prompts for somebody who cannot do one, before it is staff's turn


@cache
def sequences(length: int) -> tuple[tuple[FaceInstruction, ...], ...]:
    """All that may be asked for: prompts without an action in common, at least one of them a turn, which no flat
    picture can do, and one that is none: a print bent like a head turns, and does nothing else."""
    return tuple(prompts for prompts in permutations(PROMPTS, length) if _may_follow(prompts))


def _may_follow(prompts: tuple[FaceInstruction, ...]) -> bool:
    asked = [set(ASKED_FOR[prompt]) for prompt in prompts]
    actions = set[FaceInstruction]().union(*asked)
    apart = len(actions) == sum(len(each) for each in asked)
    return apart and bool(actions & set(TURNS)) and bool(actions - set(TURNS))


@dataclass(frozen=True, slots=True)
class Limits:
    """When an action counts, when it is over (`…_back`), and the times. Degrees, shares, seconds."""

    turn: float = 20
    turn_back: float = 10
    nod: float = 12
    nod_back: float = 6
    mouth: float = 0.35
    mouth_back: float = 0.30  # people smile and speak
    mouth_beyond_base: float = 0.18  # for those whose mouth stands open
    mouth_beyond_base_back: float = 0.13
    eyes: float = 0.72  # of its base
    eyes_back: float = 0.85
    shut_s: float = 0.15  # most blinks that nobody asked for are shorter
    surely_shut_s: float = 0.35  # all are
    eyes_pose: tuple[float, float] = (10, 5)  # yaw and pitch within which lids can be judged
    eyes_aspect: float = 0.08  # a print tilted by 25° changes more, and moves the eyes' ratio as a blink does
    frontal: tuple[float, float] = (15, 25)  # yaw and pitch of a face that looks ahead
    frontal_mouth: float = 0.35
    still: tuple[float, float, float] = (6, 6, 0.12)  # spread of yaw, pitch and mouth in a resting face
    rest_s: tuple[float, float] = (0.7, 1.9)  # drawn: nobody knows when a prompt comes
    fewest_looks: int = 4
    soonest_s: float = 0.3  # nobody sees a prompt and has moved visibly any faster
    latest_s: float = 5
    next_s: float = 3  # from one action of a prompt to the next
    back_s: float = 2
    settle_s: float = 8  # between prompts
    lost_s: float = 0.4
    gap_s: float = 1.0  # between two looks; who stands there after a longer one is not known
    flat_aspect: float = 0.15
    flat_proportion: float = 0.12
    flat_s: float = 0.2
    jump: tuple[float, float] = (8, 400)  # degrees, and degrees a second, that no head exceeds


@dataclass(frozen=True, slots=True)
class Standing:
    """How a challenge stands after a look.

    `prompt` is to be shown now. `resting`: the face looks ahead, as it should between prompts, and may be compared.
    `outcome`: "", `PASSED`, or the error code that says why not.
    """

    prompt: FaceInstruction | None = None
    resting: bool = False
    progress: float = 0.0
    outcome: str = ""


@dataclass(slots=True)
class _Resting:
    since_s: float
    rest_s: float
    base: Signals | None
    """What the face rested at before the prompt that was followed; None when there was none."""
    window: list[tuple[float, Signals]] = field(default_factory=list[tuple[float, Signals]])


@dataclass(slots=True)
class _Prompted:
    base: Signals
    shown_s: float
    shut_since_s: float | None = None
    """Since when the eyes are shut."""
    done: int = 0
    """Of the prompt's actions."""
    since_s: float = 0.0
    """When the last of them was done; before the first, when the prompt was shown."""
    back: bool = True
    """The face has come back from it."""


@dataclass(slots=True)
class _Returning:
    base: Signals
    done_s: float


class Challenge:
    """One challenge, from the first look to its outcome.

    Args:
        seed: draws prompts, order and waits; the same seed gives the same challenge.
        prompts: how many actions are asked for.
    """

    def __init__(self, seed: str, prompts: int = PROMPTS_USUALLY, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.shown: list[PromptShown] = []
        """Each prompt so far, with times after the first look."""
        self.outcome = ""
        self._random = Random(seed)  # noqa: S311 the seed is the secret one
        self._wanted = list(self._random.choice(sequences(prompts)))
        self._refused_by_person: set[FaceInstruction] = set()
        self._done = 0
        self._began_s: float | None = None
        self._seen_s = 0.0
        self._seen: Signals | None = None
        self._flat_since_s: float | None = None
        self._phase: _Resting | _Prompted | _Returning = _Resting(0.0, 0.0, None)

    @property
    def begun(self) -> bool:
        """A prompt was shown: from here the track must not break."""
        return bool(self.shown)

    @property
    def ending(self) -> bool:
        """All prompts were followed: the last rest, or after it."""
        return self._done == len(self._wanted)

    def look(self, seen: Signals | None, at_s: float) -> Standing:
        """Take in one look, None without a face, at a monotonic time. Nothing changes after an outcome."""
        if self.outcome:
            return self._standing()
        if self._began_s is None:
            self._began_s = self._seen_s = at_s
            self._rest(at_s)
        if seen is None:
            self._lost(at_s, self.limits.lost_s)
            return self._standing()
        self._lost(at_s, self.limits.gap_s)
        if self._seen is not None and self._jumped(self._seen, seen, at_s - self._seen_s):
            self._break_off("face.liveness.jump", at_s)
        self._seen, self._seen_s = seen, at_s
        if not self.outcome:
            self._look_on(seen, at_s)
        return self._standing()

    def another_prompt(self) -> None:
        """The person cannot do what is asked for: it begins anew without that, and with one more where there are enough
        others. The third time it is staff's turn.

        Replaced one for one, whoever plays a recording would decline until the prompt fits it (docs/face.md).
        """
        if self.outcome or not isinstance(self._phase, _Prompted):
            return
        self._refused_by_person.add(ASKED_FOR[self._wanted[self._done]][self._phase.done])
        able = len(ACTIONS) - len(self._refused_by_person)
        others = [
            prompts
            for prompts in sequences(min(len(self._wanted) + 1, able))
            if not any(self._refused_by_person & set(ASKED_FOR[prompt]) for prompt in prompts)
        ]
        if len(self._refused_by_person) > OTHERS_ALLOWED or not others:
            self.outcome = "face.liveness.unable"
            return
        self._wanted, self._done = list(self._random.choice(others)), 0
        self._rest(self._seen_s)

    def refuse(self, code: str) -> None:
        """Something spoils it, be it after all prompts were followed. The first reason stays."""
        if self.outcome in ("", PASSED):
            self.outcome = code

    # ---- phases ------------------------------------------------------------------------------------------------------

    def _look_on(self, seen: Signals, at_s: float) -> None:
        match self._phase:
            case _Resting():
                self._look_resting(self._phase, seen, at_s)
            case _Prompted():
                self._look_prompted(self._phase, seen, at_s)
            case _Returning():
                self._look_returning(self._phase, seen, at_s)

    def _look_resting(self, phase: _Resting, seen: Signals, at_s: float) -> None:
        if phase.base is not None and any(self._performed(action, phase.base, seen) for action in _UNMISTAKABLE):
            self.refuse("face.liveness.wrong_action")  # as a recording goes on with whatever comes next
            return
        if not self._frontal(seen):
            phase.window.clear()
        else:
            phase.window.append((at_s, seen))
            if not self._still([signals for _, signals in phase.window]):
                del phase.window[:-1]
            elif self._rested(phase):
                self._on_from_rest(phase, at_s)
                return
        if self.begun and at_s - phase.since_s > self.limits.settle_s:
            self.refuse("face.liveness.restless")

    def _on_from_rest(self, phase: _Resting, at_s: float) -> None:
        if self._done == len(self._wanted):
            self.outcome = PASSED
            return
        base = _base([signals for _, signals in phase.window])
        if phase.window[-1][1].eyes < self._open(base):
            return  # in the middle of a blink
        self._phase = _Prompted(base, at_s, since_s=at_s)
        self.shown.append(PromptShown(self._wanted[self._done], self._since_began(at_s)))

    def _look_prompted(self, phase: _Prompted, seen: Signals, at_s: float) -> None:
        prompt = self._wanted[self._done]
        asked = ASKED_FOR[prompt]
        wanted, last = asked[phase.done], asked[max(0, phase.done - 1)]
        shut_s = self._shut_s(phase, seen, at_s)
        phase.back |= self._returned(phase.base, seen)
        if wanted is FaceInstruction.BLINK:
            performed = shut_s >= self.limits.shut_s
        else:
            performed = self._performed(wanted, phase.base, seen) and (phase.back or wanted is not last)
        allowed = (wanted,) if phase.back else (wanted, last)
        others = [action for action in _UNMISTAKABLE if action not in allowed]
        if self._flat(phase.base, seen, at_s):
            self.refuse("face.liveness.flat")
        elif at_s - phase.shown_s < self.limits.soonest_s and self._moved(phase.base, seen):
            self.refuse("face.liveness.too_early")
        elif performed:
            phase.done, phase.since_s, phase.back = phase.done + 1, at_s, False
            if phase.done == len(asked):
                self.shown[-1] = PromptShown(prompt, self.shown[-1].shown_s, self._since_began(at_s))
                self._phase = _Returning(phase.base, at_s)
        elif shut_s >= self.limits.surely_shut_s or any(self._performed(a, phase.base, seen) for a in others):
            self.refuse("face.liveness.wrong_action")
        elif at_s - phase.since_s > (self.limits.next_s if phase.done else self.limits.latest_s):
            self.refuse("face.liveness.late")

    def _shut_s(self, phase: _Prompted, seen: Signals, at_s: float) -> float:
        """How long the eyes have been shut; 0 when they are not, or shut before anybody could have been asked to."""
        if self._performed(FaceInstruction.BLINK, phase.base, seen):
            phase.shut_since_s = at_s if phase.shut_since_s is None else phase.shut_since_s
        elif seen.eyes >= self._open(phase.base):
            phase.shut_since_s = None
        soonest_s = phase.shown_s + self.limits.soonest_s
        if phase.shut_since_s is None or phase.shut_since_s < soonest_s:
            return 0.0
        return at_s - phase.shut_since_s

    def _look_returning(self, phase: _Returning, seen: Signals, at_s: float) -> None:
        if self._flat(phase.base, seen, at_s):
            self.refuse("face.liveness.flat")
        elif self._returned(phase.base, seen):
            self._done += 1
            self._rest(at_s, phase.base)
        elif at_s - phase.done_s > self.limits.back_s:
            self.refuse("face.liveness.not_returned")

    def _rest(self, at_s: float, base: Signals | None = None) -> None:
        self._flat_since_s = None
        self._phase = _Resting(at_s, self._random.uniform(*self.limits.rest_s), base)

    # ---- what a look shows -------------------------------------------------------------------------------------------

    def _performed(self, action: FaceInstruction, base: Signals, seen: Signals) -> bool:
        limits = self.limits
        yaw, pitch = seen.yaw - base.yaw, seen.pitch - base.pitch
        match action:
            case FaceInstruction.TURN_LEFT:
                return yaw >= limits.turn
            case FaceInstruction.TURN_RIGHT:
                return yaw <= -limits.turn
            case FaceInstruction.NOD:
                return pitch >= limits.nod and abs(yaw) < limits.turn_back
            case FaceInstruction.OPEN_MOUTH:
                open_enough = seen.mouth >= max(limits.mouth, base.mouth + limits.mouth_beyond_base)
                return open_enough and abs(yaw) < limits.turn_back and pitch < limits.nod_back
            case FaceInstruction.BLINK:
                level = abs(yaw) < limits.eyes_pose[0] and abs(pitch) < limits.eyes_pose[1]
                upright = abs(seen.aspect / base.aspect - 1) < limits.eyes_aspect
                return level and upright and seen.eyes < limits.eyes * base.eyes
            case _:
                raise ValueError(action)

    def _returned(self, base: Signals, seen: Signals) -> bool:
        return not self._moved(base, seen) and seen.eyes >= self._open(base)

    def _moved(self, base: Signals, seen: Signals) -> bool:
        limits = self.limits
        return (
            abs(seen.yaw - base.yaw) >= limits.turn_back
            or abs(seen.pitch - base.pitch) >= limits.nod_back
            or seen.mouth >= max(limits.mouth_back, base.mouth + limits.mouth_beyond_base_back)
        )

    def _open(self, base: Signals) -> float:
        return self.limits.eyes_back * base.eyes

    def _frontal(self, seen: Signals) -> bool:
        yaw, pitch = self.limits.frontal
        return abs(seen.yaw) < yaw and abs(seen.pitch) < pitch and seen.mouth < self.limits.frontal_mouth

    def _still(self, window: list[Signals]) -> bool:
        rows = ([s.yaw for s in window], [s.pitch for s in window], [s.mouth for s in window])
        return all(max(row) - min(row) < spread for row, spread in zip(rows, self.limits.still, strict=True))

    def _rested(self, phase: _Resting) -> bool:
        window = phase.window
        return len(window) >= self.limits.fewest_looks and window[-1][0] - window[0][0] >= phase.rest_s

    def _flat(self, base: Signals, seen: Signals, at_s: float) -> bool:
        """Foreshortened for a while as no angle explains: a picture that is tilted or bent."""
        limits, change, unexplained = self.limits, seen.aspect / base.aspect - 1, seen.proportion / base.proportion - 1
        explained = abs(change) < limits.flat_aspect or abs(unexplained) < limits.flat_proportion
        if explained or change * unexplained < 0:
            self._flat_since_s = None
            return False
        if self._flat_since_s is None:
            self._flat_since_s = at_s
        return at_s - self._flat_since_s >= self.limits.flat_s

    def _jumped(self, last: Signals, seen: Signals, after_s: float) -> bool:
        degrees, degrees_s = self.limits.jump
        return max(abs(seen.yaw - last.yaw), abs(seen.pitch - last.pitch)) > degrees + degrees_s * after_s

    def _lost(self, at_s: float, longest_s: float) -> None:
        if at_s - self._seen_s > longest_s:
            self._break_off("face.liveness.track_lost", at_s)
            self._seen = None

    def _break_off(self, code: str, at_s: float) -> None:
        """Before the first prompt nothing is lost but time."""
        if self.begun:
            self.refuse(code)
        else:
            self._rest(at_s)

    def _since_began(self, at_s: float) -> float:
        return round(at_s - (self._began_s or at_s), 3)

    def _standing(self) -> Standing:
        if self.outcome:
            return Standing(progress=1.0, outcome=self.outcome)
        prompt = self._wanted[self._done] if isinstance(self._phase, _Prompted) else None
        steps = 3.0 * self._done
        if isinstance(self._phase, _Prompted):
            steps += 1 + self._phase.done / len(ASKED_FOR[self._wanted[self._done]])
        elif isinstance(self._phase, _Returning):
            steps += 2
        return Standing(
            prompt=prompt,
            resting=isinstance(self._phase, _Resting) and bool(self._phase.window),
            progress=steps / (3 * len(self._wanted) + 1),
        )


def _base(window: list[Signals]) -> Signals:
    """What this face rests at."""
    return Signals(
        median(s.yaw for s in window),
        median(s.pitch for s in window),
        median(s.mouth for s in window),
        median(s.eyes for s in window),
        median(s.aspect for s in window),
    )

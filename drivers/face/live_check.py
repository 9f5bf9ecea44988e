"""One face check of somebody who has to act: the portrait's face, and a living one, before one verdict.

The best frame of each rest (before, between and after the prompts) is compared with the portrait, and with the frames
of the other rests: who acts is who is compared. What the pictures say against a living face spoils the challenge
(`replays`, `continuity`, two faces), and so does doing anything but what was asked for (`challenge`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict, LivenessRecord
from drivers.face.challenge import PASSED, PROMPTS_USUALLY, Challenge, Standing
from drivers.face.check import FRAMES, LONGEST_PAUSE_S, Attempt, FaceCheck, Thresholds
from drivers.face.continuity import CHIP_PX, Continuity, aligned_chip
from drivers.face.covering import COVERED, covering
from drivers.face.gates import Gates, instruct, sharpness
from drivers.face.recipe import DEFAULT
from drivers.face.replays import Replays
from drivers.face.signals import Signals, face_of, signals_of

if TYPE_CHECKING:
    from drivers.face.engine import Face, FaceEngine, Picture, Template
    from drivers.face.eyes import EyeContours
    from drivers.face.mesh import FaceMesh, Landmarks
    from drivers.face.vendor_decoder import VendorDecoder

VERSION = "prompts 3"
MORE_PROMPTS = 1  # for whoever was refused before: a recording that fits by chance does not do so again
SAME_SITTING = 0.94  # of the accept distance: 0.50 for dlib. Frames of one sitting are nearer than frame and portrait
CROWD_EVERY_S = 0.5  # between two looks for somebody else
CROWDED_LOOKS = 2
COVERED_S = 0.5  # until somebody is asked to take off a mask
ADVISED_S = 6.0  # and how long: it is advice. Whose face only looks like that is checked as it is
CLOSING_LOOKS = 6  # of the last rest, of which the best is compared: nobody waits for that at the end of the rest


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the mesh makes of one frame."""

    landmarks: Landmarks
    signals: Signals
    face: Face


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The best frame of a rest so far; a copy, since the next one is written over it."""

    picture: Picture
    face: Face
    sharpness: float


@dataclass(slots=True)
class LiveAttempt(Attempt):
    challenge: Challenge = field(kw_only=True)
    seed: str = field(kw_only=True)
    replays: Replays = field(default_factory=Replays)
    continuity: Continuity = field(default_factory=Continuity)
    known: list[Template] = field(default_factory=list["Template"])
    """Every frame that was embedded: all must be one person."""
    best: _Best | None = None
    covered_since_s: float | None = None
    advised_since_s: float | None = None
    """Since when the person is asked to take off a mask, or was."""
    closing_looks: int = 0
    """Usable ones of the last rest."""
    rest_over: bool = False
    doubtful: bool = False
    """The face changed as if for another; the next frontal frame tells."""
    widest_eyes: float = 0.0
    crowd_looked_s: float = float("-inf")
    crowded_looks: int = 0

    @property
    def record(self) -> LivenessRecord:
        return LivenessRecord(VERSION, self.seed, self.challenge.outcome, tuple(self.challenge.shown))


class LiveFaceCheck(FaceCheck):
    """A face check with liveness.

    Args:
        mesh, eyes: the networks behind the landmarks.
        prompts: how many have to be followed at the first try.
        seeds: gives each attempt its seed.
    """

    def __init__(
        self,
        engine: FaceEngine,
        thresholds: Thresholds,
        mesh: FaceMesh,
        eyes: EyeContours,
        *,
        decoder: VendorDecoder | None = None,
        gates: Gates | None = None,
        prompts: int = PROMPTS_USUALLY,
        seeds: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        super().__init__(engine, thresholds, decoder, gates)
        self._mesh = mesh
        self._eyes = eyes
        self._prompts = prompts
        self._seeds = seeds
        self._live: LiveAttempt | None = None
        self._refusals = 0

    def look(self, picture: Picture, taken_s: float) -> FaceLook:
        template = self._enrolled()
        attempt = self._live_attempt(taken_s)
        sight = self._sight(picture)
        faces = [sight.face, *self._others(picture, sight, attempt)] if sight else []
        instruction = instruct(picture, faces, attempt.last_face, self._gates)
        if sight and instruction is None and not attempt.challenge.begun:
            instruction = self._unmask(picture, sight, attempt)
        attempt.last_face = faces[0] if faces else None
        standing = self._follow(picture, sight, instruction, attempt)
        self._compare_frames(picture, sight, instruction, standing, attempt)
        outcome = attempt.challenge.outcome
        if outcome not in ("", PASSED):
            return self._refused(attempt, outcome)
        if outcome == PASSED and len(attempt.seen) >= FRAMES:
            verdict = self._compare(attempt, template)
            if verdict is not None:
                return self._decided(attempt, verdict)
        if taken_s - attempt.usable_s > self._thresholds.give_up_s:
            return self._decided(attempt, FaceVerdict.RETRY)
        return FaceLook(_shown(instruction, standing, attempt), progress=0.95 * standing.progress)

    def another_prompt(self) -> None:
        """The person cannot do what is asked for."""
        if self._live is not None:
            self._live.challenge.another_prompt()

    def forget(self) -> None:
        for template in self._live.known if self._live else ():
            template.fill(0)
        if self._live and self._live.best:
            self._live.best.picture.fill(0)
        self._live = None
        self._refusals = 0
        self._mesh.forget()
        self._eyes.forget()
        super().forget()

    # ---- one look ----------------------------------------------------------------------------------------------------

    def _live_attempt(self, taken_s: float) -> LiveAttempt:
        attempt = self._live
        if attempt is None or taken_s - attempt.last_look_s > LONGEST_PAUSE_S:
            seed = self._seeds()
            prompts = self._prompts + (MORE_PROMPTS if self._refusals else 0)
            attempt = LiveAttempt(taken_s, taken_s, challenge=Challenge(seed, prompts), seed=seed)
            self._live = attempt
        attempt.last_look_s = taken_s
        return attempt

    def _sight(self, picture: Picture) -> Sight | None:
        landmarks = self._mesh.follow(picture)
        if landmarks is None:
            return None
        signals = signals_of(landmarks, self._eyes.opening(picture, landmarks))
        return Sight(landmarks, signals, face_of(landmarks))

    def _others(self, picture: Picture, sight: Sight, attempt: LiveAttempt) -> list[Face]:
        """Somebody else as large as a bystander may not be, looked for now and then; at once again when seen."""
        if not attempt.crowded_looks and attempt.last_look_s - attempt.crowd_looked_s < CROWD_EVERY_S:
            return []
        attempt.crowd_looked_s = attempt.last_look_s
        own = np.array(sight.face.box.centre)
        detections = self._mesh.detect_anywhere(picture)
        apart = [d for d in detections if float(np.hypot(*(d.centre - own))) > sight.face.box.width / 2]
        others = [d for d in apart if d.side_px >= self._gates.bystander_share * sight.face.box.width]
        attempt.crowded_looks = attempt.crowded_looks + 1 if others else 0
        if attempt.crowded_looks >= CROWDED_LOOKS and attempt.challenge.begun:
            attempt.challenge.refuse("face.liveness.two_faces")
        return [sight.face] if others else []

    def _unmask(self, picture: Picture, sight: Sight, attempt: LiveAttempt) -> FaceInstruction | None:
        at_s = attempt.last_look_s
        if covering(picture, sight.landmarks) <= COVERED:
            attempt.covered_since_s = None
            return None
        attempt.covered_since_s = at_s if attempt.covered_since_s is None else attempt.covered_since_s
        if at_s - attempt.covered_since_s < COVERED_S:
            return None
        if attempt.advised_since_s is None:
            attempt.advised_since_s = at_s
            attempt.best = None  # it shows the mask
        if at_s - attempt.advised_since_s >= ADVISED_S:
            return None
        attempt.usable_s = at_s  # it has a time limit of its own
        return FaceInstruction.MASK

    def _follow(
        self, picture: Picture, sight: Sight | None, instruction: FaceInstruction | None, attempt: LiveAttempt
    ) -> Standing:
        """What this frame means for the challenge, which begins once the face is well placed and lit."""
        challenge, at_s = attempt.challenge, attempt.last_look_s
        if challenge.begun and not challenge.outcome:
            attempt.usable_s = at_s  # it has time limits of its own
        if sight is None:
            attempt.best = None
            return challenge.look(None, at_s)
        replay = attempt.replays.look(picture, sight.landmarks, at_s)
        change = attempt.continuity.look(picture, sight.landmarks, at_s)
        if replay:
            challenge.refuse(replay)
        if challenge.begun:
            attempt.doubtful |= change.doubtful
            if change.broken:
                challenge.refuse("face.liveness.track_lost")
            elif change.another:
                challenge.refuse("face.liveness.cut_in")
        return challenge.look(sight.signals, at_s) if challenge.begun or instruction is None else Standing()

    def _compare_frames(
        self,
        picture: Picture,
        sight: Sight | None,
        instruction: FaceInstruction | None,
        standing: Standing,
        attempt: LiveAttempt,
    ) -> None:
        """Embed the best frame of each rest, a look after it is over: then the prompt is on the screen already. Of the
        last rest before it is over: nothing but its end is waited for then."""
        usable = sight is not None and instruction is None and self._eyes_open(sight.signals, attempt)
        if sight is not None and usable and (standing.resting or standing.outcome == PASSED):
            attempt.rest_over = False
            attempt.closing_looks += attempt.challenge.ending
            passed_without = standing.outcome == PASSED and len(attempt.seen) < FRAMES
            if passed_without or attempt.closing_looks <= CLOSING_LOOKS:
                self._keep(picture, sight, attempt)
        closing = standing.outcome == PASSED or attempt.closing_looks == CLOSING_LOOKS
        if closing or (attempt.rest_over and attempt.challenge.begun):
            self._embed_best(attempt)
        attempt.rest_over = not standing.resting
        if attempt.doubtful and attempt.known and sight is not None and usable:
            attempt.doubtful = False
            self._embed(picture, sight.face, attempt)

    def _eyes_open(self, signals: Signals, attempt: LiveAttempt) -> bool:
        attempt.widest_eyes = max(attempt.widest_eyes, signals.eyes)
        return signals.eyes >= self._gates.least_eyes * attempt.widest_eyes

    def _keep(self, picture: Picture, sight: Sight, attempt: LiveAttempt) -> None:
        grade = sharpness(aligned_chip(picture, sight.landmarks, CHIP_PX)[..., ::-1])
        if attempt.best is None or grade > attempt.best.sharpness:
            attempt.best = _Best(picture.copy(), sight.face, grade)

    def _embed_best(self, attempt: LiveAttempt) -> None:
        best, attempt.best = attempt.best, None
        if best is None:
            return
        template = self._embed(best.picture, best.face, attempt)
        if template is not None:
            attempt.seen.append(template)
            attempt.usable_s = attempt.last_look_s

    def _embed(self, picture: Picture, seen: Face, attempt: LiveAttempt) -> Template | None:
        """Also tells whether it is still the same person. None: too blurred to be compared."""
        own = [box for box in self._engine.detect(picture) if box.holds(seen.box.centre)]
        face = self._engine.landmarks(picture, own[0] if own else seen.box)
        if self._engine.quality(picture, face).sharpness < self._gates.least_sharpness:
            return None
        template = self._engine.embed(picture, face, [DEFAULT.frames[len(attempt.seen) % FRAMES]])
        if attempt.known:
            distance = self._engine.compare(np.mean(attempt.known, axis=0), template)
            if distance > SAME_SITTING * self._thresholds.accept:
                attempt.challenge.refuse("face.liveness.cut_in")
        attempt.known.append(template)
        return template

    # ---- outcomes ----------------------------------------------------------------------------------------------------

    def _refused(self, attempt: LiveAttempt, reason: str) -> FaceLook:
        self._live = None
        self._refusals += 1
        return FaceLook(FaceInstruction.CHECKING, FaceVerdict.RETRY, "", 1.0, reason, attempt.record)

    def _decided(self, attempt: LiveAttempt, verdict: FaceVerdict) -> FaceLook:
        self._live = None
        band = self._thresholds.band(attempt.nearest) if attempt.tries else ""
        return FaceLook(FaceInstruction.CHECKING, verdict, band, 1.0, "", attempt.record)


def _shown(instruction: FaceInstruction | None, standing: Standing, attempt: LiveAttempt) -> FaceInstruction:
    """The one thing to say now."""
    if standing.prompt is not None:
        return standing.prompt
    if attempt.challenge.outcome == PASSED:
        return instruction or FaceInstruction.CHECKING
    if attempt.challenge.begun and not standing.resting:
        return FaceInstruction.LOOK_HERE
    return instruction or FaceInstruction.HOLD_STILL

"""One face check, inside the face process: template of the card's portrait, looks at frames, verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.errors import MediaError
from drivers.face import portrait
from drivers.face.engine import SEARCH_WIDTH_PX
from drivers.face.gates import Gates, instruct
from drivers.face.recipe import DEFAULT, portrait_template

if TYPE_CHECKING:
    from drivers.face.engine import Face, FaceEngine, Picture, Template
    from drivers.face.vendor_decoder import VendorDecoder

FRAMES = len(DEFAULT.frames)  # usable frames of one comparison
TRIES = 3  # comparisons before the answer is no
FAR_SEARCH_EVERY = 4  # looks without a face between searches at full width, for somebody who stands too far away
FAR_SEARCH_WIDTH_PX = 1280
NEAR_FACE_PX = 200  # found at SEARCH_WIDTH_PX for certain
LONGEST_PAUSE_S = 2.0  # between two looks of one attempt; after a longer one somebody else may stand there


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Distances as the engine measures them. Settings, measured on few people: see docs/face.md."""

    accept: float
    reject: float
    give_up_s: float = 20.0
    """Time without a usable frame after which the answer is RETRY."""

    def band(self, distance: float) -> str:
        """All that is told of a distance: "match", "near" or "far"."""
        if distance <= self.accept:
            return "match"
        return "near" if distance <= self.reject else "far"


@dataclass(slots=True)
class Attempt:
    """What is known since the last verdict."""

    usable_s: float
    """When the last usable frame was taken; the first one, while there was none."""
    last_look_s: float
    seen: list[Template] = field(default_factory=list["Template"])
    """Of the frames of the comparison that is being prepared."""
    tries: int = 0
    nearest: float = float("inf")
    last_face: Face | None = None
    faceless_looks: int = 0
    far: bool = False
    """Somebody stands so far away that only the search at full width finds them."""

    @property
    def progress(self) -> float:
        return (self.tries * FRAMES + len(self.seen)) / (TRIES * FRAMES)


class FaceCheck:
    """Keeps one template, compares frames with it, forgets. A verdict ends an attempt; the next look begins another."""

    def __init__(
        self,
        engine: FaceEngine,
        thresholds: Thresholds,
        decoder: VendorDecoder | None = None,
        gates: Gates | None = None,
    ) -> None:
        self._engine = engine
        self._thresholds = thresholds
        self._decoder = decoder
        self._gates = gates or Gates()
        self._template: Template | None = None
        self._attempt: Attempt | None = None

    def enrol(self, card_portrait: bytes | memoryview) -> None:
        """Raises MediaError `face.portrait_undecodable`, `face.portrait_faceless`."""
        self.forget()
        picture = portrait.decode(card_portrait, self._decoder)
        self._template = portrait_template(self._engine, picture)
        picture.fill(0)

    def look(self, picture: Picture, taken_s: float) -> FaceLook:
        """Judge one frame. Raises MediaError `face.no_template`."""
        template = self._enrolled()
        attempt = self._current_attempt(taken_s)
        instruction = self._see(picture, attempt)
        if len(attempt.seen) == FRAMES:
            verdict = self._compare(attempt, template)
            if verdict is not None:
                return self._conclude(verdict, attempt)
        if taken_s - attempt.usable_s > self._thresholds.give_up_s:
            return self._conclude(FaceVerdict.RETRY, attempt)
        return FaceLook(instruction or FaceInstruction.CHECKING, progress=attempt.progress)

    def forget(self) -> None:
        """Wipe what is known of the portrait and of the frames."""
        for template in (self._template, *(self._attempt.seen if self._attempt else ())):
            if template is not None:
                template.fill(0)
        self._template = None
        self._attempt = None

    def another_prompt(self) -> None:
        """Nothing is prompted here: see `drivers.face.live_check`."""

    def _enrolled(self) -> Template:
        if self._template is None:
            raise MediaError("face.no_template", retryable=False)
        return self._template

    def _current_attempt(self, taken_s: float) -> Attempt:
        attempt = self._attempt
        if attempt is None or taken_s - attempt.last_look_s > LONGEST_PAUSE_S:
            attempt = self._attempt = Attempt(usable_s=taken_s, last_look_s=taken_s)
        attempt.last_look_s = taken_s
        return attempt

    def _see(self, picture: Picture, attempt: Attempt) -> FaceInstruction | None:
        """Embed a usable frame at once, each in a view of its own: only the last of a comparison is waited for."""
        faces = self._find(picture, attempt)
        instruction = instruct(picture, faces, attempt.last_face, self._gates)
        attempt.last_face = faces[0] if faces else None
        if instruction is not None:
            return instruction
        if self._engine.quality(picture, faces[0]).sharpness < self._gates.least_sharpness:
            return FaceInstruction.HOLD_STILL
        view = DEFAULT.frames[len(attempt.seen)]
        template = self._engine.embed(picture, faces[0], [view])
        if attempt.seen and self._engine.compare(np.mean(attempt.seen, axis=0), template) > self._thresholds.accept:
            attempt.seen.clear()  # somebody else stepped in: two frames of the one would let the other pass
            return FaceInstruction.ONE_PERSON
        attempt.seen.append(template)
        attempt.usable_s = attempt.last_look_s
        return None

    def _find(self, picture: Picture, attempt: Attempt) -> list[Face]:
        far = attempt.far or attempt.faceless_looks % FAR_SEARCH_EVERY == FAR_SEARCH_EVERY - 1
        boxes = self._engine.detect(picture, FAR_SEARCH_WIDTH_PX if far else SEARCH_WIDTH_PX)
        attempt.faceless_looks = 0 if boxes else attempt.faceless_looks + 1
        attempt.far = far and bool(boxes) and boxes[0].height < NEAR_FACE_PX
        return [self._engine.landmarks(picture, box) for box in boxes]

    def _compare(self, attempt: Attempt, template: Template) -> FaceVerdict | None:
        distance = self._engine.compare(np.mean(attempt.seen, axis=0), template)
        attempt.seen.clear()
        attempt.tries += 1
        attempt.nearest = min(attempt.nearest, distance)
        if attempt.nearest <= self._thresholds.accept:
            return FaceVerdict.ACCEPT
        if attempt.tries < TRIES:
            return None
        return FaceVerdict.REJECT if attempt.nearest > self._thresholds.reject else FaceVerdict.RETRY

    def _conclude(self, verdict: FaceVerdict, attempt: Attempt) -> FaceLook:
        self._attempt = None
        band = self._thresholds.band(attempt.nearest) if attempt.tries else ""
        return FaceLook(FaceInstruction.CHECKING, verdict, band, progress=1.0)

"""One face check, inside the face process: template of the card's portrait, looks at frames, verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.contract import FaceInstruction, FaceLook, FaceVerdict
from drivers.errors import MediaError
from drivers.face import portrait
from drivers.face.finder import SEARCH_WIDTH_PX
from drivers.face.gates import Gates, instruct, sharpness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.finder import FaceFinder, FoundFace
    from drivers.face.vendor_decoder import VendorDecoder

    Picture = NDArray[np.uint8]
    Template = NDArray[np.float64]

BEST_OF = 3  # usable frames of which the best one is embedded
TRIES = 3  # embeddings before the answer is no
PORTRAIT_SCALE = 4  # 102×126 to 408×504: HOG wants faces of 80 px and more
PORTRAIT_JITTERS = 5
FAR_SEARCH_EVERY = 4  # looks without a face between searches at full width, for somebody who stands too far away
FAR_SEARCH_WIDTH_PX = 1280
NEAR_FACE_PX = 200  # found at SEARCH_WIDTH_PX for certain
LONGEST_PAUSE_S = 2.0  # between two looks of one attempt; after a longer one somebody else may stand there


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Euclidean distances between 128-d templates. Settings, measured on few people: see docs/devices/face.md."""

    accept: float
    reject: float
    give_up_s: float = 20.0
    """Time of frames without a verdict after which the answer is RETRY."""


@dataclass(slots=True)
class Attempt:
    """What is known since the last verdict."""

    started_s: float
    last_look_s: float
    candidates: list[tuple[float, Picture]] = field(default_factory=list[tuple[float, "Picture"]])
    tries: int = 0
    nearest: float = float("inf")
    last_face: FoundFace | None = None
    faceless_looks: int = 0
    far: bool = False
    """Somebody stands so far away that only the search at full width finds them."""

    @property
    def progress(self) -> float:
        return (self.tries * BEST_OF + len(self.candidates)) / (TRIES * BEST_OF)


class FaceCheck:
    """Keeps one template, compares frames with it, forgets. A verdict ends an attempt; the next look begins another."""

    def __init__(
        self,
        finder: FaceFinder,
        thresholds: Thresholds,
        decoder: VendorDecoder | None = None,
        gates: Gates | None = None,
    ) -> None:
        self._finder = finder
        self._thresholds = thresholds
        self._decoder = decoder
        self._gates = gates or Gates()
        self._template: Template | None = None
        self._attempt: Attempt | None = None

    def enrol(self, card_portrait: bytes | memoryview) -> None:
        """Raises MediaError `face.portrait_undecodable`, `face.portrait_faceless`."""
        self.forget()
        picture = portrait.decode(card_portrait, self._decoder)
        self._template = self.template_of(picture)
        picture.fill(0)

    def template_of(self, picture: Picture) -> Template:
        """The template of a decoded portrait. It has the time that the live frame has not: several jitters."""
        large = cv2.resize(picture, None, fx=PORTRAIT_SCALE, fy=PORTRAIT_SCALE, interpolation=cv2.INTER_CUBIC)
        large = large.astype(np.uint8, copy=False)
        faces = self._finder.find(large)
        if not faces:
            raise MediaError("face.portrait_faceless", retryable=False)
        return self._finder.embed(self._finder.chip(large, faces[0]), PORTRAIT_JITTERS)

    def look(self, picture: Picture, taken_s: float) -> FaceLook:
        """Judge one frame. Raises MediaError `face.no_template`."""
        if self._template is None:
            raise MediaError("face.no_template", retryable=False)
        attempt = self._current_attempt(taken_s)
        instruction = self._take_candidate(picture, attempt)
        if instruction is None and len(attempt.candidates) == BEST_OF:
            verdict = self._compare(attempt, self._template)
            if verdict is not None:
                return self._conclude(verdict, attempt)
        if taken_s - attempt.started_s > self._thresholds.give_up_s:
            return self._conclude(FaceVerdict.RETRY, attempt)
        return FaceLook(instruction or FaceInstruction.CHECKING, progress=attempt.progress)

    def forget(self) -> None:
        """Wipe the template and every picture taken."""
        if self._template is not None:
            self._template.fill(0)
        for _, chip in self._attempt.candidates if self._attempt else ():
            chip.fill(0)
        self._template = None
        self._attempt = None

    def _current_attempt(self, taken_s: float) -> Attempt:
        attempt = self._attempt
        if attempt is None or taken_s - attempt.last_look_s > LONGEST_PAUSE_S:
            attempt = self._attempt = Attempt(started_s=taken_s, last_look_s=taken_s)
        attempt.last_look_s = taken_s
        return attempt

    def _take_candidate(self, picture: Picture, attempt: Attempt) -> FaceInstruction | None:
        faces = self._find(picture, attempt)
        instruction = instruct(picture, faces, attempt.last_face, self._gates)
        attempt.last_face = faces[0] if faces else None
        if instruction is not None:
            return instruction
        chip = self._finder.chip(picture, faces[0])
        sharp = sharpness(chip)
        if sharp < self._gates.least_sharpness:
            return FaceInstruction.HOLD_STILL
        attempt.candidates.append((sharp * (1.0 - abs(faces[0].turn)), chip))
        return None

    def _find(self, picture: Picture, attempt: Attempt) -> list[FoundFace]:
        far = attempt.far or attempt.faceless_looks % FAR_SEARCH_EVERY == FAR_SEARCH_EVERY - 1
        faces = self._finder.find(picture, FAR_SEARCH_WIDTH_PX if far else SEARCH_WIDTH_PX)
        attempt.faceless_looks = 0 if faces else attempt.faceless_looks + 1
        attempt.far = far and bool(faces) and faces[0].height < NEAR_FACE_PX
        return faces

    def _compare(self, attempt: Attempt, template: Template) -> FaceVerdict | None:
        _, best = max(attempt.candidates, key=lambda candidate: candidate[0])
        distance = float(np.linalg.norm(self._finder.embed(best) - template))
        attempt.candidates.clear()
        attempt.tries += 1
        attempt.nearest = min(attempt.nearest, distance)
        if attempt.nearest <= self._thresholds.accept:
            return FaceVerdict.ACCEPT
        if attempt.tries < TRIES:
            return None
        return FaceVerdict.REJECT if attempt.nearest > self._thresholds.reject else FaceVerdict.RETRY

    def _conclude(self, verdict: FaceVerdict, attempt: Attempt) -> FaceLook:
        self._attempt = None
        band = {FaceVerdict.ACCEPT: "match", FaceVerdict.REJECT: "far", FaceVerdict.RETRY: ""}[verdict]
        if verdict is FaceVerdict.RETRY and attempt.tries:
            band = "near" if attempt.nearest <= self._thresholds.reject else "far"
        return FaceLook(FaceInstruction.CHECKING, verdict, band, progress=1.0)

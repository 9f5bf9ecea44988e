"""Plays a picture script: gives the picture of each moment. Knows no clock; the same seed gives the same pictures."""

from __future__ import annotations

from collections import deque
from math import pi, sin
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.camera import scenes
from drivers.camera.acting import MOVEMENTS, Actor, Answer
from drivers.camera.head import Pose
from drivers.camera.portraits import attentive, landmarks_of
from drivers.camera.puppet import Puppet
from drivers.camera.scripts import Cue, Medium, Spoil
from drivers.camera.sheets import Place, bent, cut_out, flat, photograph
from drivers.contract.face import PROMPTS, FaceInstruction
from drivers.errors import DeviceUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from drivers.camera.head import Points
    from drivers.camera.scripts import Script, Show

    Picture = NDArray[np.uint8]

LOOP_S = 1.5
FLICKER_HZ, FLICKER_DEPTH = 7.0, 0.12
TURN_DEG = MOVEMENTS[FaceInstruction.TURN_LEFT].pose.yaw
NOD_DEG = MOVEMENTS[FaceInstruction.NOD].pose.pitch
TREMOR = 0.17  # of hands, in heights of the frame


class Performance:
    """One play of a script.

    Args:
        seed: of everything that is chance in it.
        width_px, height_px: of the pictures.

    Raises:
        DeviceUnavailable: `camera.missing` for a picture that cannot be read, or shows no face.
    """

    def __init__(self, script: Script, seed: int, width_px: int, height_px: int) -> None:
        self._script = script
        self._size = (width_px, height_px)
        pictures = [show.picture for show in script.shows]  # one person in several shows goes on as they were
        self._acts = [_Act(show, seed + pictures.index(show.picture), width_px, height_px) for show in script.shows]
        self._noise = scenes.SensorNoise(width_px, height_px, seed)
        self._random = np.random.default_rng(seed)
        self._prompted_s: list[float] = []
        self._told: FaceInstruction | None = None
        self._past: deque[tuple[float, Picture]] = deque()
        self._last: Picture | None = None
        self._held_still: Picture | None = None

    def answer(self, answer: Answer | None) -> None:
        """From now on all answer prompts like this; None: as the script says."""
        for act in self._acts:
            act.actor.answer = answer or act.show.acts

    def picture(self, at_s: float, told: FaceInstruction | None = None, *, delay_s: float = 0.0) -> Picture:
        """A new picture, for a time after the start that never goes back; `told` is what the screen says then.

        `delay_s`: by how much the answer to a prompt comes later.
        """
        if told != self._told and told in PROMPTS:
            self._prompted_s.append(at_s)
        self._told = told
        for act in self._acts:
            act.actor.hear(told, at_s, delay_s=delay_s)
        act = [act for act in self._acts if self._begun(act.show.begins, at_s)][-1]
        spoils = {
            spoilt.kind
            for spoilt in self._script.spoils
            if self._begun(spoilt.begins, at_s)
            and (not spoilt.for_s or not self._begun(_later(spoilt.begins, spoilt.for_s), at_s))
        }
        self._last = self._spoilt(act, spoils, at_s)
        return self._last

    def _begun(self, cue: Cue, at_s: float) -> bool:
        if cue.prompt == 0:
            return at_s >= cue.after_s
        return len(self._prompted_s) >= cue.prompt and at_s >= self._prompted_s[cue.prompt - 1] + cue.after_s

    def _spoilt(self, act: _Act, spoils: set[Spoil], at_s: float) -> Picture:
        if Spoil.FROZEN in spoils and self._last is not None:
            return self._last.copy()
        picture = self._seen(act, spoils, at_s)
        if Spoil.TWO_FACES in spoils:
            picture = scenes.with_somebody_beside(picture)
        if Spoil.FLICKER in spoils:
            gain = 1 + FLICKER_DEPTH * sin(2 * pi * FLICKER_HZ * at_s)
            picture = cv2.convertScaleAbs(picture, alpha=gain).astype(np.uint8, copy=False)
        if Spoil.BLACK in spoils:
            picture = scenes.darkened(picture)
        picture = self._noise.over(picture)
        if Spoil.HALF in spoils:
            picture = scenes.half_written(picture, self._random)
        if Spoil.SMALL in spoils:
            half = (self._size[0] // 2, self._size[1] // 2)
            picture = cv2.resize(picture, half, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        return picture

    def _seen(self, act: _Act, spoils: set[Spoil], at_s: float) -> Picture:
        """What is before the lens: live, or what was there before."""
        if Spoil.NOISY_FREEZE in spoils:
            if self._held_still is None:
                self._held_still = act.picture(at_s)
            return self._held_still
        if Spoil.LOOPED in spoils and self._past:
            self._past.rotate(-1)
            return self._past[-1][1]
        picture = act.picture(at_s)
        if any(spoilt.kind is Spoil.LOOPED for spoilt in self._script.spoils):
            self._past.append((at_s, picture))
            while at_s - self._past[0][0] > LOOP_S:
                self._past.popleft()
        return picture


class _Act:
    """One `Show` of a script."""

    def __init__(self, show: Show, seed: int, width_px: int, height_px: int) -> None:
        self.show = show
        picture, self._landmarks = _placed(show.picture, width_px, height_px)
        if show.brightness != 1.0:
            picture = cv2.convertScaleAbs(picture, alpha=show.brightness).astype(np.uint8, copy=False)
        self._still = picture
        self._beside = photograph(show.beside, round(show.beside_share * height_px)) if show.beside else None
        self._puppet = Puppet(picture, self._landmarks)
        self._rest = attentive(self._landmarks)
        self.actor = Actor(seed, show.acts, self._rest)

    def picture(self, at_s: float) -> Picture:
        picture = self._alone(at_s)
        if self._beside is not None:
            height, width = self._beside.shape[:2]
            picture[(picture.shape[0] - height) // 2 :, -width:][:height] = self._beside
        return picture

    def _alone(self, at_s: float) -> Picture:
        pose = self.actor.pose(at_s)
        match self.show.medium:
            case Medium.PERSON:
                return self._puppet.draw(pose)
            case Medium.SCREEN:
                return self._held(self._puppet.draw(pose), at_s, pose)
            case Medium.PRINT | Medium.BENT:
                return self._held(self._still, at_s, pose)
            case Medium.CUT_OUT | Medium.PAPER_MASK:
                behind = self._puppet.draw(Pose(lids=pose.lids, mouth=pose.mouth, x=pose.x, y=pose.y))
                return self._held(cut_out(self._still, behind, self._landmarks), at_s, pose)

    def _held(self, sheet: Picture, at_s: float, pose: Pose) -> Picture:
        """A sheet in somebody's hands before an empty hall."""
        held, height, width = self.show.held, sheet.shape[0], sheet.shape[1]
        swing = sin(2 * pi * at_s / held.period_s)
        yaw, pitch = pose.yaw - self._rest.yaw, pose.pitch - self._rest.pitch
        place = Place(
            upright_deg=held.tilt_deg * swing + held.follow_deg * yaw / TURN_DEG,
            level_deg=held.nod_deg * swing + held.follow_deg * pitch / NOD_DEG,
            zoom=1 + held.zoom * swing,
            shift=(width * held.pan * swing + TREMOR * height * pose.x, TREMOR * height * pose.y),
        )
        hall = scenes.nobody(width, height).copy()
        if self.show.medium in (Medium.BENT, Medium.PAPER_MASK):
            return bent(sheet, place, hall, self._landmarks)
        return flat(sheet, place, hall)


def _placed(path: Path, width_px: int, height_px: int) -> tuple[Picture, Points]:
    """A portrait scaled and cut to fill the frame, and its landmarks in it."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise DeviceUnavailable("camera.missing", retryable=False)
    landmarks = landmarks_of(path, picture.astype(np.uint8, copy=False))
    height, width = picture.shape[:2]
    scale = max(width_px / width, height_px / height)
    cut = (np.array([width, height]) * scale - np.array([width_px, height_px])) / 2
    placed = landmarks * scale
    placed[:, :2] -= cut
    return scenes.filling(picture.astype(np.uint8, copy=False), width_px, height_px), placed


def _later(cue: Cue, seconds: float) -> Cue:
    return Cue(cue.prompt, cue.after_s + seconds)

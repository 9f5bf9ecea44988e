"""Which faces are good enough to compare: pure functions, and the one instruction that would mend what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.contract.face import FaceInstruction

if TYPE_CHECKING:
    from drivers.face.engine import Box, Face, Picture


@dataclass(frozen=True, slots=True)
class Gates:
    """Limits of a usable face. Shares are of the frame's height or width; grey levels 0…255."""

    smallest_share: float = 0.20  # 144 px of 720: the network wants 150
    largest_share: float = 0.65
    off_centre_x: float = 0.18
    off_centre_y: float = 0.22
    bystander_share: float = 0.5  # smaller than this beside the largest face: somebody waiting behind
    dark_frame_level: float = 30
    bright_frame_share: float = 0.4
    dark_highlight_level: float = 70  # 90th percentile in the face: fair to dark skin, which has highlights too
    bright_level: float = 250
    bright_share: float = 0.25
    largest_turn: float = 0.25
    least_sharpness: float = 60
    largest_move: float = 0.15  # of the face's own width, from look to look
    least_eyes: float = 0.8  # opening, as a share of this person's widest; where the mesh is at hand


def instruct(picture: Picture, faces: list[Face], last: Face | None, gates: Gates) -> FaceInstruction | None:
    """The one thing the person should do, or None when the largest face is well placed and lit."""
    if not faces:
        return _light_of_frame(picture, gates) or FaceInstruction.LOOK_HERE
    face = faces[0]
    if len(faces) > 1 and faces[1].box.height >= gates.bystander_share * face.box.height:
        return FaceInstruction.ONE_PERSON
    return _placement(picture, face.box, gates) or _light(picture, face.box, gates) or _steadiness(face, last, gates)


def sharpness(chip: Picture) -> float:
    """Variance of the Laplacian over the middle of an aligned face chip, after evening out its contrast."""
    grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)[30:120, 30:120].astype(np.float32)
    spread = float(grey.std()) or 1.0
    return float(cv2.Laplacian(grey * (50.0 / spread), cv2.CV_32F).var())


def _placement(picture: Picture, face: Box, gates: Gates) -> FaceInstruction | None:
    height, width = picture.shape[:2]
    if face.height < gates.smallest_share * height:
        return FaceInstruction.COME_CLOSER
    if face.height > gates.largest_share * height:
        return FaceInstruction.MOVE_BACK
    x, y = face.centre
    if abs(x / width - 0.5) > gates.off_centre_x or abs(y / height - 0.5) > gates.off_centre_y:
        return FaceInstruction.CENTRE
    return None


def _light_of_frame(picture: Picture, gates: Gates) -> FaceInstruction | None:
    sample = picture[::16, ::16]
    if float(sample.mean()) < gates.dark_frame_level:
        return FaceInstruction.TOO_DARK
    washed_out = float((sample >= gates.bright_level).mean()) > gates.bright_frame_share
    return FaceInstruction.TOO_BRIGHT if washed_out else None


def _light(picture: Picture, face: Box, gates: Gates) -> FaceInstruction | None:
    skin = picture[max(0, face.top) : face.top + face.height, max(0, face.left) : face.left + face.width]
    grey = cv2.cvtColor(skin[::4, ::4], cv2.COLOR_BGR2GRAY)
    if float(np.percentile(grey, 90)) < gates.dark_highlight_level:
        return FaceInstruction.TOO_DARK
    if float((grey >= gates.bright_level).mean()) > gates.bright_share:
        return FaceInstruction.TOO_BRIGHT
    return None


def _steadiness(face: Face, last: Face | None, gates: Gates) -> FaceInstruction | None:
    if abs(face.turn) > gates.largest_turn:
        return FaceInstruction.LOOK_HERE
    if last is not None:
        (x, y), (last_x, last_y) = face.box.centre, last.box.centre
        if np.hypot(x - last_x, y - last_y) > gates.largest_move * face.box.width:
            return FaceInstruction.HOLD_STILL
    return None

"""What lies in a directory for `kiosk face-attack`: picture scripts, videos, pictures. Its format: docs/face.md."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.camera import scenes
from drivers.camera.performance import Performance
from drivers.camera.portraits import landmarks_of
from drivers.camera.scripts import BONA_FIDE, SUFFIX, Held, Medium, Script, ScriptError, Show, load_script
from drivers.camera.sources import PICTURE_SUFFIXES
from drivers.errors import DeviceError
from drivers.face.portrait import encode_stand_in, stand_in_portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.camera.head import Points
    from drivers.contract.face import FaceInstruction

    Picture = NDArray[np.uint8]

WIDTH_PX, HEIGHT_PX = 1280, 720
VIDEO_SUFFIXES = frozenset({".avi", ".mp4", ".mkv", ".webm", ".mov", ".m4v"})
CARD = ".card.jpg"  # NAME.card.jpg is the portrait on the card for NAME.mp4
PORTRAIT_PX = (102, 126)
PICTURE_KIND = "still"
VIDEO_S = 30.0
FIRST_FRAMES, EVERY = 90, 6  # of a video without a card, looked at for its face

Play = Callable[[float, "FaceInstruction | None"], "Picture | None"]
"""The picture of a time, as the screen says something; None when it is over."""


class PresentationError(ValueError):
    """Names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """Something that is presented to a check of the person whose portrait is on the card, several times."""

    name: str
    kind: str
    card: bytes
    trials: int
    length_s: float
    play: Callable[[int], Play]
    """Begins one trial, by its seed."""

    @property
    def bona_fide(self) -> bool:
        return self.kind == BONA_FIDE


def presentations(directory: Path) -> list[Presentation]:
    """All of a directory and its subdirectories, by name.

    Raises:
        PresentationError: nothing there, or something that cannot be played.
    """
    found: list[Presentation] = []
    for path in sorted(directory.rglob("*")):
        if path.name.endswith(CARD) or not path.is_file():
            continue
        try:
            if path.suffix == SUFFIX:
                found.append(_of_script(path.stem, load_script(path)))
            elif path.suffix.lower() in VIDEO_SUFFIXES:
                found.append(_of_video(path))
            elif path.suffix.lower() in PICTURE_SUFFIXES:
                still = Show(path, Medium.PRINT, held=Held(pan=0.02, zoom=0.03))
                found.append(_of_script(path.stem, Script(PICTURE_KIND, (still,), card=_card_beside(path))))
        except (ScriptError, DeviceError) as error:
            raise PresentationError(f"{path.name}: {error}") from error
    if not found:
        raise PresentationError(f"{directory}: no script, video or picture")
    return found


def kind_of(path: Path) -> str:
    """`KIND__anything.mp4`, or the folder's name when there is no `__`; else the name without its number."""
    kind, marked, _ = path.stem.partition("__")
    return kind if marked else path.stem.rstrip("0123456789-_ ") or path.stem


def _of_script(name: str, script: Script) -> Presentation:
    first = script.shows[0].picture
    card = stand_in_portrait(script.card) if script.card else _own_portrait(first, [_read(first)])

    def play(seed: int) -> Play:
        return Performance(script, seed, WIDTH_PX, HEIGHT_PX).picture

    return Presentation(name, script.kind, card, script.trials, script.length_s, play)


def _of_video(path: Path) -> Presentation:
    if not cv2.VideoCapture(str(path)).isOpened():
        raise PresentationError(f"{path.name}: no video")
    beside = _card_beside(path)
    card = stand_in_portrait(beside) if beside else _own_portrait(path, _first_frames(path))
    return Presentation(path.stem, kind_of(path), card, 1, VIDEO_S, partial(_played, path))


def _played(path: Path, seed: int) -> Play:
    del seed
    capture = cv2.VideoCapture(str(path))
    noise = scenes.SensorNoise(WIDTH_PX, HEIGHT_PX)
    fps = capture.get(cv2.CAP_PROP_FPS) or 25.0
    shown: Picture | None = None
    number = 0

    def play(at_s: float, told: FaceInstruction | None) -> Picture | None:
        nonlocal shown, number
        del told
        while number <= at_s * fps:
            taken, image = capture.read()
            if not taken:
                return None
            shown, number = image.astype(np.uint8, copy=False), number + 1
        return None if shown is None else noise.over(scenes.filling(shown, WIDTH_PX, HEIGHT_PX))

    return play


def _card_beside(path: Path) -> Path | None:
    card = path.with_name(path.stem + CARD)
    return card if card.exists() else None


def _own_portrait(path: Path, pictures: Iterable[Picture]) -> bytes:
    """The portrait of who is presented, cut from the first picture with a face: then only liveness stands in the way.

    Without any face it is empty: nobody can be checked against it.
    """
    for picture in pictures:
        with contextlib.suppress(DeviceError):
            return encode_stand_in(_cut_out(picture, landmarks_of(path, picture)[:, :2]))
    return b""


def _cut_out(picture: Picture, points: Points) -> Picture:
    """As on a card: the face in the middle of 102 × 126."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, height = (low + high) / 2, float(high[1] - low[1]) * 1.7
    half = np.array([height * PORTRAIT_PX[0] / PORTRAIT_PX[1], height]) / 2
    left, top = np.maximum(middle - half, 0).astype(int)
    right, bottom = (middle + half).astype(int)
    cut = cv2.resize(picture[top:bottom, left:right], PORTRAIT_PX, interpolation=cv2.INTER_AREA)
    return cut.astype(np.uint8, copy=False)


def _first_frames(path: Path) -> Iterator[Picture]:
    """Some of a video's first seconds."""
    capture = cv2.VideoCapture(str(path))
    for number in range(FIRST_FRAMES):
        taken, image = capture.read()
        if not taken:
            break
        if number % EVERY == 0:
            yield image.astype(np.uint8, copy=False)


def _read(path: Path) -> Picture:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise PresentationError(f"{path.name}: no picture")
    return image.astype(np.uint8, copy=False)

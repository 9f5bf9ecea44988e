"""How a portrait and a few frames become templates. What each part is worth was measured: docs/face.md.

A card's portrait is small (102×126) and hard compressed, but has the time in which the person reads: it is restored in
several ways and seen in several cuts. Frames are many and large, but somebody waits: each is seen once, in another cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.errors import MediaError
from drivers.face.engine import View

if TYPE_CHECKING:
    from drivers.face.engine import Face, FaceEngine, Picture, Template

BORDER_SHARE = 0.25  # added around a portrait whose face fills it
LENIENT_SCORE = -0.3  # HOG's, for the one face that a portrait is known to hold

Restoration = Callable[["Picture"], "Picture"]


def _as_it_is(portrait: Picture) -> Picture:
    return portrait


def _denoised(portrait: Picture) -> Picture:
    """Without the ringing around edges (non-local means)."""
    return cv2.fastNlMeansDenoisingColored(portrait, None, 5, 5, 5, 15).astype(np.uint8, copy=False)


def _smoothed(portrait: Picture) -> Picture:
    """Without the borders of blocks."""
    return cv2.GaussianBlur(portrait, (0, 0), 0.7).astype(np.uint8, copy=False)


@dataclass(frozen=True, slots=True)
class Recipe:
    """`portrait`: restorations, and the views of each; `frames`: the view of each frame of one comparison.

    `height_px`: to which a portrait is brought before a face is sought in it. HOG wants faces of 80 px and more.
    """

    name: str
    height_px: int
    portrait: tuple[tuple[Restoration, tuple[View, ...]], ...]
    frames: tuple[View, ...]


PLAIN = Recipe("plain", 252, ((_as_it_is, (View(),)),), (View(),))
"""One embedding a side: what others are measured against."""

_CUTS = (View(0.25), View(0.30, mirrored=True), View(0.35))
_CUTS_MIRRORED = (View(0.25, mirrored=True), View(0.30), View(0.35, mirrored=True))

DEFAULT = Recipe(
    "views 9+3",
    504,
    ((_as_it_is, _CUTS), (_denoised, _CUTS_MIRRORED), (_smoothed, _CUTS)),
    (View(0.25), View(0.30, mirrored=True), View(0.30, detail_px=64)),
)


def portrait_template(engine: FaceEngine, portrait: Picture, recipe: Recipe = DEFAULT) -> Template:
    """The template of a decoded portrait. Raises MediaError `face.portrait_faceless`."""
    templates: list[Template] = []
    small = _resized(portrait, min(portrait.shape[0], recipe.height_px))
    for restore, views in recipe.portrait:
        picture = _resized(restore(small), recipe.height_px)
        found = _portrayed(engine, picture)
        if found is not None:
            templates.append(engine.embed(*found, views))
    if not templates:
        raise MediaError("face.portrait_faceless", retryable=False)
    return np.mean(templates, axis=0)


def frame_template(engine: FaceEngine, frames: list[tuple[Picture, Face]], recipe: Recipe = DEFAULT) -> Template:
    """The template of several frames of one person; of one frame, when there is no other, in all views."""
    templates = [engine.embed(*frames[at % len(frames)], [view]) for at, view in enumerate(recipe.frames)]
    return np.mean(templates, axis=0)


def _portrayed(engine: FaceEngine, picture: Picture) -> tuple[Picture, Face] | None:
    """The face, and the picture in which it was found."""
    boxes = engine.detect(picture)
    if not boxes:
        height, width = (round(side * BORDER_SHARE) for side in picture.shape[:2])
        bordered = cv2.copyMakeBorder(picture, height, height, width, width, cv2.BORDER_REPLICATE)
        picture = bordered.astype(np.uint8, copy=False)
        boxes = engine.detect(picture, least_score=LENIENT_SCORE)
    return (picture, engine.landmarks(picture, boxes[0])) if boxes else None


def _resized(portrait: Picture, height_px: int) -> Picture:
    width_px = round(portrait.shape[1] * height_px / portrait.shape[0])
    interpolation = cv2.INTER_AREA if height_px < portrait.shape[0] else cv2.INTER_CUBIC
    return cv2.resize(portrait, (width_px, height_px), interpolation=interpolation).astype(np.uint8, copy=False)

"""A check of the whole engine on a known picture: the face in it, made as small as on a card, must match itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from drivers.face.recipe import frame_template, portrait_template
from drivers.face.vendor_decoder import HEIGHT_PX, WIDTH_PX

if TYPE_CHECKING:
    from drivers.face.check import Thresholds
    from drivers.face.engine import Box, FaceEngine, Picture

_FACE_SHARE = 0.58  # of a portrait's width


def self_match(engine: FaceEngine, thresholds: Thresholds, picture: Picture) -> dict[str, Any]:
    """Band of the match, and how long enrolling and one comparison took, ms.

    Raises MediaError `face.portrait_faceless` when the picture holds no face.
    """
    boxes = engine.detect(picture)
    began_s = time.monotonic()
    template = portrait_template(engine, as_on_a_card(picture, boxes[0]) if boxes else picture)
    enrolled_s = time.monotonic()
    seen = frame_template(engine, [(picture, engine.landmarks(picture, boxes[0]))])
    distance = engine.compare(seen, template)
    return {
        "band": thresholds.band(distance),
        "enrol_ms": round((enrolled_s - began_s) * 1000),
        "compare_ms": round((time.monotonic() - enrolled_s) * 1000),
    }


def as_on_a_card(picture: Picture, box: Box) -> Picture:
    """The face cut out and made as small as a card's portrait, (126, 102, 3)."""
    width = box.width / _FACE_SHARE
    height = width * HEIGHT_PX / WIDTH_PX
    x, y = box.centre
    scale = WIDTH_PX / width
    matrix = np.array([(scale, 0, (width / 2 - x) * scale), (0, scale, (height * 0.55 - y) * scale)], np.float64)
    cut = cv2.warpAffine(picture, matrix, (WIDTH_PX, HEIGHT_PX), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return cut.astype(np.uint8, copy=False)

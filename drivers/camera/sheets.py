"""Paper before the lens: flat or bent in somebody's hands, with holes for living eyes and mouth, or beside a face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.camera.portraits import landmarks_of
from drivers.errors import DeviceUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from drivers.camera.head import Points

    Picture = NDArray[np.uint8]

BEHIND_LENS = 2.5  # distance of a sheet from the camera, in heights of the frame
HOLES = ((33, 133, 0.75, 0.45), (362, 263, 0.75, 0.45), (61, 291, 0.62, 0.5))
"""Corners of eyes and mouth in the mesh; half axes of the hole for each, in widths of what it is for."""
ROUNDNESS = 0.6  # radius of a bent sheet, in widths of the face: as round as a head
BENT_REACH = 1.3  # radians to either side, as far as a sheet goes round
MARGIN = 0.25  # around the face of a photograph, of the face's height


@dataclass(frozen=True, slots=True)
class Place:
    """How a sheet is held: turned about its upright and its level axis, nearer or farther, moved by pixels."""

    upright_deg: float
    level_deg: float
    zoom: float
    shift: tuple[float, float]


def cut_out(sheet: Picture, behind: Picture, landmarks: Points) -> Picture:
    """A print of a face with holes, and through them who holds it."""
    holes = np.zeros(sheet.shape[:2], np.uint8)
    for one, other, across, down in HOLES:
        width = float(np.linalg.norm(landmarks[other, :2] - landmarks[one, :2]))
        x, y = (landmarks[one, :2] + landmarks[other, :2]) / 2
        cv2.ellipse(
            holes, (round(float(x)), round(float(y))), (round(across * width), round(down * width)), 0, 0, 360, 255, -1
        )
    return np.where(holes[..., None] > 0, behind, sheet)


def flat(sheet: Picture, place: Place, hall: Picture) -> Picture:
    """The sheet before `hall`, which is drawn over."""
    height, width = sheet.shape[:2]
    matrix = _perspective(place, width, height)
    seen = cv2.warpPerspective(sheet, matrix, (width, height), dst=hall, borderMode=cv2.BORDER_TRANSPARENT)
    return seen.astype(np.uint8, copy=False)


def bent(sheet: Picture, place: Place, hall: Picture, landmarks: Points) -> Picture:
    """The sheet bent about an upright axis through the face on it, like a head, before `hall`, which is drawn over.

    A turn moves what is printed around that axis; a nod tilts the whole.
    """
    height, width = sheet.shape[:2]
    plane = landmarks[:, :2]
    middle_px = float(plane[:, 0].min() + plane[:, 0].max()) / 2
    radius_px = ROUNDNESS * float(np.ptp(plane[:, 0]))
    x = (np.arange(width, dtype=np.float32) - middle_px - place.shift[0]) / place.zoom
    angle = np.arcsin(np.clip(x / radius_px, -1, 1))
    printed = angle - np.radians(place.upright_deg)
    there = (np.abs(x) < radius_px) & (np.abs(printed) < BENT_REACH)
    source_x = np.where(there, middle_px + radius_px * printed, -1.0)
    distance = BEHIND_LENS * height
    nearness = distance / (distance - radius_px * (np.cos(angle) - 1))  # the sides lie farther back
    tall = place.zoom * np.cos(np.radians(place.level_deg)) * nearness
    y = np.arange(height, dtype=np.float32) - height / 2 - place.shift[1]
    source_y = y[:, None] / tall[None, :] + height / 2
    seen = cv2.remap(
        sheet,
        np.broadcast_to(source_x, source_y.shape).astype(np.float32),
        source_y.astype(np.float32),
        cv2.INTER_LINEAR,
    )
    inside = there[None, :] & (source_y >= 0) & (source_y < height)
    return np.where(inside[..., None], seen, hall).astype(np.uint8, copy=False)


def photograph(path: Path, height_px: int) -> Picture:
    """The face of a picture, closely cut, so high.

    Raises:
        DeviceUnavailable: `camera.missing` for a picture that cannot be read, or shows no face.
    """
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise DeviceUnavailable("camera.missing", retryable=False)
    plane = landmarks_of(path, picture.astype(np.uint8, copy=False))[:, :2]
    low, high = plane.min(axis=0), plane.max(axis=0)
    margin = MARGIN * float(high[1] - low[1])
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = (high + margin).astype(int)
    cut = picture[top:bottom, left:right]
    size = (round(cut.shape[1] * height_px / cut.shape[0]), height_px)
    return cv2.resize(cut, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _perspective(place: Place, width_px: int, height_px: int) -> NDArray[np.float64]:
    """(3, 3): a sheet turned about its middle's upright and level axes, seen from `BEHIND_LENS` away."""
    upright, level = np.radians([-place.upright_deg, place.level_deg])
    turn = np.array([[np.cos(upright), 0, np.sin(upright)], [0, 1, 0], [-np.sin(upright), 0, np.cos(upright)]])
    nod = np.array([[1, 0, 0], [0, np.cos(level), -np.sin(level)], [0, np.sin(level), np.cos(level)]])
    axes = (turn @ nod)[:, :2]
    distance = BEHIND_LENS * height_px
    plane = np.array([[1, 0, -width_px / 2], [0, 1, -height_px / 2], [0, 0, 1]])
    lens = np.array([[distance, 0, 0], [0, distance, 0], [0, 0, 1]])
    lens[2, 2] = 1.0
    placed = np.column_stack((axes * place.zoom, [0.0, 0.0, distance]))
    middle = np.array([[1, 0, width_px / 2 + place.shift[0]], [0, 1, height_px / 2 + place.shift[1]], [0, 0, 1]])
    return middle @ lens @ placed @ plane

"""A head as points in three dimensions, made from the landmarks of one portrait, and what a pose does to them.

Numbers of points are those of MediaPipe's canonical face (`drivers.face.mesh`). The mesh reaches from the hairline to
the chin; rings around it carry the head's outline, which a turn leaves nearly where it is, as that of a ball, and the
surroundings, which stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.floating[Any]]
    Numbers = NDArray[np.floating[Any]]

FOREHEAD, CHIN, CHEEKS = 10, 152, (234, 454)
MOUTH_CORNERS = [78, 308]
UPPER_INNER_LIP = [191, 80, 81, 82, 13, 312, 311, 310, 415]
LOWER_INNER_LIP = [95, 88, 178, 87, 14, 317, 402, 318, 324]
UPPER_LIP = [
    *UPPER_INNER_LIP,
    *(41, 38, 12, 268, 271, 42, 272),
    *(73, 72, 11, 302, 303, 74, 304),
    *(39, 37, 0, 267, 269, 40, 270),
]
LOWER_LIP = [
    *LOWER_INNER_LIP,
    *(96, 89, 179, 86, 15, 316, 403, 319, 325),
    *(77, 90, 180, 85, 16, 315, 404, 320, 307),
    *(146, 91, 181, 84, 17, 314, 405, 321, 375),
]
UPPER_LIDS = [246, 161, 160, 159, 158, 157, 173, 466, 388, 387, 386, 385, 384, 398]
LOWER_LIDS = [7, 163, 144, 145, 153, 154, 155, 249, 390, 373, 374, 380, 381, 382]
LID_FOLDS = [247, 30, 29, 27, 28, 56, 190, 467, 260, 259, 257, 258, 286, 414]
UNDER_BROWS = [113, 225, 224, 223, 222, 221, 189, 342, 445, 444, 443, 442, 441, 413]
LID_SHARES = ((UPPER_LIDS, 1.0), (LID_FOLDS, 0.7), (UNDER_BROWS, 0.2))
"""How far these go down with a closing eye, of its height."""

EDGE = [
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
]
"""Of the mesh, all around."""

BETWEEN = (0.3, 0.65)  # rings on the way from the mesh's edge to the head's outline
RINGS = len(BETWEEN) + 2

# Lengths are in halves of a face's width unless another unit is told.
DISTANCE = 8.5  # from the camera: 60 cm
AXIS_DEPTH = 0.9  # of the axis of a turn behind the mesh
RELIEF = 1.4  # the network sees faces flatter than they are; so deep, it reads about three quarters of a turn
STEEP_FROM = 0.25  # a face's sides begin so deep …
STEEPNESS = 0.6  # … and are made flatter: what little a portrait shows of them would be stretched over a whole cheek
LASHES = 0.3  # of an open eye's height: landmarks lie inside the lashes, which go with the lids
TEETH = 0.8  # how far down the lower inner lip the upper teeth reach, in a closed mouth
SMILE = 0.12  # opening of a mouth that shows its teeth, over its width
LIFT = 0.3  # of the upper lip, in a mouth's opening


@dataclass(frozen=True, slots=True)
class Pose:
    """How a head is held, against its portrait.

    Angles in degrees: `yaw` > 0 turns to the right of the picture, the person's own left; `pitch` > 0 nods down; `roll`
    > 0 tilts clockwise on the screen. `mouth`: its opening over its width. `lids`: 0 as in the portrait, 1 closed. `x`,
    `y`: moved so far to the right and down, in halves of a face's width.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    mouth: float = 0.0
    lids: float = 0.0
    x: float = 0.0
    y: float = 0.0


class Head:
    """The points of one portrait: mesh, upper teeth, rings.

    Args:
        landmarks: (468, 3), x and y in pixels, z in the same unit, smaller nearer to the camera.
    """

    def __init__(self, landmarks: Points) -> None:
        self._half_width = float(np.linalg.norm(landmarks[CHEEKS[0], :2] - landmarks[CHEEKS[1], :2])) / 2
        along = landmarks[CHIN] - landmarks[FOREHEAD]
        self._half_height = float(np.linalg.norm(along[:2])) / 2
        self._down = along / float(np.linalg.norm(along))
        plane = along[:2] / float(np.linalg.norm(along[:2]))
        self._axes = np.array([[plane[1], -plane[0]], plane], np.float32)  # to the right, and down, in the picture
        self._mesh = _relieved(landmarks, self._half_width)
        self._teeth = self._mesh[LOWER_INNER_LIP] * TEETH + self._mesh[UPPER_INNER_LIP] * (1 - TEETH)
        self._centre = (landmarks[CHIN, :2] + landmarks[FOREHEAD, :2]) / 2
        depth = float(landmarks[:, 2].mean()) + AXIS_DEPTH * self._half_width
        self._pivot = np.array([*(self._centre + plane * self._half_height * 0.3), depth], np.float32)
        self._outline, self._surroundings = self._rings()
        self._falls = self._jaw()

    @property
    def sources(self) -> Points:
        """(n, 2): where each point lies in the portrait."""
        return self._with_rings(self._mesh[:, :2], self._teeth[:, :2], self._outline)

    @property
    def unfolded(self) -> Points:
        """(n, 2): the points as on a cylinder about the head's axis, unrolled: none hides another, and neighbours on a
        head are neighbours here."""
        about = np.concatenate((self._mesh, self._teeth)) - self._pivot
        right, down = about[:, :2] @ self._axes.T[:, 0], about[:, :2] @ self._axes.T[:, 1]
        face = np.stack((np.arctan2(right, -about[:, 2]) * self._half_width, down), axis=1)
        edge = face[EDGE]
        middle = (edge.min(axis=0) + edge.max(axis=0)) / 2
        rings = [middle + scale * (edge - middle) for scale in np.linspace(1, 2, RINGS + 1)[1:]]
        return np.concatenate((face, *rings)).astype(np.float32)

    def posed(self, pose: Pose) -> tuple[Points, Numbers]:
        """Where each point of `sources` comes to lie, (n, 2), and how far away it is, (n,)."""
        mesh = self._mesh.copy()
        gap = self._mesh[LOWER_LIDS] - self._mesh[UPPER_LIDS]
        for lids, share in LID_SHARES:
            mesh[lids] += pose.lids * share * gap
        opening = pose.mouth * self._mouth_width
        mesh += (self._falls * opening)[:, None] * self._down
        mesh[UPPER_LIP] -= LIFT * opening * self._down
        teeth = self._teeth - (1 - self._shown_teeth) * LIFT * opening * self._down
        face = self._turned(np.concatenate((mesh, teeth)), pose)
        sway = np.array([pose.x, pose.y], np.float32) * self._half_width
        plane = face[:, :2] + sway
        outline = self._outline + self._outline_shift(pose, opening) + sway
        targets = self._with_rings(plane[: len(mesh)], plane[len(mesh) :], outline)
        behind = np.full(len(targets) - len(face), self._pivot[2] + 2 * self._half_width)
        return targets, np.concatenate((face[:, 2], behind)).astype(np.float32)

    @property
    def _mouth_width(self) -> float:
        return float(np.linalg.norm(self._mesh[MOUTH_CORNERS[0]] - self._mesh[MOUTH_CORNERS[1]]))

    @property
    def _shown_teeth(self) -> float:
        """0 for a mouth that is closed in the portrait, 1 for one that smiles."""
        gap = self._mesh[LOWER_INNER_LIP] - self._mesh[UPPER_INNER_LIP]
        return float(np.clip(np.linalg.norm(gap, axis=1).max() / (SMILE * self._mouth_width), 0, 1))

    def lash_lines(self, targets: Points) -> list[Points]:
        """Of `posed`: where the lids of each eye meet when they are closed, (7, 2) each."""
        eye = len(UPPER_LIDS) // 2
        return [targets[lids] for lids in (UPPER_LIDS[:eye], UPPER_LIDS[eye:])]

    def throat(self, targets: Points) -> Points:
        """Of `posed`: the outline of what a mouth shows between the upper teeth and the lower lip, (20, 2)."""
        corners = targets[MOUTH_CORNERS]
        teeth = targets[len(self._mesh) : len(self._mesh) + len(self._teeth)]
        return np.concatenate((corners[:1], teeth, corners[1:], targets[LOWER_INNER_LIP][::-1]))

    def _with_rings(self, mesh: Points, teeth: Points, outline: Points) -> Points:
        edge = mesh[EDGE]
        between = [edge + share * (outline - edge) for share in BETWEEN]
        return np.concatenate((mesh, teeth, *between, outline, self._surroundings)).astype(np.float32)

    def _rings(self) -> tuple[Points, Points]:
        """Around the head, and around all that moves at all: (36, 2) each, beside the points of the mesh's edge."""
        beside, below = self._edge_directions
        sides = beside[:, None] * self._axes[0] * self._half_width
        ups = below[:, None] * self._axes[1] * self._half_height
        lower = below[:, None] > 0
        outline = 1.35 * sides + np.where(lower, 1.3, 1.65) * ups
        surroundings = 2.3 * sides + np.where(lower, 2.1, 2.3) * ups
        return (self._centre + outline).astype(np.float32), (self._centre + surroundings).astype(np.float32)

    @property
    def _edge_directions(self) -> tuple[Numbers, Numbers]:
        """(36,) each: where the points of the mesh's edge lie from its middle, to the right and down, of length 1."""
        about = (self._mesh[EDGE, :2] - self._centre) @ self._axes.T
        beside, below = (about / np.hypot(about[:, :1], about[:, 1:])).T
        return beside, below

    def _jaw(self) -> Numbers:
        """(468,): how far each point goes down with the lower jaw, of the mouth's opening."""
        left, right = self._mesh[MOUTH_CORNERS, :2]
        beside, below = ((self._mesh[:, :2] - (left + right) / 2) @ self._axes.T).T
        beside, mouth = np.abs(beside), float(np.linalg.norm(right - left)) / 2
        falls = smooth(below / (0.45 * below[CHIN])) * (1 - 0.75 * np.clip(beside / self._half_width, 0, 1) ** 2)
        falls[LOWER_LIP] = np.maximum(falls[LOWER_LIP], 1 - np.clip(beside[LOWER_LIP] / mouth, 0, 1) ** 3)
        corners = smooth(2 - np.hypot(below, beside - mouth) / (0.25 * mouth))
        return np.maximum(falls, 0.3 * corners).astype(np.float32)

    def _outline_shift(self, pose: Pose, opening: float) -> Points:
        """(36, 2): a head's outline goes a little with its face, its lower part, the neck, less; the jaw pushes it."""
        yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
        about = self._outline - self._pivot[:2]
        lower = np.clip(self._edge_directions[1], 0, 1)[:, None]
        rolled = np.stack((-about[:, 1], about[:, 0]), axis=1) * np.sin(roll)
        shift = np.array([0.3 * np.sin(yaw), 0.3 * np.sin(pitch)]) * self._half_width
        return ((shift + rolled) * (1 - 0.8 * lower) + 0.6 * opening * lower * self._down[:2]).astype(np.float32)

    def _turned(self, points: Points, pose: Pose) -> Points:
        """Points turned about the head's axis and seen in perspective, (n, 3)."""
        turned = (points - self._pivot) @ _rotation(pose).T
        away = DISTANCE * self._half_width
        at_rest = points[:, 2:] - self._pivot[2]
        turned[:, :2] *= (away + at_rest) / (away + turned[:, 2:])  # the portrait already has its own perspective
        return turned + self._pivot


def smooth(x: Numbers) -> Numbers:
    """From 0 at 0 to 1 at 1, flat at both ends and beyond."""
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


def _relieved(landmarks: Points, half_width: float) -> Points:
    """The landmarks as a surface that can be turned: deeper features, flatter sides, lids that take lashes along."""
    mesh = landmarks.astype(np.float32)
    mesh[:, 2] *= RELIEF
    mesh[:, 2] -= (1 - STEEPNESS) * np.maximum(mesh[:, 2] - STEEP_FROM * half_width, 0)
    gap = landmarks[LOWER_LIDS] - landmarks[UPPER_LIDS]
    mesh[UPPER_LIDS] -= LASHES * gap
    mesh[LOWER_LIDS] += LASHES / 2 * gap
    return mesh


def _rotation(pose: Pose) -> NDArray[np.float64]:
    """(3, 3), for columns x to the right, y down, z away from the camera: pitch, then yaw, then roll."""
    yaw, pitch, roll = np.radians([-pose.yaw, pose.pitch, pose.roll])
    nod = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    tilt = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return tilt @ turn @ nod

"""A portrait that moves: its head is posed in three dimensions and the picture is warped along.

The warp is piecewise affine over triangles between the head's points, nearer ones over farther ones; it is worked out
in a coarse map that `cv2.remap` then reads finely, in bands, so that no large buffers are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from drivers.camera.head import Head, Pose, smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Points = NDArray[np.floating[Any]]

CELL_PX = 4  # of the coarse map
BAND_PX = 96  # rows warped at a time
FLAT = 1e-3  # twice the area of a triangle, in cells, that shows nothing
TOUCHING = 1e-3  # beyond its edge, a triangle still covers a cell: no slits between neighbours
SUBPIXEL_BITS = 4
SOFT_PX = 6  # margin for soft edges
LASHES_FROM = 0.5  # of a closing eye: from here the line of its lashes is drawn
LASH_WIDTH = 0.06  # of an eye's
DARK_FROM = 0.12  # opening of a mouth over its width
THROAT_BGR, TONGUE_BGR = (22, 18, 46), (60, 50, 110)


class Puppet:
    """Draws one portrait in any pose, in 5 to 8 ms for a head of 300 px.

    Args:
        picture: (H, W, 3) BGR; kept, never written to.
        landmarks: (468, 3), as `drivers.face.mesh` finds them in the picture.
    """

    def __init__(self, picture: Picture, landmarks: Points) -> None:
        self._picture = picture
        self._head = Head(landmarks)
        self._triangles = _triangulated(self._head.unfolded)
        self._corners = self._head.sources[self._triangles]
        (left, top), (right, bottom) = self._head.sources.min(axis=0), self._head.sources.max(axis=0)
        height, width = picture.shape[:2]
        self._left, self._top = max(0, int(left)), max(0, int(top))
        self._right, self._bottom = min(width, int(right)), min(height, int(bottom))

    def draw(self, pose: Pose) -> Picture:
        """A new picture of the head in this pose."""
        targets, depths = self._head.posed(pose)
        origin = np.array([self._left, self._top], np.float32)
        drawn = self._picture.copy()
        region = drawn[self._top : self._bottom, self._left : self._right]
        self._warp(self._coarse_map(targets - origin, depths, region), region)
        if pose.lids > LASHES_FROM:
            for line in self._head.lash_lines(targets):
                _draw_lashes(region, line - origin, (pose.lids - LASHES_FROM) / (1 - LASHES_FROM))
        if pose.mouth > 0:
            _draw_throat(region, self._head.throat(targets) - origin, min(1.0, pose.mouth / DARK_FROM))
        return drawn

    def _coarse_map(self, targets: Points, depths: NDArray[np.floating[Any]], region: Picture) -> Points:
        """(rows, columns, 2): where in the portrait the middle of each cell comes from; with a margin of one cell."""
        height, width = region.shape[:2]
        shape = (-(-height // BAND_PX) * (BAND_PX // CELL_PX) + 2, -(-width // CELL_PX) + 2)
        triangles = (targets[self._triangles] + 0.5) / CELL_PX + 0.5
        seen = _signed_areas(triangles) > FLAT  # what is turned away or folded lies behind the rest
        affine = np.zeros((len(triangles), 3, 2))
        ones = np.ones((int(seen.sum()), 3, 1))
        affine[seen] = np.linalg.solve(np.concatenate((triangles[seen], ones), axis=2), self._corners[seen])
        covers = _covers(triangles, depths[self._triangles].mean(axis=1), seen, shape)
        rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)[..., None]
        chosen = affine.astype(np.float32)[covers]
        moved = columns * chosen[..., 0, :] + rows * chosen[..., 1, :] + chosen[..., 2, :]
        still = np.concatenate((columns, rows), axis=2) * CELL_PX - (CELL_PX + 1) / 2 + (self._left, self._top)
        return np.where(covers[..., None] < 0, still, moved).astype(np.float32)

    def _warp(self, coarse: Points, region: Picture) -> None:
        height, width = region.shape[:2]
        cells = BAND_PX // CELL_PX + 2
        size = (coarse.shape[1] * CELL_PX, cells * CELL_PX)
        for top in range(0, height, BAND_PX):
            rows = min(BAND_PX, height - top)
            fine = cv2.resize(coarse[top // CELL_PX :][:cells], size, interpolation=cv2.INTER_LINEAR)
            band = fine[CELL_PX : CELL_PX + rows, CELL_PX : CELL_PX + width]
            xs, ys = band[..., 0], band[..., 1]
            region[top : top + rows] = cv2.remap(
                self._picture, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )


def _covers(
    triangles: Points, depths: NDArray[np.floating[Any]], seen: NDArray[np.bool_], shape: tuple[int, int]
) -> NDArray[np.int16]:
    """Which triangle is seen in each cell, -1 for none.

    All cells in the boxes around all triangles are tried at once, the farthest triangles first. (A thousand calls of
    OpenCV's drawing would each give up the interpreter's lock, and wait for it behind a busy screen.)
    """
    order = np.argsort(-depths, kind="stable")
    order = order[seen[order]]
    corners = triangles[order].astype(np.float32)
    rows, columns = shape
    low = np.maximum(np.ceil(corners.min(axis=1)).astype(np.int32), 0)
    high = np.minimum(np.floor(corners.max(axis=1)).astype(np.int32), (columns - 1, rows - 1))
    widths, heights = np.maximum(high - low + 1, 0).T
    counts = widths * heights
    tried = np.repeat(np.arange(len(order)), counts)
    within = np.arange(len(tried)) - np.repeat(np.cumsum(counts) - counts, counts)
    xs = low[tried, 0] + within % widths[tried]
    ys = low[tried, 1] + within // widths[tried]
    inside = np.ones(len(tried), np.bool_)
    for corner in range(3):
        here, there = corners[:, corner], corners[:, (corner + 1) % 3]
        along = there - here
        offset = along[:, 0] * here[:, 1] - along[:, 1] * here[:, 0]
        inside &= along[tried, 0] * ys - along[tried, 1] * xs >= offset[tried] - TOUCHING
    covers = np.full(shape, -1, np.int16)
    covers[ys[inside], xs[inside]] = order[tried[inside]]
    slits = cv2.dilate(covers, np.ones((3, 3), np.uint8))  # such as between lids
    return np.where(covers < 0, slits, covers).astype(np.int16)


def _triangulated(points: Points) -> NDArray[np.int64]:
    """(t, 3): Delaunay triangles between points, (n, 2), as their numbers, all the same way around."""
    low = points.min(axis=0) - 8
    size = np.ceil(points.max(axis=0) - low + 16).astype(int)
    plane = cv2.Subdiv2D((0, 0, int(size[0]), int(size[1])))
    numbers: dict[tuple[float, float], int] = {}
    for number, (x, y) in enumerate((points - low).tolist()):
        plane.insert((x, y))
        numbers[x, y] = number
    corners = np.asarray(plane.getTriangleList(), np.float64).reshape(-1, 3, 2).tolist()
    found = [[numbers.get((x, y), -1) for x, y in triangle] for triangle in corners]
    triangles = np.array([triangle for triangle in found if min(triangle) >= 0], np.int64)
    backward = _signed_areas(points[triangles]) < 0
    triangles[backward] = triangles[backward][:, ::-1]
    return triangles


def _signed_areas(triangles: Points) -> NDArray[np.floating[Any]]:
    """(t,) twice the areas of triangles, (t, 3, 2); negative when the corners run the other way around."""
    one, other = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]


def _draw_lashes(region: Picture, line: Points, strength: float) -> None:
    """A closed eye's line of lashes, which also hides the seam between the lids."""
    part, corners = _around(region, line)
    cover = np.zeros(part.shape[:2], np.uint8)
    width = max(1, round(float(np.linalg.norm(line[0] - line[-1])) * LASH_WIDTH))
    cv2.polylines(cover, [corners], False, 255, width, cv2.LINE_AA, SUBPIXEL_BITS)
    cover = cv2.GaussianBlur(cover, (0, 0), 0.8)[..., None] / 255 * 0.8 * strength
    part[:] = part * (1 - cover) + 0.3 * part.mean(axis=(0, 1)) * cover


def _draw_throat(region: Picture, outline: Points, strength: float) -> None:
    """What an open mouth shows: dark, with a tongue below, soft at its edges."""
    part, corners = _around(region, outline)
    cover = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(cover, [corners], 255, cv2.LINE_8, SUBPIXEL_BITS)
    cover = cv2.GaussianBlur(cover, (0, 0), SOFT_PX / 3)[..., None] / 255 * strength
    tongue = smooth(np.linspace(-0.4, 1, len(part), dtype=np.float32))[:, None, None]
    colour = np.array(THROAT_BGR) * (1 - tongue) + np.array(TONGUE_BGR) * tongue
    part[:] = part * (1 - cover) + colour * cover


def _around(region: Picture, line: Points) -> tuple[Picture, NDArray[np.int32]]:
    """The part of the region around a line, and the line's points in it, for OpenCV's drawing."""
    height, width = region.shape[:2]
    left, top = (max(0, int(low) - SOFT_PX) for low in line.min(axis=0))
    right, bottom = (int(high) + SOFT_PX for high in line.max(axis=0))
    points = np.rint((line - np.array([left, top])) * (1 << SUBPIXEL_BITS)).astype(np.int32)
    return region[top : min(bottom, height), left : min(right, width)], points

"""How far the eyes are open, from the contours of the lids.

The mesh's own lids hardly move: for an eye that is fully closed their ratio is 0.95 of the open one's. The contours
come from MediaPipe's iris network (Ablavatski et al., Real-time Pupil Tracking from Monocular Video for Digital
Puppetry, 2020), cut out as its `iris_landmark_left_and_right` graph does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.face.litert import LiteRtNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.engine import Picture
    from drivers.face.mesh import Landmarks
    from drivers.face.models import ModelFile

INPUT_PX = 64
CROP_SHARE = 2.3  # of the distance between an eye's corners
CORNERS = ((33, 133), (362, 263))  # of the mesh, in each eye from the left of the picture
_CONTOUR = 71  # points; the first nine run along the lower lid from corner to corner, the next seven along the upper
_LOWER, _UPPER = slice(3, 6), slice(11, 14)  # the middle of each


class EyeContours:
    """One thread at a time; 1 ms for both eyes.

    Raises:
        DeviceUnavailable: as `drivers.face.litert.LiteRtNetwork` does.
    """

    def __init__(self, model: ModelFile) -> None:
        self._network = LiteRtNetwork(model, INPUT_PX)

    def opening(self, picture: Picture, landmarks: Landmarks) -> float:
        """Height of the opening over its width, in the mean of both eyes: about 0.3 for an open one, 0.1 closed."""
        return sum(self._ratio(self._cut(picture, landmarks, eye)) for eye in (0, 1)) / 2

    def forget(self) -> None:
        """Overwrite what is left of the last picture."""
        self._network.forget()

    def _cut(self, picture: Picture, landmarks: Landmarks, eye: int) -> Picture:
        """One eye as the network wants it, level; the one at the right of the picture is mirrored."""
        left, right = (landmarks.points[corner, :2] for corner in CORNERS[eye])
        across = (right - left) * (CROP_SHARE / INPUT_PX)
        turned = np.array([[across[0], -across[1]], [across[1], across[0]]], np.float32)
        middle = (left + right) / 2 - turned @ np.array([INPUT_PX / 2, INPUT_PX / 2], np.float32)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        matrix = np.column_stack((turned, middle))
        cut = cv2.warpAffine(picture, matrix, (INPUT_PX, INPUT_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return (cut[:, ::-1] if eye else cut).astype(np.uint8, copy=False)

    def _ratio(self, cut: Picture) -> float:
        outputs = self._network.run(np.divide(cut[..., ::-1], 255, dtype=np.float32))
        contour = next(output for output in outputs if output.size == _CONTOUR * 3).reshape(_CONTOUR, 3)[:, :2]
        height = _lengths(contour[_UPPER] - contour[_LOWER]).mean()
        return float(height / (_lengths(contour[8:9] - contour[0:1])[0] or 1.0))


def _lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hypot(vectors[:, 0], vectors[:, 1])

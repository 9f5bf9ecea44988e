"""A straightened page as it is handed on: a JPEG that fits, and means the same number of pixels on the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.contract.document import ScannedPage
from drivers.errors import MediaError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

MOST_BYTES = 990_000
"""Of one page; with its share of a PDF's own words it stays below a megabyte."""

_QUALITIES = (88, 80, 70, 55, 40, 25)


def encoded(page: Picture, dpi: int) -> ScannedPage:
    """The page, (H, W, 3) BGR, at the best quality that fits into `MOST_BYTES`."""
    jpeg = next((jpeg for quality in _QUALITIES if len(jpeg := _jpeg(page, quality)) <= MOST_BYTES), None)
    if jpeg is None:  # noise all over: half the pixels say as much
        half = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return encoded(half.astype(np.uint8, copy=False), dpi // 2)
    return ScannedPage(jpeg, page.shape[1], page.shape[0], dpi)


def decoded(page: ScannedPage) -> Picture:
    """Its pixels, (H, W, 3) BGR. Raises MediaError `document.bad_page`."""
    pixels = cv2.imdecode(np.frombuffer(page.jpeg, np.uint8), cv2.IMREAD_COLOR) if page.jpeg else None
    if pixels is None or pixels.shape[:2] != (page.height_px, page.width_px):
        raise MediaError("document.bad_page", retryable=False)
    return pixels.astype(np.uint8, copy=False)


def turned(page: ScannedPage, degrees: int) -> ScannedPage:
    """The page turned clockwise by 0, 90, 180 or 270 degrees; encoded again. Raises MediaError `document.bad_page`."""
    if degrees == 0:
        return page
    how = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}[degrees]
    return encoded(cv2.rotate(decoded(page), how).astype(np.uint8, copy=False), page.dpi)


def upright(page: ScannedPage) -> Picture:
    """Its pixels with the longer side up, which way ever. Raises MediaError `document.bad_page`."""
    pixels = decoded(page)
    if pixels.shape[0] >= pixels.shape[1]:
        return pixels
    return cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE).astype(np.uint8, copy=False)


def _jpeg(page: Picture, quality: int) -> bytes:
    return cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()

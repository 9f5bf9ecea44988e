"""QR codes before a camera: a `BarcodeReader` that decodes frames. See docs/devices/barcode.md."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.barcode.framing import MOST_BYTES
from drivers.contract.camera import FrameSource
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceTimeout, DeviceUnavailable, MediaError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from drivers.barcode.decoder import QrDecoder
    from drivers.camera.sources import VideoSource

_FRAME_WAIT_S = 0.01
"""Between two looks into a mailbox: well under a frame's time."""


class CameraScanner:
    """A `BarcodeReader` on a camera of its own, or on the mailbox of one that somebody else runs.

    Args:
        source: device node, or a video or picture file; unused with `frames`.
        width_px, height_px, fps: what the camera is asked for.
        try_rotate, try_invert, try_downscale: see `QrDecoder`.
        frames: a running camera's mailbox.
    """

    hands_free = False
    """A camera looks only while somebody was told that it does."""

    def __init__(
        self,
        source: str,
        width_px: int = 640,
        height_px: int = 480,
        fps: float = 15,
        *,
        try_rotate: bool = True,
        try_invert: bool = True,
        try_downscale: bool = True,
        frames: FrameSource | None = None,
    ) -> None:
        self._source = source
        self._shape = (width_px, height_px, fps)
        self._tries = {"try_rotate": try_rotate, "try_invert": try_invert, "try_downscale": try_downscale}
        self._frames = frames
        self._last_number = -1
        self._decoder: QrDecoder | None = None
        self._camera: VideoSource | None = None
        self._codes: deque[bytes] = deque()

    def open(self) -> None:
        """The camera stays dark. Raises DeviceUnavailable `barcode.missing`."""
        from drivers.barcode.decoder import QrDecoder

        self._decoder = QrDecoder(**self._tries)
        self.status()

    def close(self) -> None:
        self.stop()

    def status(self) -> DeviceStatus:
        if self._frames is None and not Path(self._source).exists():
            raise DeviceUnavailable("barcode.missing", retryable=True)
        return DeviceStatus(DeviceState.ONLINE)

    def start(self) -> None:
        """Turn the camera on. Raises DeviceUnavailable `barcode.missing`."""
        self._codes.clear()
        if self._frames is not None or self._camera is not None:
            return
        from drivers.camera.sources import open_source

        try:
            self._camera = open_source(self._source, *self._shape)
        except DeviceUnavailable as error:
            raise DeviceUnavailable("barcode.missing", retryable=True) from error

    def stop(self) -> None:
        camera, self._camera = self._camera, None
        self._codes.clear()
        if camera is not None:
            camera.close()

    def next(self, timeout_s: float) -> bytes | None:
        decoder = self._decoder
        if decoder is None:
            raise DeviceUnavailable("barcode.missing", retryable=True)
        until_s = time.monotonic() + timeout_s
        while not self._codes:
            image = self._picture()
            if image is None:
                time.sleep(_FRAME_WAIT_S)
            else:
                self._codes += decoder.decode(image)
            if not self._codes and time.monotonic() >= until_s:
                return None
        code = self._codes.popleft()
        if len(code) > MOST_BYTES:
            raise MediaError("barcode.unreadable", retryable=True, data={"why": "too_long"})
        return code

    def _picture(self) -> NDArray[np.uint8] | None:
        """A picture not looked at before; None when the mailbox has no new one."""
        if self._frames is not None:
            frame = self._frames.latest()
            if frame is None or frame.number == self._last_number:
                return None
            self._last_number = frame.number
            return frame.image
        if self._camera is None:
            raise DeviceUnavailable("barcode.missing", retryable=True)
        try:
            return self._camera.read()
        except DeviceTimeout as error:
            raise DeviceTimeout("barcode.silent", retryable=True) from error
        except DeviceUnavailable as error:
            raise DeviceUnavailable("barcode.missing", retryable=True) from error

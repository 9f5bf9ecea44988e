"""One place for one frame: a new frame replaces the last, and nobody waits for anybody.

A queue of frames grows stale when the reader is slower than the camera; this cannot.
"""

import threading

from drivers.contract.camera import Frame


class FrameMailbox:
    """The camera puts, everybody else looks. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: Frame | None = None

    def put(self, frame: Frame) -> None:
        with self._lock:
            self._frame = frame

    def latest(self) -> Frame | None:
        """The newest frame, or None when the camera is off."""
        with self._lock:
            return self._frame

    def clear(self) -> None:
        """Forget the last picture, so that nobody's face stays behind."""
        with self._lock:
            self._frame = None

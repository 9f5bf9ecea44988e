"""What the camera sees while a face check runs: a one-frame mailbox between camera, face check and preview."""

from drivers.contract.camera import Frame


class Viewfinder:
    """A `drivers.contract.camera.FrameSource`. One reference is swapped at a time, so no lock is needed (CPython)."""

    def __init__(self) -> None:
        self._frame: Frame | None = None

    def latest(self) -> Frame | None:
        return self._frame

    def show(self, frame: Frame | None) -> None:
        """Put the newest frame in; None when the camera is off."""
        self._frame = frame

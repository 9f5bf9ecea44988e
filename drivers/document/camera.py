"""The document camera: OpenCV's camera above a table, or a drawn table, and the check of what lies there."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from drivers.camera.opencv import OpenCvCamera
from drivers.contract.camera import FrameSource
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PageLook, PaperSize
from drivers.errors import DeviceError
from drivers.faults import FaultScript

if TYPE_CHECKING:
    from drivers.camera.sources import VideoSource
    from drivers.contract.document import ScannedPage
    from drivers.document.page_check import PageCheck


class PaperCamera:
    """Implements `drivers.contract.document.DocumentCamera`. Its errors are those of any camera, named `document.…`.

    Args:
        source: `/dev/video*`; or a paper to lie on a drawn table: a picture, or a Typst file; "" = nothing lies there.
        width_px, height_px, fps: what is asked of the camera; 1920×1080 over A4 makes some 115 real dots an inch.
        view_width_mm: how much of the table the picture is wide; tells A4 from A5. 0 = not measured.
        dpi: of the pages that it takes.
        steady_looks: how many looks running must find a page well and in its place before it is taken.
        faults: struck at `open` and, when the table is drawn, at each frame.
    """

    def __init__(
        self,
        source: str,
        width_px: int = 1920,
        height_px: int = 1080,
        fps: float = 15,
        *,
        view_width_mm: float = 0.0,
        dpi: int = 200,
        steady_looks: int = 4,
        faults: FaultScript | None = None,
    ) -> None:
        self._faults = faults or FaultScript()
        self._page = 0
        self._camera = OpenCvCamera(
            source or None, width_px, height_px, fps, turn_on=None if source.startswith("/dev/") else self._draw
        )
        self._settings = (dpi, view_width_mm, steady_looks)
        self._check: PageCheck | None = None
        self._seen = 0

    @property
    def frames(self) -> FrameSource:
        return self._camera.frames

    def open(self) -> None:
        """Look whether the camera is there; it stays off. Raises DeviceUnavailable `document.missing`."""
        if (fault := self._faults.strike("document", "open")) is not None:
            from drivers.document.drawn_table import obstruct

            obstruct(fault)
        with _named():
            self._camera.open()

    def close(self) -> None:
        self.stop()
        self._camera.close()
        self._check = None

    def status(self) -> DeviceStatus:
        """`details["picture"]` as of any camera."""
        status = self._camera.status()
        if status.state is not DeviceState.ONLINE:
            return DeviceStatus(status.state, _renamed(status.code))
        return status

    def start(self) -> None:
        with _named():
            self._camera.start()
        if self._check is None:
            from drivers.document.page_check import PageCheck  # where nobody shows papers it is not loaded

            self._check = PageCheck(*self._settings)

    def stop(self) -> None:
        """Turn the camera off and forget every picture."""
        self._camera.stop()
        self._seen = 0
        if self._check is not None:
            self._check.forget()

    def capture(self) -> None:
        """Wait for the next frame, put it into the mailbox.

        Raises:
            DeviceTimeout: `document.silent`, `document.frozen`.
            DeviceUnavailable: `document.lost`, `document.missing`, `document.off`, `document.closed`.
        """
        with _named():
            self._camera.capture()

    def expect(self, size: PaperSize, taken: ScannedPage | None = None) -> None:
        if self._check is not None:
            self._check.expect(size, taken)

    def look(self) -> PageLook:
        self.capture()
        frame = self._camera.frames.latest()
        if frame is None or self._check is None or frame.number == self._seen:
            return PageLook(PageInstruction.HOLD_STILL)  # the camera gave the last picture once more
        self._seen = frame.number
        return self._check.look(frame.image)

    def show(self, path: str | None, page: int = 0) -> None:
        """Lay another paper on a drawn table, None to clear it; from any thread. A real camera refuses: ValueError.

        `page` is the number of a Typst file's page, from 0.
        """
        self._page = page
        self._camera.show(path)

    def _draw(self, path: str | None, width_px: int, height_px: int, fps: float) -> VideoSource:
        from drivers.document.drawn_table import DrawnTable

        return DrawnTable(path, lambda: self._page, (width_px, height_px), fps, self._faults)


@contextmanager
def _named() -> Generator[None]:
    try:
        yield
    except DeviceError as error:
        raise type(error)(_renamed(error.code), retryable=error.retryable, data=error.data) from error


def _renamed(code: str) -> str:
    return code.replace("camera.", "document.", 1)

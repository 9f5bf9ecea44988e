"""The camera, through OpenCV: a device, or a video, picture or script file that stands for one."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drivers.camera.mailbox import FrameMailbox
from drivers.camera.presence import Presence
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drivers.camera.sources import VideoSource

    Picture = NDArray[np.uint8]
    TurnOn = Callable[[str | None, int, int, float], VideoSource]

DARK_BELOW = 16  # mean grey level; with the hall's light off a camera gives 2 to 12
_SAMPLE_STEP_PX = 16


class OpenCvCamera:
    """Implements `drivers.contract.camera.Camera`.

    Args:
        source: `/dev/video*`, a video, picture or script file, or None for an empty hall.
        pixel_format, exposure_ms: asked of a device; see `drivers.camera.sources.Setting`.
        frozen_after: how many frames, the same to the last bit, mean that the camera hangs. Default: one second's.
        frame_deadline_s: how long a frame may take before `camera.silent`.
        presence: who stands before a simulated camera; goes before `source`.
        faults: struck at `open` and at each `capture`; at `act` when a simulated person is asked to do something.
        turn_on: opens the source in place of `drivers.camera.sources.open_source`.
    """

    def __init__(
        self,
        source: str | None = None,
        width_px: int = 1280,
        height_px: int = 720,
        fps: float = 30,
        *,
        pixel_format: str = "MJPG",
        exposure_ms: float = 0.0,
        frozen_after: int | None = None,
        frame_deadline_s: float = 2.0,
        presence: Presence | None = None,
        faults: FaultScript | None = None,
        turn_on: TurnOn | None = None,
    ) -> None:
        self.frames = FrameMailbox()
        self._open_source = turn_on
        self._presence = presence or Presence(source)
        self._format = (width_px, height_px, fps)
        self._setting = (pixel_format, exposure_ms)
        self._frozen_after = frozen_after or max(2, round(fps))
        self._frame_deadline_s = frame_deadline_s
        self._faults = faults or FaultScript()
        self._random = np.random.default_rng()
        self._opened = False
        self._source: VideoSource | None = None
        self._source_path: str | None = None
        self._same_frames = 0

    def open(self) -> None:
        """Look whether the camera is there; it stays off.

        Raises:
            DeviceUnavailable: `camera.missing`, `camera.lost`.
        """
        import_module("drivers.camera.sources")  # OpenCV takes 0.1 s: not while somebody waits
        self.close()
        self._obstruct(self._faults.strike("camera", "open"))
        self._require_present()
        self._opened = True

    def close(self) -> None:
        self.stop()
        self._opened = False

    def status(self) -> DeviceStatus:
        """`details["picture"]` is "off", "dark" or "ok"; `details["exposure"]` as the camera that is on tells it."""
        if not self._opened:
            return DeviceStatus(DeviceState.OFFLINE, "camera.closed")
        try:
            self._require_present()
        except DeviceUnavailable as error:
            return DeviceStatus(DeviceState.NO_DEVICE, error.code)
        return DeviceStatus(DeviceState.ONLINE, details={"picture": self._picture_state(), **self._exposure()})

    def start(self) -> None:
        if not self._opened:
            raise DeviceUnavailable("camera.closed", retryable=True)
        if self._source is None:
            self._turn_on()

    def stop(self) -> None:
        """Turn the camera off and forget its last picture."""
        if self._source is not None:
            self._source.close()
        self._source = None
        self.frames.clear()

    def show(self, path: str | None) -> None:
        """Put another person in front of a simulated camera, None for nobody. May be called from any thread; seen from
        the next frame on. A real camera refuses: it shows who stands there.
        """
        shown = self._presence.source
        if shown is not None and shown.startswith("/dev/"):
            raise ValueError("only a simulated camera can be shown a picture")
        if path is not None and not Path(path).is_file():
            raise FileNotFoundError(path)
        self._presence.source = path

    def capture(self) -> None:
        """Wait for the next frame and put it into the mailbox, a new array each time, unless it is the last one again.

        Raises:
            DeviceTimeout: `camera.silent`, or `camera.frozen` when the picture no longer changes at all.
            DeviceUnavailable: `camera.lost`, `camera.missing`, or `camera.off` before `start`.
        """
        if self._source is None:
            raise DeviceUnavailable("camera.off", retryable=False)
        if self._source_path != self._presence.source:
            self._turn_on()
        fault = self._faults.strike("camera", "capture")
        self._obstruct(fault)
        last = self.frames.latest()
        picture = self._source.read()
        if fault is not None:
            picture = self._spoil(picture, fault, last)
        if self._is_still(picture, last):
            return
        number = last.number + 1 if last else 1
        self.frames.put(Frame(picture, time.monotonic(), number))

    def _turn_on(self) -> None:
        from drivers.camera.sources import Setting, open_source

        if self._source is not None:
            self._source.close()
        path = self._presence.source
        if self._open_source is None:
            setting = Setting(*self._setting)
            self._source = open_source(
                path, *self._format, setting=setting, presence=self._presence, faults=self._faults
            )
        else:
            self._source = self._open_source(path, *self._format)
        self._source_path = path
        self._same_frames = 0

    def _require_present(self) -> None:
        shown = self._presence.source
        if shown is not None and not Path(shown).exists():
            raise DeviceUnavailable("camera.missing", retryable=True)

    def _obstruct(self, fault: Fault | None) -> None:
        """Faults that come before any picture."""
        if fault is None:
            return
        if fault.kind in (Kind.MISSING, Kind.UNPLUGGED):
            raise DeviceUnavailable("camera.missing" if fault.kind is Kind.MISSING else "camera.lost", retryable=True)
        if fault.kind is Kind.SILENT:
            time.sleep(self._frame_deadline_s)
            raise DeviceTimeout("camera.silent", retryable=True, data={"deadline_s": self._frame_deadline_s})
        if fault.kind is Kind.SLOW:
            time.sleep(fault.delay_s)

    def _spoil(self, picture: Picture, fault: Fault, last: Frame | None) -> Picture:
        """Faults in the picture itself."""
        from drivers.camera import scenes

        match fault.kind:
            case Kind.FROZEN if last is not None:
                return last.image.copy()
            case Kind.DARK:
                return scenes.darkened(picture)
            case Kind.GARBAGE | Kind.HALF:
                return scenes.half_written(picture, self._random)
            case Kind.TWO_FACES:
                return scenes.two_people(picture)
            case Kind.NO_FACE:
                width_px, height_px = picture.shape[1], picture.shape[0]
                return scenes.sensor_noise(width_px, height_px).over(scenes.nobody(width_px, height_px))
            case _:
                return picture

    def _is_still(self, picture: Picture, last: Frame | None) -> bool:
        """A live sensor never gives the same picture twice, to the last bit: such a one is not put into the mailbox,
        and too many of them are a fault. A black picture is (a shut cover), and is dark, not frozen.
        """
        if last is None or _is_dark(picture) or not np.array_equal(_sample(picture), _sample(last.image)):
            self._same_frames = 0
            return False
        self._same_frames += 1
        if self._same_frames >= self._frozen_after:
            raise DeviceTimeout("camera.frozen", retryable=True, data={"frames": self._same_frames})
        return True

    def _picture_state(self) -> str:
        frame = self.frames.latest()
        if frame is None:
            return "off"
        return "dark" if _is_dark(frame.image) else "ok"

    def _exposure(self) -> dict[str, str]:
        exposure = self._source.exposure if self._source is not None else ""
        return {"exposure": exposure} if exposure else {}


def _sample(picture: Picture) -> Picture:
    return picture[::_SAMPLE_STEP_PX, ::_SAMPLE_STEP_PX]


def _is_dark(picture: Picture) -> bool:
    return float(_sample(picture).mean()) < DARK_BELOW

"""Where frames come from: a V4L2 device, or a video, picture or script file that stands for one.

Nothing else touches `cv2.VideoCapture`.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from drivers.camera import scenes
from drivers.camera.presence import Presence
from drivers.contract.face import PROMPTS
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import FaultScript, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.camera.scripts import Script
    from drivers.contract.face import FaceInstruction

    Picture = NDArray[np.uint8]

READ_TIMEOUT_S = 2
SEED = 1  # of persons who act
_EXPOSURE_MANUAL, _EXPOSURE_BY_ITSELF = 1, 3  # V4L2_EXPOSURE_MANUAL, V4L2_EXPOSURE_APERTURE_PRIORITY
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})


class VideoSource(Protocol):
    """A camera that is on. `read` waits for the next frame and returns a new array each time.

    `exposure` says how long it exposes and who decides that, in words for staff; "" when it has no say in it.
    """

    @property
    def exposure(self) -> str: ...
    def read(self) -> Picture: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked of a device beside size and rate: few USB cameras give 720p at 30 frames/s but as MJPEG.

    `pixel_format`: its V4L2 code. `exposure_ms`: fixed; 0 lets the camera decide.
    """

    pixel_format: str = "MJPG"
    exposure_ms: float = 0.0


class V4l2Source:
    """A camera at a device node, or at a link to one. What it cannot do of what is asked it leaves, as V4L2 does."""

    def __init__(self, node: str, width_px: int, height_px: int, fps: float, setting: Setting) -> None:
        self._node = Path(node)
        # OpenCV waits ten seconds for a silent camera unless told otherwise; read once, at the first capture.
        os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(READ_TIMEOUT_S))
        cv2.utils.logging.setLogLevel(2)  # errors only: a missing camera is reported by us, once
        self._capture = cv2.VideoCapture(str(self._node.resolve()), cv2.CAP_V4L2)
        if not self._capture.isOpened():
            raise DeviceUnavailable("camera.missing", retryable=True)
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*setting.pixel_format))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
        self._capture.set(cv2.CAP_PROP_FPS, fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._expose(setting.exposure_ms)

    def _expose(self, exposure_ms: float) -> None:
        """Also back to deciding by itself: cameras keep what another program set."""
        by_whom = _EXPOSURE_MANUAL if exposure_ms else _EXPOSURE_BY_ITSELF
        self._capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, by_whom)
        if exposure_ms:
            self._capture.set(cv2.CAP_PROP_EXPOSURE, exposure_ms * 10)

    @property
    def exposure(self) -> str:
        """V4L2_CID_EXPOSURE_AUTO and V4L2_CID_EXPOSURE_ABSOLUTE, which counts 100 µs. Never tried on a camera."""
        ms = self._capture.get(cv2.CAP_PROP_EXPOSURE) / 10
        manual = self._capture.get(cv2.CAP_PROP_AUTO_EXPOSURE) == _EXPOSURE_MANUAL
        return f"{'fixed' if manual else 'by itself'}, {ms:g} ms" if ms > 0 else ""

    def read(self) -> Picture:
        taken, image = self._capture.read()
        if taken:
            return image.astype(np.uint8, copy=False)
        if self._node.exists():
            raise DeviceTimeout("camera.silent", retryable=True, data={"deadline_s": READ_TIMEOUT_S})
        raise DeviceUnavailable("camera.lost", retryable=True)

    def close(self) -> None:
        self._capture.release()


class VideoFileSource:
    """A video file, over and over, at the asked frame rate."""

    exposure = ""

    def __init__(self, path: Path, width_px: int, height_px: int, fps: float) -> None:
        self._path = path
        self._capture = cv2.VideoCapture(str(path))
        self._size = (width_px, height_px)
        self._pace = Pace(fps)
        if not self._capture.isOpened():
            raise DeviceUnavailable("camera.missing", retryable=False)

    def read(self) -> Picture:
        self._pace.wait()
        taken, image = self._capture.read()
        if not taken:
            self._capture.open(str(self._path))  # seeking to frame 0 fails on very short files
            taken, image = self._capture.read()
        if not taken:
            raise DeviceUnavailable("camera.lost", retryable=False)
        return scenes.filling(image.astype(np.uint8, copy=False), *self._size).copy()

    def close(self) -> None:
        self._capture.release()


class PictureSource:
    """One picture as a person holding still: repeated at the frame rate under fresh noise. None: nobody there."""

    exposure = ""

    def __init__(self, path: Path | None, width_px: int, height_px: int, fps: float) -> None:
        self._picture = scenes.nobody(width_px, height_px)
        if path is not None:
            image = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if image is None:
                raise DeviceUnavailable("camera.missing", retryable=False)
            self._picture = scenes.filling(image.astype(np.uint8, copy=False), width_px, height_px)
        self._noise = scenes.sensor_noise(width_px, height_px)
        self._pace = Pace(fps)

    def read(self) -> Picture:
        self._pace.wait()
        return self._noise.over(self._picture)

    def close(self) -> None:
        """Nothing is held open."""


class ScriptSource:
    """A picture script, from its start, with persons who act. What they are told is in `presence`.

    Faults of the camera's operation `act`, one for each prompt: `silent` (ignored), `wrong` (another action), `slow`.
    """

    exposure = ""

    def __init__(
        self, script: Script, width_px: int, height_px: int, fps: float, *, presence: Presence, faults: FaultScript
    ) -> None:
        from drivers.camera.acting import Answer
        from drivers.camera.performance import Performance

        self._performance = Performance(script, SEED, width_px, height_px)
        self._answers = {Kind.SILENT: Answer.IGNORES, Kind.WRONG: Answer.WRONG}
        self._presence = presence
        self._faults = faults
        self._told: FaceInstruction | None = None
        self._pace = Pace(fps)
        self._began_s = time.monotonic()

    def read(self) -> Picture:
        self._pace.wait()
        told, delay_s = self._presence.told, 0.0
        if told != self._told and told in PROMPTS:
            fault = self._faults.strike("camera", "act")
            delay_s = fault.delay_s if fault is not None and fault.kind is Kind.SLOW else 0.0
            self._performance.answer(self._answers.get(fault.kind) if fault is not None else None)
        self._told = told
        return self._performance.picture(time.monotonic() - self._began_s, told, delay_s=delay_s)

    def close(self) -> None:
        """Nothing is held open."""


class Pace:
    """Waits so that calls come `fps` a second, without catching up on what was missed."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1.0 / fps
        self._due_s = 0.0

    def wait(self) -> None:
        time.sleep(max(0.0, self._due_s - time.monotonic()))
        self._due_s = max(self._due_s, time.monotonic() - self._period_s) + self._period_s


def open_source(
    path: str | None,
    width_px: int,
    height_px: int,
    fps: float,
    *,
    setting: Setting | None = None,
    presence: Presence | None = None,
    faults: FaultScript | None = None,
) -> VideoSource:
    """Turn on the camera behind a device node, a video, picture or script file, or None for an empty hall.

    A picture with landmarks beside it (`drivers.camera.portraits`) is a person who acts; another one holds still.

    `setting` is for devices, `presence` and `faults` for persons who act.

    Raises:
        DeviceUnavailable: `camera.missing`.
    """
    asked = (width_px, height_px, fps)
    if path is None:
        return PictureSource(None, *asked)
    if path.startswith("/dev/"):
        return V4l2Source(path, *asked, setting or Setting())
    script = _script(Path(path))
    if script is not None:
        return ScriptSource(script, *asked, presence=presence or Presence(path), faults=faults or FaultScript())
    if Path(path).suffix.lower() in PICTURE_SUFFIXES:
        return PictureSource(Path(path), *asked)
    return VideoFileSource(Path(path), *asked)


def _script(path: Path) -> Script | None:
    from drivers.camera import scripts
    from drivers.camera.portraits import landmarks_file

    if path.suffix == scripts.SUFFIX:
        try:
            return scripts.load_script(path)
        except scripts.ScriptError as error:
            data = {"why": str(error)}
            raise DeviceUnavailable("camera.missing", retryable=False, data=data) from error
    acts = path.suffix.lower() in PICTURE_SUFFIXES and landmarks_file(path).exists()
    return scripts.of_person(path) if acts else None

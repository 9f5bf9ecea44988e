"""A table with a paper on it, drawn as a camera above it sees it: the simulated document camera.

It obeys fault scripts, device `document`, operation `capture` (one for each frame): what lies wrong (`empty`, `hand`,
`blurred`, `glare`, `cut_edge`, `turned`, `dark`) and what breaks (`frozen`, `silent`, `slow`, `missing`, `unplugged`).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.camera import scenes as sensor
from drivers.camera.sources import Pace
from drivers.document.scenes import Lying, Table, render
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

DRAWN_DPI = 200
_SILENCE_S = 2.0
_LONG_SIDE_PART = 0.68  # of the frame's width


class DrawnTable:
    """A `drivers.camera.sources.VideoSource`. What lies there is drawn when it changes; each frame has its own noise.

    Args:
        paper: a picture of one page at `DRAWN_DPI`, or a Typst file; None = the table is empty.
        page: asked at each frame which page of the file lies on top, from 0.
        size_px: width and height of the frame.
    """

    exposure = ""

    def __init__(
        self,
        paper: str | None,
        page: Callable[[], int],
        size_px: tuple[int, int],
        fps: float,
        faults: FaultScript,
    ) -> None:
        self._pages = [] if paper is None else pages_of(Path(paper))
        self._page = page
        self._size = size_px
        self._pace = Pace(fps)
        self._noise = sensor.SensorNoise(*size_px)
        self._faults = faults
        self._shown: tuple[int, Kind | None] | None = None
        self._scene = sensor.nobody(*size_px)
        self._last: Picture | None = None

    def read(self) -> Picture:
        self._pace.wait()
        fault = self._faults.strike("document", "capture")
        if fault is not None:
            obstruct(fault)
        if fault is not None and fault.kind is Kind.FROZEN and self._last is not None:
            return self._last.copy()
        self._draw(self._page(), fault.kind if fault else None)
        self._last = self._noise.over(self._scene)
        return self._last

    def close(self) -> None:
        """Nothing is held open."""

    def _draw(self, number: int, fault: Kind | None) -> None:
        if self._shown == (number, fault):
            return
        page = self._pages[number] if number < len(self._pages) and fault is not Kind.EMPTY else None
        seed = number + 1
        lying = replace(_lying(page, self._size[0], seed), **_SPOILT.get(fault, {}))
        if fault is Kind.TURNED:
            lying = replace(lying, turn_deg=lying.turn_deg + 180)
        self._scene = render(page, lying, *self._size, seed=seed)[0]
        self._shown = (number, fault)


_SPOILT: dict[Kind | None, dict[str, object]] = {
    Kind.HAND: {"hand": 2.4},
    Kind.BLURRED: {"blur_px": 4.0},
    Kind.GLARE: {"glare": True},
    Kind.CUT_EDGE: {"centre": (0.78, 0.55)},
    Kind.DARK: {"light": 0.25},
}


def pages_of(paper: Path) -> list[Picture]:
    """Every page as a picture (H, W, 3) BGR.

    Raises:
        DeviceUnavailable: `document.missing`, the file is no picture.
    """
    if paper.suffix != ".typ":
        return [_picture(paper.read_bytes())]
    with tempfile.TemporaryDirectory() as folder:
        drawn = [sys.executable, "-P", "-c", _DRAW, str(paper), f"{folder}/{{0p}}.png", str(DRAWN_DPI)]
        subprocess.run(drawn, check=True, timeout=_DRAWN_WITHIN_S, stdin=subprocess.DEVNULL)  # noqa: S603 (our own)
        return [_picture(page.read_bytes()) for page in sorted(Path(folder).iterdir())]


_DRAW = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], ppi=float(sys.argv[3]))"
"""A program of its own: its fonts would stay in this one's memory."""
_DRAWN_WITHIN_S = 60.0


def _picture(encoded: bytes) -> Picture:
    picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR) if encoded else None
    if picture is None:
        raise DeviceUnavailable("document.missing", retryable=False)
    return picture.astype(np.uint8, copy=False)


def _lying(page: Picture | None, width_px: int, seed: int) -> Lying:
    """A little askew, as people lay papers down: the longer side along the frame."""
    random = np.random.default_rng(zlib.crc32(b"paper") + seed)
    upright = page is not None and page.shape[0] > page.shape[1]
    return Lying(
        turn_deg=(-90 if upright else 0) + float(random.uniform(-5, 5)),
        tilt=(float(random.uniform(-0.03, 0.03)), float(random.uniform(-0.03, 0.03))),
        size_px=_LONG_SIDE_PART * width_px,
        table=Table.MAT,
        noise=0.0,
    )


def obstruct(fault: Fault) -> None:
    """Faults that come before any picture. Raises DeviceUnavailable `document.missing`, `.lost`; DeviceTimeout."""
    match fault.kind:
        case Kind.MISSING | Kind.UNPLUGGED:
            raise DeviceUnavailable(
                "document.missing" if fault.kind is Kind.MISSING else "document.lost", retryable=True
            )
        case Kind.SILENT:
            time.sleep(_SILENCE_S)
            raise DeviceTimeout("document.silent", retryable=True, data={"deadline_s": _SILENCE_S})
        case Kind.SLOW:
            time.sleep(fault.delay_s)
        case _:
            pass

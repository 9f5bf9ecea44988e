"""`kiosk doctor --device camera`: two seconds of pictures: how many, how large, how bright."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from config.persons import load_persons
from config.settings import Settings
from drivers import registry
from drivers.contract.camera import Camera, Frame
from drivers.errors import DeviceError, DeviceTimeout
from kiosk.app.examinations.examined import Examined, Say, told

if TYPE_CHECKING:
    from collections.abc import Sequence

DEVICE = "camera"
WATCHED_S = 2.0
LEAST_FPS_SHARE = 0.6  # of what is asked for; cameras lengthen their exposure in the dark
_BRIGHT_LEVEL = 250


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Turn the camera on, count frames. `camera.slow` when too few came, `camera.dark` when nothing can be seen."""
    del wait_s
    device = settings.devices.camera
    options: dict[str, object] = device.options.model_dump()
    if device.simulate:
        options["source"] = str(load_persons()[settings.simulation.person].live_picture)
    else:
        say("Leave the camera uncovered.")
    seen = {"source": "a demo person" if device.simulate else device.options.source}
    camera = cast(Camera, registry.create(device.driver, options))
    try:
        camera.open()
        frames = _frames(camera)
        details = camera.status().details
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        camera.close()
    fps = (len(frames) - 1) / (frames[-1].taken_s - frames[0].taken_s)
    seen["size"] = f"{frames[-1].image.shape[1]}×{frames[-1].image.shape[0]}, asked for: {_asked(settings)}"
    seen["frames per second"] = f"{fps:.1f} of {device.options.fps:g}"
    seen |= {name: value for name, value in details.items() if value}
    seen |= _light(frames[-1])
    if details["picture"] == "dark":
        return Examined(DEVICE, "camera.dark", seen)
    return Examined(DEVICE, "" if fps >= LEAST_FPS_SHARE * device.options.fps else "camera.slow", seen)


def _frames(camera: Camera) -> Sequence[Frame]:
    """What came while it was watched; raises DeviceTimeout `camera.silent` when that is no two frames."""
    camera.start()
    frames: dict[int, Frame] = {}
    until = time.monotonic() + WATCHED_S
    while time.monotonic() < until:
        camera.capture()
        if (frame := camera.frames.latest()) is not None:
            frames[frame.number] = frame
    if len(frames) < 2:
        raise DeviceTimeout("camera.silent", retryable=True, data={"frames": len(frames)})
    return list(frames.values())


def _light(frame: Frame) -> dict[str, str]:
    sample = frame.image[::8, ::8]
    washed_out = float((sample >= _BRIGHT_LEVEL).mean())
    return {"brightness": f"{float(sample.mean()):.0f} of 255, {100 * washed_out:.0f} % washed out"}


def _asked(settings: Settings) -> str:
    options = settings.devices.camera.options
    return f"{options.width_px}×{options.height_px}"

"""The camera that looks at the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from drivers.contract.device import Device
from drivers.contract.value import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Frame(Value):
    """One picture. `image` is (H, W, 3) uint8 BGR and is never written to again; `taken_s` is monotonic.

    `outline`: the corners (x, y) of what was found in it, in parts of its width and height.
    """

    image: NDArray[np.uint8]
    taken_s: float
    number: int
    outline: tuple[tuple[float, float], ...] = ()


class FrameSource(Protocol):
    """The camera's one-frame mailbox: a new frame replaces the last; nobody waits for anybody."""

    def latest(self) -> Frame | None: ...


class Camera(Device, Protocol):
    def start(self) -> None:
        """Turn the camera on (and its light, if any). Frames appear in `frames` until `stop`."""
        ...

    def stop(self) -> None: ...
    def capture(self) -> None:
        """Wait for the next frame, put it into the mailbox. Raises DeviceTimeout `camera.frozen`, DeviceUnavailable."""
        ...

    @property
    def frames(self) -> FrameSource: ...

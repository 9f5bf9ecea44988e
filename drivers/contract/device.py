"""What is common to all classes of devices: state, and how one is opened and asked.

Every call may block and is made on the device's own `DeviceWorker` thread. Every failure is a `DeviceError`.
Device states are XFS4IoT's (`Common.Status`, property `device`).
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from drivers.contract.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeviceState(StrEnum):
    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    BUSY = "deviceBusy"

    @property
    def usable(self) -> bool:
        return self in (DeviceState.ONLINE, DeviceState.BUSY)


class DeviceStatus(Value):
    """State of one device.

    `code` is the error code behind any state but online; beside online it is what the device works without, and
    somebody should mend. `details` holds class-specific words, such as `{"paper": "low", "cover": "closed"}` (XFS4IoT
    `Printer.Status`).
    """

    state: DeviceState
    code: str = ""
    details: Mapping[str, str] = field(default_factory=dict[str, str])


class Device(Protocol):
    """Common to all classes. `open` may be called again after `close`; both are idempotent."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def status(self) -> DeviceStatus:
        """Ask the device itself (a round trip on the wire), in well under a second."""
        ...

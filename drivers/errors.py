"""What can go wrong with a device, as data. Sentences for people are made in `ui/messages.py` alone."""

from collections.abc import Mapping


class DeviceError(Exception):
    """A device did not do what was asked. A bug is never one of these.

    Args:
        code: stable dotted name, `<device class>.<what>`, as `id_card.removed`; `ui/messages.py` has their sentences.
        retryable: whether the same call may succeed when simply made again.
        data: numbers and short enumerations for the log; never anything about a person.
    """

    def __init__(self, code: str, *, retryable: bool, data: Mapping[str, str | int | float] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.data = dict(data or {})

    def __str__(self) -> str:
        details = " ".join(f"{key}={value}" for key, value in self.data.items())
        return f"{self.code} {details}".strip()


class DeviceUnavailable(DeviceError):
    """The device cannot be reached: absent, unplugged, powered off, port gone. The worker reopens it."""


class DeviceTimeout(DeviceError):
    """The device did not answer before the deadline. The connection is discarded: a late answer may come."""


class ProtocolError(DeviceError):
    """The device answered with bytes that its protocol does not allow."""


class MediaError(DeviceError):
    """The device is well, but not what was put into or onto it: a card torn away, no paper, an unreadable portrait."""

"""Scanners of QR codes."""

from __future__ import annotations

from typing import Protocol

from drivers.contract.device import Device


class BarcodeReader(Device, Protocol):
    """A scanner. What codes say is opaque here: bytes of bounded length, meant for the platform, never for a log."""

    hands_free: bool
    """It looks by itself, so that a code may be held before it without anybody having been asked to."""

    def start(self) -> None:
        """Begin to look; codes shown before are forgotten."""
        ...

    def stop(self) -> None: ...
    def next(self, timeout_s: float) -> bytes | None:
        """The next code, or None when none came in `timeout_s`.

        Raises MediaError `barcode.unreadable`: something was seen, but not whole.
        """
        ...

"""What an examination is given and what it hands back."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings
    from drivers.errors import DeviceError

_PAGES = {"printer": "receipt_printer"}
"""Devices whose page has another name than theirs."""


@dataclass(frozen=True, slots=True)
class Examined:
    """`code` is the error that ended the examination, "" when all is well; `seen` keeps its order, and is masked."""

    device: str
    code: str = ""
    seen: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def well(self) -> bool:
        return self.code == ""

    def as_dict(self) -> dict[str, Any]:
        return {"device": self.device, "code": self.code, "seen": dict(self.seen)}

    def lines(self) -> list[str]:
        """For a terminal: one fact a line, then the verdict."""
        seen = {**self.seen} if self.well else {**self.seen, "explained in": _page(self.device)}
        width = max((len(name) for name in seen), default=0)
        return [*(f"{name:<{width}}  {value}" for name, value in seen.items()), self.code or "well"]


def told(error: DeviceError) -> dict[str, str]:
    """What an error knows, for whoever mends it: a system's number in the system's words too."""
    said = {f"error {name}": str(value) for name, value in error.data.items()}
    number = error.data.get("errno")
    return said | {"error errno": f"{number} ({os.strerror(number)})"} if isinstance(number, int) and number else said


def _page(device: str) -> str:
    return f"docs/devices/{_PAGES.get(device, device)}.md"


Say = Callable[[str], None]
"""Tells whoever stands there what to do now."""

Examine = Callable[["Settings", float, Say], Examined]
"""Opens the device, uses it once, closes it. The number is how many seconds to wait for a person's hand. Device errors
are in the result, with all that was seen until then; simulated devices are used as the demo person would."""

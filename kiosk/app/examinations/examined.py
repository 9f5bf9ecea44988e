"""What an examination is given and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.settings import Settings


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
        width = max((len(name) for name in self.seen), default=0)
        return [*(f"{name:<{width}}  {value}" for name, value in self.seen.items()), self.code or "well"]


Say = Callable[[str], None]
"""Tells whoever stands there what to do now."""

Examine = Callable[["Settings", float, Say], Examined]
"""Opens the device, uses it once, closes it. The number is how many seconds to wait for a person's hand. Device errors
are in the result, with all that was seen until then; simulated devices are used as the demo person would."""

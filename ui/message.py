"""What is said of a code: three short sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """Three short sentences. `meaning` or `action` may be "" where nothing needs saying."""

    what: str
    meaning: str = ""
    action: str = ""

    @property
    def rest(self) -> str:
        """What follows the headline, in one paragraph."""
        space = "" if self.meaning.endswith("。") else " "
        return space.join(part for part in (self.meaning, self.action) if part)

"""Names on identity cards as values."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """A name as it stands on a card, to the character: rare ones outside the basic plane (𠮷), · between the parts of
    a Uyghur name, and those of the private use area with which old cards write what had no code point then.

    Raises ValueError when it is empty, or has control characters or half of a surrogate pair: then it was misread.
    """

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a name is not empty")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in self.text):
            raise ValueError("a name has no control characters")

    def __repr__(self) -> str:
        return "Name()"  # nothing personal may reach a log by accident

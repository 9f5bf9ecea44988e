"""Numbers of identity cards as values: what is made is valid, and knows what it says.

Citizens, and residents from Hong Kong, Macao and Taiwan (GB 11643-1999): six digits of place, eight of birth, three of
order, one check digit. Foreigners since 2023: the same with a 9 in front, where two digits of the place of application
and three of the country (ISO 3166-1 numeric) take the place's room. Foreigners before: fifteen characters, of which
only the three letters of the country are known well enough to be looked at.

The place is not looked up: abolished counties (440524…) are on cards that are in use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LENGTH = 18
_CHECK_DIGITS = "10X98765432"
_OLD_FOREIGNER = re.compile(r"[A-Z]{3}[0-9]{12}")


class Origin(StrEnum):
    """Whose numbers begin so."""

    MAINLAND = "mainland"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    TAIWAN = "taiwan"
    FOREIGN = "foreign"


_ORIGINS = {"81": Origin.HONG_KONG, "82": Origin.MACAO, "83": Origin.TAIWAN}


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division, six digits (GB/T 2260), in force or abolished. Raises ValueError."""

    code: str

    def __post_init__(self) -> None:
        if len(self.code) != 6 or not _is_digits(self.code):
            raise ValueError("six digits expected")

    @property
    def province(self) -> str:
        return self.code[:2]

    @property
    def city(self) -> str:
        return self.code[:4]


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """Eighteen characters with a real day of birth inside and the right check digit at the end. Raises ValueError."""

    text: str

    def __post_init__(self) -> None:
        if len(self.text) != LENGTH or self.text[-1] != check_digit(self.text[:-1]):
            raise ValueError("eighteen characters with their check digit expected")
        _ = self.birth

    def __repr__(self) -> str:
        return "IdentityNumber()"  # nothing personal may reach a log by accident

    @property
    def origin(self) -> Origin:
        return Origin.FOREIGN if self.text[0] == "9" else _ORIGINS.get(self.text[:2], Origin.MAINLAND)

    @property
    def division(self) -> Division | None:
        """Where it was first given out; None for foreigners."""
        return None if self.origin is Origin.FOREIGN else Division(self.text[:6])

    @property
    def birth(self) -> date:
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> str:
        """GB/T 2261.1: "1" male, "2" female."""
        return "1" if int(self.text[16]) % 2 else "2"


@dataclass(frozen=True, slots=True, repr=False)
class OldForeignerNumber:
    """Number of a foreigner's card of 2017. Raises ValueError."""

    text: str

    def __post_init__(self) -> None:
        if not _OLD_FOREIGNER.fullmatch(self.text):
            raise ValueError("three letters and twelve digits expected")

    def __repr__(self) -> str:
        return "OldForeignerNumber()"

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-3."""
        return self.text[:3]


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day on which a card counts; `last` is None for 长期. Raises ValueError when it ends first."""

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("a card does not end before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def check_digit(first_17: str) -> str:
    """The eighteenth character for the first seventeen digits: ISO 7064 MOD 11-2. Raises ValueError."""
    if len(first_17) != LENGTH - 1 or not _is_digits(first_17):
        raise ValueError("seventeen digits expected")
    total = sum(int(digit) * pow(2, LENGTH - 1 - place, 11) for place, digit in enumerate(first_17))
    return _CHECK_DIGITS[total % 11]


def is_valid(text: str) -> bool:
    """Whether an IdentityNumber can be made of it."""
    try:
        IdentityNumber(text)
    except ValueError:
        return False
    return True


def birth(text: str) -> str:
    """Day of birth as `YYYY-MM-DD`. Raises ValueError."""
    return IdentityNumber(text).birth.isoformat()


def sex(text: str) -> str:
    """GB/T 2261.1: "1" male, "2" female. Raises ValueError."""
    return IdentityNumber(text).sex


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()

"""Numbers, days and moments as they stand on a receipt."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_fours(number: str) -> str:
    """`440304261122000001` → `4403 0426 1122 0000 01`."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def day_in(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in(at: datetime, language: str) -> str:
    """To the minute, as the clock on the wall has it."""
    return f"{day_in(at.date(), language)} {at:%H:%M}"

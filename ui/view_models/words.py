"""Dates, numbers and short words as people read them, by language."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

UNTYPED = "_"
"""Stands where a character is still to be typed; the pages draw it as a dot."""


def translated(context: str, source: str) -> str:
    """The translation of a sentence that was marked with QT_TRANSLATE_NOOP under `context`."""
    return QCoreApplication.translate(context, source)


def short_date(day: date, language: str) -> str:
    """11月22日 / 22 Nov"""
    if language.startswith("zh"):
        return f"{day.month}月{day.day}日"
    return f"{day.day} {QLocale(language).standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)}"


def long_date(day: date, language: str) -> str:
    """2026年11月22日 / 22 Nov 2026"""
    short = short_date(day, language)
    return f"{day.year}年{short}" if language.startswith("zh") else f"{short} {day.year}"


def weekday(day: date, language: str) -> str:
    """周日 / Sun"""
    if language.startswith("zh"):
        return "周" + "一二三四五六日"[day.weekday()]
    return QLocale(language).standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def day_line(day: date, language: str) -> str:
    """11月22日 周日 / Sun 22 Nov: for the header."""
    parts = (short_date(day, language), weekday(day, language))
    return " ".join(parts if language.startswith("zh") else reversed(parts))


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def iso_date(text: str, language: str) -> str:
    """An ISO date in words; anything else as it is."""
    try:
        return long_date(date.fromisoformat(text), language)
    except ValueError:
        return text


def grouped(number: str) -> str:
    """In groups of four: 4403 0420 2611 2203 86."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


_WORKING_DAYS = QT_TRANSLATE_NOOP("Words", "{days} 个工作日")
_AT_ONCE = QT_TRANSLATE_NOOP("Words", "当场办结")
_FREE = QT_TRANSLATE_NOOP("Words", "不收费")
_FEE = QT_TRANSLATE_NOOP("Words", "{amount} 元")


def working_days(days: int) -> str:
    return translated("Words", _WORKING_DAYS).format(days=days) if days else translated("Words", _AT_ONCE)


def fee(amount_cny: float) -> str:
    return translated("Words", _FEE).format(amount=f"{amount_cny:g}") if amount_cny else translated("Words", _FREE)

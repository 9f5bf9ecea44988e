"""The `format`s that form fields may have, each with the code of what is wrong when it is not met."""

from collections.abc import Callable
from datetime import datetime

_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: no I, O, S, V, Z."""


def valid_identity_number(number: str) -> bool:
    """GB 11643-1999: eighteen characters, a birth date that exists, the right check character (ISO 7064 MOD 11-2)."""
    number = number.upper()
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit() or not valid_date(number[6:14]):
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return number[17] == "10X98765432"[total % 11]


def valid_credit_code(code: str) -> bool:
    """GB 32100-2015: eighteen characters of its alphabet, the last one the check character (modulo 31)."""
    code = code.upper()
    if len(code) != 18 or any(character not in _CREDIT_CHARACTERS for character in code):
        return False
    total = sum(_CREDIT_CHARACTERS.index(character) * (3**place % 31) for place, character in enumerate(code[:17]))
    return code[17] == _CREDIT_CHARACTERS[-total % 31]


def valid_date(text: str) -> bool:
    """YYYYMMDD (ISO 8601 basic format), a day that exists."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return False
    try:
        datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a calendar day has no time zone
    except ValueError:
        return False
    return True


FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "cn-identity-number": (valid_identity_number, "field.identity_number"),
    "cn-credit-code": (valid_credit_code, "field.credit_code"),
    "basic-date": (valid_date, "field.date"),
}

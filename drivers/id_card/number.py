"""Citizen identification numbers (GB 11643-1999): six digits of place, eight of birth, three of order, one check digit.

Only the check digit is verified. The place is not looked up: abolished counties (440524…), the codes 81, 82 and 83 of
Hong Kong, Macao and Taiwan residence permits and the 9 that begins a foreigner's number are all in use.
"""

from datetime import date

LENGTH = 18
_CHECK_DIGITS = "10X98765432"


def check_digit(first_17: str) -> str:
    """The eighteenth character for the first seventeen digits: ISO 7064 MOD 11-2. Raises ValueError."""
    if len(first_17) != LENGTH - 1 or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError("seventeen digits expected")
    total = sum(int(digit) * pow(2, LENGTH - 1 - place, 11) for place, digit in enumerate(first_17))
    return _CHECK_DIGITS[total % 11]


def is_valid(number: str) -> bool:
    """Whether these are eighteen characters with the right check digit at the end and a real day of birth inside."""
    try:
        birth(number)
        return number[-1] == check_digit(number[:-1])
    except ValueError:
        return False


def birth(number: str) -> str:
    """Day of birth as `YYYY-MM-DD`. Raises ValueError."""
    if len(number) != LENGTH or not (number.isascii() and number[6:14].isdigit()):
        raise ValueError("eighteen characters with a date inside expected")
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).isoformat()


def sex(number: str) -> str:
    """GB/T 2261.1: "1" male, "2" female. Raises ValueError."""
    if len(number) != LENGTH:
        raise ValueError("eighteen characters expected")
    return "1" if int(number[16]) % 2 else "2"

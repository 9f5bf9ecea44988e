"""How personal data looks where others may see it: on the screen outside the check page, and on paper."""

_STARS = "********"


def identity_number(number: str) -> str:
    """`440304195411221234` → `4403********1234`; of a passport's nine characters only the last three."""
    if len(number) >= 15:
        return f"{number[:4]}{_STARS}{number[-4:]}"
    return f"{_STARS}{number[-3:]}" if len(number) > 8 else _STARS


def phone(number: str) -> str:
    """`13812345612` → `138 **** 5612`."""
    return f"{number[:3]} **** {number[-4:]}" if len(number) > 7 else "****"


def name(full: str) -> str:
    """`林小禾` → `林**`: the first character stays."""
    return full[:1] + "*" * len(full[1:])

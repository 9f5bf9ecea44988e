"""Social security cards: application, files and records (public descriptions of the personnel ministry's card, second
and third generation). The files that are read need no key and carry no signature: see `SocialSecurityCard`.

A record comes by its tag, by its number, or by number and short file identifier; cards differ, so that the first
record of a file finds out which way this one answers. No PIN is ever presented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from drivers.contract.smart_card import SocialSecurityCard
from drivers.errors import MediaError
from drivers.id_card.number import IdentityNumber
from drivers.pcsc.apdu import ALL, NOT_FOUND, OK, Answer, Command

APPLICATION = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""`sx1.sh.社会保障` in GBK."""

Ask = Callable[[Command], Answer]


@dataclass(frozen=True, slots=True)
class Record:
    """`number`: its place in the file, counted from 1. `size`: bytes of its value."""

    tag: int
    number: int
    size: int


EF05: Mapping[str, Record] = {
    "issued": Record(0x05, 5, 4),
    "valid_to": Record(0x06, 6, 4),
    "card_number": Record(0x07, 7, 9),
}
EF06: Mapping[str, Record] = {
    "number": Record(0x08, 1, 18),
    "name": Record(0x09, 2, 30),
    "sex": Record(0x0A, 3, 1),
    "nation": Record(0x0B, 4, 1),
    "birth": Record(0x0D, 6, 4),
}
FILES: Mapping[int, Mapping[str, Record]] = {0xEF05: EF05, 0xEF06: EF06}
_NEEDED = ("number", "name")
_PADDING = " \0\u3000\uffff"
_NO_DATE = frozenset({b"\0" * 4, b"\xff" * 4, b""})

Way = Callable[[int, Record], Command]
_WAYS: tuple[Way, ...] = (
    lambda _file, record: Command(0x00, 0xB2, record.tag, 0x00, le=record.size + 2),
    lambda _file, record: Command(0x00, 0xB2, record.tag, 0x00, le=ALL),
    lambda _file, record: Command(0x00, 0xB2, record.number, 0x04, le=ALL),
    lambda file, record: Command(0x00, 0xB2, record.number, (file & 0x1F) << 3 | 0x04, le=ALL),
)


def select(ask: Ask) -> bool:
    """Whether this card has the application, which is selected then."""
    return ask(Command(0x00, 0xA4, 0x04, 0x00, APPLICATION)).sw == OK


def read(ask: Ask) -> SocialSecurityCard:
    """What the selected application says. Raises MediaError `pcsc.read_failed` with the field that makes no sense."""
    values: dict[str, bytes] = {}
    for file, records in FILES.items():
        if _select_file(ask, file):
            values |= _read_file(ask, file, records)
    return decode(values)


def decode(values: Mapping[str, bytes]) -> SocialSecurityCard:
    """The card behind the records' values, by field name; what a card lacks is missing or empty.

    Raises MediaError `pcsc.read_failed`.
    """
    for field in _NEEDED:
        if not values.get(field):
            raise _unreadable(field)
    try:
        number = IdentityNumber(_ascii(values, "number"))
    except ValueError:
        raise _unreadable("number") from None
    birth = number.birth.isoformat()
    if _date(values, "birth") not in (birth, ""):
        raise _unreadable("birth")
    name = _name(values["name"])
    if not name:
        raise _unreadable("name")
    return SocialSecurityCard(
        name=name,
        number=number.text,
        sex=_ascii(values, "sex") or number.sex,
        nation=_nation(values.get("nation", b"")),
        birth=birth,
        card_number=_ascii(values, "card_number"),
        issued=_date(values, "issued"),
        valid_to=_date(values, "valid_to"),
    )


def _select_file(ask: Ask, file: int) -> bool:
    """By identifier, in the two ways in use."""
    identifier = file.to_bytes(2, "big")
    return any(ask(Command(0x00, 0xA4, p1, 0x00, identifier)).sw == OK for p1 in (0x00, 0x02))


def _read_file(ask: Ask, file: int, records: Mapping[str, Record]) -> dict[str, bytes]:
    ways = _WAYS
    values: dict[str, bytes] = {}
    for field, record in records.items():
        for way in ways:
            answer = ask(way(file, record))
            if answer.sw == OK:
                values[field] = unwrap(answer.data, record, field)
                ways = (way,)
                break
            if answer.sw in NOT_FOUND and len(ways) == 1:
                break  # this card reads this way; it has no such record
    return values


def unwrap(data: bytes, record: Record, field: str) -> bytes:
    """A record's value: behind its tag and length, or, on some cards, alone. Raises MediaError `pcsc.read_failed`."""
    if len(data) >= 2 and data[0] == record.tag and data[1] == len(data) - 2:
        return data[2:]
    if len(data) == record.size:
        return data
    raise _unreadable(field)


def _name(value: bytes) -> str:
    """GBK in the standard; GB 18030 contains it, and cards with rarer characters use that."""
    try:
        return value.rstrip(b"\0\xff ").decode("gb18030").strip(_PADDING)
    except UnicodeDecodeError:
        raise _unreadable("name") from None


def _ascii(values: Mapping[str, bytes], field: str) -> str:
    try:
        text = values.get(field, b"").rstrip(b"\0\xff ").decode("ascii")
    except UnicodeDecodeError:
        raise _unreadable(field) from None
    if text and not text.isalnum():
        raise _unreadable(field)
    return text


def _nation(value: bytes) -> str:
    """GB/T 3304, two digits in one byte; "" where the card says none."""
    return value.hex() if value.hex().isdigit() and value != b"\0" else ""


def _date(values: Mapping[str, bytes], field: str) -> str:
    value = values.get(field, b"")
    if value in _NO_DATE:
        return ""
    digits = value.hex()
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        raise _unreadable(field) from None


def _unreadable(field: str) -> MediaError:
    return MediaError("pcsc.read_failed", retryable=True, data={"field": field})

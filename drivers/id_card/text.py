"""The 256-byte text block of a card's base information, for the four layouts that readers know.

UTF-16LE, padded with spaces. The character at byte 248 tells the layout: a space for residents, I and Y for foreigners
(2017 and 2023), J for residents of Hong Kong, Macao and Taiwan. No real card was at hand to verify any of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from drivers.contract.id_card import CardKind, IdentityCard
from drivers.errors import MediaError, ProtocolError
from drivers.id_card.name import Name
from drivers.id_card.number import IdentityNumber, OldForeignerNumber, Validity

BLOCK_BYTES = 256
PORTRAIT_BYTES = 1024
_FLAG_AT = 248
_ENDLESS = "长期"
_SEX_UNKNOWN = "0"
_SEXES = (_SEX_UNKNOWN, "1", "2", "9")
"""GB/T 2261.1."""
_PADDING = " \0\u3000"

Pieces = tuple[tuple[int, int], ...]
"""Where a field lies: (offset, width) in bytes; a field of several pieces is read as one."""


@dataclass(frozen=True, slots=True)
class Layout:
    flag: str
    fields: Mapping[str, Pieces]
    number: Callable[[str], object] = IdentityNumber
    """Raises ValueError for what cannot be the number of such a card."""


_VALIDITY: Mapping[str, Pieces] = {"valid_from": ((188, 16),), "valid_to": ((204, 16),)}
_RESIDENT: Mapping[str, Pieces] = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "nation": ((32, 4),),
    "birth": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "authority": ((158, 30),),
    **_VALIDITY,
}

LAYOUTS: Mapping[CardKind, Layout] = {
    CardKind.RESIDENT: Layout(" ", _RESIDENT),
    CardKind.HMT_RESIDENCE: Layout("J", {**_RESIDENT, "pass_number": ((220, 18),)}),
    CardKind.FOREIGNER_2017: Layout(
        "I",
        {
            "latin_name": ((0, 120),),
            "sex": ((120, 2),),
            "number": ((122, 30),),
            "nation": ((152, 6),),
            "name": ((158, 30),),
            "birth": ((220, 16),),
            "authority": ((240, 8),),
            **_VALIDITY,
        },
        number=OldForeignerNumber,
    ),
    CardKind.FOREIGNER_2023: Layout(
        "Y",
        {
            "name": ((0, 30),),
            "sex": ((30, 2),),
            "birth": ((36, 16),),
            "latin_name": ((52, 70), (220, 22)),
            "number": ((122, 36),),
            "nation": ((242, 6),),
            **_VALIDITY,
        },
    ),
}


def decode(block: bytes, portrait: bytes) -> IdentityCard:
    """The card behind a text block.

    Raises ProtocolError `id_card.garbage` for a block of another size, MediaError `id_card.wrong_kind` for an unknown
    layout, MediaError `id_card.read_failed` with the field's name when a field cannot be what it should be.
    """
    if len(block) != BLOCK_BYTES:
        raise ProtocolError("id_card.garbage", retryable=True, data={"text_bytes": len(block)})
    kind, layout = _layout_of(block)
    texts = {name: _text(block, name, pieces) for name, pieces in layout.fields.items()}
    _check("number", lambda: layout.number(texts["number"]))
    birth, first = _date(texts["birth"], "birth"), _date(texts["valid_from"], "valid_from")
    last = None if texts["valid_to"] == _ENDLESS else _date(texts["valid_to"], "valid_to")
    _check("valid_to", lambda: Validity(first, last))
    latin_name = texts.get("latin_name", "")
    name, sex = texts["name"] or latin_name, texts["sex"] or _SEX_UNKNOWN
    _check("name", lambda: Name(name))
    if sex not in _SEXES:
        raise _unreadable("sex")
    return IdentityCard(
        kind=kind,
        name=name,
        sex=sex,
        nation=texts.get("nation", ""),
        birth=birth.isoformat(),
        address=texts.get("address", ""),
        number=texts["number"],
        authority=texts.get("authority", ""),
        valid_from=first.isoformat(),
        valid_to=last.isoformat() if last else "",
        portrait=portrait,
        latin_name=latin_name,
        pass_number=texts.get("pass_number", ""),
    )


def encode(card: IdentityCard) -> bytes:
    """The text block that `decode` turns into this card again. Raises ValueError naming the field that does not fit."""
    layout = LAYOUTS[card.kind]
    texts = {
        "name": "" if card.name == card.latin_name else card.name,
        "latin_name": card.latin_name,
        "sex": card.sex,
        "nation": card.nation,
        "birth": card.birth.replace("-", ""),
        "address": card.address,
        "number": card.number,
        "authority": card.authority,
        "valid_from": card.valid_from.replace("-", ""),
        "valid_to": card.valid_to.replace("-", "") or _ENDLESS,
        "pass_number": card.pass_number,
    }
    block = bytearray(" ".encode("utf-16-le") * (BLOCK_BYTES // 2))
    block[_FLAG_AT : _FLAG_AT + 2] = layout.flag.encode("utf-16-le")
    for name, pieces in layout.fields.items():
        units = texts[name].encode("utf-16-le")
        width = sum(size for _, size in pieces)
        if len(units) > width:
            raise ValueError(f"{name} takes {len(units)} bytes, the card has {width}")
        units += " ".encode("utf-16-le") * ((width - len(units)) // 2)
        for offset, size in pieces:
            block[offset : offset + size], units = units[:size], units[size:]
    return bytes(block)


def decode_new_address(data: bytes) -> str:
    """The address noted on the card after it was made; its length is not verified, so all of it is taken.

    "" when it has control characters, or half of a surrogate pair: then it was misread.
    """
    try:
        text = data[: len(data) // 2 * 2].decode("utf-16-le").rstrip(_PADDING)
    except UnicodeDecodeError:
        return ""
    return "" if _has_controls(text) else text


def _layout_of(block: bytes) -> tuple[CardKind, Layout]:
    flag = block[_FLAG_AT : _FLAG_AT + 2]
    for kind, layout in LAYOUTS.items():
        if layout.flag.encode("utf-16-le") == flag:
            return kind, layout
    raise MediaError("id_card.wrong_kind", retryable=False, data={"layout": flag.hex()})


def _text(block: bytes, field: str, pieces: Pieces) -> str:
    try:
        text = b"".join(block[at : at + size] for at, size in pieces).decode("utf-16-le").rstrip(_PADDING)
    except UnicodeDecodeError:  # half of a surrogate pair
        raise _unreadable(field) from None
    if _has_controls(text):
        raise _unreadable(field)
    return text


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in text)


def _date(text: str, field: str) -> date:
    try:
        if len(text) != 8 or not (text.isascii() and text.isdigit()):
            raise ValueError
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise _unreadable(field) from None


def _check(field: str, make: Callable[[], object]) -> None:
    """Whether a value can be made of it."""
    try:
        make()
    except ValueError:
        raise _unreadable(field) from None


def _unreadable(field: str) -> MediaError:
    return MediaError("id_card.read_failed", retryable=True, data={"field": field})

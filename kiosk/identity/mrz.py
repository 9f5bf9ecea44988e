"""The machine-readable zone of travel documents, typed by hand (ICAO Doc 9303, eighth edition).

    TD3, passports: two lines of 44 (part 4, section 4.2)       TD1, cards: three lines of 30 (part 5, section 4.2)

Home-return permits follow TD1 (GA/T 704.14-2015, for the permit of 1999; the later card was not at hand).

Characters are A–Z, 0–9 and the filler `<`. Check digits (part 3, section 4.9): each character's value (0–9; A = 10 … Z
= 35; `<` = 0) times 7, 3, 1, 7 …, summed, modulo 10.

The zone is typed, not read: a `TravelDocument` is what somebody claims. A chip's data group 1 holds the same characters
(part 10), so that a reader for chips can hand them to `read` one day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILLER = "<"
ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)
_SEXES = {"M": "1", "F": "2", "<": "9"}


class DocumentKind(StrEnum):
    PASSPORT = "passport"  # TD3
    HOME_RETURN_PERMIT = "home_return_permit"  # 港澳台居民来往内地（大陆）通行证, TD1


class Part(StrEnum):
    """What a stretch of the zone is; those with a check digit can be judged by themselves."""

    TYPE = "type"
    NAME = "name"
    NUMBER = "number"
    NATIONALITY = "nationality"
    BIRTH = "birth"
    SEX = "sex"
    EXPIRY = "expiry"
    OPTIONAL = "optional"
    WHOLE = "whole"  # the composite check digit


class MrzError(ValueError):
    """`part` cannot be as it was typed."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.value)
        self.part = part


class Form(Value):
    """Where what stands, counted over all lines from 0, ends excluded. `composite` = what the last digit is over."""

    lines: int
    width: int
    spans: Mapping[Part, tuple[int, int]]
    checks: Mapping[Part, int]
    composite: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        return self.lines * self.width


TD3 = Form(
    lines=2,
    width=44,
    spans={
        Part.TYPE: (0, 5),
        Part.NAME: (5, 44),
        Part.NUMBER: (44, 53),
        Part.NATIONALITY: (54, 57),
        Part.BIRTH: (57, 63),
        Part.SEX: (64, 65),
        Part.EXPIRY: (65, 71),
        Part.OPTIONAL: (72, 86),
    },
    checks={Part.NUMBER: 53, Part.BIRTH: 63, Part.EXPIRY: 71, Part.OPTIONAL: 86, Part.WHOLE: 87},
    composite=((44, 54), (57, 64), (65, 87)),
)
TD1 = Form(
    lines=3,
    width=30,
    spans={
        Part.TYPE: (0, 5),
        Part.NUMBER: (5, 14),
        Part.BIRTH: (30, 36),
        Part.SEX: (37, 38),
        Part.EXPIRY: (38, 44),
        Part.NATIONALITY: (45, 48),
        Part.OPTIONAL: (48, 59),
        Part.NAME: (60, 90),
    },
    checks={Part.NUMBER: 14, Part.BIRTH: 36, Part.EXPIRY: 44, Part.WHOLE: 59},
    composite=((5, 30), (30, 37), (38, 45), (48, 59)),
)
FORMS: Mapping[DocumentKind, Form] = {DocumentKind.PASSPORT: TD3, DocumentKind.HOME_RETURN_PERMIT: TD1}


class TravelDocument(Value):
    """What a zone says. Dates are ISO; `sex` as in GB/T 2261.1; countries ISO 3166 alpha-3, or 9303's own."""

    kind: DocumentKind
    issuer: str
    name: str
    number: str
    nationality: str
    birth: str
    sex: str
    valid_to: str

    def __repr__(self) -> str:
        return f"TravelDocument(kind={self.kind.value})"


def check_digit(characters: str) -> str:
    """Raises KeyError for a character that no zone has."""
    total = sum(_VALUES[character] * _WEIGHTS[at % 3] for at, character in enumerate(characters))
    return str(total % 10)


def kept(kind: DocumentKind, typed: str) -> str:
    """What was typed, without what no zone has, and no longer than one."""
    characters = (character for character in typed.upper() if character in ALPHABET)
    return "".join(characters)[: FORMS[kind].length]


def wrong_parts(kind: DocumentKind, typed: str) -> tuple[Part, ...]:
    """Parts that are typed to their check digit and do not fit it, in the order of the zone.

    The composite digit is judged only when every other one fits: it would blame the same character twice.
    """
    form = FORMS[kind]
    wrong = tuple(
        part for part, at in form.checks.items() if part is not Part.WHOLE and _is_wrong(form, part, at, typed)
    )
    if wrong or len(typed) <= form.checks[Part.WHOLE]:
        return wrong
    over = "".join(typed[start:end] for start, end in form.composite)
    return () if check_digit(over) == typed[form.checks[Part.WHOLE]] else (Part.WHOLE,)


def part_at(kind: DocumentKind, place: int) -> Part:
    """What is typed at this place; a check digit belongs to what it is over."""
    form = FORMS[kind]
    for part, at in form.checks.items():
        if at == place:
            return part
    return next((part for part, (start, end) in form.spans.items() if start <= place < end), Part.OPTIONAL)


def read(kind: DocumentKind, typed: str, today: date) -> TravelDocument:
    """What a whole zone says.

    Raises:
        MrzError: a part is missing, does not fit its check digit, or makes no sense.
    """
    form = FORMS[kind]
    if len(typed) != form.length or not set(typed) <= ALPHABET:
        raise MrzError(part_at(kind, min(len(typed), form.length - 1)))
    for part in wrong_parts(kind, typed):
        raise MrzError(part)
    said = {part: typed[start:end] for part, (start, end) in form.spans.items()}
    if said[Part.TYPE][0] not in ("P" if kind is DocumentKind.PASSPORT else "ACI"):
        raise MrzError(Part.TYPE)
    if said[Part.SEX] not in _SEXES:
        raise MrzError(Part.SEX)
    return TravelDocument(
        kind=kind,
        issuer=said[Part.TYPE][2:5].strip("<"),
        name=_name(said[Part.NAME]),
        number=_number(form, typed),
        nationality=_filled(said[Part.NATIONALITY], Part.NATIONALITY),
        birth=_date(said[Part.BIRTH], Part.BIRTH, latest=today),
        sex=_SEXES[said[Part.SEX]],
        valid_to=_date(said[Part.EXPIRY], Part.EXPIRY),
    )


def write(document: TravelDocument) -> str:
    """The zone of a document, for simulated ones; a name that is too long for it is cut off (9303-3, 4.6).

    Raises:
        ValueError: a number of more than nine characters.
    """
    form = FORMS[document.kind]
    if len(document.number) > 9:
        raise ValueError("numbers of more than nine characters are not written")
    sex = next((letter for letter, code in _SEXES.items() if code == document.sex), FILLER)
    primary, _, secondary = document.name.partition(", ")
    said = {
        Part.TYPE: ("P" if form is TD3 else "C") + FILLER + document.issuer,
        Part.NAME: f"{primary}  {secondary}".replace(" ", FILLER),
        Part.NUMBER: document.number,
        Part.NATIONALITY: document.nationality,
        Part.BIRTH: document.birth.replace("-", "")[2:],
        Part.SEX: sex,
        Part.EXPIRY: document.valid_to.replace("-", "")[2:],
    }
    zone = [FILLER] * form.length
    for part, text in said.items():
        start, end = form.spans[part]
        zone[start:end] = text.ljust(end - start, FILLER)[: end - start]
    for part, at in form.checks.items():
        over = form.composite if part is Part.WHOLE else (form.spans[part],)
        zone[at] = check_digit("".join("".join(zone[start:end]) for start, end in over))
    return "".join(zone)


def _is_wrong(form: Form, part: Part, at: int, typed: str) -> bool:
    if len(typed) <= at:
        return False
    if part is Part.NUMBER and typed[at] == "<" and form is TD1:
        return not _long_number(typed)
    start, end = form.spans[part]
    digit = typed[at]
    if part is Part.OPTIONAL and digit == "<":
        return typed[start:end].strip("<") != ""  # 9303-4: an empty field may have 0 or < as its digit
    return check_digit(typed[start:end]) != digit


def _long_number(typed: str) -> str:
    """A TD1 number of more than nine characters goes on in the optional data, its digit behind it (9303-5, 4.2.4);
    "" while it does not fit."""
    rest = typed[15:30].partition("<")[0]
    if len(rest) < 2:
        return "" if len(typed) >= 30 else "so far"
    number = typed[5:14] + rest[:-1]
    return number if check_digit(number) == rest[-1] else ""


def _number(form: Form, typed: str) -> str:
    start, end = form.spans[Part.NUMBER]
    if form is TD1 and typed[form.checks[Part.NUMBER]] == "<":
        return _long_number(typed)
    return _filled(typed[start:end], Part.NUMBER)


def _filled(characters: str, part: Part) -> str:
    """Without its trailing fillers; a filler in between stays out of a number or a country."""
    value = characters.rstrip("<")
    if not value or "<" in value:
        raise MrzError(part)
    return value


def _name(characters: str) -> str:
    """`ERIKSSON<<ANNA<MARIA<<<` → `ERIKSSON, ANNA MARIA` (9303-3, 4.6)."""
    primary, _, secondary = characters.partition("<<")
    halves = [" ".join(_words(half)) for half in (primary, secondary)]
    if not halves[0] or any(character.isdigit() for character in characters):
        raise MrzError(Part.NAME)
    return ", ".join(half for half in halves if half)


def _words(half: str) -> Iterator[str]:
    return (word for word in half.split("<") if word)


def _date(digits: str, part: Part, latest: date | None = None) -> str:
    """YYMMDD. Births lie in the last hundred years before `latest`; without one, the year is of this century."""
    try:
        year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
        found = date(year, month, day)
        if latest is not None and found > latest:
            found = date(year - 100, month, day)
    except ValueError:
        raise MrzError(part) from None
    return found.isoformat()

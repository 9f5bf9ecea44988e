"""Zones as printed in ICAO Doc 9303, typed rightly and wrongly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.mrz import (
    ALPHABET,
    FORMS,
    TD1,
    DocumentKind,
    MrzError,
    Part,
    TravelDocument,
    check_digit,
    kept,
    part_at,
    read,
    write,
    wrong_parts,
)

TODAY = date(2026, 11, 22)
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""9303-4, appendix A."""
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
"""9303-5, appendix A."""
LONG_CARD = "I<UTOD23145890<AB112234566<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
"""A number of more than nine characters, laid out as 9303-5, 4.2.4 says."""
ZONES = [(DocumentKind.PASSPORT, PASSPORT), (DocumentKind.HOME_RETURN_PERMIT, CARD)]


def test_a_passport() -> None:
    document = read(DocumentKind.PASSPORT, PASSPORT, TODAY)
    assert (document.name, document.number) == ("ERIKSSON, ANNA MARIA", "L898902C3")
    assert (document.issuer, document.nationality, document.sex) == ("UTO", "UTO", "2")
    assert (document.birth, document.valid_to) == ("1974-08-12", "2012-04-15")
    assert "ERIKSSON" not in repr(document)


def test_a_card() -> None:
    document = read(DocumentKind.HOME_RETURN_PERMIT, CARD, TODAY)
    assert (document.name, document.number) == ("ERIKSSON, ANNA MARIA", "D23145890")
    assert (document.birth, document.valid_to) == ("1974-08-12", "2012-04-15")


def test_a_number_longer_than_its_field() -> None:
    assert read(DocumentKind.HOME_RETURN_PERMIT, LONG_CARD, TODAY).number == "D23145890AB11223456"


@pytest.mark.parametrize(("characters", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("D23145890", "7"), ("", "0")])
def test_check_digits_of_the_standard(characters: str, digit: str) -> None:
    assert check_digit(characters) == digit


@pytest.mark.parametrize(("kind", "zone"), ZONES)
def test_one_wrong_character_is_blamed_on_its_part(kind: DocumentKind, zone: str) -> None:
    for part, at in FORMS[kind].checks.items():
        wrong = zone[:at] + str((int(zone[at]) + 1) % 10) + zone[at + 1 :]
        assert wrong_parts(kind, wrong) == (part,)
        with pytest.raises(MrzError) as caught:
            read(kind, wrong, TODAY)
        assert caught.value.part is part


@pytest.mark.parametrize(("kind", "zone"), ZONES)
def test_while_it_is_typed_only_what_is_whole_is_judged(kind: DocumentKind, zone: str) -> None:
    for typed in range(len(zone) + 1):
        assert wrong_parts(kind, zone[:typed]) == ()
    with pytest.raises(MrzError):
        read(kind, zone[:-1], TODAY)


@pytest.mark.parametrize(("kind", "zone"), ZONES)
@given(data=st.data())
def test_any_slip_of_one_character_in_a_checked_part_is_found(
    kind: DocumentKind, zone: str, data: st.DataObject
) -> None:
    """But for pairs whose values differ by ten: 7, 3 and 1 cannot tell A from K (9303-3, 4.9)."""
    form = FORMS[kind]
    part = data.draw(st.sampled_from([part for part in form.checks if part in form.spans]))
    at = data.draw(st.integers(*form.spans[part]).filter(lambda at: at < form.spans[part][1]))
    other = data.draw(st.sampled_from(sorted(ALPHABET)))
    if (check_digit(zone[at]) != check_digit(other)) and not (form is TD1 and part is Part.NUMBER and other == "<"):
        assert part in wrong_parts(kind, zone[:at] + other + zone[at + 1 :])


@given(st.sampled_from(DocumentKind), st.text(max_size=120))
def test_anything_typed_is_kept_in_bounds_and_judged(kind: DocumentKind, typed: str) -> None:
    zone = kept(kind, typed)
    assert set(zone) <= ALPHABET
    assert len(zone) <= FORMS[kind].length
    wrong_parts(kind, zone)


@given(st.sampled_from(DocumentKind), st.data())
def test_any_whole_zone_is_read_or_refused(kind: DocumentKind, data: st.DataObject) -> None:
    length = FORMS[kind].length
    zone = data.draw(st.text(sorted(ALPHABET), min_size=length, max_size=length))
    with pytest.raises(MrzError):  # chance never hits four check digits, and where it does, hardly two dates
        read(kind, zone, TODAY)


def test_a_birth_that_would_be_tomorrow_was_a_century_ago() -> None:
    born = "261123"
    line = f"L898902C36UTO{born}{check_digit(born)}F1204159ZE184226B<<<<<1"
    whole = check_digit(line[:10] + line[13:20] + line[21:43])
    assert read(DocumentKind.PASSPORT, PASSPORT[:44] + line + whole, TODAY).birth == "1926-11-23"


NAMES = st.from_regex(r"[A-Z]{1,8}( [A-Z]{1,5})?(, [A-Z]{1,6})?", fullmatch=True)
DAYS = st.dates(date(1930, 1, 1), TODAY)


@given(
    st.builds(
        TravelDocument,
        kind=st.sampled_from(DocumentKind),
        issuer=st.sampled_from(["CHN", "UTO"]),
        name=NAMES,
        number=st.from_regex(r"[A-Z0-9]{1,9}", fullmatch=True),
        nationality=st.sampled_from(["CHN", "FRA"]),
        birth=DAYS.map(date.isoformat),
        sex=st.sampled_from("129"),
        valid_to=st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat),
    )
)
def test_what_is_written_is_read_back(document: TravelDocument) -> None:
    zone = write(document)
    assert wrong_parts(document.kind, zone) == ()
    assert read(document.kind, zone, TODAY) == document


def test_every_place_belongs_to_a_part() -> None:
    assert part_at(DocumentKind.PASSPORT, 0) is Part.TYPE
    assert part_at(DocumentKind.PASSPORT, 53) is Part.NUMBER
    assert part_at(DocumentKind.PASSPORT, 87) is Part.WHOLE
    assert part_at(DocumentKind.HOME_RETURN_PERMIT, 20) is Part.OPTIONAL
    for kind, form in FORMS.items():
        assert {part_at(kind, place) for place in range(form.length)} == {*form.spans, Part.WHOLE}


@pytest.mark.parametrize(("at", "character", "part"), [(0, "X", Part.TYPE), (64, "Q", Part.SEX), (8, "7", Part.NAME)])
def test_what_makes_no_sense_is_refused(at: int, character: str, part: Part) -> None:
    with pytest.raises(MrzError) as caught:
        read(DocumentKind.PASSPORT, PASSPORT[:at] + character + PASSPORT[at + 1 :], TODAY)
    assert caught.value.part is part

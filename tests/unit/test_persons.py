"""The demo persons' file: what every entry must be, and how a wrong one is named."""

from datetime import date
from pathlib import Path

import cv2
import pytest

from config.persons import FOLDER, PersonsError, load_persons
from drivers.contract.id_card import CardKind
from drivers.id_card import text
from kiosk.app.belongings import card_of

PERSONS = load_persons()
CHECK_CHARACTERS = "10X98765432"


def check_character(number: str) -> str:
    """GB 11643-1999, 6.1.6: ISO 7064 MOD 11-2."""
    return CHECK_CHARACTERS[sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17])) % 11]


@pytest.mark.parametrize("key", PERSONS)
def test_a_person_fits_onto_a_card(key: str) -> None:
    person = PERSONS[key]
    assert person.key == key
    card = card_of(person)
    assert text.decode(text.encode(card), card.portrait) == card
    assert date.fromisoformat(person.birth) < date.fromisoformat(person.valid_from)


@pytest.mark.parametrize("key", [key for key in PERSONS if len(PERSONS[key].number) == 18])
def test_a_number_says_what_the_card_says_and_is_nobodys(key: str) -> None:
    person = PERSONS[key]
    assert person.number[17] == check_character(person.number)
    assert person.number[6:14] == person.birth.replace("-", "")
    assert int(person.number[16]) % 2 == (person.sex == "1")
    assert person.number[14:17] in {"996", "997", "998", "999"}, "an order code that a real person may have"


def test_there_is_somebody_with_every_kind_of_card() -> None:
    assert {person.kind for person in PERSONS.values()} == {kind.value for kind in CardKind}


@pytest.mark.parametrize("picture", sorted(FOLDER.glob("*.jpg")), ids=lambda path: path.name)
def test_pictures_are_used_small_and_of_the_right_size(picture: Path) -> None:
    used = {person.card_picture for person in PERSONS.values()} | {person.live_picture for person in PERSONS.values()}
    assert picture in used
    assert picture.stat().st_size < 200_000
    image = cv2.imread(str(picture))
    assert image is not None
    assert image.shape == ((252, 204, 3) if picture.stem.endswith("_card") else (720, 1280, 3))
    assert b"Exif" not in picture.read_bytes()[:4096]


def test_genuine_and_impostor_persons_exist_and_rare_characters() -> None:
    assert {person.genuine for person in PERSONS.values()} == {True, False}
    names = "".join(person.name for person in PERSONS.values())
    assert {"𠮷", "㐀", "·"} <= set(names)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a]\nname = 'x'\n", "a.card_picture"),
        ("[a\n", "persons.toml"),
        ("[a]\ncard_picture = 'p.jpg'\nlive_picture = 'p.jpg'\nshoe_size = 3\n", "shoe_size"),
        ("[a]\ncard_picture = 'p.jpg'\nlive_picture = 'p.jpg'\n", "name"),
    ],
)
def test_a_wrong_file_names_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "p.jpg").write_bytes(b"")
    (tmp_path / "persons.toml").write_text(text)
    with pytest.raises(PersonsError, match=told):
        load_persons(tmp_path)

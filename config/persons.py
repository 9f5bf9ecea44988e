"""The demo persons: invented identities with public-domain portraits (config/persons/README.md)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "persons"
PERSONS_FILE = FOLDER / "persons.toml"


@dataclass(frozen=True, slots=True)
class Person:
    """One demo person. Dates are ISO `YYYY-MM-DD`, `valid_to` is "" for 长期; sex and nation are the card's codes.

    `kind` is the card's (`drivers.contract.id_card.CardKind`); `latin_name` and `pass_number` are on some kinds only.
    `card_picture` goes onto the card (204×252, twice its size), `live_picture` (1280×720) before the camera; `genuine`
    says whether both show the same human being.
    """

    key: str
    name: str
    sex: str
    nation: str
    birth: str
    address: str
    number: str
    authority: str
    valid_from: str
    valid_to: str
    card_picture: Path
    live_picture: Path
    genuine: bool
    note: str
    kind: str = "resident"
    latin_name: str = ""
    pass_number: str = ""

    @property
    def acts(self) -> bool:
        """Whether the simulated camera moves the picture: not where those who took it ask not to (README.md there)."""
        return self.live_picture.with_suffix(".npy").is_file()


class PersonsError(ValueError):
    """The persons file names an unknown field, misses one, or names a picture that is not there."""


def load_persons(folder: Path = FOLDER) -> Mapping[str, Person]:
    """Read `persons.toml` of a folder: key to person, in the file's order.

    Raises:
        PersonsError: naming the file, the person and what is wrong.
    """
    path = folder / "persons.toml"
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PersonsError(f"{path}: {error}") from error
    return {key: _person(path, key, entry) for key, entry in document.items()}


def _person(path: Path, key: str, entry: dict[str, Any]) -> Person:
    pictures = {name: path.parent / str(entry.get(name, "")) for name in ("card_picture", "live_picture")}
    for name, picture in pictures.items():
        if not picture.is_file():
            raise PersonsError(f"{path}: {key}.{name}: no such picture")
    fields: dict[str, Any] = {**entry, **pictures, "key": key}
    try:
        return Person(**fields)
    except TypeError as error:
        raise PersonsError(f"{path}: {key}: {error}") from error

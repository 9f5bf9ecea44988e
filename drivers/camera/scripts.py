"""Picture scripts: what a simulated camera is shown over time, as TOML files. For persons who act, and for attacks.

kind = "tilted"                      # of the attack; "bona_fide" for a person who is none
card = "lin_card.jpg"                # whose card lies on the reader; for `kiosk face-attack`
trials = 4                           # how often it is tried, each time with another seed
length_s = 25.0

[[shows]]                            # who or what stands there: the last one that has begun
picture = "lin_live.jpg"             # beside the script; landmarks beside the picture spare finding them
medium = "print"                     # person, screen, print (flat, held up), cut_out (with living eyes and mouth), bent
                                     # (print, round like a head), paper_mask (bent, with living eyes and mouth)
acts = "follows"                     # see drivers.camera.acting.Answer; "replays": does things of its own accord
brightness = 1.0
beside = ""                          # the face of this picture as a photograph at the right …
beside_share = 0.7                   # … so much of the frame high
begins = { prompt = 0, after_s = 0.0 }    # after the nth prompt was shown (0: after the start)
[shows.held]                         # how something flat is moved: swings of so much, one in `period_s`
pan = 0.1                            # widths of the frame
zoom = 0.1
tilt_deg = 20.0                      # about its upright axis
nod_deg = 0.0                        # about its level axis
follow_deg = 0.0                     # tilted in answer to prompts that ask for a movement of the head
period_s = 3.0

[[spoils]]                           # what happens to the pictures on their way
kind = "frozen"                      # see Spoil
begins = { prompt = 1, after_s = 0.0 }
for_s = 0.0                          # 0: until the end
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from drivers.camera.acting import Answer

SUFFIX = ".toml"
BONA_FIDE = "bona_fide"


class Medium(StrEnum):
    PERSON = "person"
    PRINT = "print"
    CUT_OUT = "cut_out"
    BENT = "bent"
    PAPER_MASK = "paper_mask"
    SCREEN = "screen"


class Spoil(StrEnum):
    FROZEN = "frozen"  # the last picture, to the last bit
    NOISY_FREEZE = "noisy_freeze"  # the last picture under fresh noise
    LOOPED = "looped"  # the last one and a half seconds, again and again, under fresh noise
    FLICKER = "flicker"  # the brightness of a screen
    TWO_FACES = "two_faces"
    BLACK = "black"
    HALF = "half"  # the lower half is noise
    SMALL = "small"  # of another size


class ScriptError(ValueError):
    """Names the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Cue:
    prompt: int = 0
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Held:
    pan: float = 0.0
    zoom: float = 0.0
    tilt_deg: float = 0.0
    nod_deg: float = 0.0
    follow_deg: float = 0.0
    period_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Show:
    picture: Path
    medium: Medium = Medium.PERSON
    acts: Answer = Answer.FOLLOWS
    brightness: float = 1.0
    beside: Path | None = None
    beside_share: float = 0.7
    begins: Cue = field(default_factory=Cue)
    held: Held = field(default_factory=Held)


@dataclass(frozen=True, slots=True)
class Spoilt:
    kind: Spoil
    begins: Cue = field(default_factory=Cue)
    for_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Script:
    kind: str
    shows: tuple[Show, ...]
    spoils: tuple[Spoilt, ...] = ()
    card: Path | None = None
    trials: int = 1
    length_s: float = 25.0


def of_person(picture: Path) -> Script:
    """Somebody who just stands there and does what they are asked to."""
    return Script(BONA_FIDE, (Show(picture),))


def load_script(path: Path) -> Script:
    """Raises ScriptError."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        script = _script(document, path.parent)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ScriptError(f"{path}: {error}") from error
    return script


def _script(document: dict[str, Any], folder: Path) -> Script:
    shows = tuple(_show(entry, folder) for entry in document.pop("shows"))
    spoils = tuple(_spoilt(entry) for entry in document.pop("spoils", ()))
    card = document.pop("card", "")
    if not shows or shows[0].begins != Cue():
        raise ValueError("the first of shows begins at the start")
    return Script(shows=shows, spoils=spoils, card=_file(folder, card) if card else None, **_typed(Script, document))


def _show(entry: dict[str, Any], folder: Path) -> Show:
    beside = str(entry.pop("beside", ""))
    return Show(
        _file(folder, str(entry.pop("picture"))),
        Medium(entry.pop("medium", Medium.PERSON)),
        Answer(entry.pop("acts", Answer.FOLLOWS)),
        begins=Cue(**_typed(Cue, entry.pop("begins", {}))),
        held=Held(**_typed(Held, entry.pop("held", {}))),
        beside=_file(folder, beside) if beside else None,
        **_typed(Show, entry),
    )


def _spoilt(entry: dict[str, Any]) -> Spoilt:
    return Spoilt(Spoil(entry.pop("kind")), Cue(**_typed(Cue, entry.pop("begins", {}))), **_typed(Spoilt, entry))


def _typed(record: type[Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The entry, once each value is of its field's type; numbers may lack their point."""
    types = {known.name: str(known.type) for known in fields(record)}
    for key, value in entry.items():
        if types.get(key) == "float" and isinstance(value, int | float) and not isinstance(value, bool):
            continue
        if types.get(key) != type(value).__name__:
            raise ValueError(f"{key}: {types.get(key, 'unknown key')}")
    return entry


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ValueError(f"no such file: {name}")
    return path

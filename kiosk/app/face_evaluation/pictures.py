"""The set of pictures: read, embedded, compared.

    DIR/pairs.csv               portrait, probe, genuine (0 or 1); portrait and probe are KEYs
    DIR/portraits/KEY_KIND.jpg  as on a card
    DIR/probes/KEY.jpg          as a camera gives

A KEY is the person's name and what tells their pictures apart: PERSON__REST.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from drivers.errors import MediaError
from drivers.face.recipe import LENIENT_SCORE, Recipe, frame_template, portrait_template
from kiosk.app.face_evaluation.rates import NEVER, Comparisons

if TYPE_CHECKING:
    from drivers.face.engine import Face, FaceEngine, Picture, Template

FULL_WIDTH_PX = 1280


class PictureSetError(ValueError):
    """The directory is not such a set; the text says what is wrong where."""


@dataclass(frozen=True, slots=True)
class PictureSet:
    folder: Path
    kind: str
    pairs: tuple[tuple[str, str, bool], ...]

    @classmethod
    def read(cls, folder: Path, kind: str) -> PictureSet:
        """Raises PictureSetError."""
        path = folder / "pairs.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError) as error:
            raise PictureSetError(f"{path}: cannot be read") from error
        pairs = tuple(_pair(path, number, row) for number, row in enumerate(rows, 2))
        if not any(genuine for *_, genuine in pairs) or all(genuine for *_, genuine in pairs):
            raise PictureSetError(f"{path}: both genuine and impostor pairs are needed")
        if len({person_of(probe) for _, probe, _ in pairs}) < 2:
            raise PictureSetError(f"{path}: pictures of two persons at least are needed (the part of a key before __)")
        return cls(folder, kind, pairs)

    @property
    def portraits(self) -> list[str]:
        return sorted({portrait for portrait, _, _ in self.pairs})

    @property
    def probes(self) -> list[str]:
        return sorted({probe for _, probe, _ in self.pairs})

    @property
    def persons(self) -> list[str]:
        return sorted({person_of(key) for key in (*self.portraits, *self.probes)})

    def portrait(self, key: str) -> Picture:
        return _picture(self.folder / "portraits" / f"{key}_{self.kind}.jpg")

    def probe(self, key: str) -> Picture:
        return _picture(self.folder / "probes" / f"{key}.jpg")


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """All pairs of a set as one engine sees them. A side in which no face was found matches nothing."""

    engine: str
    comparisons: Comparisons
    portraits_failed: int
    probes_failed: int


def person_of(key: str) -> str:
    return key.partition("__")[0]


def compare(
    pictures: PictureSet, engine: FaceEngine, recipe: Recipe, tell: Callable[[int, int], None] | None = None
) -> Compared:
    """Embed every picture once, compare every pair. `tell` hears how many of how many pictures are done."""
    total = len(pictures.portraits) + len(pictures.probes)
    done = 0

    def embedded(keys: Iterable[str], template: Callable[[str], Template | None]) -> Mapping[str, Template | None]:
        nonlocal done
        templates: dict[str, Template | None] = {}
        for key in keys:
            templates[key] = template(key)
            done += 1
            if tell is not None:
                tell(done, total)
        return templates

    portraits = embedded(pictures.portraits, lambda key: _of_portrait(engine, pictures.portrait(key), recipe))
    probes = embedded(pictures.probes, lambda key: _of_probe(engine, pictures.probe(key), recipe))
    numbers = {person: number for number, person in enumerate(pictures.persons)}
    return Compared(
        f"{engine.name}, {recipe.name}",
        Comparisons(
            np.array([_distance(engine, portraits[one], probes[other]) for one, other, _ in pictures.pairs]),
            np.array([genuine for *_, genuine in pictures.pairs], np.bool_),
            np.array([numbers[person_of(one)] for one, _, _ in pictures.pairs], np.int64),
            np.array([numbers[person_of(other)] for _, other, _ in pictures.pairs], np.int64),
        ),
        sum(template is None for template in portraits.values()),
        sum(template is None for template in probes.values()),
    )


def _of_portrait(engine: FaceEngine, picture: Picture, recipe: Recipe) -> Template | None:
    try:
        return portrait_template(engine, picture, recipe)
    except MediaError:
        return None


def _of_probe(engine: FaceEngine, picture: Picture, recipe: Recipe) -> Template | None:
    """One picture stands for all frames of a comparison: somebody who holds still."""
    face = _face_in(engine, picture)
    return None if face is None else frame_template(engine, [(picture, face)], recipe)


def _face_in(engine: FaceEngine, picture: Picture) -> Face | None:
    """The terminal asks for a better frame where none is found; a single picture is searched more closely instead."""
    for width_px, least_score in ((640, 0.0), (FULL_WIDTH_PX, 0.0), (FULL_WIDTH_PX, LENIENT_SCORE)):
        if boxes := engine.detect(picture, width_px, least_score):
            return engine.landmarks(picture, boxes[0])
    return None


def _distance(engine: FaceEngine, portrait: Template | None, probe: Template | None) -> float:
    return NEVER if portrait is None or probe is None else engine.compare(portrait, probe)


def _pair(path: Path, number: int, row: Mapping[str, str | None]) -> tuple[str, str, bool]:
    portrait, probe, genuine = row.get("portrait"), row.get("probe"), row.get("genuine")
    if not portrait or not probe or genuine not in {"0", "1"}:
        raise PictureSetError(f"{path}, line {number}: portrait, probe and genuine (0 or 1) are needed")
    return portrait, probe, genuine == "1"


def _picture(path: Path) -> Picture:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise PictureSetError(f"{path}: no picture")
    return picture.astype(np.uint8, copy=False)

"""How portraits and frames become templates: which views, and that no portrait with a face in it is lost."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from config.persons import load_persons
from drivers.errors import MediaError
from drivers.face.dlib_engine import DlibEngine
from drivers.face.engine import Box, Face, Quality, View
from drivers.face.models import DlibModels, installed_folder
from drivers.face.recipe import DEFAULT, PLAIN, frame_template, portrait_template
from drivers.face.self_match import as_on_a_card

PERSONS = load_persons()
PORTRAIT = np.full((126, 102, 3), 120, np.uint8)


class Notebook:
    """An engine that finds a face in pictures of at least some width, and notes what it is asked to embed."""

    name = "notebook"

    def __init__(self, least_width_px: int = 0) -> None:
        self._least_width_px = least_width_px
        self.embedded: list[tuple[tuple[int, ...], Sequence[View]]] = []

    def detect(self, picture: np.ndarray, search_width_px: int = 640, least_score: float = 0.0) -> list[Box]:
        return [Box(0, 0, 10, 10)] if picture.shape[1] >= self._least_width_px else []

    def landmarks(self, picture: np.ndarray, box: Box) -> Face:
        return Face(box, np.zeros((5, 2)))

    def quality(self, picture: np.ndarray, face: Face) -> Quality:
        return Quality(0.0, 100.0)

    def embed(self, picture: np.ndarray, face: Face, views: Sequence[View]) -> np.ndarray:
        self.embedded.append((picture.shape, views))
        return np.full(128, float(len(self.embedded)))

    def compare(self, one: np.ndarray, other: np.ndarray) -> float:
        return float(np.linalg.norm(one - other))


def test_a_portrait_is_seen_restored_three_ways_in_three_cuts_each() -> None:
    engine = Notebook()
    template = portrait_template(engine, PORTRAIT)
    assert [shape for shape, _ in engine.embedded] == [(504, 408, 3)] * 3
    assert sum(len(views) for _, views in engine.embedded) == 9
    assert template == pytest.approx(np.full(128, 2.0))  # the mean of 1, 2 and 3


def test_the_plain_recipe_embeds_once() -> None:
    engine = Notebook()
    portrait_template(engine, PORTRAIT, PLAIN)
    assert engine.embedded == [((252, 204, 3), (View(),))]


def test_a_face_that_fills_its_portrait_is_sought_with_a_border() -> None:
    engine = Notebook(least_width_px=600)
    portrait_template(engine, PORTRAIT)
    assert {shape for shape, _ in engine.embedded} == {(756, 612, 3)}


def test_no_face_is_an_error() -> None:
    with pytest.raises(MediaError, match=r"face\.portrait_faceless"):
        portrait_template(Notebook(least_width_px=1000), PORTRAIT)


def test_each_frame_has_a_view_of_its_own() -> None:
    engine = Notebook()
    pictures = [np.zeros((side, side, 3), np.uint8) for side in (10, 20)]
    face = Face(Box(0, 0, 1, 1), np.zeros((5, 2)))
    frame_template(engine, [(picture, face) for picture in pictures])
    assert [shape[0] for shape, _ in engine.embedded] == [10, 20, 10]
    assert [views[0] for _, views in engine.embedded] == list(DEFAULT.frames)


@pytest.fixture(scope="module")
def dlib() -> DlibEngine:
    return DlibEngine(DlibModels.within(installed_folder()))


def live(key: str) -> np.ndarray:
    picture = cv2.imread(str(PERSONS[key].live_picture))
    assert picture is not None
    return picture.astype(np.uint8)


@pytest.mark.parametrize("size", [(102, 126), (51, 63), (480, 640), (358, 441)])
def test_portraits_of_any_size_match_their_person(dlib: DlibEngine, size: tuple[int, int]) -> None:
    """A card's, a smaller one, and the JPEG portraits that come with electronic identities."""
    card = cv2.imread(str(PERSONS["ji"].card_picture))
    assert card is not None
    template = portrait_template(dlib, cv2.resize(card, size, interpolation=cv2.INTER_AREA).astype(np.uint8), PLAIN)
    picture = live("ji")
    face = dlib.landmarks(picture, dlib.detect(picture)[0])
    assert dlib.compare(frame_template(dlib, [(picture, face)], PLAIN), template) < 0.53


@pytest.mark.parametrize("key", ["lin", "ji", "chen"])
def test_a_portrait_cut_close_around_the_face_is_not_lost(dlib: DlibEngine, key: str) -> None:
    picture = live(key)
    box = dlib.detect(picture)[0]
    close = picture[box.top : box.top + box.height, box.left : box.left + box.width]
    small = cv2.resize(close, (102, 126), interpolation=cv2.INTER_AREA).astype(np.uint8)
    assert portrait_template(dlib, small, PLAIN).shape == (128,)


def test_a_portrait_made_of_a_frame_has_a_cards_size(dlib: DlibEngine) -> None:
    picture = live("lin")
    assert as_on_a_card(picture, dlib.detect(picture)[0]).shape == (126, 102, 3)


def test_views_differ_and_mirroring_twice_changes_nothing(dlib: DlibEngine) -> None:
    picture = live("lin")
    face = dlib.landmarks(picture, dlib.detect(picture)[0])
    plain, *others = (dlib.embed(picture, face, [view]) for view in (View(), *DEFAULT.frames[1:]))
    assert all(0 < dlib.compare(plain, other) < 0.4 for other in others)
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    mirrored_face = dlib.landmarks(mirrored, dlib.detect(mirrored)[0])
    again = dlib.embed(mirrored, mirrored_face, [View(mirrored=True)])
    assert dlib.compare(plain, again) < 0.25

"""The drawer with a visitor's hands: rows put and take things, and another person takes their own along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize

from config.persons import load_persons
from ui.main import KioskWindow
from ui.touch import Finger, both, of_type, pause, wait_until, with_property
from ui.view_models.simulation import PROPS, SimulationView

from .eyes import keep_picture

NAMES = {key: person.name for key, person in load_persons().items()}


class RecordingHands:
    """Notes what is put and taken."""

    def __init__(self, props: Sequence[str] = tuple(PROPS)) -> None:
        self._props = props
        self.done: list[tuple[str, ...]] = []

    def props(self) -> Sequence[str]:
        return self._props

    def put(self, prop: str, person: str) -> None:
        self.done.append(("put", prop, person))

    def take(self, prop: str) -> None:
        self.done.append(("take", prop))


def panel_of(hands: RecordingHands, there: Sequence[str] = ("face", "paper")) -> SimulationView:
    return SimulationView(hands, NAMES, "lin", there)


def labels(view: SimulationView) -> dict[str, str]:
    return {row["key"]: row["label"] for row in view.props}  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]


def test_only_what_there_are_devices_for_has_a_row(qapp: QObject) -> None:
    assert list(labels(panel_of(RecordingHands(("paper", "id_card"))))) == ["id_card", "paper"]


def test_a_row_puts_and_takes_and_says_which(qapp: QObject) -> None:
    hands = RecordingHands()
    view = panel_of(hands)
    before = labels(view)["id_card"]
    view.toggle("id_card")
    during = labels(view)["id_card"]
    view.toggle("id_card")
    assert hands.done == [("put", "id_card", "lin"), ("take", "id_card")]
    assert before == labels(view)["id_card"] != during


def test_what_is_over_at_once_stays_offered(qapp: QObject) -> None:
    hands = RecordingHands()
    view = panel_of(hands)
    view.toggle("id_card_torn")
    view.toggle("id_card_torn")
    assert hands.done == [("put", "id_card_torn", "lin")] * 2


def test_another_person_takes_their_things_along_and_stands_where_the_last_one_stood(qapp: QObject) -> None:
    hands = RecordingHands()
    view = panel_of(hands)
    view.toggle("id_card")
    view.choose("chen")
    assert sorted(hands.done[1:]) == [("put", "face", "chen"), ("take", "face"), ("take", "id_card")]
    assert hands.done.index(("take", "face")) < hands.done.index(("put", "face", "chen"))
    view.toggle("id_card")
    assert hands.done[-1] == ("put", "id_card", "chen")


@pytest.mark.parametrize("size", [QSize(1080, 1920), QSize(1920, 1080)], ids=["portrait", "landscape"])
def test_every_row_can_be_reached_by_touch(screen: KioskWindow, pictures: Path, size: QSize) -> None:
    hands = RecordingHands()
    view = panel_of(hands)
    screen.window.resize(size)
    screen.offer(view)
    assert wait_until(lambda: screen.window.width() == size.width(), 5)
    pause(0.05)
    finger = Finger(screen.window)
    finger.tap(both(of_type("Touchable"), with_property("width", 48.0)))
    pause(0.05)
    keep_picture(screen, pictures / f"simulation-panel-{size.width()}.jpg")
    finger.tap(with_property("text", labels(view)["id_card"]))
    assert hands.done == [("put", "id_card", "lin")]

"""Ordinary journeys, from the start page back to it: every item, several persons, languages and displays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from journeying import PERSONS, Hall, Journey, Told, assert_left_clean, log_of, queued_at, ratings_at

from drivers.printer.escpos_decoder import qr_payloads_of
from kiosk.app.outcome import Outcome
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.model import Step
from ui.messages import MESSAGES
from ui.touch import wait_until

WALKS = (
    ("WJ-WSXK", "chen", {}),
    ("MZ-GLJT", "ji", {}),
    ("", "chan", {}),
    ("", "keller", {"language": "en"}),
    ("", "dubois", {"large_print": True, "high_contrast": True}),
)
"""Item (one of its own each; "" = one that is left), person, and how they want the screen. Every kind of card."""


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    with Hall(state, devices__face__options__give_up_s="10") as hall:
        yield hall
        assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
    assert_left_clean(state)
    assert queued_at(state) == 0
    levels = {line["level"] for line in log_of(state)}
    assert levels <= {"info"}


@pytest.mark.parametrize("number", range(5))
def test_from_card_to_receipt(number: int, hall: Hall) -> None:
    items = sorted(item.code for item in hall.terminal.runtime.catalogue.items)
    named = [item for item, _, _ in WALKS if item in items]
    left = [item for item in items if item not in named]
    wanted, person, display = WALKS[number]
    item = wanted if wanted in items else left[number % len(left)]
    journey = hall.walk(person, item=item, **display)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    assert_complete(journey, item, display.get("language", "zh-CN"))
    assert_on_paper(journey, english=display.get("language") == "en")


def assert_complete(journey: Journey, item: str, language: str) -> None:
    """The platform holds exactly what the person gave, as they are called, and the rating."""
    held = journey.submission
    application = held["application"]
    person = journey.person
    assert application["item_code"] == item
    assert application["applicant"] == {
        "name": person.name,
        "identity_number": person.number,
        "card_kind": person.kind,
        "way": "card",
    }
    assert application["language"] == language
    assert application["face"]["verdict"] == "accept"
    assert application["signature"]["strokes"] >= 10
    assert held["status"]["acceptance_number"] == journey.report.acceptance_number
    assert journey.report.state in (SubmissionState.ACCEPTED, SubmissionState.APPROVED, SubmissionState.RECEIVED)
    assert wait_until(
        lambda: journey.report.submission_id in [rating["submission_id"] for rating in ratings_at(journey.state)], 10
    )


def assert_on_paper(journey: Journey, *, english: bool) -> None:
    """Masked, with the acceptance number, and a code that carries the submission."""
    assert len(journey.slips) == 1
    words = journey.receipt
    joined = words.replace("\n", "").replace(" ", "")
    assert journey.report.submission_id in joined
    assert journey.report.acceptance_number in joined
    assert f"{journey.person.number[:4]}********{journey.person.number[-4:]}" in joined
    assert journey.person.name not in words
    assert journey.person.name[0] in words
    assert ("Receipt" in words) == english
    assert ("回执" in words) == (not english)
    (code,) = qr_payloads_of(journey.slips[0])
    assert journey.report.submission_id in code
    assert journey.person.number not in code


def test_the_next_person_finds_the_usual_screen(hall: Hall) -> None:
    hall.walk("guli", language="en", large_print=True, high_contrast=True)
    assert hall.session.preferences.language == "zh-CN"
    journey = hall.walk("lin")
    first = "\n".join(journey.shown[0].texts)
    assert "点一下" in first or "开始" in first
    everything = "\n".join(text for shown in journey.shown for text in shown.texts)
    assert PERSONS["guli"].name not in everything


def test_the_same_again_is_received_and_checked_by_people(hall: Hall) -> None:
    items = sorted(item.code for item in hall.terminal.runtime.catalogue.items)
    hall.walk("chen", item=items[-1])
    journey = hall.walk("chen", item=items[-1])
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.report.state == SubmissionState.POSSIBLE_DUPLICATE
    assert "可能重复" in journey.texts("done-printed")
    assert "已受理" not in journey.receipt


def test_pages_come_in_both_languages(hall: Hall) -> None:
    journey = hall.walk("lin", language="en")
    shown = {shown.name: "\n".join(shown.texts) for shown in journey.shown if shown.name != "start"}
    chinese = [message.what for message in MESSAGES.values() if message.what]
    assert not [name for name, text in shown.items() if any(sentence in text for sentence in chinese)]
    assert "Next: Details" in shown["identify"]


def test_an_impostor_is_refused_and_may_go_another_way(hall: Hall) -> None:
    journey = hall.walk("zhou")
    assert journey.report.outcome == Outcome.FACE_REFUSED
    assert journey.told[0] == Told(Step.FACE, "face.reject", "和身份证照片比对不上")
    assert journey.told[-1].step is Step.OTHER_WAY
    assert not journey.slips

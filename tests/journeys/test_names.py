"""A name of GB 18030-2022, as long as a card can hold, goes the whole round: reader → screen → form → platform →
receipt → PDF."""

from __future__ import annotations

from pathlib import Path

from journeying import PERSONS, Hall, with_card
from pdf import text_of

from kiosk.app.outcome import Outcome
from kiosk.paper.application import application_copy
from kiosk.platform.schema import Application
from kiosk.session.model import Session

NAME = "𠮷㐀·阿卜杜热合曼买买提江明"
"""Beyond the basic plane, in extension A, with the dot of Uyghur names; 15 UTF-16 units, a card's 30 bytes."""
ADDRESS = "广东省深圳市福田区𠮷巷㐀弄8号"


def test_a_rare_name_goes_the_whole_round(state: Path) -> None:
    assert len(NAME.encode("utf-16-le")) == 30
    person = with_card(PERSONS["lin"], name=NAME, address=ADDRESS)
    read: set[str] = set()
    typed: set[str] = set()

    def watch(session: Session) -> None:
        if session.identity is not None:
            read.add(session.identity.name)
        typed.update(session.draft.values.values())

    with Hall(state, devices__face__options__give_up_s="10") as hall:
        hall.terminal.runtime.subscribe(watch)
        journey = hall.walk(person)
        catalogue = hall.terminal.runtime.catalogue
    assert journey.report.outcome == Outcome.ACCEPTED, journey.codes
    assert read == {NAME}
    assert ADDRESS in typed
    assert NAME in journey.texts("review")
    application = Application.model_validate(journey.submission["application"])
    assert application.applicant.name == NAME
    assert application.values["registered_address"] == ADDRESS
    assert f"𠮷{'*' * 13}" in journey.receipt
    words = text_of(application_copy(application, catalogue.by_code(application.item_code)))
    assert NAME in words
    assert ADDRESS in words

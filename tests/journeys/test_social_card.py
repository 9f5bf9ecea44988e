"""A social security card at the terminal, on a real pcscd: alone, with the identity card, with somebody else's, in a
reader that comes and goes; and the item that asks for no face check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from journeying import PERSONS, Hall, Journey, assert_left_clean
from smart_cards import USB_SLOT, CardThatGoesWithItsReader, usb_port

from config.persons import Person
from drivers import registry
from drivers.faults import FaultScript
from drivers.pcsc.simulator import PcscSimulator
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard
from kiosk.app import simulation
from kiosk.app.belongings import social_security_card_of
from kiosk.app.outcome import Outcome
from kiosk.app.walker import Identify, Pace
from kiosk.session.model import Step
from ui.touch import wait_until


@pytest.fixture(scope="module")
def hall(state: Path) -> Iterator[Hall]:
    """A terminal on whose pcscd one reader stays, and another comes and goes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "create_simulator", with_usb_port)
        with Hall(state, devices__face__options__give_up_s="10") as hall:
            hall.stage.wait_ready()
            yield hall
            assert wait_until(lambda: hall.terminal.backstage.waiting == 0, 60)
    assert_left_clean(state)


def with_usb_port(name: Any, faults: FaultScript, settings: Mapping[str, object]) -> registry.Simulator:
    if name != "pcsc.virtual_readers":
        return registry.create_simulator(name, faults, settings)
    simulator = PcscSimulator(faults, preload=usb_port().library, usb_drivers=usb_port().drivers)
    simulator.reader = ""  # both are the terminal's
    return simulator


def smart_cards_of(hall: Hall) -> PcscSimulator:
    smart_cards = hall.terminal.backstage.simulation.smart_cards
    assert isinstance(smart_cards, PcscSimulator)
    return smart_cards


def assert_proved_by_the_identity_card(journey: Journey) -> None:
    assert journey.report.outcome == Outcome.ACCEPTED
    assert not journey.told
    page = journey.texts("social_card")
    assert "社保卡上写的是 林** 4403********9989" in page
    assert "社保卡能说明您是谁，但不能证明" in page
    assert PERSONS["lin"].number not in page
    applicant = journey.submission["application"]["applicant"]
    assert (applicant["way"], applicant["name"]) == ("card", "林小禾")


def test_pcscd_that_dies_on_the_page_is_told_and_the_identity_card_serves(hall: Hall) -> None:
    smart_cards = smart_cards_of(hall)
    killed: list[int] = []

    def kill_at_the_reader() -> None:
        if hall.session.step is Step.IDENTIFY and not killed:
            killed.append(1)
            smart_cards.kill_service()

    hall.terminal.runtime.subscribe(lambda _session: kill_at_the_reader())
    journey = hall.walk("lin", pace=Pace(reading_s=0.5))  # who lays the card at once need not be told any more
    smart_cards.revive_service()
    assert journey.codes == ["pcsc.service_gone"]
    assert journey.report.outcome == Outcome.ACCEPTED
    assert wait_until(lambda: hall.session.health["pcsc"].state.usable, 60)


def test_a_reader_that_comes_is_used_and_one_that_leaves_under_the_card_is_told_and_may_come_back(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    smart_cards, usb = smart_cards_of(hall), usb_port()
    card = social_security_card_of(PERSONS["lin"])
    leaving = CardThatGoesWithItsReader(lambda: usb.pull(smart_cards), 3, card)
    hands = iter((leaving, VirtualSocialSecurityCard(card)))

    def plug_in_and_lay(_person: Person) -> None:
        usb.plug()
        smart_cards.lay(next(hands), slot=USB_SLOT)

    monkeypatch.setattr(hall.terminal.backstage.simulation, "lay_social_security_card", plug_in_and_lay)
    journey = hall.walk("lin", identify=Identify.SOCIAL)
    assert journey.codes == ["pcsc.no_reader"]
    assert "请改用身份证，一样能办" in journey.texts("identify-problem")
    assert not journey.report.submission_id
    assert_proved_by_the_identity_card(hall.walk("lin", identify=Identify.SOCIAL))
    usb.pull(smart_cards)


def test_somebody_elses_card_torn_out_and_put_in_again_is_pointed_out(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = hall.terminal.backstage.simulation
    hands = iter((hand.tear_social_security_card, hand.lay_social_security_card))
    monkeypatch.setattr(hand, "lay_social_security_card", lambda _person: next(hands)(PERSONS["chen"]))
    journey = hall.walk("lin", identify=Identify.SOCIAL)
    assert journey.codes == ["pcsc.removed", "identity.claim_other_person"]
    assert "身份证和社保卡不是同一个人" in journey.texts("consent")
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.submission["application"]["applicant"]["name"] == "林小禾"
    assert hall.session.claim is None


def test_without_an_identity_card_staff_confirm_who_it_is(hall: Hall) -> None:
    journey = hall.walk("lin", identify=Identify.SOCIAL_ALONE)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.codes == ["identity.claim_only"]
    application = journey.submission["application"]
    assert application["applicant"] == {
        "name": "林小禾",
        "identity_number": PERSONS["lin"].number,
        "card_kind": "social_card",
        "way": "social_card",
    }
    assert (application["staff"]["staff_id"], application["staff"]["reason"]) == ("DEMO-1", "social_card")
    assert application["face"] is None
    assert application["data_consented_at"] is None
    assert "工作人员已核实您的身份" in journey.texts("materials")


def test_an_item_that_needs_no_face_check_goes_on_with_the_card_alone(hall: Hall) -> None:
    journey = hall.walk("lin", item="JT-YHYQ", identify=Identify.CARD_ALONE)
    assert journey.report.outcome == Outcome.ACCEPTED
    assert journey.report.state == "approved"
    assert journey.codes == ["face.declined"]
    application = journey.submission["application"]
    assert (application["applicant"]["way"], application["face"], application["staff"]) == ("card", None, None)
    assert application["data_consented_at"] is None

"""A social security card says who somebody is, and proves nothing: what it leads to, and what it never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from walking import APPROVAL, CARD, NOW, ONLINE, SOCIAL_CARD, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.identity.person import Difference, Way, difference, of_card, of_social_card
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session.application import application_of
from kiosk.session.effects import ArmTimer, AwaitCard, AwaitSocialCard, EnrolPortrait, FetchPrefill
from kiosk.session.events import (
    CardRead,
    DeviceFailed,
    SocialSecurityCardRead,
    StaffApproved,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.model import Ink, Session, Step
from kiosk.session.person_events import (
    FaceSkipped,
    LeaveConfirmed,
    StaffCodeWanted,
    WayChosen,
    WentBack,
)

WITH_READERS = {**ONLINE, "pcsc": DeviceStatus(DeviceState.ONLINE)}
MISSING = DeviceStatus(DeviceState.NO_DEVICE, "pcsc.service_gone")


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    """It takes a name and a number from what was shown."""
    return catalogue.by_code("GA-WFZJL")


def at(step: Step, item: ServiceItem) -> Walk:
    walk = Walk(Session(health=WITH_READERS)).to(step, item)
    walk.effects.clear()
    return walk


def told(walk: Walk) -> str:
    return walk.session.notice.code if walk.session.notice else ""


def test_both_cards_are_waited_for(item: ServiceItem) -> None:
    for step in (Step.IDENTIFY, Step.SOCIAL_CARD):
        walk = Walk().to(step, item)
        assert AwaitCard(walk.session.stamp) in walk.effects
        assert AwaitSocialCard(walk.session.stamp) in walk.effects


def test_it_identifies_nobody(item: ServiceItem) -> None:
    walk = at(Step.IDENTIFY, item).do(SocialSecurityCardRead, SOCIAL_CARD)
    assert walk.session.step is Step.SOCIAL_CARD
    assert walk.session.identity is None
    assert not walk.session.is_confirmed
    assert not [effect for effect in walk.effects if isinstance(effect, EnrolPortrait | FetchPrefill)]
    assert SOCIAL_CARD.number not in repr(walk.session)
    assert SOCIAL_CARD.name not in repr(walk.session)


def test_the_identity_card_of_the_same_person_goes_on_without_a_word(item: ServiceItem) -> None:
    walk = at(Step.SOCIAL_CARD, item).do(CardRead, CARD, NOW)
    assert (walk.session.step, told(walk)) == (Step.CONSENT, "")
    assert walk.session.identity == of_card(CARD)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "440524188001010014"}, "identity.claim_other_person"),
        ({"name": "林大禾"}, "identity.claim_other_name"),
    ],
)
def test_two_cards_that_do_not_fit_are_pointed_out_and_the_identity_card_holds(
    changes: dict[str, str], code: str, item: ServiceItem
) -> None:
    walk = at(Step.IDENTIFY, item).do(SocialSecurityCardRead, replace(SOCIAL_CARD, **changes)).do(CardRead, CARD, NOW)
    assert (walk.session.step, told(walk)) == (Step.CONSENT, code)
    assert walk.session.identity == of_card(CARD)


@pytest.mark.parametrize(
    ("claimed", "proven", "unlike"),
    [
        ("艾力·买买提", "艾力·买买提", None),
        ("艾力.买买提", "艾力·买买提", None),
        ("阿卜杜热合曼买买提明吾斯曼", "阿卜杜热合曼·买买提明·吾斯曼江", None),
        ("林小", "林小禾", Difference.NAME),
        ("DUBOIS CLAIRE", "Dubois, Claire", None),
    ],
)
def test_names_are_compared_by_their_letters(claimed: str, proven: str, unlike: Difference | None) -> None:
    claim = of_social_card(replace(SOCIAL_CARD, name=claimed))
    assert difference(claim, of_card(replace(CARD, name=proven))) is unlike


def test_a_number_of_another_kind_cannot_be_compared() -> None:
    """A foreigner's older identity card has 15 characters."""
    assert difference(of_social_card(SOCIAL_CARD), of_card(replace(CARD, number="FRA440385042201"))) is None


def test_who_has_no_identity_card_needs_staff(item: ServiceItem) -> None:
    walk = at(Step.SOCIAL_CARD, item).do(WayChosen, Way.SOCIAL_CARD)
    assert (walk.session.step, told(walk)) == (Step.OTHER_WAY, "identity.claim_only")
    assert not walk.session.is_confirmed
    walk.do(StaffCodeWanted).do(StaffApproved, APPROVAL)
    assert walk.session.step in (Step.FORM, Step.MATERIALS)
    assert not [effect for effect in walk.effects if isinstance(effect, FetchPrefill)]
    walk.session = replace(walk.session, draft=replace(walk.session.draft, signature=Ink(b"png", 3)))
    application = application_of(walk.session, submission_id="s", terminal_id="t", at=NOW)
    assert (application.applicant.way, application.applicant.card_kind) == ("social_card", "social_card")
    assert (application.applicant.name, application.applicant.identity_number) == (SOCIAL_CARD.name, SOCIAL_CARD.number)
    assert application.staff == APPROVAL
    assert application.face is None


def test_what_it_claims_fills_the_form_once_staff_have_confirmed_it(item: ServiceItem) -> None:
    asks = item.model_copy(update={"prefill": {next(iter(item.form.topics[0].fields)): "card.name"}})
    walk = at(Step.SOCIAL_CARD, asks).do(WayChosen, Way.SOCIAL_CARD)
    assert SOCIAL_CARD.name not in walk.session.draft.values.values()
    walk.do(StaffCodeWanted).do(StaffApproved, APPROVAL)
    assert SOCIAL_CARD.name in walk.session.draft.values.values()


def test_it_is_no_proof_even_where_no_face_is_asked_for(item: ServiceItem) -> None:
    free = item.model_copy(update={"needs_face": False})
    walk = at(Step.SOCIAL_CARD, free).do(WayChosen, Way.SOCIAL_CARD).do(FaceSkipped)
    assert walk.session.step is Step.OTHER_WAY
    assert not walk.session.is_confirmed


def test_the_other_ways_are_open_from_its_page(item: ServiceItem) -> None:
    assert at(Step.SOCIAL_CARD, item).do(WayChosen, Way.EID_QR).session.step is Step.EID_QR
    assert at(Step.SOCIAL_CARD, item).do(WentBack).session.step is Step.IDENTIFY
    walk = at(Step.SOCIAL_CARD, item).do(WayChosen, Way.SOCIAL_CARD).do(WentBack)
    assert walk.session.step is Step.SOCIAL_CARD


def test_without_a_claim_there_is_nothing_to_go_on_with(item: ServiceItem) -> None:
    assert at(Step.IDENTIFY, item).do(WayChosen, Way.SOCIAL_CARD).session.step is Step.IDENTIFY


def test_a_claim_leaves_with_the_person(item: ServiceItem) -> None:
    walk = at(Step.SOCIAL_CARD, item).do(LeaveConfirmed)
    assert walk.session.claim is None


@pytest.mark.parametrize("code", ["pcsc.removed", "pcsc.wrong_kind", "pcsc.two_cards", "pcsc.no_reader"])
def test_what_is_wrong_with_a_card_or_its_reader_is_told_and_both_waited_for_again(
    code: str, item: ServiceItem
) -> None:
    walk = at(Step.IDENTIFY, item).do(DeviceFailed, "pcsc", code, True)
    assert (walk.session.step, told(walk)) == (Step.IDENTIFY, code)
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert AwaitSocialCard(walk.session.stamp) in walk.effects
    assert walk.do(CardRead, CARD, NOW).session.step is Step.CONSENT


@pytest.mark.parametrize(
    ("readers", "code"), [(ONLINE["pcsc"], "identity.no_card_on_readers"), (MISSING, "identity.no_card")]
)
def test_who_waits_in_vain_is_told_where_cards_go(readers: DeviceStatus, code: str, item: ServiceItem) -> None:
    """An identity card reader does not notice a social security card at all."""
    walk = Walk(Session(health={**ONLINE, "pcsc": readers})).to(Step.IDENTIFY, item)
    assert ArmTimer(Timer.STEP, Limits().hint_s) in walk.effects
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert told(walk) == code
    assert AwaitCard(walk.session.stamp) in walk.effects
    assert told(walk.do(CardRead, CARD, NOW)) == ""


def test_readers_that_are_missing_bring_no_hint_before_its_time(item: ServiceItem) -> None:
    walk = Walk(Session(health={**ONLINE, "pcsc": MISSING})).to(Step.IDENTIFY, item)
    walk.do(DeviceFailed, "pcsc", "pcsc.service_gone", True)
    assert walk.effects[-1] == ArmTimer(Timer.STEP, Limits().hint_s)


def test_the_hint_hides_nothing_that_was_told(item: ServiceItem) -> None:
    walk = at(Step.IDENTIFY, item).do(DeviceFailed, "id_card", "id_card.removed", True).do(TimedOut, Timer.STEP)
    assert told(walk) == "id_card.removed"


def test_readers_that_were_missing_all_the_time_are_not_mentioned(item: ServiceItem) -> None:
    walk = at(Step.IDENTIFY, item)
    walk.session = replace(walk.session, health={**ONLINE, "pcsc": MISSING})
    walk.do(DeviceFailed, "pcsc", "pcsc.service_gone", True)
    assert told(walk) == ""
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert AwaitSocialCard(walk.session.stamp) in walk.effects

"""A staff card instead of a face check: one PIN, one try; what is wrong is told, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from walking import CARD, NOW, ONLINE, STAFF_CARD, STAFF_IDENTITY, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import ArmTimer, AwaitStaffCard, VerifyStaffPin
from kiosk.session.events import (
    CardRead,
    DeviceFailed,
    StaffCardRead,
    StaffVerified,
    TimedOut,
    Timer,
)
from kiosk.session.model import Step
from kiosk.session.person_events import (
    Confirmed,
    StaffCardWanted,
    Typed,
    WentBack,
)
from kiosk.session.steps.staff_card import reason

PIN = "471109"


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return catalogue.items[0]


@pytest.fixture
def walk(item: ServiceItem) -> Walk:
    walk = Walk().to(Step.STAFF_CARD, item)
    assert AwaitStaffCard(walk.session.stamp) in walk.effects
    return walk


def with_pin(walk: Walk, pin: str = PIN) -> Walk:
    return walk.do(StaffCardRead, STAFF_CARD).do(Typed, pin)


def tried(walk: Walk) -> list[str]:
    return [effect.pin for effect in walk.effects if isinstance(effect, VerifyStaffPin)]


def test_a_right_pin_confirms_the_person(walk: Walk) -> None:
    with_pin(walk).do(Confirmed, NOW)
    assert tried(walk) == [PIN]
    (verify,) = [effect for effect in walk.effects if isinstance(effect, VerifyStaffPin)]
    assert (verify.identity_number, verify.reason) == (CARD.number, "declined")
    assert CARD.number not in repr(verify)
    assert walk.session.pin == ""
    assert walk.session.asking
    walk.do(StaffVerified, STAFF_IDENTITY, NOW)
    assert walk.session.step is Step.FORM
    approval = walk.session.staff
    assert approval is not None
    assert approval.staff_id == f"card:{STAFF_CARD.card_uuid}"
    assert (approval.staff_name, approval.reason) == (STAFF_CARD.subject, "declined")
    assert walk.session.is_confirmed
    assert walk.session.staff_card is None


def test_a_pin_is_tried_once_however_often_it_is_sent(walk: Walk) -> None:
    with_pin(walk).do(Confirmed, NOW).do(Confirmed, NOW).do(Typed, PIN).do(Confirmed, NOW)
    assert tried(walk) == [PIN]


@pytest.mark.parametrize("pin", ["", "47110", "abc"])
def test_no_pin_is_tried_that_is_none(walk: Walk, pin: str) -> None:
    with_pin(walk, pin).do(Confirmed, NOW)
    assert tried(walk) == []


def test_without_a_card_nothing_is_tried(walk: Walk) -> None:
    walk.do(Typed, PIN).do(Confirmed, NOW)
    assert tried(walk) == []


def test_a_wrong_pin_is_told_with_the_tries_that_are_left(walk: Walk) -> None:
    with_pin(walk).do(Confirmed, NOW).do(DeviceFailed, "pcsc", "pcsc.pin_wrong", False, {"left": "2"})
    session = walk.session
    assert session.notice is not None
    assert (session.notice.code, session.notice.data) == ("pcsc.pin_wrong", {"left": "2"})
    assert session.staff_card == replace(STAFF_CARD, tries_left=2)
    assert not session.asking
    walk.do(Typed, PIN).do(Confirmed, NOW)
    assert tried(walk) == [PIN, PIN]


def test_of_a_blocked_card_no_pin_is_asked(walk: Walk) -> None:
    walk.effects.clear()
    walk.do(StaffCardRead, replace(STAFF_CARD, tries_left=0)).do(Typed, PIN).do(Confirmed, NOW)
    assert walk.session.staff_card is None
    assert walk.session.notice is None or walk.session.notice.code == "pcsc.pin_blocked"
    assert tried(walk) == []
    walk.do(TimedOut, Timer.STEP)
    assert AwaitStaffCard(walk.session.stamp) in walk.effects  # another card may come


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("pcsc.wrong_kind", "staff_card.other_card"),
        ("pcsc.mute", "staff_card.unreadable"),
        ("pcsc.read_failed", "staff_card.unreadable"),
        ("pcsc.no_reader", "staff_card.no_reader"),
        ("pcsc.service_gone", "staff_card.no_reader"),
        ("pcsc.revoked", "pcsc.revoked"),
        ("pcsc.removed", "pcsc.removed"),
    ],
)
def test_staff_are_not_told_to_use_the_identity_card(walk: Walk, code: str, told: str) -> None:
    walk.do(DeviceFailed, "pcsc", code, False)
    assert walk.session.notice is not None
    assert walk.session.notice.code == told


@pytest.mark.parametrize(
    "code", ["pcsc.pin_blocked", "pcsc.removed", "pcsc.not_genuine", "pcsc.service_gone", "staff.unrecorded"]
)
def test_after_anything_else_the_card_has_to_come_again(walk: Walk, code: str) -> None:
    with_pin(walk).do(Confirmed, NOW)
    walk.effects.clear()
    walk.do(DeviceFailed, "pcsc", code, False)
    assert walk.session.staff_card is None
    assert not walk.session.is_confirmed
    assert any(isinstance(effect, ArmTimer) and effect.timer is Timer.STEP for effect in walk.effects)
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert walk.effects == [AwaitStaffCard(walk.session.stamp)]


def test_an_answer_that_never_comes_leaves_the_card_to_be_tried_again(walk: Walk) -> None:
    with_pin(walk).do(Confirmed, NOW).do(TimedOut, Timer.STEP)
    assert not walk.session.asking
    assert walk.session.step is Step.STAFF_CARD


def test_who_goes_back_leaves_no_pin_behind(walk: Walk) -> None:
    with_pin(walk).do(WentBack).do(StaffCardWanted)
    assert (walk.session.pin, walk.session.staff_card) == ("", None)
    assert PIN not in repr(walk.session)


def test_where_no_reader_works_the_way_is_closed(item: ServiceItem) -> None:
    gone = {**ONLINE, "pcsc": DeviceStatus(DeviceState.NO_DEVICE, "pcsc.no_reader")}
    walk = Walk().to(Step.CONSENT, item)
    walk.session = replace(walk.session, health=gone, step=Step.OTHER_WAY)
    walk.do(StaffCardWanted)
    assert walk.session.step is Step.OTHER_WAY


def test_a_reason_is_one_that_the_platform_knows(walk: Walk) -> None:
    from kiosk.gateway.staff_codes import REASONS

    session = walk.session
    assert session.identity is not None
    for tries in (0, 2):
        assert reason(replace(session, face=replace(session.face, tries=tries))) in REASONS
    assert reason(replace(session, identity=replace(session.identity, portrait=b""))) == "no_portrait"


def test_a_card_read_elsewhere_is_nobody_s_proof(item: ServiceItem) -> None:
    walk = Walk().to(Step.IDENTIFY, item).do(StaffCardRead, STAFF_CARD)
    assert walk.session.step is Step.IDENTIFY
    walk.do(CardRead, CARD, NOW).do(StaffVerified, STAFF_IDENTITY, NOW)
    assert walk.session.staff is None

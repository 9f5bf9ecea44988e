"""At the cabinet: who may type a code, what a wrong one leads to, and what becomes of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from walking import CARD, ONLINE, OWING, PAGE, SOCIAL_CARD, WAITING, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PageInstruction, PageLook, PaperReading
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.identity.person import Way
from kiosk.platform.item import HandInWay, ServiceItem
from kiosk.services.catalogue import Catalogue
from kiosk.session.application import attachments_of
from kiosk.session.collection import DoorPhase, Waiting
from kiosk.session.effects import (
    AwaitCode,
    ClaimOrder,
    DisputeDoor,
    Enqueue,
    EnrolPortrait,
    FindPickups,
    FindRoom,
    NoteShown,
    NoteWrongCode,
    OpenDoor,
    PrintReceipt,
    ReleaseOrder,
)
from kiosk.session.events import (
    CardRead,
    CodeScanned,
    DeviceFailed,
    DoorSeen,
    Enqueued,
    HealthChanged,
    OrderClaimed,
    OriginalShown,
    PageSeen,
    PaperRead,
    PickupsFound,
    ReceiptPrinted,
    RoomFound,
    SendingDelayed,
    SocialSecurityCardRead,
    TimedOut,
    Timer,
)
from kiosk.session.handover import handover_of
from kiosk.session.model import Errand, Ink, PageRead, Stamp, Step
from kiosk.session.person_events import (
    CaptureWanted,
    CompartmentSkipped,
    Confirmed,
    DoorStuck,
    LeaveConfirmed,
    Left,
    OrderChosen,
    PickupCodeWanted,
    PickupWanted,
    ReprintAsked,
    Signed,
    Typed,
    WayChosen,
    WentBack,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OTHER_CODE = Waiting("QJ-2026-0802", "", None, (), code="pickup.code")
CLAIM = "claim-1"


@pytest.fixture
def item(catalogue: Catalogue) -> ServiceItem:
    return catalogue.by_code("GA-WFZJL")


def released(walk: Walk) -> list[ReleaseOrder]:
    return [effect for effect in walk.effects if isinstance(effect, ReleaseOrder)]


def told(walk: Walk) -> str:
    return walk.session.notice.code if walk.session.notice else ""


def type_code(walk: Walk, code: str) -> Walk:
    return walk.do(Typed, code).do(Confirmed, NOW)


def test_without_a_cabinet_nothing_begins(item: ServiceItem) -> None:
    walk = Walk().to(Step.HOME, item)
    walk.happen(HealthChanged(Stamp("", 0), {"locker": DeviceStatus(DeviceState.NO_DEVICE, "locker.missing")}))
    walk.do(PickupWanted)
    assert walk.session.step is Step.HOME
    assert walk.session.notice is not None
    assert walk.session.notice.code == "pickup.unavailable"


def test_three_wrong_codes_and_it_is_over(item: ServiceItem) -> None:
    walk = Walk().to(Step.PICKUP_CODE, item)
    for left in ("2", "1"):
        type_code(walk, "000000").do(PickupsFound, (OTHER_CODE,), True)
        assert walk.session.step is Step.PICKUP_CODE
        assert walk.session.notice is not None
        assert (walk.session.notice.code, walk.session.notice.data) == ("pickup_code.wrong", {"left": left})
        assert walk.session.collection.code == ""
    type_code(walk, "000000").do(PickupsFound, (OTHER_CODE,), True)
    assert walk.session.step is Step.OTHER_WAY
    walk.do(PickupCodeWanted)
    assert walk.session.step is Step.OTHER_WAY


@pytest.mark.parametrize("page", [Step.START, Step.HOME, Step.CODE])
def test_a_code_that_is_shown_begins_a_pickup(page: Step, item: ServiceItem) -> None:
    """Only the identity card is missing then; the code stands nowhere."""
    walk = Walk().to(page, item).do(CodeScanned, b"PK1.482913", "person-1")
    assert (walk.session.step, walk.session.errand) == (Step.IDENTIFY, Errand.PICKUP)
    assert "482913" not in repr(walk.session)
    walk.do(CardRead, CARD, NOW)
    assert walk.session.step is Step.WAITING
    (wanted,) = [effect for effect in walk.effects if isinstance(effect, FindPickups)]
    assert wanted.session.collection.code == "482913"
    assert not any(isinstance(effect, EnrolPortrait) for effect in walk.effects)
    walk.do(PickupsFound, (WAITING,), True)
    assert walk.session.is_confirmed


def test_who_showed_a_wrong_code_may_type_or_is_asked_for_the_face(item: ServiceItem) -> None:
    walk = Walk().to(Step.HOME, item).do(CodeScanned, b"000000").do(CardRead, CARD, NOW)
    walk.do(PickupsFound, (OTHER_CODE,), True)
    assert (walk.session.step, told(walk)) == (Step.PICKUP_CODE, "pickup_code.wrong")
    walk.do(WentBack).do(Confirmed, NOW)
    assert walk.session.step is Step.CONSENT
    assert any(isinstance(effect, EnrolPortrait) for effect in walk.effects)


def test_a_code_proves_nothing_beside_a_card_that_proves_nothing(item: ServiceItem) -> None:
    walk = Walk().to(Step.HOME, item).do(CodeScanned, b"482913").do(SocialSecurityCardRead, SOCIAL_CARD)
    walk.do(WayChosen, Way.SOCIAL_CARD)
    assert walk.session.step is Step.OTHER_WAY
    assert walk.session.collection.code == ""


def test_where_a_code_is_typed_it_may_be_shown(item: ServiceItem) -> None:
    walk = Walk().to(Step.PICKUP_CODE, item)
    assert AwaitCode(walk.session.stamp, asked=False) in walk.effects
    walk.do(CodeScanned, b"K1.receipt")
    assert (walk.session.step, told(walk)) == (Step.PICKUP_CODE, "pickup_code.other")
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert AwaitCode(walk.session.stamp, asked=False) in walk.effects
    walk.do(CodeScanned, b"482913")
    assert (walk.session.step, walk.session.collection.code) == (Step.WAITING, "482913")


def test_a_cabinet_that_is_down_takes_no_code(item: ServiceItem) -> None:
    walk = Walk().to(Step.HOME, item)
    walk.happen(HealthChanged(Stamp("", 0), {"locker": DeviceStatus(DeviceState.NO_DEVICE, "locker.missing")}))
    walk.do(CodeScanned, b"482913")
    assert (walk.session.step, told(walk)) == (Step.CODE, "pickup.unavailable")
    assert walk.session.collection.code == ""


def noted(walk: Walk) -> list[tuple[str, ...]]:
    return [effect.orders for effect in walk.effects if isinstance(effect, NoteWrongCode)]


def test_every_wrong_code_is_noted_of_its_orders(item: ServiceItem) -> None:
    other = replace(OTHER_CODE, number="QJ-2026-0803")
    locked = replace(OTHER_CODE, number="QJ-2026-0804", code="pickup.code_locked")
    walk = type_code(Walk().to(Step.PICKUP_CODE, item), "000000").do(PickupsFound, (OTHER_CODE, locked, other), True)
    assert (walk.session.step, told(walk)) == (Step.PICKUP_CODE, "pickup_code.wrong")
    assert noted(walk) == [(OTHER_CODE.number, other.number)]


def test_where_too_many_were_tried_before_no_code_helps(item: ServiceItem) -> None:
    locked = replace(OTHER_CODE, code="pickup.code_locked")
    walk = type_code(Walk().to(Step.PICKUP_CODE, item), "482913").do(PickupsFound, (locked,), True)
    assert (walk.session.step, told(walk), noted(walk)) == (Step.OTHER_WAY, "pickup_code.locked", [])
    assert walk.do(PickupCodeWanted).session.step is Step.OTHER_WAY
    walk.do(Confirmed, NOW)
    assert walk.session.step is Step.FACE or walk.session.step is Step.CONSENT


def test_a_code_shows_its_own_order_alone(item: ServiceItem) -> None:
    """Another order of the same person has another code: that one stays unseen, and nothing was wrong."""
    walk = type_code(Walk().to(Step.PICKUP_CODE, item), "482913").do(PickupsFound, (OTHER_CODE, WAITING), True)
    assert walk.session.step is Step.WAITING
    assert walk.session.collection.found == (WAITING,)
    assert walk.session.collection.code_tries == 0


def test_five_digits_are_no_code(item: ServiceItem) -> None:
    walk = type_code(Walk().to(Step.PICKUP_CODE, item), "48-29a1")
    assert walk.session.step is Step.PICKUP_CODE
    assert walk.session.notice is not None
    assert walk.session.notice.data == {"missing": "1"}


@pytest.mark.parametrize("phase", [DoorPhase.NOT_OPENED, DoorPhase.LEFT_INSIDE])
def test_who_leaves_with_nothing_gives_the_claim_back(phase: DoorPhase, item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR, item).do(DoorSeen, "A03", phase)
    assert walk.session.step is Step.DOOR_TROUBLE
    walk.do(Left).do(LeaveConfirmed)
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_what_is_left_for_later_is_given_back(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR_TROUBLE, item)
    walk.do(CompartmentSkipped).do(DoorSeen, "A04", DoorPhase.NOT_OPENED).do(CompartmentSkipped)
    assert walk.session.step is Step.HOME
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_who_leaves_the_rest_is_told_of_a_doubt(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR, item).do(DoorSeen, "A03", DoorPhase.DOUBTFUL).do(DoorSeen, "A04", DoorPhase.NOT_OPENED)
    walk.do(CompartmentSkipped)
    assert (walk.session.step, told(walk)) == (Step.STOPPED, "pickup.doubtful")


def test_nothing_is_given_back_of_what_was_moved(item: ServiceItem) -> None:
    signing = Walk().to(Step.SIGN_FOR, item)
    signing.do(Left).do(LeaveConfirmed)
    assert signing.session.step is Step.START
    assert released(signing) == []
    doubtful = Walk().to(Step.DOOR, item).do(DoorSeen, "A03", DoorPhase.DOUBTFUL)
    doubtful.do(DoorSeen, "A04", DoorPhase.DOUBTFUL)
    assert doubtful.session.step is Step.STOPPED
    assert released(doubtful) == []


def test_a_door_that_was_seen_open_is_never_unlocked_again(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR, item).do(DoorSeen, "A03", DoorPhase.OPEN)
    unlocks = sum(isinstance(effect, OpenDoor) for effect in walk.effects)
    walk.do(DoorStuck)
    assert sum(isinstance(effect, OpenDoor) for effect in walk.effects) == unlocks
    assert [each.cell for each in walk.effects if isinstance(each, DisputeDoor)] == ["A03"]


def test_a_refusal_of_the_desk_opened_nothing(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR, item).do(DeviceFailed, "locker", "custody.open", False)
    assert walk.session.step is Step.DOOR_TROUBLE
    assert walk.session.notice is not None
    assert walk.session.notice.code == "custody.open"


def test_a_silent_platform_holds_nobody_up(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (WAITING,), False).do(OrderChosen, WAITING.number)
    assert any(isinstance(each, ClaimOrder) for each in walk.effects)
    walk.do(TimedOut, Timer.STEP)
    assert walk.session.step is Step.DOOR
    assert walk.session.collection.claim_id == ""


def looked(walk: Walk) -> int:
    return sum(isinstance(effect, FindPickups) for effect in walk.effects)


def vouchers_come(walk: Walk, version: str = "1") -> Walk:
    vouchers = DeviceStatus(DeviceState.ONLINE, details={"version": version})
    return walk.happen(HealthChanged(Stamp("", 0), {**walk.session.health, "vouchers": vouchers}))


def test_nothing_waits_is_said_only_where_vouchers_are_in_force(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (), True)
    assert (told(walk), walk.session.collection.is_complete) == ("", False)
    vouchers_come(walk).do(PickupsFound, (), True)
    assert (told(walk), walk.session.collection.is_complete) == ("pickup.nothing", True)


def test_vouchers_that_come_late_show_what_waits(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (), True).do(TimedOut, Timer.STEP)
    assert (told(walk), looked(walk)) == ("pickup.nothing_known", 2)
    walk.do(PickupsFound, (), True)
    assert told(walk) == "pickup.nothing_known"
    assert looked(vouchers_come(walk)) == 3
    walk.do(PickupsFound, (WAITING,), False)
    assert (told(walk), walk.session.collection.found) == ("", (WAITING,))


def test_who_was_told_that_nothing_waits_sees_what_was_stocked_meanwhile(item: ServiceItem) -> None:
    walk = vouchers_come(Walk().to(Step.WAITING, item)).do(PickupsFound, (), True)
    assert looked(vouchers_come(walk, "1")) == 2
    assert looked(vouchers_come(walk, "2")) == 3


def test_what_is_found_is_not_looked_for_again(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (WAITING,), True)
    assert looked(vouchers_come(walk)) == 1
    assert looked(walk.do(TimedOut, Timer.STEP)) == 1
    vouchers_come(walk.do(OrderChosen, WAITING.number), "2")
    assert (looked(walk), walk.session.asking) == (1, True)


def test_what_lies_elsewhere_cannot_be_chosen(item: ServiceItem) -> None:
    elsewhere = replace(WAITING, elsewhere="SZ-LH-0002")
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (elsewhere,), True).do(OrderChosen, WAITING.number)
    assert walk.session.collection.order is None
    assert not walk.session.asking


def test_a_claim_that_comes_too_late_is_not_heard(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (WAITING,), True).do(OrderChosen, WAITING.number)
    late = OrderClaimed(walk.session.stamp, CLAIM)
    walk.do(TimedOut, Timer.STEP)
    assert walk.happen(late).session.collection.claim_id == ""


def test_the_second_try_begins_with_a_shut_door(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR_TROUBLE, item).do(Confirmed, NOW)
    assert walk.session.step is Step.DOOR
    assert walk.session.collection.current is not None
    assert walk.session.collection.current.phase is DoorPhase.SHUT


# ---- originals that are owed -----------------------------------------------------------------------------------------


def opened(walk: Walk) -> list[str]:
    return [effect.cell for effect in walk.effects if isinstance(effect, OpenDoor)]


def test_an_original_is_handed_in_before_any_door_opens(item: ServiceItem) -> None:
    walk = Walk().to(Step.HAND_IN, item)
    assert FindRoom(walk.session.stamp, walk.session) in walk.effects
    assert walk.do(Confirmed, NOW).session.step is Step.HAND_IN  # no room was found yet
    walk.do(RoomFound, "B01").do(Confirmed, NOW)
    assert (walk.session.step, opened(walk)) == (Step.DOOR, ["B01"])
    walk.do(DoorSeen, "B01", DoorPhase.OPEN).do(DoorSeen, "B01", DoorPhase.PUT_IN)
    assert (walk.session.step, opened(walk)) == (Step.DOOR, ["B01", "A03"])
    walk.do(DoorSeen, "A03", DoorPhase.TAKEN).do(DoorSeen, "A04", DoorPhase.TAKEN)
    assert walk.session.step is Step.SIGN_FOR
    assert [each.cell for each in walk.session.collection.taken] == ["A03", "A04"]
    assert [each.parcel for each in walk.session.collection.handed_in] == ["QJ-2026-0731-Y1"]


def test_without_a_network_it_is_owed_all_the_same(item: ServiceItem) -> None:
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (OWING,), False).do(OrderChosen, WAITING.number)
    assert walk.do(TimedOut, Timer.STEP).session.step is Step.HAND_IN


def test_where_there_is_no_room_nothing_is_released(item: ServiceItem) -> None:
    walk = Walk().to(Step.HAND_IN, item).do(RoomFound, "").do(Confirmed, NOW)
    assert (walk.session.step, told(walk), opened(walk)) == (Step.HAND_IN, "original.no_room", [])
    walk.do(Left).do(LeaveConfirmed)
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_a_door_closed_without_the_original_leads_to_no_other(item: ServiceItem) -> None:
    walk = Walk().to(Step.HAND_IN, item).do(RoomFound, "B01").do(Confirmed, NOW)
    walk.do(DoorSeen, "B01", DoorPhase.LEFT_INSIDE)
    assert (walk.session.step, told(walk)) == (Step.DOOR_TROUBLE, "original.left_out")
    assert walk.do(CompartmentSkipped).session.step is Step.DOOR_TROUBLE
    walk.do(Confirmed, NOW).do(DoorSeen, "B01", DoorPhase.PUT_IN)
    assert opened(walk) == ["B01", "B01", "A03"]


def test_an_original_in_doubt_releases_nothing(item: ServiceItem) -> None:
    walk = Walk().to(Step.HAND_IN, item).do(RoomFound, "B01").do(Confirmed, NOW)
    walk.do(DoorSeen, "B01", DoorPhase.DOUBTFUL)
    assert (walk.session.step, told(walk), opened(walk)) == (Step.STOPPED, "original.doubtful", ["B01"])
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_two_originals_come_one_after_the_other(item: ServiceItem) -> None:
    second = replace(OWING.owed[0], parcel="QJ-2026-0731-Y2")
    both = replace(OWING, owed=(*OWING.owed, second))
    walk = Walk().to(Step.WAITING, item).do(PickupsFound, (both,), True)
    walk.do(OrderChosen, WAITING.number).do(OrderClaimed, CLAIM)
    for cell in ("B01", "B02"):
        assert walk.session.step is Step.HAND_IN
        walk.do(RoomFound, cell).do(Confirmed, NOW).do(DoorSeen, cell, DoorPhase.PUT_IN)
    assert opened(walk) == ["B01", "B02", "A03"]


@pytest.mark.parametrize("outcome", list(PrintOutcome))
def test_the_receipt_of_a_pickup_is_printed_again_only_when_it_failed(outcome: PrintOutcome, item: ServiceItem) -> None:
    walk = Walk().to(Step.SIGN_FOR, item).do(Signed, Ink(b"png", 3)).do(Confirmed, NOW).do(Enqueued, "s")
    walk.do(SendingDelayed, "s", "platform.unreachable")
    assert walk.session.step is Step.DONE
    walk.do(ReceiptPrinted, PrintResult(outcome, "printer.paper_out"))
    walk.effects.clear()
    walk.do(ReprintAsked)
    printed_again = any(isinstance(effect, PrintReceipt) for effect in walk.effects)
    assert printed_again == (outcome is not PrintOutcome.PRINTED)


# ---- originals that are shown ----------------------------------------------------------------------------------------

SHOWN = PAGE
ORIGINAL = "QJ-2026-0731-Y1"
NEITHER = {name: status for name, status in ONLINE.items() if name not in ("document_camera", "document_scanner")}


def owing(*ways: HandInWay, second: bool = False) -> Waiting:
    first = replace(OWING.owed[0], ways=ways)
    others = (replace(first, parcel="QJ-2026-0731-Y2"),) if second else ()
    return replace(OWING, owed=(first, *others))


def at_hand_in(order: Waiting, item: ServiceItem, health: Mapping[str, DeviceStatus] = ONLINE) -> Walk:
    walk = Walk().to(Step.WAITING, item).happen(HealthChanged(Stamp("", 0), health))
    return walk.do(PickupsFound, (order,), True).do(OrderChosen, WAITING.number).do(OrderClaimed, CLAIM)


def shown(walk: Walk) -> Walk:
    """Laid down, photographed, read, and kept."""
    walk.do(CaptureWanted, ORIGINAL).do(PageSeen, PageLook(PageInstruction.TAKEN, page=SHOWN))
    return walk.do(PaperRead, PageRead(SHOWN, PaperReading(0))).do(Confirmed, NOW)


def shown_noted(walk: Walk) -> list[NoteShown]:
    return [effect for effect in walk.effects if isinstance(effect, NoteShown)]


def queued(walk: Walk) -> list[Enqueue]:
    return [effect for effect in walk.effects if isinstance(effect, Enqueue)]


def test_an_original_may_be_shown_instead(item: ServiceItem) -> None:
    walk = shown(at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN), item))
    assert (walk.session.step, opened(walk)) == (Step.HAND_IN, [])  # not before it is in the ledger
    assert [effect.stamp for effect in shown_noted(walk)] == [walk.session.stamp]
    assert walk.do(Confirmed, NOW).do(CaptureWanted, ORIGINAL).do(WentBack).session.step is Step.HAND_IN
    walk.do(OriginalShown, ORIGINAL)
    assert (walk.session.step, opened(walk)) == (Step.DOOR, ["A03"])
    walk.do(DoorSeen, "A03", DoorPhase.TAKEN).do(DoorSeen, "A04", DoorPhase.TAKEN).do(Signed, Ink(b"png", 3))
    walk.do(Confirmed, NOW)
    handover = handover_of(walk.session, submission_id="s", terminal_id="t", at=NOW)
    assert handover.originals == ()
    assert [(each.original, each.attachment) for each in handover.shown] == [(ORIGINAL, f"{ORIGINAL}.pdf")]
    (attached,) = attachments_of(walk.session)
    assert attached.name == f"{ORIGINAL}.pdf"
    assert SHOWN.jpeg in attached.data
    walk.do(Enqueued, "s").do(SendingDelayed, "s", "platform.unreachable").do(Left)
    assert len(queued(walk)) == 1


def test_only_what_may_be_shown_is(item: ServiceItem) -> None:
    walk = at_hand_in(owing(HandInWay.KEPT), item).do(CaptureWanted, ORIGINAL)
    assert walk.session.step is Step.HAND_IN
    walk = at_hand_in(owing(HandInWay.SHOWN), item)
    assert not [effect for effect in walk.effects if isinstance(effect, FindRoom)]
    assert walk.do(Confirmed, NOW).session.step is Step.CAPTURE
    assert walk.session.capture.material == ORIGINAL
    assert walk.do(WentBack).session.step is Step.HAND_IN


def test_where_all_cells_are_full_it_can_be_shown(item: ServiceItem) -> None:
    walk = at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN), item).do(RoomFound, "")
    assert told(walk) == "original.only_shown"
    assert walk.do(Confirmed, NOW).session.step is Step.CAPTURE


def test_without_a_camera_what_may_only_be_shown_cannot_be_handed_in(item: ServiceItem) -> None:
    walk = at_hand_in(owing(HandInWay.SHOWN), item, NEITHER)
    assert (walk.session.step, told(walk)) == (Step.HAND_IN, "original.no_way")
    assert walk.do(Confirmed, NOW).session.step is Step.HAND_IN
    walk.do(Left).do(LeaveConfirmed)
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_a_camera_lost_before_the_first_page_leaves_the_cell(item: ServiceItem) -> None:
    walk = at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN), item).do(CaptureWanted, ORIGINAL)
    walk.do(DeviceFailed, "document_camera", "document.lost", True)
    assert (walk.session.step, told(walk)) == (Step.HAND_IN, "document.lost")
    assert walk.do(RoomFound, "B01").do(Confirmed, NOW).session.step is Step.DOOR


def test_what_the_ledger_does_not_take_was_not_shown(item: ServiceItem) -> None:
    walk = shown(at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN), item))
    walk.do(DeviceFailed, "locker", "audit.disk", True)
    assert (walk.session.step, told(walk), opened(walk)) == (Step.HAND_IN, "original.not_noted", [])
    assert walk.session.draft.captured == {}
    shown(walk).do(OriginalShown, ORIGINAL)
    assert opened(walk) == ["A03"]


def test_one_is_shown_and_another_put_in(item: ServiceItem) -> None:
    walk = shown(at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN, second=True), item)).do(OriginalShown, ORIGINAL)
    assert (walk.session.step, opened(walk)) == (Step.HAND_IN, [])
    walk.do(RoomFound, "B01").do(Confirmed, NOW).do(DoorSeen, "B01", DoorPhase.PUT_IN)
    assert opened(walk) == ["B01", "A03"]
    assert [each.parcel for each in walk.session.collection.shown] == [ORIGINAL]
    assert [each.parcel for each in walk.session.collection.handed_in] == ["QJ-2026-0731-Y2"]


def test_who_goes_without_signing_leaves_the_pages_with_the_platform(item: ServiceItem) -> None:
    walk = shown(at_hand_in(owing(HandInWay.SHOWN), item)).do(OriginalShown, ORIGINAL)
    walk.do(DoorSeen, "A03", DoorPhase.TAKEN).do(DoorSeen, "A04", DoorPhase.TAKEN).do(Signed, Ink(b"png", 3))
    walk.do(Left).do(LeaveConfirmed)
    (enqueue,) = queued(walk)
    assert enqueue.at is None
    handover = handover_of(enqueue.session, submission_id="s", terminal_id="t", at=NOW)
    assert handover.signature is None
    assert handover.parcels == ("QJ-2026-0731-1", "QJ-2026-0731-2")
    assert [each.name for each in attachments_of(enqueue.session)] == [f"{ORIGINAL}.pdf"]


def test_who_goes_before_a_door_opened_leaves_nothing(item: ServiceItem) -> None:
    walk = shown(at_hand_in(owing(HandInWay.KEPT, HandInWay.SHOWN, second=True), item)).do(OriginalShown, ORIGINAL)
    walk.do(Left).do(LeaveConfirmed)
    assert queued(walk) == []
    assert released(walk) == [ReleaseOrder(WAITING.number, CLAIM)]


def test_what_was_said_of_a_door_is_over_when_it_is_left_for_later(item: ServiceItem) -> None:
    walk = Walk().to(Step.DOOR, item).do(DoorSeen, "A03", DoorPhase.TAKEN)
    walk.do(DoorSeen, "A04", DoorPhase.NOT_OPENED).do(CompartmentSkipped)
    assert walk.session.step is Step.SIGN_FOR
    assert walk.session.notice is None
    assert [each.cell for each in walk.session.collection.taken] == ["A03"]

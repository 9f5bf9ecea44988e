"""The way of an application through the transition table: from the card on the reader to the grade."""

from dataclasses import replace

import pytest
from walking import CARD, NOW, ONLINE, SUBMISSION_ID, Walk

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import (
    AwaitCard,
    AwaitSocialCard,
    CheckFace,
    Enqueue,
    EnrolPortrait,
    PrintReceipt,
    SendRating,
)
from kiosk.session.events import (
    Acknowledged,
    CardRead,
    DeviceFailed,
    Enqueued,
    EnqueueFailed,
    FaceLooked,
    HealthChanged,
    PrefillFailed,
    ReceiptPrinted,
    SendingDelayed,
    TimedOut,
    Timer,
)
from kiosk.session.model import Overlay, ReceiptState, Sent, Stamp, Step
from kiosk.session.person_events import (
    Confirmed,
    Declared,
    FaceDeclined,
    FieldChanged,
    GradeChosen,
    ReasonToggled,
    ReprintAsked,
    Signed,
    TopicReopened,
    WentBack,
)

ACCEPTED = SubmissionStatus(state=SubmissionState.ACCEPTED, acceptance_number="440304261122000001")


def at(step: Step, item: ServiceItem) -> Walk:
    return Walk().to(step, item)


def test_a_reader_that_fails_is_told_and_asked_again(any_item: ServiceItem) -> None:
    walk = at(Step.IDENTIFY, any_item)
    walk.do(DeviceFailed, "id_card", "id_card.removed", True)
    assert walk.session.notice is not None
    assert walk.session.notice.code == "id_card.removed"
    walk.effects.clear()
    walk.do(TimedOut, Timer.STEP)
    assert walk.effects == [AwaitCard(walk.session.stamp), AwaitSocialCard(walk.session.stamp)]
    assert walk.do(CardRead, CARD, NOW).session.step is Step.CONSENT


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "code"),
    [
        ("2006-11-21", "2026-11-21", "identity.expired"),
        ("2026-11-23", "2046-11-23", "identity.not_yet_valid"),
        ("2006-11-22", "2026-11-22", None),
        ("2026-11-22", "", None),
    ],
)
def test_validity_of_the_card(valid_from: str, valid_to: str, code: str | None, any_item: ServiceItem) -> None:
    walk = at(Step.IDENTIFY, any_item)
    walk.effects.clear()
    walk.do(CardRead, replace(CARD, valid_from=valid_from, valid_to=valid_to), NOW)
    if code is None:
        assert walk.session.step is Step.CONSENT
        assert any(isinstance(effect, EnrolPortrait) for effect in walk.effects)
    else:
        assert walk.session.step is Step.IDENTIFY
        assert walk.session.identity is None
        assert walk.session.notice is not None
        assert walk.session.notice.code == code
        assert AwaitCard(walk.session.stamp) in walk.effects
        assert (valid_from if code == "identity.not_yet_valid" else valid_to) in walk.session.notice.data.values()
        notice = walk.session.notice
        walk.do(DeviceFailed, "id_card", "id_card.no_card", True)  # it is left there while the page is read
        assert walk.session.notice == notice
        walk.effects.clear()
        walk.do(TimedOut, Timer.STEP)
        assert AwaitCard(walk.session.stamp) in walk.effects


def test_three_refused_faces_lead_to_the_other_way_and_not_back(any_item: ServiceItem) -> None:
    walk = at(Step.FACE, any_item)
    refused = FaceLook(FaceInstruction.CHECKING, FaceVerdict.REJECT, "far")
    for left in (2, 1):
        walk.do(FaceLooked, refused, "test 1", NOW)
        assert walk.session.step is Step.FACE
        assert walk.session.notice is not None
        assert walk.session.notice.data["left"] == str(left)
        walk.effects.clear()
        walk.do(TimedOut, Timer.STEP)
        assert walk.effects == [CheckFace(walk.session.stamp)]
    walk.do(FaceLooked, refused, "test 1", NOW)
    assert walk.session.step is Step.OTHER_WAY
    assert walk.do(Confirmed, NOW).session.step is Step.OTHER_WAY
    assert walk.do(WentBack).do(Confirmed, NOW).do(Confirmed, NOW).session.face.tries == 3


def test_leaving_and_coming_back_does_not_give_more_tries(any_item: ServiceItem) -> None:
    walk = at(Step.FACE, any_item)
    refused = FaceLook(FaceInstruction.CHECKING, FaceVerdict.REJECT, "far")
    walk.do(FaceLooked, refused, "test 1", NOW).do(WentBack).do(Confirmed, NOW)
    assert walk.session.step is Step.FACE
    walk.do(FaceLooked, refused, "test 1", NOW).do(FaceLooked, refused, "test 1", NOW)
    assert walk.session.step is Step.OTHER_WAY


def test_declining_the_face_check_may_be_taken_back(any_item: ServiceItem) -> None:
    walk = at(Step.CONSENT, any_item).do(FaceDeclined)
    assert walk.session.step is Step.OTHER_WAY
    assert not any(isinstance(effect, CheckFace) for effect in walk.effects)
    assert walk.do(Confirmed, NOW).session.step is Step.FACE


def test_a_portrait_that_cannot_be_decoded_leads_to_the_other_way_at_once(any_item: ServiceItem) -> None:
    walk = at(Step.FACE, any_item).do(DeviceFailed, "face", "face.portrait_undecodable", False)
    assert walk.session.step is Step.OTHER_WAY
    assert walk.do(Confirmed, NOW).session.step is Step.OTHER_WAY


def test_without_the_platform_the_form_opens_with_what_the_card_says(catalogue: Catalogue) -> None:
    any_item = next(item for item in catalogue.items if "card.address" in item.prefill.values())
    for event in (PrefillFailed, TimedOut):
        walk = at(Step.FETCHING, any_item)
        walk.do(event, Timer.STEP if event is TimedOut else "platform.unreachable")
        assert walk.session.step is Step.FORM
        assert walk.session.notice is not None
        assert walk.session.notice.code == "prefill.failed"
        assert CARD.address in walk.session.draft.values.values()


def test_a_form_that_does_not_fit_stays_and_marks_its_problems(item: ServiceItem) -> None:
    walk = at(Step.FORM, item)
    name = item.form.topics[0].fields[0]
    walk.do(FieldChanged, name, "\u0000" * 400).do(Confirmed, NOW)
    assert walk.session.step is Step.FORM
    assert walk.session.topic == 0
    assert walk.session.shown_problems


def test_a_correction_from_the_review_returns_there(item: ServiceItem) -> None:
    walk = at(Step.REVIEW, item)
    for topic in range(len(item.form.topics)):
        walk.do(TopicReopened, topic)
        assert (walk.session.step, walk.session.topic) == (Step.FORM, topic)
        assert walk.do(Confirmed, NOW).session.step is Step.REVIEW
        walk.do(TopicReopened, topic)
        assert walk.do(WentBack).session.step is Step.REVIEW
    if item.materials:
        walk.do(TopicReopened, -1)
        assert walk.session.step is Step.MATERIALS
        assert walk.do(WentBack).session.step is Step.REVIEW
    assert not walk.session.correcting


def test_what_was_declared_no_longer_holds_after_a_change(any_item: ServiceItem) -> None:
    walk = at(Step.REVIEW, any_item).do(Declared, True).do(TopicReopened, 0)
    name = any_item.form.topics[0].fields[0]
    walk.do(FieldChanged, name, walk.session.draft.values.get(name, "1"))
    assert not walk.session.draft.declared


def test_nothing_is_submitted_without_declaration_and_signature(any_item: ServiceItem) -> None:
    walk = at(Step.REVIEW, any_item)
    assert walk.do(Confirmed, NOW).session.notice.code == "review.not_declared"  # type: ignore[union-attr]
    assert walk.do(Declared, True).do(Confirmed, NOW).session.notice.code == "review.not_signed"  # type: ignore[union-attr]
    assert walk.do(Signed, None).do(Confirmed, NOW).session.step is Step.REVIEW
    assert not any(isinstance(effect, Enqueue) for effect in walk.effects)


def test_a_second_tap_never_submits_twice(any_item: ServiceItem) -> None:
    walk = at(Step.SENDING, any_item)
    walk.do(Confirmed, NOW).do(Confirmed, NOW)
    assert sum(isinstance(effect, Enqueue) for effect in walk.effects) == 1


def test_an_answer_in_time_gives_the_acceptance_number(any_item: ServiceItem) -> None:
    walk = at(Step.SENDING, any_item).do(Enqueued, SUBMISSION_ID)
    assert walk.session.submission.sent is Sent.QUEUED
    walk.do(Acknowledged, SUBMISSION_ID, ACCEPTED)
    assert walk.session.step is Step.DONE
    assert walk.session.submission.status == ACCEPTED
    assert walk.session.receipt is ReceiptState.PRINTING
    assert [effect for effect in walk.effects if isinstance(effect, PrintReceipt)] == [
        PrintReceipt(walk.session.stamp, walk.session)
    ]


@pytest.mark.parametrize("late", [(TimedOut, Timer.STEP), (SendingDelayed, SUBMISSION_ID, "link.down")])
def test_no_answer_in_time_is_received_not_yet_accepted(late: tuple[object, ...], any_item: ServiceItem) -> None:
    walk = at(Step.SENDING, any_item).do(Enqueued, SUBMISSION_ID)
    walk.do(*late)  # type: ignore[arg-type]
    assert walk.session.step is Step.DONE
    assert walk.session.submission.sent is Sent.UNANSWERED
    walk.do(Acknowledged, SUBMISSION_ID, ACCEPTED)
    assert walk.session.submission.status == ACCEPTED


def test_an_acknowledgement_of_another_submission_is_not_ours(any_item: ServiceItem) -> None:
    walk = at(Step.SENDING, any_item).do(Enqueued, SUBMISSION_ID)
    before = walk.session
    assert walk.do(Acknowledged, "somebody-elses", ACCEPTED).session == before


def test_what_was_not_stored_is_not_promised_and_may_be_tried_again(any_item: ServiceItem) -> None:
    walk = at(Step.SENDING, any_item).do(EnqueueFailed, "outbox.full")
    assert walk.session.step is Step.REVIEW
    assert walk.session.notice is not None
    assert walk.session.notice.code == "outbox.full"
    assert walk.session.draft.signature is not None
    walk.do(Confirmed, NOW)
    assert walk.session.step is Step.SENDING
    assert sum(isinstance(effect, Enqueue) for effect in walk.effects) == 2


def test_paper_coming_out_is_waited_for(any_item: ServiceItem) -> None:
    walk = at(Step.DONE, any_item).do(TimedOut, Timer.IDLE)
    assert walk.session.overlay is Overlay.NONE
    walk.do(ReceiptPrinted, PrintResult(PrintOutcome.PRINTED)).do(TimedOut, Timer.IDLE)
    assert walk.session.overlay is Overlay.IDLE_WARNING


@pytest.mark.parametrize("outcome", list(PrintOutcome))
def test_a_receipt_is_printed_again_only_when_it_failed(outcome: PrintOutcome, any_item: ServiceItem) -> None:
    walk = at(Step.DONE, any_item).do(ReceiptPrinted, PrintResult(outcome, "printer.paper_out"))
    walk.effects.clear()
    walk.do(ReprintAsked)
    printed_again = any(isinstance(effect, PrintReceipt) for effect in walk.effects)
    assert printed_again == (outcome is not PrintOutcome.PRINTED)


def test_coming_back_from_the_rating_prints_nothing(any_item: ServiceItem) -> None:
    walk = at(Step.RATING, any_item)
    walk.effects.clear()
    walk.do(WentBack)
    assert walk.session.step is Step.DONE
    assert not any(isinstance(effect, PrintReceipt) for effect in walk.effects)
    walk.do(ReceiptPrinted, PrintResult(PrintOutcome.PRINTED))
    assert walk.session.receipt is ReceiptState.PRINTED


def test_a_bad_grade_needs_a_reason(any_item: ServiceItem) -> None:
    walk = at(Step.RATING, any_item)
    assert walk.do(Confirmed, NOW).session.notice.code == "rating.no_grade"  # type: ignore[union-attr]
    assert walk.do(GradeChosen, 2).do(Confirmed, NOW).session.notice.code == "rating.no_reason"  # type: ignore[union-attr]
    walk.do(ReasonToggled, "slow").do(Confirmed, NOW)
    assert walk.session.step is Step.START
    assert SendRating(SUBMISSION_ID, 2, frozenset({"slow"}), NOW) in walk.effects


def test_an_item_whose_device_is_down_says_so_before_the_start(any_item: ServiceItem) -> None:
    walk = at(Step.GUIDE, any_item)
    down = {**ONLINE, "camera": DeviceStatus(DeviceState.NO_DEVICE, "camera.missing")}
    walk.happen(HealthChanged(Stamp("", 0), down)).do(Confirmed, NOW)
    assert walk.session.step is Step.GUIDE
    assert walk.session.notice is not None
    assert walk.session.notice.code == "item.unavailable"
    assert walk.happen(HealthChanged(Stamp("", 0), ONLINE)).do(Confirmed, NOW).session.step is Step.IDENTIFY


def test_a_receipt_s_state_has_the_words_of_the_printer() -> None:
    assert {outcome.value for outcome in PrintOutcome} <= {state.value for state in ReceiptState}

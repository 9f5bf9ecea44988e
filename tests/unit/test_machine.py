"""The transition table: every state has a time limit, a way back and a way out, and hears only what is for it."""

from dataclasses import replace

import pytest
from walking import CARD, NOW, ONLINE, SUBMISSION_ID, Walk, accept

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import PrefillAnswer, SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import (
    ArmTimer,
    AwaitCard,
    AwaitSocialCard,
    CancelJobs,
    CheckFace,
    Enqueue,
    EnrolPortrait,
    PrintReceipt,
    SendRating,
    Wipe,
)
from kiosk.session.events import (
    Acknowledged,
    Broke,
    CardRead,
    DeviceFailed,
    Enqueued,
    EnqueueFailed,
    FaceLooked,
    HealthChanged,
    Prefilled,
    PrefillFailed,
    ReceiptPrinted,
    SendingDelayed,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.machine import IDLE_PAGES, TABLE, advance, back_target, may_leave
from kiosk.session.model import Overlay, Preferences, ReceiptState, Sent, Session, Stamp, Step
from kiosk.session.person_events import (
    Confirmed,
    Declared,
    DisplayChosen,
    FaceDeclined,
    FieldChanged,
    GradeChosen,
    ItemChosen,
    LanguageChosen,
    LeaveConfirmed,
    Left,
    OverlayClosed,
    OverlayOpened,
    ReasonToggled,
    ReprintAsked,
    Searched,
    Signed,
    SpeechChosen,
    Started,
    TopicReopened,
    Touched,
    WentBack,
)

DEVICES = ("id_card", "pcsc", "barcode", "camera", "face", "printer", "locker", "platform")
ACCEPTED = SubmissionStatus(state=SubmissionState.ACCEPTED, acceptance_number="440304261122000001")
HELD = (Step.SENDING, Step.DOOR, Step.STAFF_DOOR)
"""The machine is at work, or a door is open: back and leave wait until that is over, at most store_s + answer_s, or
door_s."""
DONE_FOR_GOOD = (Step.SIGN_FOR,)
"""What was taken out is out: there is only forward."""


@pytest.fixture(params=["most-topics", "fewest-topics", "first"])
def item(request: pytest.FixtureRequest, catalogue: Catalogue) -> ServiceItem:
    """Items with several topics and materials, and the first of the catalogue."""
    with_materials = [item for item in catalogue.items if item.materials]
    by_size = sorted(with_materials, key=lambda item: len(item.form.topics))
    return {"most-topics": by_size[-1], "fewest-topics": by_size[0], "first": catalogue.items[0]}[request.param]


@pytest.fixture
def any_item(catalogue: Catalogue) -> ServiceItem:
    return next(item for item in catalogue.items if item.materials)


def at(step: Step, item: ServiceItem) -> Walk:
    return Walk().to(step, item)


def is_clean(session: Session) -> bool:
    """Nothing of any person is left."""
    return session == Session(turn=session.turn, step=session.step, health=session.health, notice=session.notice)


@pytest.mark.parametrize("step", list(Step))
def test_every_step_can_be_reached(step: Step, item: ServiceItem) -> None:
    assert at(step, item).session.step is step


def test_every_step_has_a_row() -> None:
    assert set(TABLE) == set(Step)


@pytest.mark.parametrize("step", [step for step in Step if step not in IDLE_PAGES and step not in HELD])
def test_nobody_there_is_warned_then_wiped(step: Step, any_item: ServiceItem) -> None:
    walk = at(step, any_item)
    if walk.session.receipt is ReceiptState.PRINTING:
        walk.do(ReceiptPrinted, PrintResult(PrintOutcome.PRINTED))
    armed = [effect.delay_s for effect in walk.effects if isinstance(effect, ArmTimer) and effect.timer is Timer.IDLE]
    assert armed
    assert armed[-1] == (90 if step in (Step.REVIEW, Step.SIGN_FOR, Step.CAPTURE) else 45)
    walk.effects.clear()
    walk.do(TimedOut, Timer.IDLE)
    assert walk.session.overlay is Overlay.IDLE_WARNING
    assert walk.effects == [ArmTimer(Timer.WARNING, 15)]
    walk.do(TimedOut, Timer.WARNING)
    assert walk.session.step is Step.START
    assert is_clean(walk.session)
    assert Wipe("person-1") in walk.effects


@pytest.mark.parametrize("step", [step for step in Step if step not in IDLE_PAGES and step not in HELD])
def test_more_time_as_often_as_asked(step: Step, any_item: ServiceItem) -> None:
    walk = at(step, any_item).do(ReceiptPrinted, PrintResult(PrintOutcome.PRINTED))
    for _ in range(5):
        walk.do(TimedOut, Timer.IDLE)
        walk.effects.clear()
        walk.do(OverlayClosed)
        assert walk.session.overlay is Overlay.NONE
        assert any(isinstance(effect, ArmTimer) and effect.timer is Timer.IDLE for effect in walk.effects)
    assert walk.session.step is step


@pytest.mark.parametrize("step", [step for step in Step if step not in IDLE_PAGES and step not in HELD])
def test_back_leads_where_the_table_says(step: Step, item: ServiceItem) -> None:
    walk = at(step, item)
    target = back_target(walk.session)
    turn = walk.session.turn
    walk.do(WentBack)
    if step in DONE_FOR_GOOD:
        assert target is None
        assert (walk.session.step, walk.session.turn) == (step, turn)
        return
    assert walk.session.step is target
    assert walk.session.turn > turn


@pytest.mark.parametrize("step", [step for step in Step if step not in IDLE_PAGES and step not in HELD])
def test_out_from_everywhere(step: Step, any_item: ServiceItem) -> None:
    walk = at(step, any_item)
    assert may_leave(walk.session)
    walk.do(Left)
    if walk.session.overlay is Overlay.LEAVE:
        walk.do(LeaveConfirmed)
    assert walk.session.step is Step.START
    assert is_clean(walk.session)


def test_leaving_asks_only_when_something_would_be_lost(any_item: ServiceItem) -> None:
    asking = {step for step in Step if at(step, any_item).do(Left).session.overlay is Overlay.LEAVE}
    assert asking == {
        Step.CONSENT,
        Step.FACE,
        Step.OTHER_WAY,
        Step.STAFF_CODE,
        Step.FETCHING,
        Step.FORM,
        Step.MATERIALS,
        Step.CAPTURE,
        Step.PAPER_CHECK,
        Step.REVIEW,
        Step.STAFF_CARD,
        Step.PICKUP_CODE,
        Step.WAITING,
        Step.HAND_IN,
        Step.DOOR_TROUBLE,
        Step.SIGN_FOR,
    }


@pytest.mark.parametrize("step", HELD)
def test_a_step_that_holds_the_person_ends_by_its_own_limit(step: Step, any_item: ServiceItem) -> None:
    walk = at(step, any_item)
    held = walk.session
    assert walk.do(WentBack).do(Left).do(LeaveConfirmed).do(TimedOut, Timer.IDLE).session == held
    assert any(isinstance(effect, ArmTimer) and effect.timer is Timer.STEP for effect in walk.effects)
    walk.do(TimedOut, Timer.STEP)
    assert walk.session.step is Step.STOPPED
    assert may_leave(walk.session)


@pytest.mark.parametrize("overlay", [Overlay.HELP, Overlay.DISPLAY, Overlay.LANGUAGE])
@pytest.mark.parametrize("step", [step for step in Step if step not in IDLE_PAGES])
def test_help_language_and_display_open_and_close_everywhere(
    step: Step, overlay: Overlay, any_item: ServiceItem
) -> None:
    walk = at(step, any_item)
    before = walk.session
    assert walk.do(OverlayOpened, overlay).session == replace(before, overlay=overlay)
    assert walk.do(OverlayClosed).session == before


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("step", list(Step))
def test_a_device_failing_in_any_step_never_traps_the_person(step: Step, device: str, any_item: ServiceItem) -> None:
    walk = at(step, any_item)
    for _ in range(4):
        walk.do(DeviceFailed, device, f"{device}.silent", True)
        walk.do(TimedOut, Timer.STEP)
    lost = {**ONLINE, device: DeviceStatus(DeviceState.NO_DEVICE, f"{device}.missing")}
    walk.happen(HealthChanged(Stamp("", 0), lost))
    session = walk.session
    if session.step in IDLE_PAGES:
        assert (session.step is Step.OUT_OF_SERVICE) == (device == "id_card")
        return
    if session.step in HELD:
        walk.do(TimedOut, Timer.STEP)
    assert walk.do(LeaveConfirmed).session.step in IDLE_PAGES
    assert is_clean(walk.session)


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


def test_another_item_starts_with_nothing_of_the_last(catalogue: Catalogue, any_item: ServiceItem) -> None:
    other = next(item for item in catalogue.items if item.code != any_item.code)
    walk = at(Step.REVIEW, any_item)
    for _ in range(12):
        if walk.session.step is Step.ITEMS:
            break
        walk.do(WentBack)
    kept = Walk(walk.session).do(ItemChosen, any_item)
    assert kept.session.draft.values
    walk.do(ItemChosen, other)
    assert walk.session.identity is None
    assert not walk.session.draft.values
    assert Wipe("person-1") in walk.effects


def test_an_item_whose_device_is_down_says_so_before_the_start(any_item: ServiceItem) -> None:
    walk = at(Step.GUIDE, any_item)
    down = {**ONLINE, "camera": DeviceStatus(DeviceState.NO_DEVICE, "camera.missing")}
    walk.happen(HealthChanged(Stamp("", 0), down)).do(Confirmed, NOW)
    assert walk.session.step is Step.GUIDE
    assert walk.session.notice is not None
    assert walk.session.notice.code == "item.unavailable"
    assert walk.happen(HealthChanged(Stamp("", 0), ONLINE)).do(Confirmed, NOW).session.step is Step.IDENTIFY


@pytest.mark.parametrize("step", list(Step))
def test_a_bug_in_any_step_shows_the_failsafe_page_with_nothing_personal(step: Step, any_item: ServiceItem) -> None:
    walk = at(step, any_item)
    counted = walk.session.submission.sent is Sent.ANSWERED
    walk.happen(Broke(Stamp("", 0)))
    if step in IDLE_PAGES:
        assert walk.session.step is step
        return
    if step is not Step.STOPPED:
        assert walk.session.step is Step.STOPPED
        assert walk.session.identity is None
        assert not walk.session.draft.values
        assert walk.session.notice is not None
        assert walk.session.notice.code == ("terminal.bug_after_submission" if counted else "terminal.bug")
        walk.happen(Broke(Stamp("", 0)))
    assert walk.session.step is Step.START
    assert is_clean(walk.session)


def test_out_of_service_comes_and_goes_with_the_reader() -> None:
    walk = Walk()
    down = {**ONLINE, "id_card": DeviceStatus(DeviceState.NO_DEVICE, "id_card.missing")}
    starting = {**ONLINE, "id_card": DeviceStatus(DeviceState.STARTING)}
    assert walk.happen(HealthChanged(Stamp("", 0), starting)).session.step is Step.START
    walk.happen(HealthChanged(Stamp("", 0), down))
    assert walk.session.step is Step.OUT_OF_SERVICE
    assert walk.session.notice is not None
    assert walk.session.notice.code == "id_card.missing"
    assert walk.happen(HealthChanged(Stamp("", 0), ONLINE)).session.step is Step.START


ANSWERS = [
    (TimedOut, Timer.STEP),
    (TimedOut, Timer.IDLE),
    (CardRead, CARD, NOW),
    (FaceLooked, accept(), "test 1", NOW),
    (Prefilled, PrefillAnswer(fields={}, licences={})),
    (PrefillFailed, "platform.unreachable"),
    (Enqueued, SUBMISSION_ID),
    (EnqueueFailed, "outbox.full"),
    (DeviceFailed, "id_card", "id_card.removed", True),
    (Confirmed, NOW),
    (WentBack,),
    (Touched,),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[0].__name__)
@pytest.mark.parametrize("step", list(Step))
def test_what_was_meant_for_an_earlier_step_or_person_is_dropped(
    step: Step, answer: tuple[object, ...], any_item: ServiceItem
) -> None:
    session = at(step, any_item).session
    make, *arguments = answer
    for stamp in (Stamp(session.id, session.turn - 1), Stamp("somebody-else", session.turn)):
        assert advance(session, make(stamp, *arguments)) == (session, ())  # type: ignore[operator]


def test_entering_a_step_cancels_the_jobs_of_the_last(any_item: ServiceItem) -> None:
    walk = at(Step.FACE, any_item)
    stamp = walk.session.stamp
    walk.effects.clear()
    walk.do(WentBack)
    assert CancelJobs(stamp) in walk.effects


def test_preferences_last_for_the_person_and_no_longer(any_item: ServiceItem) -> None:
    walk = Walk().do(Started, "person-1", Preferences(language="en"))
    walk.do(DisplayChosen, True, True).do(SpeechChosen, False).do(LanguageChosen, "en").do(Searched, "wfz")
    assert walk.session.preferences == Preferences("en", large_print=True, high_contrast=True, spoken=False)
    armed = [effect for effect in walk.effects if isinstance(effect, ArmTimer)]
    assert armed[-1].delay_s == Limits().idle_slow_s
    assert walk.do(LeaveConfirmed).session.preferences == Preferences()


def test_a_receipt_s_state_has_the_words_of_the_printer() -> None:
    assert {outcome.value for outcome in PrintOutcome} <= {state.value for state in ReceiptState}

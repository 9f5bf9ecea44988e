"""The transition table: every state has a time limit, a way back and a way out, and hears only what is for it."""

from dataclasses import replace

import pytest
from walking import CARD, NOW, ONLINE, SUBMISSION_ID, Walk, accept

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.receipt_printer import PrintOutcome, PrintResult
from kiosk.platform.item import ServiceItem
from kiosk.platform.schema import PrefillAnswer
from kiosk.services.catalogue import Catalogue
from kiosk.session.effects import (
    ArmTimer,
    CancelJobs,
    Wipe,
)
from kiosk.session.events import (
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
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.machine import IDLE_PAGES, TABLE, advance, back_target, may_leave
from kiosk.session.model import Overlay, Preferences, ReceiptState, Sent, Session, Stamp, Step
from kiosk.session.person_events import (
    Confirmed,
    DisplayChosen,
    ItemChosen,
    LanguageChosen,
    LeaveConfirmed,
    Left,
    OverlayClosed,
    OverlayOpened,
    Searched,
    SpeechChosen,
    Started,
    Touched,
    WentBack,
)

DEVICES = ("id_card", "pcsc", "barcode", "camera", "face", "printer", "locker", "platform")


HELD = (Step.SENDING, Step.DOOR, Step.STAFF_DOOR)


DONE_FOR_GOOD = (Step.SIGN_FOR, Step.FAREWELL)


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


def gone_from(walk: Walk) -> Walk:
    """Past the reminder, for whoever had papers with them."""
    return walk.do(TimedOut, Timer.STEP) if walk.session.step is Step.FAREWELL else walk


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
    assert gone_from(walk).session.step is Step.START
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
    assert gone_from(walk).session.step is Step.START
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
    assert gone_from(walk.do(LeaveConfirmed)).session.step in IDLE_PAGES
    assert is_clean(walk.session)


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

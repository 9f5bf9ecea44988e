"""Review and signature, sending, receipt, rating, and the page that says why it ended early."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.session.effects import ArmTimer, Effect, Enqueue, PrintReceipt, SendRating
from kiosk.session.events import (
    Acknowledged,
    Enqueued,
    EnqueueFailed,
    ReceiptPrinted,
    SendingDelayed,
    TimedOut,
    Timer,
)
from kiosk.session.model import Errand, Notice, ReceiptState, Sent, Session, Step, Submission
from kiosk.session.person_events import (
    Confirmed,
    CopyWanted,
    Declared,
    GradeChosen,
    ReasonToggled,
    ReprintAsked,
    Signed,
    TopicReopened,
)
from kiosk.session.steps import farewell
from kiosk.session.table import Result, Row, go, moved, stay, tell, without_person

if TYPE_CHECKING:
    from kiosk.session.limits import Limits

NEEDS_REASON = 2
"""Grades up to this one carry at least one reason (好差评)."""


# ---- review ----------------------------------------------------------------------------------------------------------


def _reopen(session: Session, event: TopicReopened, _limits: Limits) -> Result:
    correcting = replace(session, correcting=True)
    if event.topic < 0:
        return go(correcting, Step.MATERIALS)
    return go(correcting, Step.FORM, topic=event.topic)


def _declare(session: Session, event: Declared, _limits: Limits) -> Result:
    return stay(replace(session, notice=None, draft=replace(session.draft, declared=event.declared)))


def sign(session: Session, event: Signed, _limits: Limits) -> Result:
    return stay(replace(session, notice=None, draft=replace(session.draft, signature=event.ink)))


def _submit(session: Session, event: Confirmed, _limits: Limits) -> Result:
    if not session.draft.declared:
        return tell(replace(session, shown_problems=True), "review.not_declared")
    if session.draft.signature is None:
        return tell(replace(session, shown_problems=True), "review.not_signed")
    return go(replace(session, submission=Submission(sent=Sent.SEALING, created_at=event.at)), Step.SENDING)


def _back_from_review(session: Session) -> Step:
    assert session.item is not None
    return Step.MATERIALS if session.item.materials else Step.FORM


# ---- sending ---------------------------------------------------------------------------------------------------------


def _enqueue(session: Session, limits: Limits) -> tuple[Effect, ...]:
    assert session.submission.created_at is not None
    return (
        Enqueue(session.stamp, session, session.submission.created_at),
        ArmTimer(Timer.STEP, limits.store_s),
    )


def _enqueued(session: Session, event: Enqueued, limits: Limits) -> Result:
    submission = replace(session.submission, id=event.submission_id, sent=Sent.QUEUED)
    return stay(replace(session, submission=submission), ArmTimer(Timer.STEP, limits.answer_s))


def _not_enqueued(session: Session, event: EnqueueFailed, _limits: Limits) -> Result:
    """Nothing was stored: the person is back where they signed and may try again."""
    signed_on = Step.SIGN_FOR if session.errand is Errand.PICKUP else Step.REVIEW
    return go(replace(session, submission=Submission()), signed_on, notice=Notice(event.code))


def acknowledged(session: Session, event: Acknowledged, _limits: Limits) -> Result:
    if event.submission_id != session.submission.id:
        return stay(session)
    submission = replace(session.submission, sent=Sent.ANSWERED, status=event.status)
    session = replace(session, submission=submission)
    return _done(session) if session.step is Step.SENDING else stay(session)


def _delayed(session: Session, event: SendingDelayed, _limits: Limits) -> Result:
    if event.submission_id != session.submission.id:
        return stay(session)
    return _without_answer(session)


def _without_answer(session: Session) -> Result:
    return _done(replace(session, submission=replace(session.submission, sent=Sent.UNANSWERED)))


def _done(session: Session) -> Result:
    """The receipt is printed on the way in, and only then: coming back from the rating prints nothing again."""
    done = moved(replace(session, receipt=ReceiptState.PRINTING), Step.DONE)
    return done, (PrintReceipt(done.stamp, done),)


def _waited(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    if session.submission.sent is Sent.QUEUED:
        return _without_answer(session)
    return go(session, Step.STOPPED, notice=Notice("submission.unconfirmed"))


# ---- done ------------------------------------------------------------------------------------------------------------


def receipt_printed(session: Session, event: ReceiptPrinted, _limits: Limits) -> Result:
    state = ReceiptState(event.result.outcome.value)
    return stay(replace(session, receipt=state, receipt_code=event.result.code))


def _reprint(session: Session, _event: ReprintAsked, _limits: Limits) -> Result:
    if session.receipt not in (ReceiptState.NOT_PRINTED, ReceiptState.UNKNOWN):
        return stay(session)
    return stay(replace(session, receipt=ReceiptState.PRINTING), PrintReceipt(session.stamp, session))


def _rate_next(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return go(session, Step.CERTIFICATE if session.certificate_is_offered else Step.RATING)


def _want_copy(session: Session, _event: CopyWanted, _limits: Limits) -> Result:
    return go(session, Step.COPY) if session.copy_is_offered else stay(session)


# ---- rating ----------------------------------------------------------------------------------------------------------


def _grade(session: Session, event: GradeChosen, _limits: Limits) -> Result:
    return stay(replace(session, grade=event.grade, reasons=frozenset(), notice=None))


def _toggle_reason(session: Session, event: ReasonToggled, _limits: Limits) -> Result:
    return stay(replace(session, reasons=session.reasons ^ {event.reason}, notice=None))


def _rate(session: Session, event: Confirmed, _limits: Limits) -> Result:
    if not session.grade:
        return tell(session, "rating.no_grade")
    if session.grade <= NEEDS_REASON and not session.reasons:
        return tell(session, "rating.no_reason")
    rating = SendRating(session.submission.id, session.grade, session.reasons, event.at)
    return farewell.leave(session)[0], (rating,)


def _start_over(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return go(without_person(session), Step.HOME)


ROWS = {
    Step.REVIEW: Row(
        back=_back_from_review,
        on={TopicReopened: _reopen, Declared: _declare, Signed: sign, Confirmed: _submit},
    ),
    Step.SENDING: Row(
        back=lambda _: None,
        on={
            Enqueued: _enqueued,
            EnqueueFailed: _not_enqueued,
            Acknowledged: acknowledged,
            SendingDelayed: _delayed,
            TimedOut: _waited,
        },
        arrive=_enqueue,
        idle=False,
        leave=False,
    ),
    Step.DONE: Row(
        back=lambda _: Step.HOME,
        on={
            Acknowledged: acknowledged,
            ReceiptPrinted: receipt_printed,
            ReprintAsked: _reprint,
            CopyWanted: _want_copy,
            Confirmed: _rate_next,
        },
    ),
    Step.RATING: Row(
        back=lambda _: Step.DONE,
        on={
            GradeChosen: _grade,
            ReasonToggled: _toggle_reason,
            Confirmed: _rate,
            Acknowledged: acknowledged,
            ReceiptPrinted: receipt_printed,
        },
    ),
    Step.STOPPED: Row(back=lambda _: Step.HOME, on={Confirmed: _start_over}),
}

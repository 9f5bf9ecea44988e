"""Prefill, form, materials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.journeys import apply
from kiosk.journeys.plan import following
from kiosk.services import forms, materials, prefill
from kiosk.session.effects import ArmTimer, Effect, FetchPrefill
from kiosk.session.events import (
    Prefilled,
    PrefillFailed,
    TimedOut,
    Timer,
)
from kiosk.session.model import FieldSource, Notice, Session, Source, Step
from kiosk.session.person_events import (
    CaptureWanted,
    Confirmed,
    FieldChanged,
    MaterialDeferred,
)
from kiosk.session.steps import capture
from kiosk.session.table import Result, Row, go, moved, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def _fetch(session: Session, limits: Limits) -> tuple[Effect, ...]:
    return (FetchPrefill(session.stamp, session), ArmTimer(Timer.STEP, limits.prefill_s))


def open_form(session: Session, notice: Notice | None = None) -> Result:
    """The form opens with what the card says, whatever the platform had to add."""
    assert session.item is not None
    assert session.identity is not None
    stage = apply.first_of_form(session.item)
    session = replace(session, draft=prefill.with_identity(session.item, session.draft, session.identity))
    return go(session, stage.step, topic=stage.topic, notice=notice)


def _prefilled(session: Session, event: Prefilled, _limits: Limits) -> Result:
    assert session.item is not None
    return open_form(replace(session, draft=prefill.merge(session.item, session.draft, event.answer)))


def _prefill_failed(session: Session, event: PrefillFailed, _limits: Limits) -> Result:
    return open_form(session, Notice("prefill.failed", {"cause": event.code}))


def _prefill_late(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    return open_form(session, Notice("prefill.failed", {"cause": "platform.slow"}))


def _change_field(session: Session, event: FieldChanged, _limits: Limits) -> Result:
    draft = session.draft
    values = {**draft.values, event.name: event.value}
    sources = {**draft.sources, event.name: FieldSource(Source.PERSON)}
    return stay(replace(session, draft=replace(draft, values=values, sources=sources, declared=False)))


def _form_done(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    assert session.item is not None
    wrong = forms.problems(session.item.form, session.draft.values, session.topic)
    if wrong:
        return tell(replace(session, shown_problems=True), "form.unfit", count=str(len(wrong)))
    return _onward(session)


def _onward(session: Session) -> Result:
    if session.correcting:
        return go(replace(session, correcting=False), Step.REVIEW)
    stage = following(session)
    return go(session, stage.step, topic=stage.topic)


def _defer(session: Session, event: MaterialDeferred, _limits: Limits) -> Result:
    deferred = session.draft.deferred - {event.code}
    if event.deferred:
        deferred |= {event.code}
    return stay(replace(session, draft=replace(session.draft, deferred=deferred, declared=False)))


def _materials_done(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    missing = materials.open_count(session)
    if missing:
        return tell(replace(session, shown_problems=True), "materials.open", count=str(missing))
    return _onward(session)


def _back_from_form(session: Session) -> Step:
    if session.correcting:
        return Step.REVIEW
    return Step.FORM if session.topic > 0 else Step.GUIDE


def step_back(session: Session, step: Step) -> Session:
    """Back within the form goes topic by topic, and from what follows the form to its last topic."""
    assert session.item is not None
    topic = 0
    if step is Step.FORM:
        topic = session.topic - 1 if session.step is Step.FORM else len(session.item.form.topics) - 1
    return moved(replace(session, correcting=False), step, topic=topic)


ROWS = {
    Step.FETCHING: Row(
        back=lambda _: Step.GUIDE,
        on={Prefilled: _prefilled, PrefillFailed: _prefill_failed, TimedOut: _prefill_late},
        arrive=_fetch,
    ),
    Step.FORM: Row(back=_back_from_form, on={FieldChanged: _change_field, Confirmed: _form_done}),
    Step.MATERIALS: Row(
        back=lambda session: Step.REVIEW if session.correcting else Step.FORM,
        on={MaterialDeferred: _defer, CaptureWanted: capture.begin, Confirmed: _materials_done},
    ),
}

"""One person's way through the terminal as a pure function: no thread, no clock, no device.

`advance(session, event)` returns the next session and the effects it wants performed. What happens on every step alike
(leaving, overlays, the idle warning, preferences, health) is here; what happens on one step is its row of `TABLE`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from kiosk.session.effects import ArmTimer, CancelJobs, DisarmTimer, Effect, Wipe
from kiosk.session.events import (
    Broke,
    Event,
    FaceLooked,
    HealthChanged,
    PageSeen,
    PagesScanned,
    Scope,
    TimedOut,
    Timer,
)
from kiosk.session.limits import Limits
from kiosk.session.model import Errand, Notice, Overlay, ReceiptState, Sent, Session, Step
from kiosk.session.person_events import (
    DisplayChosen,
    LanguageChosen,
    LeaveConfirmed,
    Left,
    OverlayClosed,
    OverlayOpened,
    PersonEvent,
    SpeechChosen,
    WentBack,
)
from kiosk.session.steps import (
    application_copy,
    browse,
    capture,
    certificate,
    codes,
    details,
    farewell,
    hand_in,
    identify,
    on_paper,
    other_ways,
    pickup,
    staff_card,
    stock,
    submit,
)
from kiosk.session.table import Handler, Result, Row, end, go, idle_page, stay, without_person

TABLE: dict[Step, Row] = {
    **browse.ROWS,
    **codes.ROWS,
    **identify.ROWS,
    **other_ways.ROWS,
    **staff_card.ROWS,
    **details.ROWS,
    **capture.ROWS,
    **pickup.ROWS,
    **stock.ROWS,
    **hand_in.ROWS,
    **submit.ROWS,
    **certificate.ROWS,
    **farewell.ROWS,
    **application_copy.ROWS,
}

IDLE_PAGES = (Step.START, Step.OUT_OF_SERVICE)
"""Nobody is there."""
_NOTHING_TO_LOSE = (Step.DONE, Step.COPY, Step.CERTIFICATE, Step.RATING, Step.STOPPED)


def advance(session: Session, event: Event, limits: Limits = Limits()) -> Result:  # noqa: B008 (frozen)
    """The next session and what has to be done, or the same session when the event comes too late to mean anything."""
    if not _heard(session, event):
        return session, ()
    handler = _handler_of(session, event)
    if isinstance(event, TimedOut) and event.timer is not Timer.STEP:
        handler = cast("Handler", _time_out)
    if handler is None and not isinstance(event, PersonEvent):
        return session, ()
    after, wanted = handler(session, event, limits) if handler else (session, ())
    return after, (*_consequences(session, event, after, limits), *_as_entered(session, after, wanted, limits))


def back_target(session: Session) -> Step | None:
    """Where back leads from here; None where it is held."""
    return TABLE[session.step].back(session)


def may_leave(session: Session) -> bool:
    return TABLE[session.step].leave


def _handler_of(session: Session, event: Event) -> Handler | None:
    """The step's own, or what holds on every step; on an idle page nobody is there to choose anything."""
    own = TABLE[session.step].on.get(type(event))
    if own is None and session.step in IDLE_PAGES and isinstance(event, PersonEvent):
        return None
    return own or _EVERYWHERE.get(type(event))


def _heard(session: Session, event: Event) -> bool:
    if event.scope is Scope.TERMINAL:
        return True
    if event.stamp.session_id != session.id:
        return False
    return event.scope is Scope.SESSION or event.stamp.turn == session.turn


def _as_entered(before: Session, after: Session, wanted: tuple[Effect, ...], limits: Limits) -> tuple[Effect, ...]:
    """What the handler wants, and what the row of a newly entered step wants."""
    if after.turn == before.turn:
        return wanted
    return (*wanted, *TABLE[after.step].arrive(after, limits))


def _consequences(before: Session, event: Event, after: Session, limits: Limits) -> tuple[Effect, ...]:
    """What follows from the change alone: jobs of the last step cancelled, timers set, a gone person wiped."""
    effects: list[Effect] = []
    entered = after.turn != before.turn
    if entered:
        effects += [CancelJobs(before.stamp), DisarmTimer(Timer.STEP)]
    if before.overlay is Overlay.IDLE_WARNING and after.overlay is not Overlay.IDLE_WARNING:
        effects.append(DisarmTimer(Timer.WARNING))
    if not TABLE[after.step].idle:
        effects += [DisarmTimer(Timer.IDLE)] if entered else []
    elif after.overlay is not Overlay.IDLE_WARNING and (entered or _shows_life(before, event)):
        effects.append(ArmTimer(Timer.IDLE, _idle_limit_s(after, limits)))
    if (before.id and not after.id) or (before.identity is not None and after.identity is None):
        effects.append(Wipe(before.id))
    return (
        *effects,
        *pickup.given_back(before, after),
        *pickup.left_unsigned(before, after),
        *on_paper.given_up(before, after),
    )


def _shows_life(before: Session, event: Event) -> bool:
    """Whoever does what the face check asks for touches nothing, and is there all the same."""
    if isinstance(event, FaceLooked):
        return event.look.verdict is not None or event.look.progress > before.face.progress
    if isinstance(event, PageSeen):  # who lays papers down touches them, and not the screen
        return event.look.page is not None
    return isinstance(event, (PersonEvent, PagesScanned))


def _idle_limit_s(session: Session, limits: Limits) -> float:
    slow = session.preferences.large_print or session.step in (Step.REVIEW, Step.SIGN_FOR, Step.CAPTURE)
    return limits.idle_slow_s if slow else limits.idle_s


# ---- on every step ---------------------------------------------------------------------------------------------------


def _go_back(session: Session, _event: WentBack, _limits: Limits) -> Result:
    target = back_target(session)
    if target is None:
        return stay(session)
    if target is Step.START:
        return end(session)
    if session.step in (Step.DONE, Step.STOPPED) or (target is Step.HOME and session.errand is Errand.PICKUP):
        return go(without_person(session), target)
    if target in (Step.FORM, Step.REVIEW) or (session.correcting and target is not Step.MATERIALS):
        return details.step_back(session, target), ()
    return go(session, target)


def would_lose(session: Session) -> bool:
    """Whether leaving now throws away something the person gave."""
    return session.identity is not None and session.step not in _NOTHING_TO_LOSE


def _leave(session: Session, _event: Left, _limits: Limits) -> Result:
    if not may_leave(session):
        return stay(session)
    if would_lose(session):
        return stay(replace(session, overlay=Overlay.LEAVE))
    return farewell.leave(session)


def _leave_at_once(session: Session, _event: LeaveConfirmed, _limits: Limits) -> Result:
    return farewell.leave(session) if may_leave(session) else stay(session)


def _open_overlay(session: Session, event: OverlayOpened, _limits: Limits) -> Result:
    asked_for = event.overlay in (Overlay.HELP, Overlay.DISPLAY, Overlay.LANGUAGE)
    return stay(replace(session, overlay=event.overlay)) if asked_for else stay(session)


def _close_overlay(session: Session, _event: OverlayClosed, _limits: Limits) -> Result:
    return stay(replace(session, overlay=Overlay.NONE))


def _choose_language(session: Session, event: LanguageChosen, _limits: Limits) -> Result:
    preferences = replace(session.preferences, language=event.language)
    return stay(replace(session, preferences=preferences, overlay=Overlay.NONE))


def _choose_display(session: Session, event: DisplayChosen, _limits: Limits) -> Result:
    preferences = replace(session.preferences, large_print=event.large_print, high_contrast=event.high_contrast)
    return stay(replace(session, preferences=preferences))


def _choose_speech(session: Session, event: SpeechChosen, _limits: Limits) -> Result:
    return stay(replace(session, preferences=replace(session.preferences, spoken=event.spoken)))


def _time_out(session: Session, event: TimedOut, limits: Limits) -> Result:
    if event.timer is Timer.WARNING:
        return farewell.leave(session) if session.overlay is Overlay.IDLE_WARNING else stay(session)
    if not TABLE[session.step].idle:
        return stay(session)
    printing = session.step is Step.DONE and session.receipt is ReceiptState.PRINTING
    if printing or on_paper.is_coming_out(session):
        return stay(session, ArmTimer(Timer.IDLE, _idle_limit_s(session, limits)))  # paper is coming out
    warned = replace(session, overlay=Overlay.IDLE_WARNING)
    return stay(warned, ArmTimer(Timer.WARNING, limits.warning_s))


def _health(session: Session, event: HealthChanged, _limits: Limits) -> Result:
    """The idle page follows the terminal's health; a person who is there is never thrown out by it."""
    session = replace(session, health=event.health)
    if session.step not in IDLE_PAGES:
        return stay(session)
    due = idle_page(session)
    return stay(session) if (due.step, due.notice) == (session.step, session.notice) else stay(due)


def _break(session: Session, _event: Broke, _limits: Limits) -> Result:
    """The failsafe page. A bug on that page too ends the session; one while nobody is there changes nothing."""
    if session.step in IDLE_PAGES:
        return stay(session)
    if session.step is Step.STOPPED:
        return end(session)
    counts = session.submission.sent not in (Sent.NO, Sent.SEALING)
    code = "terminal.bug_after_submission" if counts else "terminal.bug"
    return go(without_person(session), Step.STOPPED, notice=Notice(code))


_EVERYWHERE: dict[type[Event], Handler] = {
    WentBack: _go_back,
    Left: _leave,
    LeaveConfirmed: _leave_at_once,
    OverlayOpened: _open_overlay,
    OverlayClosed: _close_overlay,
    LanguageChosen: _choose_language,
    DisplayChosen: _choose_display,
    SpeechChosen: _choose_speech,
    HealthChanged: _health,
    Broke: _break,
}

"""A document on A4: offered, got, printed, confirmed by who holds the sheet, printed again for a reason.

Nothing is printed unasked, and what the printer calls done is a question. When somebody goes while it prints, the
job is called off, so that the sheet does not come out under somebody else's eyes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drivers.contract.value import Value
from kiosk.paper.page_print import CannotReprint, PagePrint, Stage
from kiosk.session.effects import (
    ArmTimer,
    CallOffPage,
    DisarmTimer,
    Effect,
    PrintPage,
    RecordPage,
)
from kiosk.session.events import (
    Acknowledged,
    DeviceFailed,
    Event,
    PrintSeen,
    ReceiptPrinted,
    TimedOut,
    Timer,
)
from kiosk.session.model import Session, Step
from kiosk.session.person_events import (
    Confirmed,
    PaperDeclined,
    PaperFaulty,
)
from kiosk.session.steps.submit import acknowledged, receipt_printed
from kiosk.session.table import Result, Row, go, stay, tell

if TYPE_CHECKING:
    from kiosk.session.limits import Limits

UNDER_WAY = (Stage.SENDING, Stage.PRINTING, Stage.HELD_UP)
_OPEN = (*UNDER_WAY, Stage.ASKING)
"""Nobody has said yet what became of it."""


def is_coming_out(session: Session) -> bool:
    """The screen stays with it."""
    return session.paper is not None and session.paper.stage in (Stage.SENDING, Stage.PRINTING)


def given_up(before: Session, after: Session) -> tuple[Effect, ...]:
    """Whoever goes before it is known what became of the sheet leaves that open."""
    page = before.paper
    if page is None or page.stage not in _OPEN or (after.paper is not None and after.step is before.step):
        return ()
    return (RecordPage(before.id, replace(page, stage=Stage.UNKNOWN, code="page_print.left")),)


class OnPaper(Value):
    """The page of one kind of document. It is got when the person says so, and no sooner.

    Attributes:
        device: who makes it; its failure while that is waited for is told as `unanswered`.
        ask: wants it.
        given: type of the event that it comes with, of which `page_of` makes what is printed.
        onward: where the person goes afterwards.
    """

    device: str
    ask: Callable[[Session], Effect]
    given: type[Event]
    page_of: Callable[[Session, Any], PagePrint]
    unanswered: str
    onward: Step

    def row(self) -> Row:
        return Row(
            back=lambda session: None if _is_open(session) else Step.DONE,
            on={
                Confirmed: self._confirm,
                PaperDeclined: self._decline,
                PaperFaulty: _faulty,
                self.given: self._got,
                PrintSeen: _seen,
                DeviceFailed: self._failed,
                TimedOut: self._timed_out,
                Acknowledged: acknowledged,
                ReceiptPrinted: receipt_printed,
            },
        )

    def _confirm(self, session: Session, _event: Confirmed, limits: Limits) -> Result:
        """The main action: print, it came out well, do not wait any longer, on."""
        page = session.paper
        if page is None:
            return stay(session) if session.asking else self._get(session, limits)
        match page.stage:
            case Stage.ASKING:
                return _settle(session, page.confirmed())
            case Stage.HELD_UP:
                return stay(session, CallOffPage(session.stamp))
            case Stage.NOT_PRINTED if page.may_be_handed_over_again:
                return _print(session, page.handed_over_again(), limits)
            case Stage.PRINTED | Stage.NOT_PRINTED | Stage.UNKNOWN:
                return go(session, self.onward)
            case _:
                return stay(session)

    def _get(self, session: Session, limits: Limits) -> Result:
        asking = replace(session, asking=True, notice=None)
        return stay(asking, self.ask(asking), ArmTimer(Timer.STEP, limits.certificate_s))

    def _got(self, session: Session, event: Event, limits: Limits) -> Result:
        if not session.asking:
            return stay(session)
        return _print(replace(session, asking=False), self.page_of(session, event), limits)

    def _not_got(self, session: Session) -> Result:
        return tell(replace(session, asking=False), self.unanswered, DisarmTimer(Timer.STEP))

    def _failed(self, session: Session, event: DeviceFailed, _limits: Limits) -> Result:
        if session.asking:
            return self._not_got(session) if event.device == self.device else stay(session)
        page = session.paper
        if event.device != "page_printer" or page is None or page.stage not in UNDER_WAY:
            return stay(session)
        if page.job_id or event.code == "page_printer.hung":
            return _settle(session, replace(page, stage=Stage.UNKNOWN, code=event.code))
        return _settle(session, page.refused(event.code))

    def _timed_out(self, session: Session, event: TimedOut, _limits: Limits) -> Result:
        if event.timer is not Timer.STEP:
            return stay(session)
        if session.asking:
            return self._not_got(session)
        under_way = session.paper is not None and session.paper.stage in UNDER_WAY
        return stay(session, CallOffPage(session.stamp)) if under_way else stay(session)

    def _decline(self, session: Session, _event: PaperDeclined, _limits: Limits) -> Result:
        return stay(session) if _is_open(session) else go(session, self.onward)


def _is_open(session: Session) -> bool:
    return session.asking or (session.paper is not None and session.paper.stage in _OPEN)


def _with(session: Session, page: PagePrint) -> Session:
    return replace(session, copy=page) if session.step is Step.COPY else replace(session, page=page)


# ---- printing --------------------------------------------------------------------------------------------------------


def _print(session: Session, page: PagePrint, limits: Limits) -> Result:
    printing = replace(_with(session, page), notice=None)
    return stay(printing, PrintPage(session.stamp, page), ArmTimer(Timer.STEP, limits.page_s))


def _seen(session: Session, event: PrintSeen, limits: Limits) -> Result:
    page = session.paper
    if page is None or page.stage not in UNDER_WAY or event.page.attempt != page.attempt:
        return stay(session)
    if event.page.stage not in UNDER_WAY:
        return _settle(session, event.page)
    session = _with(session, event.page)
    if event.page.stage is page.stage:
        return stay(session)
    held = event.page.stage is Stage.HELD_UP
    return stay(session, ArmTimer(Timer.STEP, limits.page_held_s if held else limits.page_s))


def _settle(session: Session, page: PagePrint) -> Result:
    """What became of this attempt is recorded, but for the question that only the person can answer."""
    recorded = () if page.stage is Stage.ASKING else (RecordPage(session.id, page),)
    return stay(replace(_with(session, page), notice=None), DisarmTimer(Timer.STEP), *recorded)


def _faulty(session: Session, event: PaperFaulty, limits: Limits) -> Result:
    """Nothing came, or not a good sheet: once more, for this reason."""
    page = session.paper
    if page is None or page.stage not in (Stage.ASKING, Stage.NOT_PRINTED):
        return stay(session)
    denied = page.denied(event.reason) if page.stage is Stage.ASKING else page
    said = (RecordPage(session.id, denied),) if denied is not page else ()
    try:
        again = denied.again(event.reason)
    except CannotReprint as error:
        return stay(_with(session, replace(denied, code=str(error))), *said)
    session, effects = _print(session, again, limits)
    return stay(session, *said, RecordPage(session.id, again), *effects)

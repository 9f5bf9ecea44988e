"""What was approved, on paper: offered, fetched, printed, confirmed by who holds the sheet, printed again for a reason.

Nothing is printed unasked, and what the printer calls done is a question. When somebody goes while it prints, the
job is called off, so that the sheet does not come out under somebody else's eyes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.paper.page_print import CannotReprint, PagePrint, Stage, page_of
from kiosk.session.effects import (
    ArmTimer,
    CallOffPage,
    DisarmTimer,
    Effect,
    FetchCertificate,
    PrintPage,
    RecordPage,
)
from kiosk.session.events import (
    Acknowledged,
    CertificateFetched,
    DeviceFailed,
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
    return session.page is not None and session.page.stage in (Stage.SENDING, Stage.PRINTING)


def given_up(before: Session, after: Session) -> tuple[Effect, ...]:
    """Whoever goes before it is known what became of the sheet leaves that open."""
    page = before.page
    if page is None or page.stage not in _OPEN or (after.page is not None and after.step is before.step):
        return ()
    return (RecordPage(before.id, replace(page, stage=Stage.UNKNOWN, code="page_print.left")),)


# ---- fetching --------------------------------------------------------------------------------------------------------


def _confirm(session: Session, _event: Confirmed, limits: Limits) -> Result:
    """The main action: print, it came out well, do not wait any longer, on."""
    page = session.page
    if page is None:
        return stay(session) if session.asking else _fetch(session, limits)
    match page.stage:
        case Stage.ASKING:
            return _settle(session, page.confirmed())
        case Stage.HELD_UP:
            return stay(session, CallOffPage(session.stamp))
        case Stage.NOT_PRINTED if page.may_be_handed_over_again:
            return _print(session, page.handed_over_again(), limits)
        case Stage.PRINTED | Stage.NOT_PRINTED | Stage.UNKNOWN:
            return go(session, Step.RATING)
        case _:
            return stay(session)


def _fetch(session: Session, limits: Limits) -> Result:
    asking = replace(session, asking=True, notice=None)
    return stay(asking, FetchCertificate(session.stamp, asking), ArmTimer(Timer.STEP, limits.certificate_s))


def _fetched(session: Session, event: CertificateFetched, limits: Limits) -> Result:
    if not session.asking:
        return stay(session)
    return _print(replace(session, asking=False), page_of(event.certificate, session.id), limits)


def _failed(session: Session, event: DeviceFailed, _limits: Limits) -> Result:
    if event.device == "platform":
        return _not_fetched(session) if session.asking else stay(session)
    page = session.page
    if event.device != "page_printer" or page is None or page.stage not in UNDER_WAY:
        return stay(session)
    if page.job_id or event.code == "page_printer.hung":
        return _settle(session, replace(page, stage=Stage.UNKNOWN, code=event.code))
    return _settle(session, page.refused(event.code))


def _not_fetched(session: Session) -> Result:
    return tell(replace(session, asking=False), "certificate.unanswered", DisarmTimer(Timer.STEP))


# ---- printing --------------------------------------------------------------------------------------------------------


def _print(session: Session, page: PagePrint, limits: Limits) -> Result:
    printing = replace(session, page=page, notice=None)
    return stay(printing, PrintPage(session.stamp, page), ArmTimer(Timer.STEP, limits.page_s))


def _seen(session: Session, event: PrintSeen, limits: Limits) -> Result:
    page = session.page
    if page is None or page.stage not in UNDER_WAY or event.page.attempt != page.attempt:
        return stay(session)
    if event.page.stage not in UNDER_WAY:
        return _settle(session, event.page)
    session = replace(session, page=event.page)
    if event.page.stage is page.stage:
        return stay(session)
    held = event.page.stage is Stage.HELD_UP
    return stay(session, ArmTimer(Timer.STEP, limits.page_held_s if held else limits.page_s))


def _settle(session: Session, page: PagePrint) -> Result:
    """What became of this attempt is recorded, but for the question that only the person can answer."""
    recorded = () if page.stage is Stage.ASKING else (RecordPage(session.id, page),)
    return stay(replace(session, page=page, notice=None), DisarmTimer(Timer.STEP), *recorded)


def _timed_out(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    if session.asking:
        return _not_fetched(session)
    under_way = session.page is not None and session.page.stage in UNDER_WAY
    return stay(session, CallOffPage(session.stamp)) if under_way else stay(session)


def _faulty(session: Session, event: PaperFaulty, limits: Limits) -> Result:
    """Nothing came, or not a good sheet: once more, for this reason."""
    page = session.page
    if page is None or page.stage not in (Stage.ASKING, Stage.NOT_PRINTED):
        return stay(session)
    denied = page.denied(event.reason) if page.stage is Stage.ASKING else page
    said = (RecordPage(session.id, denied),) if denied is not page else ()
    try:
        again = denied.again(event.reason)
    except CannotReprint as error:
        over = replace(denied, code=str(error))
        return stay(replace(session, page=over), *said)
    session, effects = _print(session, again, limits)
    return stay(session, *said, RecordPage(session.id, again), *effects)


def _decline(session: Session, _event: PaperDeclined, _limits: Limits) -> Result:
    page = session.page
    if session.asking or (page is not None and page.stage in _OPEN):
        return stay(session)
    return go(session, Step.RATING)


def _back(session: Session) -> Step | None:
    is_open = session.asking or (session.page is not None and session.page.stage in _OPEN)
    return None if is_open else Step.DONE


ROWS = {
    Step.CERTIFICATE: Row(
        back=_back,
        on={
            Confirmed: _confirm,
            PaperDeclined: _decline,
            PaperFaulty: _faulty,
            CertificateFetched: _fetched,
            PrintSeen: _seen,
            DeviceFailed: _failed,
            TimedOut: _timed_out,
            Acknowledged: acknowledged,
            ReceiptPrinted: receipt_printed,
        },
    ),
}

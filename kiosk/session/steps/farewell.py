"""Whoever had papers with them is reminded to take them along, after the session is over and wiped.

Where there is a document camera it looks: an empty table ends the page at once, and what still lies there when nobody
takes it is noted, for staff. A scanner has no eyes: the words alone remain for a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drivers.contract.document import PageInstruction, PaperSize
from kiosk.services.materials import is_well
from kiosk.session.effects import ArmTimer, Effect, NotePapersLeft, WatchPaper
from kiosk.session.events import DeviceFailed, PageSeen, TimedOut, Timer
from kiosk.session.model import Session, Step
from kiosk.session.person_events import Confirmed
from kiosk.session.table import Result, Row, end, go, stay, tell, without_person

if TYPE_CHECKING:
    from kiosk.session.limits import Limits

_BARE = (PageInstruction.LAY_PAPER, PageInstruction.TOO_DARK)
"""No page is seen."""


def leave(session: Session) -> Result:
    """The end of a session, by way of the reminder where there were papers."""
    had_papers = bool(session.draft.captured or session.capture.pages)
    return go(without_person(session), Step.FAREWELL) if had_papers else end(session)


def _look(session: Session, limits: Limits) -> tuple[Effect, ...]:
    watch = (WatchPaper(session.stamp, PaperSize.A4),) if is_well(session, "document_camera") else ()
    return (*watch, ArmTimer(Timer.STEP, limits.warning_s))


def _seen(session: Session, event: PageSeen, _limits: Limits) -> Result:
    return end(session) if event.look.instruction in _BARE else tell(session, "capture.papers_left")


def _over(session: Session, event: TimedOut, _limits: Limits) -> Result:
    if event.timer is not Timer.STEP:
        return stay(session)
    lies_there = session.notice is not None
    return end(session)[0], (NotePapersLeft(),) if lies_there else ()


def _taken(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return end(session)


def _blind(session: Session, _event: DeviceFailed, _limits: Limits) -> Result:
    """The words alone remain."""
    return stay(session)


ROWS = {
    Step.FAREWELL: Row(
        back=lambda _: None,
        on={PageSeen: _seen, Confirmed: _taken, TimedOut: _over, DeviceFailed: _blind},
        arrive=_look,
    )
}

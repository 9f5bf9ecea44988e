"""The copy of an application, as somebody keeps it: typeset here when asked for, printed as a certificate is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.session.effects import TypesetCopy
from kiosk.session.events import CopyTypeset
from kiosk.session.model import Session, Step
from kiosk.session.steps.on_paper import OnPaper

if TYPE_CHECKING:
    from kiosk.paper.page_print import PagePrint
    from kiosk.session.effects import Effect


def _ask(session: Session) -> Effect:
    return TypesetCopy(session.stamp, session)


def _given(_session: Session, event: CopyTypeset) -> PagePrint:
    return event.page


_PAGE = OnPaper("page_printer", _ask, CopyTypeset, _given, "copy.not_made", Step.DONE)
ROWS = {Step.COPY: _PAGE.row()}

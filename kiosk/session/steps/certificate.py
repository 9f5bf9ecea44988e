"""What was approved, on paper: offered, fetched from the platform, printed, confirmed by who holds the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.paper.page_print import PagePrint, page_of
from kiosk.session.effects import FetchCertificate
from kiosk.session.events import CertificateFetched
from kiosk.session.model import Session, Step
from kiosk.session.steps.on_paper import OnPaper

if TYPE_CHECKING:
    from kiosk.session.effects import Effect


def _ask(session: Session) -> Effect:
    return FetchCertificate(session.stamp, session)


def _given(session: Session, event: CertificateFetched) -> PagePrint:
    return page_of(event.certificate, session.id)


_PAGE = OnPaper("platform", _ask, CertificateFetched, _given, "certificate.unanswered", Step.RATING)
ROWS = {Step.CERTIFICATE: _PAGE.row()}

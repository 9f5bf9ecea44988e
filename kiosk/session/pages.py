"""What the page printer's worker does for the session: make a copy, hand a page over, follow it, call it off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drivers.errors import DeviceError
from kiosk.paper.page_print import PagePrint, Stage
from kiosk.session.application import application_of
from kiosk.session.events import CopyTypeset, Event, PrintSeen
from kiosk.session.task import Task

if TYPE_CHECKING:
    import threading

    from drivers.contract.page_printer import PageJob, PagePrinter
    from drivers.worker import JobContext
    from kiosk.session.crew import Crew, Deadlines
    from kiosk.session.model import Session, Stamp

LOOK_S = 0.3
"""Between two looks at the job."""
_UNDER_WAY = (Stage.SENDING, Stage.PRINTING, Stage.HELD_UP)


@dataclass(frozen=True, slots=True)
class Typeset:
    """Ready to be printed."""

    page: PagePrint = field(repr=False)


def answered(stamp: Stamp, value: object) -> Event | None:
    """None for what no page printer gives."""
    match value:
        case Typeset(page):
            return CopyTypeset(stamp, page)
        case PagePrint():
            return PrintSeen(stamp, value)
        case _:
            return None


def typesetting(session: Session, code: str, terminal_id: str, crew: Crew, deadlines: Deadlines) -> Task:
    """The copy of what was submitted; `code` is what the receipt's code says."""
    submission, item = session.submission, session.item
    assert item is not None
    assert submission.created_at is not None
    application = application_of(
        session, submission_id=submission.id, terminal_id=terminal_id, at=submission.created_at
    )

    def typeset(_printer: PagePrinter, _job: JobContext) -> Typeset:
        from kiosk.paper.copy_request import CopyRequest, copy_page  # few want one

        return Typeset(copy_page(CopyRequest(application=application, item=item, code=code), session.id))

    return Task("page", crew.page_printer, typeset, deadlines.page_s)


def task_of(page: PagePrint, call_off: threading.Event, crew: Crew, deadlines: Deadlines) -> Task:
    return Task(
        "page", crew.page_printer, lambda printer, job: print_page(printer, job, page, call_off), deadlines.page_s
    )


def print_page(printer: PagePrinter, job: JobContext, page: PagePrint, call_off: threading.Event) -> PagePrint:
    """Until the printer has done with the page, or nobody waits for it any more: then it is called off.

    A printer that cannot be reached meanwhile holds the page up, and is asked again.
    """
    page = _handed_over(printer, page)
    while page.stage in _UNDER_WAY and not call_off.is_set():
        job.emit(page)
        if job.wait(LOOK_S):
            break
        page = _looked_at(printer, page)
    return _called_off(printer, page) if page.stage in _UNDER_WAY else page


def _handed_over(printer: PagePrinter, page: PagePrint) -> PagePrint:
    try:
        return _heard(page, printer.print(page.document))
    except DeviceError as error:
        return page.refused(error.code)


def _looked_at(printer: PagePrinter, page: PagePrint) -> PagePrint:
    """Where the printer has never told a number, handing the same document over again finds out whether it has it."""
    try:
        return _heard(page, printer.job(page.job_id) if page.job_id else printer.print(page.document))
    except DeviceError as error:
        return replace(page, stage=Stage.HELD_UP, code=error.code)


def _heard(page: PagePrint, job: PageJob) -> PagePrint:
    """A lost answer is no end: the printer can be asked again."""
    after = page.followed(job)
    return replace(after, stage=Stage.HELD_UP) if after.stage is Stage.UNKNOWN and not after.job_id else after


def _called_off(printer: PagePrinter, page: PagePrint) -> PagePrint:
    """What held it up stays the reason. Where the printer cannot be asked, the sheet may come out yet."""
    try:
        after = page.followed(printer.cancel(page.job_id)) if page.job_id else page
    except DeviceError as error:
        return replace(page, stage=Stage.UNKNOWN, code=error.code)
    if after.stage in _UNDER_WAY:
        return replace(after, stage=Stage.UNKNOWN, code=after.code or "page_print.not_called_off")
    why = after.code or page.code or "page_print.called_off"
    return after if after.stage is Stage.ASKING else replace(after, code=why)

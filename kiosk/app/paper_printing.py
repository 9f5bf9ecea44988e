"""A document through the A4 printer to somebody's hand, with special paper counted on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from config.settings import Settings
from drivers.contract.page_printer import Media
from drivers.faults import FaultScript
from kiosk.app.page_printing import attached_page_printer, followed, handed_over
from kiosk.paper.page_print import PagePrint, ReprintReason, Stage
from kiosk.paper.sheet_count import KEPT_IN, SheetCount, fate_of


def sheet_count(settings: Settings) -> SheetCount:
    """This terminal's. Raises SheetCountError, OSError."""
    return SheetCount(settings.paths.state_dir / KEPT_IN)


def printed(
    settings: Settings,
    page: PagePrint,
    wait_s: float,
    came_out: Callable[[], bool],
    tell: Callable[[PagePrint], None],
) -> PagePrint:
    """Print, follow, ask. Sheets of special paper are drawn from the count before anything is sent.

    Args:
        came_out: asks the person whether every sheet did.
        tell: hears every change.

    Raises:
        DeviceError: the printer cannot be opened, or no longer be asked; special paper is then in doubt.
        SheetCountError: there is not enough special paper, or the last print of this document is still in doubt.
    """
    scripted = settings.simulation.faults_file
    faults = FaultScript.load(scripted) if scripted else FaultScript()
    with attached_page_printer(settings, faults) as printer:
        count = sheet_count(settings) if page.media is Media.SPECIAL else None
        if count is not None:
            count.draw(page.document.name, page.sheets, datetime.now(UTC))
        page = handed_over(printer, page)
        tell(page)
        page = followed(printer, page, wait_s, tell)
    if page.stage is Stage.ASKING:
        page = page.confirmed() if came_out() else page.denied(ReprintReason.NOTHING_CAME)
        tell(page)
    fate = fate_of(page)
    if count is not None and fate is not None:
        count.tell(page.document.name, fate, datetime.now(UTC), page.code)
    return page

"""`kiosk doctor --device page_printer`: state, trays, toner, then a test page. Whether it came out, look yourself."""

from __future__ import annotations

from datetime import UTC, datetime

from config.settings import Settings
from drivers.errors import DeviceError
from drivers.faults import FaultScript
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.page_printing import attached_page_printer, followed, handed_over
from kiosk.paper.page_print import PagePrint, Stage

DEVICE = "page_printer"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Open, ask, print a page. `page_printer.none` where the settings name no printer."""
    from kiosk.paper.page_test import page_printer_test

    device = settings.devices.page_printer
    seen = {"printer": device.options.uri or ("simulated" if device.simulate else "none")}
    try:
        with attached_page_printer(settings, FaultScript()) as printer:
            status = printer.status()
            seen |= {name.replace("_", " "): value for name, value in status.details.items()}
            if status.code:
                return Examined(DEVICE, status.code, seen)
            now = datetime.now(UTC)
            pdf = page_printer_test(terminal_id=settings.terminal.id, printer=seen["printer"], now=now)
            page = handed_over(printer, PagePrint(f"test-{now:%Y%m%dT%H%M%S%f}", pdf, 1))
            page = followed(printer, page, wait_s, lambda now: say(f"{now.stage.value} {now.code}".rstrip()))
            seen["test page"] = "the printer has done with it: look at the sheet" if page.stage is Stage.ASKING else ""
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    done = page.stage is Stage.ASKING
    return Examined(DEVICE, "" if done else page.code or "page_printer.silent", {k: v for k, v in seen.items() if v})

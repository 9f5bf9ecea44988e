"""The A4 printer from a shell: the driver that the settings name, or its simulator, and one document through it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import cast

from config.settings import Settings
from drivers import registry
from drivers.contract.page_printer import PagePrinter
from drivers.errors import DeviceError, DeviceUnavailable
from drivers.faults import FaultScript
from kiosk.paper.page_print import PagePrint, Stage

_LOOK_S = 0.3
_GOES_ON = (Stage.SENDING, Stage.PRINTING, Stage.HELD_UP)


@contextmanager
def attached_page_printer(settings: Settings, faults: FaultScript) -> Generator[PagePrinter]:
    """Opened, and closed again. Raises DeviceError; `page_printer.none` where the settings name no driver."""
    device = settings.devices.page_printer
    if not device.driver:
        raise DeviceUnavailable("page_printer.none", retryable=False)
    options: dict[str, object] = device.options.model_dump()
    simulator = None
    if device.simulate:
        trays = {"special_source": device.options.special_source}
        simulator = registry.create_simulator("printer.ipp_simulator", faults, trays)
        simulator.start()
        options["uri"] = simulator.uri
    printer = cast("PagePrinter", registry.create(device.driver, options))
    try:
        printer.open()
        yield printer
    finally:
        printer.close()
        if simulator is not None:
            simulator.stop()


def handed_over(printer: PagePrinter, page: PagePrint) -> PagePrint:
    """Send it, once."""
    try:
        return page.followed(printer.print(page.document))
    except DeviceError as error:
        return page.refused(error.code)


def followed(printer: PagePrinter, page: PagePrint, wait_s: float, tell: Callable[[PagePrint], None]) -> PagePrint:
    """Until the printer has done with it, at most `wait_s`; every change is told. What is still there then is called
    off, so that it does not come out under somebody else's eyes."""
    until_s = time.monotonic() + wait_s
    while page.stage in _GOES_ON and page.job_id:
        if time.monotonic() > until_s:
            return page.followed(printer.cancel(page.job_id))
        time.sleep(_LOOK_S)
        before, page = page, page.followed(printer.job(page.job_id))
        if (page.stage, page.code) != (before.stage, before.code):
            tell(page)
    return page

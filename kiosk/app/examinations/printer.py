"""`kiosk doctor --device printer`: state, then a test page on the receipt printer, and whether it came out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from config.settings import Settings
from drivers import registry
from drivers.contract.receipt_printer import PrintOutcome, ReceiptPrinter
from drivers.errors import DeviceError
from drivers.faults import FaultScript
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.sample_papers import technicians_page
from kiosk.paper.tickets import Printing

DEVICE = "printer"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Open, ask for the state, print the test page."""
    del wait_s, say  # nobody has to do anything
    device, terminal = settings.devices.printer, settings.terminal
    options: dict[str, object] = device.options.model_dump()
    simulator = None
    if device.simulate:
        paper = {"paper_mm": device.options.paper_mm}
        simulator = registry.create_simulator("printer.escpos_simulator", FaultScript(), paper)
        simulator.start()
        host, port = simulator.address
        options |= {"transport": "network", "host": host, "port": port}
    printer = cast("ReceiptPrinter", registry.create(device.driver, options))
    seen = {"attached by": "simulated" if device.simulate else device.options.transport, "model": device.options.model}
    try:
        printer.open()
        status = printer.status()
        seen |= status.details
        if status.code:
            return Examined(DEVICE, status.code, seen)
        now = datetime.now(UTC).astimezone()
        language = settings.screen.languages[0]
        printing = Printing(terminal.id, terminal.hall_name, terminal.hotline, now, language)
        result = printer.print(technicians_page(printing, settings))
        seen["test page"] = result.outcome.value.replace("_", " ")
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        printer.close()
        if simulator is not None:
            simulator.stop()
    return Examined(DEVICE, "" if result.outcome is PrintOutcome.PRINTED else result.code, seen)

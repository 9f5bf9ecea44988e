"""The receipt printer on each wire it can have: a network port, a serial line (a real pty), USB (pyusb's own stack)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from drivers.contract.device import DeviceState
from drivers.contract.receipt_printer import Align, PairLine, PrintOutcome, QrCode, Receipt, TextLine
from drivers.errors import DeviceTimeout, DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.escpos import EscposPrinter
from drivers.printer.escpos_encoder import encode
from drivers.printer.escpos_simulator import EscposSimulator
from drivers.printer.line import TcpLine
from drivers.printer.serial_line import SerialLine
from drivers.printer.usb_line import UsbLine
from tests.support.printer_ends import PRODUCT_ID, VENDOR_ID, SerialPrinter, UsbPrinter

TIMEOUT_S = 0.5
"""For answers that never come: a patience that a test can wait for."""
PATIENT_S = 10.0
"""For those that do."""
BAUD = 115200
RECEIPT = Receipt(
    (
        TextLine("取号凭条", Align.CENTRE, bold=True, scale=2),
        PairLine("窗口", "3 号"),
        *(TextLine(f"第 {number} 行：张*𠮷，￥0.00，℃") for number in range(12)),
        QrCode("https://kiosk.example/s/1"),
    )
)


@dataclass
class Rig:
    printer: EscposPrinter
    simulator: EscposSimulator
    faults: FaultScript
    unplug: Callable[[], None]
    plug_in: Callable[[], None]


@pytest.fixture(params=["network", "serial", "usb"])
def wire(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rig(wire: str) -> Iterator[Rig]:
    with rig_on(wire, PATIENT_S) as rig:
        yield rig


@pytest.fixture
def hasty_rig(wire: str) -> Iterator[Rig]:
    with rig_on(wire, TIMEOUT_S) as rig:
        yield rig


@contextmanager
def rig_on(wire: str, timeout_s: float) -> Iterator[Rig]:
    faults = FaultScript()
    simulator = EscposSimulator(faults)
    simulator.start()
    serial = SerialPrinter(simulator.address) if wire == "serial" else None
    bus = UsbPrinter(simulator.address)
    if serial:
        line = SerialLine(serial.path, BAUD, "none", timeout_s)
        unplug, plug_in = serial.unplug, serial.plug_in
    elif wire == "usb":
        line = UsbLine(VENDOR_ID, PRODUCT_ID, timeout_s, backend=bus)
        unplug, plug_in = (lambda: setattr(bus, "plugged", False)), (lambda: setattr(bus, "plugged", True))
    else:
        line = TcpLine(*simulator.address, timeout_s)
        unplug, plug_in = (lambda: simulator.set_plugged(False)), (lambda: simulator.set_plugged(True))
    printer = EscposPrinter(line=line, timeout_s=timeout_s, print_timeout_s=2 * timeout_s)
    yield Rig(printer, simulator, faults, unplug, plug_in)
    printer.close()
    if serial:
        serial.close()
    simulator.stop()


def fault(kind: Kind, on: str = "print") -> Fault:
    return Fault("printer", kind, on, times=1)


def test_every_byte_arrives_and_the_outcome_is_known(rig: Rig) -> None:
    rig.printer.open()
    assert rig.printer.status().state is DeviceState.ONLINE
    result = rig.printer.print(RECEIPT)
    assert result.outcome is PrintOutcome.PRINTED
    assert rig.simulator.wait_for_receipt(PATIENT_S) == encode(RECEIPT, rig.printer.profile)


def test_the_time_on_the_wire_is_told(rig: Rig, wire: str) -> None:
    byte_s = {"network": 0.0, "serial": 10 / BAUD, "usb": 8 / 12e6}[wire]
    result = rig.printer.print(RECEIPT)
    assert result.wire_s == pytest.approx(len(encode(RECEIPT, rig.printer.profile)) * byte_s)


@pytest.mark.parametrize(
    ("kind", "outcome", "code"),
    [
        (Kind.PAPER_OUT, PrintOutcome.NOT_PRINTED, "printer.paper_out"),
        (Kind.JAMMED, PrintOutcome.UNKNOWN, "printer.jammed"),
        (Kind.CUTTER, PrintOutcome.UNKNOWN, "printer.cutter"),
        (Kind.HALF, PrintOutcome.UNKNOWN, "printer.silent"),
    ],
)
def test_trouble_in_the_middle_is_told_on_every_wire(
    hasty_rig: Rig, kind: Kind, outcome: PrintOutcome, code: str
) -> None:
    hasty_rig.faults.add(fault(kind))
    result = hasty_rig.printer.print(RECEIPT)
    assert (result.outcome, result.code) == (outcome, code)
    assert hasty_rig.simulator.receipts == []


def test_a_cable_pulled_before_a_receipt_is_missing_and_then_all_is_well(rig: Rig) -> None:
    rig.printer.open()
    rig.unplug()
    assert rig.printer.print(RECEIPT).outcome is PrintOutcome.NOT_PRINTED
    with pytest.raises(DeviceUnavailable, match=r"printer\.missing"):
        rig.printer.status()
    rig.plug_in()
    assert rig.printer.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(rig.simulator.receipts) == 1


def test_a_printer_that_does_not_answer_is_silent_and_gets_nothing(hasty_rig: Rig) -> None:
    hasty_rig.faults.add(fault(Kind.SILENT, "status"))
    with pytest.raises(DeviceTimeout, match=r"printer\.silent"):
        hasty_rig.printer.status()
    assert hasty_rig.printer.print(RECEIPT).outcome is PrintOutcome.PRINTED
    assert len(hasty_rig.simulator.receipts) == 1


def test_a_serial_line_has_the_speed_that_was_asked_for() -> None:
    simulator = EscposSimulator(FaultScript())
    simulator.start()
    far_end = SerialPrinter(simulator.address)
    printer = EscposPrinter(transport="serial", serial_port=far_end.path, baud=19200, timeout_s=PATIENT_S)
    printer.open()
    assert far_end.speed_bps == 19200
    second = EscposPrinter(transport="serial", serial_port=far_end.path, baud=19200, timeout_s=TIMEOUT_S)
    with pytest.raises(DeviceUnavailable, match=r"printer\.no_access"):  # nobody else prints into our receipts
        second.open()
    printer.close()
    far_end.close()
    simulator.stop()


def test_a_device_on_the_bus_that_is_no_printer_is_left_alone() -> None:
    line = UsbLine(0, 0, TIMEOUT_S, backend=UsbPrinter(9, interface_class=3))
    with pytest.raises(DeviceUnavailable, match=r"printer\.missing"):
        line.open()
    assert not line.is_open

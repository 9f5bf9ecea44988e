"""Drivers by name: what the settings call `id_card.samv` is imported when it is first made, and not before."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, cast, overload

from drivers.contract.device import Device
from drivers.contract.document import DocumentCamera
from drivers.contract.id_card import IdentityCard
from drivers.contract.smart_card import SocialSecurityCard
from drivers.errors import DeviceError
from drivers.faults import FaultScript

_DRIVERS: Mapping[str, str] = {
    "id_card.samv": "drivers.id_card.samv:SamVReader",
    "barcode.serial": "drivers.barcode.serial_scanner:SerialScanner",
    "barcode.camera": "drivers.barcode.camera_scanner:CameraScanner",
    "camera.opencv": "drivers.camera.opencv:OpenCvCamera",
    "face.dlib": "drivers.face.dlib_matcher:DlibMatcher",
    "pcsc.pcsclite": "drivers.pcsc.reader:PcscReader",
    "locker.serial": "drivers.locker.serial_locker:SerialLocker",
    "document.camera": "drivers.document.camera:PaperCamera",
    "document.sane": "drivers.document.sane:SaneScanner",
    "document.rapidocr": "drivers.document.ocr:PaperOcr",
    "printer.escpos": "drivers.printer.escpos:EscposPrinter",
    "printer.ipp": "drivers.printer.ipp:IppPrinter",
}
_SIMULATORS: Mapping[str, str] = {
    "id_card.samv_simulator": "drivers.id_card.samv_simulator:SamVSimulator",
    "barcode.scanner_simulator": "drivers.barcode.scanner_simulator:ScannerSimulator",
    "locker.board_simulator": "drivers.locker.board_simulator:BoardSimulator",
    "pcsc.virtual_readers": "drivers.pcsc.simulator:PcscSimulator",
    "printer.escpos_simulator": "drivers.printer.escpos_simulator:EscposSimulator",
    "printer.ipp_simulator": "drivers.printer.ipp_simulator:IppSimulator",
}


class Simulator(Protocol):
    """The other end of a device's wire. A driver connects to its `port` once it has been started."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class IdCardSimulator(Simulator, Protocol):
    @property
    def port(self) -> str:
        """Path of the serial line."""
        ...

    @property
    def baud(self) -> int: ...

    def lay(self, card: IdentityCard, *, tear_after_bytes: int | None = None) -> None: ...
    def lay_another(self) -> None:
        """A second card beside it."""
        ...

    def take_away(self) -> None: ...
    def tear_after(self, answer_bytes: int) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class BarcodeSimulator(Simulator, Protocol):
    @property
    def port(self) -> str:
        """Path of the serial line."""
        ...

    def show(self, payload: bytes) -> None: ...
    def hide(self) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class SmartCardSimulator(Simulator, Protocol):
    reader: str
    """Part of the name of its readers."""

    def lay_social_security_card(self, card: SocialSecurityCard, *, tear_after_bytes: int | None = None) -> None:
        """Put it in; `tear_after_bytes`: it is torn out when so many bytes of its answers are out."""
        ...

    def trust(self, directory: Path) -> dict[str, Path]:
        """Options of a driver that lets the card of the simulated staff in, whose files are written there."""
        ...

    def lay_staff_card(self, *, tear_after_bytes: int | None = None) -> None: ...
    def lay_other_card(self) -> None:
        """One that is neither a social security card nor a staff card."""
        ...

    def take_away(self) -> None: ...


class LockerSimulator(Simulator, Protocol):
    @property
    def port(self) -> str:
        """Path of the serial line."""
        ...

    @property
    def open_doors(self) -> list[tuple[int, int]]:
        """Board and lock of every door that stands open."""
        ...

    @property
    def is_late(self) -> bool:
        """Whether something has yet to come that was to come late."""
        ...

    def open_door(self, board: int, lock: int) -> None: ...
    def close_door(self, board: int, lock: int) -> None: ...
    def lay_in(self, board: int, lock: int) -> None:
        """Something lies in the cell now; seen where there is a sensor for it."""
        ...

    def take_out(self, board: int, lock: int) -> None: ...
    def lies_in(self, board: int, lock: int) -> bool: ...
    def close_doors(self) -> None:
        """Somebody takes what is inside and closes every door."""
        ...

    def fill_cells(self, *only: tuple[int, int]) -> None:
        """Somebody puts something into every cell that stands open, or into `only` those, and closes every door."""
        ...

    def shut_doors(self) -> None:
        """Somebody closes every door, and moves nothing."""
        ...

    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class PrinterSimulator(Simulator, Protocol):
    @property
    def address(self) -> tuple[str, int]:
        """Host and port: an address of its own on loopback, and 9100."""
        ...

    @property
    def receipts(self) -> list[bytes]:
        """The bytes of each receipt, up to and with its cut."""
        ...

    def wait_for_receipt(self, timeout_s: float = 5.0) -> bytes: ...
    def set_paper(self, paper: str) -> None: ...
    def set_cover(self, cover: str) -> None: ...
    def set_jammed(self, jammed: bool) -> None: ...
    def set_knife_stuck(self, stuck: bool) -> None: ...
    def set_plugged(self, plugged: bool) -> None: ...


class PagePrinterSimulator(Simulator, Protocol):
    @property
    def uri(self) -> str: ...
    @property
    def papers(self) -> list[bytes]:
        """Every document that came out, as its PDF."""
        ...

    def set_paper(self, paper: str) -> None: ...


class PaperTable(DocumentCamera, Protocol):
    """A document camera above a drawn table."""

    def show(self, path: str | None, page: int = 0) -> None: ...


def create(driver: str, settings: Mapping[str, object]) -> Device:
    """Make a driver; nothing is opened yet.

    Raises DeviceError `registry.unknown_driver`, or `registry.bad_settings` naming the key that the driver does not
    know or misses.
    """
    return cast(Device, _make(_DRIVERS, driver, settings))


@overload
def create_simulator(
    simulator: Literal["id_card.samv_simulator"], faults: FaultScript, settings: Mapping[str, object]
) -> IdCardSimulator: ...
@overload
def create_simulator(
    simulator: Literal["barcode.scanner_simulator"], faults: FaultScript, settings: Mapping[str, object]
) -> BarcodeSimulator: ...
@overload
def create_simulator(
    simulator: Literal["pcsc.virtual_readers"], faults: FaultScript, settings: Mapping[str, object]
) -> SmartCardSimulator: ...
@overload
def create_simulator(
    simulator: Literal["locker.board_simulator"], faults: FaultScript, settings: Mapping[str, object]
) -> LockerSimulator: ...
@overload
def create_simulator(
    simulator: Literal["printer.escpos_simulator"], faults: FaultScript, settings: Mapping[str, object]
) -> PrinterSimulator: ...
@overload
def create_simulator(
    simulator: Literal["printer.ipp_simulator"], faults: FaultScript, settings: Mapping[str, object]
) -> PagePrinterSimulator: ...
def create_simulator(simulator: str, faults: FaultScript, settings: Mapping[str, object]) -> Simulator:
    """Make a simulator that obeys `faults`; nothing is started yet. Raises as `create` does."""
    return cast(Simulator, _make(_SIMULATORS, simulator, {**settings, "faults": faults}))


def _make(known: Mapping[str, str], name: str, settings: Mapping[str, object]) -> object:
    if name not in known:
        raise DeviceError(
            "registry.unknown_driver", retryable=False, data={"driver": name, "known": ", ".join(sorted(known))}
        )
    module, _, attribute = known[name].partition(":")
    make = cast(Callable[..., object], getattr(import_module(module), attribute))
    parameters = inspect.signature(make).parameters
    for key in settings:
        if key not in parameters:
            data = {"driver": name, "key": key, "known": ", ".join(parameters)}
            raise DeviceError("registry.bad_settings", retryable=False, data=data)
    for key, parameter in parameters.items():
        if parameter.default is parameter.empty and key not in settings:
            raise DeviceError("registry.bad_settings", retryable=False, data={"driver": name, "missing": key})
    return make(**settings)

"""The simulated side of the terminal: who stands there, what lies on the reader, what came out of the printer.

The simulators speak the real bytes (a pty, a TCP port, picture files); only what a visitor's hands do comes from here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from config.papers import demo_papers
from config.persons import Person
from config.settings import Settings
from drivers import registry
from drivers.camera.presence import Presence
from drivers.contract.barcode import BarcodeReader
from drivers.contract.document import DocumentCamera, DocumentScanner, PaperReader
from drivers.contract.id_card import IdCardReader
from drivers.contract.locker import Locker
from drivers.contract.page_printer import PagePrinter
from drivers.contract.smart_card import SmartCardReader
from drivers.errors import DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind
from drivers.pcsc.virtual_service import programs
from drivers.registry import (
    BarcodeSimulator,
    IdCardSimulator,
    LockerSimulator,
    PagePrinterSimulator,
    PaperTable,
    PrinterSimulator,
    SmartCardSimulator,
    create_simulator,
)
from kiosk.app.belongings import card_of, social_security_card_of
from kiosk.session.model import Session, Step

log = logging.getLogger("kiosk.app")

BOARD_8A_ANSWER_S = 0.5
PRETENDED_SCANNER = "test"
SPECIAL_SHEETS = 20
"""In the pretended tray of a terminal that is new."""
SHEET_S = 0.6
"""A page printer that is awake takes ten times that; long enough to see the page that waits."""
TEAR_AFTER_BYTES = 600
"""About half of an identity card's answer."""
TEAR_SOCIAL_AFTER_BYTES = 60
"""About half of a social security card's answers."""
TEAR_STAFF_AFTER_BYTES = 300
"""About half of a staff card's certificate."""


class Simulation:
    """Simulators for the devices that the settings ask to simulate."""

    def __init__(
        self, settings: Settings, faults: FaultScript, *, is_staff_revoked: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._settings = settings
        self._is_staff_revoked = is_staff_revoked
        self._faults = faults
        self.presence = Presence()
        """Who stands before the simulated camera."""
        self.card_reader: IdCardSimulator | None = None
        self.printer: PrinterSimulator | None = None
        self.page_printer: PagePrinterSimulator | None = None
        self.scanner: BarcodeSimulator | None = None
        self.issue_eid: Callable[[Person], bytes] | None = None
        """A phone's e-ID token for this person; there once the reference platform is ours."""
        self.ask_staff: Callable[[str], str] | None = None
        """Staff at the hotline, told the reason, give a code for this terminal; there once the reference platform is
        ours."""
        self.smart_cards: SmartCardSimulator | None = None
        self.locker: LockerSimulator | None = None
        self.left_open: tuple[str, ...] = ()
        """Cells whose doors stand open when the cabinet comes up, as after a power cut."""
        self.table: PaperTable | None = None
        self._brings = False
        """Whoever is there has something to put in."""

    def start(self) -> None:
        """Bring up the other ends of the wires; their ports are known afterwards."""
        devices = self._settings.devices
        self.start_card_reader()
        if devices.printer.simulate:
            options = {"paper_mm": devices.printer.options.paper_mm}
            self.printer = create_simulator("printer.escpos_simulator", self._faults, options)
            self.printer.start()
        if devices.page_printer.driver and devices.page_printer.simulate:
            trays = {"special_source": devices.page_printer.options.special_source, "sheet_s": SHEET_S}
            self.page_printer = create_simulator("printer.ipp_simulator", self._faults, trays)
            self.page_printer.start()
            self._load_special_paper()
        if devices.barcode.simulate:
            wire = devices.barcode.serial.model_dump(include={"framing", "trigger_on", "trigger_off"})
            self.scanner = create_simulator("barcode.scanner_simulator", self._faults, wire)
            self.scanner.start()
        if devices.pcsc.simulate and self.has_smart_cards:
            self._start_smart_cards()
        self.start_locker()

    def _load_special_paper(self) -> None:
        """The pretended tray is full, and that has been counted, when a terminal is new."""
        from kiosk.paper.sheet_count import KEPT_IN, SheetCount  # only where there is such a tray

        file = self._settings.paths.state_dir / KEPT_IN
        if self._settings.devices.page_printer.options.special_source and not file.exists():
            SheetCount(file).load(SPECIAL_SHEETS, datetime.now(UTC))

    def start_card_reader(self) -> None:
        """Only that one, for who wants nothing else."""
        device = self._settings.devices.id_card
        if device.simulate:
            options = {"baud": device.options.baud or 115200, "pace": self._settings.simulation.paced}
            self.card_reader = create_simulator("id_card.samv_simulator", self._faults, options)
            self.card_reader.start()

    def start_locker(self) -> None:
        """Only that one, for who wants nothing else. The doors of `left_open` stand open from the first."""
        device = self._settings.devices.locker
        if device.simulate:
            options: dict[str, object] = device.options.model_dump(include={"codec", "boards"})
            is_slow = device.options.codec == "8a" and self._settings.simulation.paced
            self.locker = create_simulator(
                "locker.board_simulator", self._faults, options | {"answer_s": BOARD_8A_ANSWER_S if is_slow else 0.0}
            )
            for place in (place for place in device.options.cells if place.id in self.left_open):
                self.locker.open_door(place.board, place.lock)
            self.locker.start()

    def stop(self) -> None:
        printers = (self.printer, self.page_printer)
        for simulator in (self.card_reader, *printers, self.scanner, self.smart_cards, self.locker):
            if simulator is not None:
                simulator.stop()

    def make_card_reader(self) -> IdCardReader:
        """The driver that the settings name, on the simulator's wire where it is simulated."""
        device = self._settings.devices.id_card
        options: dict[str, object] = device.options.model_dump()
        if self.card_reader is not None:
            options |= {"transport": "serial", "port": self.card_reader.port}
        return cast("IdCardReader", registry.create(device.driver, options))

    def lay_card(self, person: Person) -> None:
        if self.card_reader is not None:
            self.card_reader.lay(card_of(person))

    def tear_card(self, person: Person) -> None:
        """Lay it down and pull it away in the middle of its reading."""
        if self.card_reader is not None:
            self.card_reader.lay(card_of(person), tear_after_bytes=TEAR_AFTER_BYTES)

    def lay_second_card(self) -> None:
        """Beside whatever lies there: a travel card in the same cover."""
        if self.card_reader is not None:
            self.card_reader.lay_another()

    def take_card(self) -> None:
        if self.card_reader is not None:
            self.card_reader.take_away()

    def make_scanner(self) -> BarcodeReader:
        """The driver that the settings name, on the simulator's wire where it is simulated."""
        device = self._settings.devices.barcode
        of_driver = device.camera if device.driver == "barcode.camera" else device.serial
        options: dict[str, object] = of_driver.model_dump()
        if self.scanner is not None:
            options["port"] = self.scanner.port
        return cast("BarcodeReader", registry.create(device.driver, options))

    def make_page_printer(self) -> PagePrinter:
        """The driver that the settings name, on the simulator's wire where it is simulated."""
        device = self._settings.devices.page_printer
        options: dict[str, object] = device.options.model_dump()
        if self.page_printer is not None:
            options["uri"] = self.page_printer.uri
        return cast("PagePrinter", registry.create(device.driver, options))

    @property
    def has_smart_cards(self) -> bool:
        """Whether there are smart card readers: attached, or simulated on a machine that has pcscd and vpcd."""
        device = self._settings.devices.pcsc
        return bool(device.driver) and (not device.simulate or programs() is not None)

    def make_smart_card_reader(self) -> SmartCardReader:
        """The driver that the settings name; where it is simulated, it looks at the virtual readers alone."""
        device = self._settings.devices.pcsc
        options: dict[str, object] = {**device.options.model_dump(), "is_revoked": self._is_staff_revoked}
        if self.smart_cards is not None:
            options["reader"] = self.smart_cards.reader
            if device.options.ca_file is None:
                options |= self.smart_cards.trust(self._settings.paths.state_dir / "staff")
        return cast("SmartCardReader", registry.create(device.driver, options))

    def lay_social_security_card(self, person: Person) -> None:
        if self.smart_cards is not None:
            self.smart_cards.lay_social_security_card(social_security_card_of(person))

    def tear_social_security_card(self, person: Person) -> None:
        """Put it in and pull it out in the middle of its reading."""
        if self.smart_cards is not None:
            card = social_security_card_of(person)
            self.smart_cards.lay_social_security_card(card, tear_after_bytes=TEAR_SOCIAL_AFTER_BYTES)

    def take_social_security_card(self) -> None:
        if self.smart_cards is not None:
            self.smart_cards.take_away()

    def lay_staff_card(self) -> None:
        if self.smart_cards is not None:
            self.smart_cards.lay_staff_card()

    def tear_staff_card(self) -> None:
        """Put it in and pull it out in the middle of its reading."""
        if self.smart_cards is not None:
            self.smart_cards.lay_staff_card(tear_after_bytes=TEAR_STAFF_AFTER_BYTES)

    def lay_bank_card(self) -> None:
        """Put one in that nobody here can read."""
        if self.smart_cards is not None:
            self.smart_cards.lay_other_card()

    def make_locker(self) -> Locker:
        """The driver that the settings name, on the simulated boards' wire where they are simulated."""
        device = self._settings.devices.locker
        options: dict[str, object] = device.options.model_dump()
        if self.locker is not None:
            options["port"] = self.locker.port
        return cast("Locker", registry.create(device.driver, options))

    def lay_into(self, cell: str) -> None:
        """Put something into that cell; its door is somebody else's matter."""
        place = next(place for place in self._settings.devices.locker.options.cells if place.id == cell)
        if self.locker is not None:
            self.locker.lay_in(place.board, place.lock)

    def lies_in(self, cell: str) -> bool:
        """Whether something lies in that cell; only of one with a sensor for it."""
        place = next(place for place in self._settings.devices.locker.options.cells if place.id == cell)
        return self.locker is not None and self.locker.lies_in(place.board, place.lock)

    def close_doors(self) -> None:
        """Take what is in the cells that stand open, or put in what was asked for, and close them."""
        if self.locker is not None and self._brings:
            self.locker.fill_cells()
        elif self.locker is not None:
            self.locker.close_doors()

    def fill_cells(self, *only: str) -> None:
        """Put something into the cells that stand open, or into `only` those, and close every door."""
        cells = self._settings.devices.locker.options.cells
        if self.locker is not None:
            self.locker.fill_cells(*((place.board, place.lock) for place in cells if place.id in only))

    def shut_doors(self) -> None:
        """Close the cells that stand open, and touch nothing in them."""
        if self.locker is not None:
            self.locker.shut_doors()

    def force_door(self) -> None:
        """Pull the first cell's door open."""
        if self.locker is not None:
            place = self._settings.devices.locker.options.cells[0]
            self.locker.open_door(place.board, place.lock)

    def make_document_camera(self) -> DocumentCamera:
        """The driver that the settings name; a simulated one shows a drawn table, on which nothing lies yet."""
        device = self._settings.devices.document_camera
        options: dict[str, object] = device.options.model_dump()
        if not device.simulate:
            return cast("DocumentCamera", registry.create(device.driver, options))
        options |= {"source": "", "faults": self._faults}
        self.table = cast("PaperTable", registry.create(device.driver, options))
        return self.table

    def make_document_scanner(self) -> DocumentScanner:
        """SANE's pretended one obeys the script; nothing else can be told to fail."""
        device = self._settings.devices.document_scanner
        options: dict[str, object] = device.options.model_dump()
        if device.options.device == PRETENDED_SCANNER:
            options |= {"faults": self._faults}
        return cast("DocumentScanner", registry.create(device.driver, options))

    def make_paper_reader(self) -> PaperReader:
        device = self._settings.devices.paper_reader
        options: dict[str, object] = {**device.options.model_dump(), "faults": self._faults}
        return cast("PaperReader", registry.create(device.driver, options))

    def lay_paper(self, paper: str, page: int = 0) -> None:
        """This page of a demo paper now lies under the document camera."""
        if self.table is not None:
            self.table.show(str(demo_papers()[paper]), page)

    def take_paper(self) -> None:
        if self.table is not None:
            self.table.show(None)

    def show_code(self, payload: bytes) -> None:
        """Hold this code before the scanner."""
        if self.scanner is not None:
            self.scanner.show(payload)

    def show_eid(self, person: Person) -> None:
        """Hold a phone with a fresh e-ID code before the scanner."""
        if self.issue_eid is not None:
            self.show_code(self.issue_eid(person))

    def tear_eid(self, person: Person) -> None:
        """Take the phone away in the middle of its code."""
        self._faults.add(Fault("barcode", Kind.HALF, "scan"))
        self.show_eid(person)

    def step_up(self, person: Person) -> None:
        """This person now stands before the camera."""
        self.presence.source = str(person.live_picture)

    def walks_away(self, step: Step) -> bool:
        """Whether the person leaves this page, and everything on it, to itself."""
        fault = self._faults.strike("person", step.value)
        return fault is not None and fault.kind is Kind.GONE

    @property
    def is_door_late(self) -> bool:
        """Whether a door has yet to spring open that nobody counts on any more."""
        return self.locker is not None and self.locker.is_late

    def step_aside(self) -> None:
        """Nobody stands there any more."""
        self.presence.source = None

    def hear(self, session: Session) -> None:
        """Whoever stands before the camera reads what the screen asks of them; what waits for them lies in its cell."""
        self.presence.told = session.face.instruction if session.step is Step.FACE else None
        self._brings = session.collection.due_original is not None
        if session.step is Step.WAITING and self.locker is not None:
            for waiting in session.collection.found:
                for compartment in waiting.compartments if waiting.may_be_taken else ():
                    self.lay_into(compartment.cell)
        if session.step is Step.STAFF and session.shift is not None:
            for thing in session.shift.overdue:
                self.lay_into(thing.cell)

    def load_paper(self, level: str) -> None:
        """Into the receipt printer, or out of it: "full", "out"."""
        if self.printer is not None:
            self.printer.set_paper(level)

    def load_pages(self, level: str) -> None:
        """The same, of the A4 printer."""
        if self.page_printer is not None:
            self.page_printer.set_paper(level)

    def _start_smart_cards(self) -> None:
        """Where namespaces are forbidden there is no pcscd of ours: its readers are missing then, and nothing else."""
        simulator = create_simulator("pcsc.virtual_readers", self._faults, {})
        try:
            simulator.start()
        except DeviceUnavailable as error:
            log.warning("simulated smart card readers: %s", error.code)
        else:
            self.smart_cards = simulator

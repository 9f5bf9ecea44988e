"""Resident identity card readers with a SAM-V module (SDT protocol; see docs/devices/id_card.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.id_card import IdentityCard
from drivers.errors import DeviceTimeout, MediaError, ProtocolError
from drivers.id_card import base_information, text
from drivers.id_card.conversation import AnswerCutShort, FramedSam, Sam
from drivers.id_card.sdt import NO_CARD_HERE, Answer, Command, Sw3, decode_sam_id, error_of

Transport = Literal["serial", "usb", "vendor"]

_SELECTS_TRIED = 5
_REFUSED = frozenset({Sw3.BAD_COMMAND, Sw3.NOT_PERMITTED, Sw3.UNKNOWN_COMMAND})


class SamVReader:
    """An `IdCardReader`.

    Args:
        transport: how the module is reached; the keys of the other ways are then not used.
        port: serial: device path, best a udev link that stays the same.
        baud: serial: 115200 as delivered; 57600, 38400, 19200 and 9600 exist; 0 = look for it.
        usb_vendor_id, usb_product_id: usb: which device.
        usb_endpoints: usb: out for a frame's head, out for its body, in for the head, in for the body.
        usb_backend: usb: None = libusb.
        library: vendor: path of sdtapi.
        library_port: vendor: its number for the reader, 1001… for USB.
        timeout_s: how long an answer may take besides its time on the wire.
        find_interval_s: pause between two `find` calls while waiting for a person.
        gap_s: silence inside an answer after which the rest will not come.
        rf_frame_bytes: largest frame between module and antenna; 0 = as it is.
        read_new_address: also ask for the address noted after the card was made.
    """

    def __init__(
        self,
        port: str = "",
        baud: int = 115200,
        timeout_s: float = 1.5,
        find_interval_s: float = 0.05,
        *,
        transport: Transport = "serial",
        usb_vendor_id: int = 0x0400,
        usb_product_id: int = 0xC35A,
        usb_endpoints: tuple[int, int, int, int] = (0x02, 0x06, 0x81, 0x85),
        usb_backend: object | None = None,
        library: str = "",
        library_port: int = 1001,
        gap_s: float = 0.5,
        rf_frame_bytes: int = 0,
        read_new_address: bool = True,
    ) -> None:
        self.find_interval_s = find_interval_s
        self._transport = transport
        self._rf_frame_bytes = rf_frame_bytes
        self._read_new_address = read_new_address
        self._read_command = Command.READ_BASE
        self._sam_id = ""
        self._open = False
        self._before_find_s = 0.0
        self._selects_failed = 0
        self._unfound_since_read = False
        self._sam: Sam
        match transport:  # what the others need is not imported
            case "serial":
                from drivers.id_card.serial_sam import SerialSam

                self._sam = SerialSam(port, baud, timeout_s, gap_s)
            case "usb":
                from drivers.id_card.usb_wire import Endpoints, UsbWire

                wire = UsbWire(usb_vendor_id, usb_product_id, timeout_s, Endpoints(*usb_endpoints), usb_backend)
                self._sam = FramedSam(wire, timeout_s, gap_s)
            case "vendor":
                from drivers.id_card.library_sam import LibrarySam

                self._sam = LibrarySam(library, library_port, timeout_s)

    def open(self) -> None:
        """Raises DeviceUnavailable `id_card.missing` or `id_card.no_access`, and all that `status` raises."""
        if self._open:
            return
        try:
            self._sam.open()
            self._test_itself()
            self._sam_id = self._ask_sam_id()
            if self._rf_frame_bytes:
                self._sam.ask(Command.RF_FRAME, bytes([self._rf_frame_bytes]))
        except BaseException:
            self._sam.close()
            raise
        self._open = True

    def close(self) -> None:
        self._open = False
        self._sam.close()

    def status(self) -> DeviceStatus:
        """Ask the SAM for its state. Raises DeviceUnavailable, DeviceTimeout, ProtocolError.

        `details`: transport, baud of a serial line, and the SAM's number, which stands on its label.
        """
        _expect_well(self._sam.ask(Command.STATUS))
        baud = str(self._sam.baud) if self._sam.baud else ""
        details = {"transport": self._transport, "baud": baud, "sam_id": self._sam_id}
        return DeviceStatus(DeviceState.ONLINE, details={name: value for name, value in details.items() if value})

    def find(self) -> bool:
        """Find and select.

        Raises MediaError `id_card.refused` or `id_card.wrong_kind` for a card it cannot use, `id_card.several` when
        something is found time and again and cannot be selected: two cards, or one that does not lie still.
        """
        self._before_find_s = self._sam.wire_s
        found = self._sam.ask(Command.FIND)
        if found.sw3 in NO_CARD_HERE:
            self._selects_failed = 0
            return False
        _expect(found, Sw3.FOUND)
        self._unfound_since_read = False
        selected = self._sam.ask(Command.SELECT)
        if selected.sw3 in NO_CARD_HERE:
            self._select_failed()
            return False
        self._selects_failed = 0
        _expect(selected, Sw3.OK, fits=bool(selected.data))
        return True

    def read(self) -> IdentityCard:
        self._unfound_since_read = True
        try:
            answer = self._ask_base()
        except AnswerCutShort:
            self.status()  # raises when the reader itself is lost
            raise MediaError("id_card.removed", retryable=True) from None
        _expect(answer, Sw3.OK)
        card = base_information.decode(answer.data)
        return replace(card, new_address=self._new_address()) if self._read_new_address else card

    @property
    def unfound_since_read(self) -> bool:
        return self._unfound_since_read

    @property
    def wire_s(self) -> float:
        return self._sam.wire_s - self._before_find_s

    def _test_itself(self) -> None:
        """A module that fails its own test is reset once: some do at power-on."""
        answer = self._sam.ask(Command.STATUS)
        if answer.sw3 == Sw3.SELF_TEST:
            self._sam.ask(Command.RESET)
            answer = self._sam.ask(Command.STATUS)
        _expect_well(answer)

    def _ask_sam_id(self) -> str:
        """For technicians: a module that does not tell it reads cards all the same."""
        try:
            answer = self._sam.ask(Command.SAM_ID)
            return decode_sam_id(answer.data) if answer.sw3 == Sw3.OK else ""
        except (DeviceTimeout, ProtocolError):
            return ""

    def _select_failed(self) -> None:
        """One that moved on is no error: the next find sees it lie still, or gone."""
        self._selects_failed += 1
        if self._selects_failed >= _SELECTS_TRIED:
            self._selects_failed = 0
            raise MediaError("id_card.several", retryable=True)

    def _ask_base(self) -> Answer:
        """Modules that do not know the plain command know the one that brings fingerprints too."""
        answer = self._sam.ask(self._read_command)
        if answer.sw3 in _REFUSED and self._read_command is Command.READ_BASE:
            self._read_command = Command.READ_BASE_WITH_FINGERPRINT
            answer = self._sam.ask(self._read_command)
        return answer

    def _new_address(self) -> str:
        """The card has been read: what goes wrong here costs only this field."""
        try:
            answer = self._sam.ask(Command.READ_NEW_ADDRESS)
        except (DeviceTimeout, ProtocolError):
            return ""
        return text.decode_new_address(answer.data) if answer.sw3 == Sw3.OK else ""


def _expect_well(answer: Answer) -> None:
    _expect(answer, Sw3.OK, fits=not answer.data)


def _expect(answer: Answer, sw3: Sw3, *, fits: bool = True) -> None:
    """Raise the error behind an unexpected status; an answer of another shape belongs to another question."""
    if answer.sw3 != sw3:
        raise error_of(answer.sw3)
    if not fits:
        raise ProtocolError("id_card.garbage", retryable=True, data={"data_bytes": len(answer.data)})

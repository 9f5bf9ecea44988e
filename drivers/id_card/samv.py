"""Resident identity card readers with a SAM-V module (SDT protocol; see docs/devices/id_card.md)."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
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
_READS = (Command.READ_BASE, Command.READ_BASE_WITH_FINGERPRINT)
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
        gap_s: silence inside an answer after which the rest will not come; also how long a late answer may take.
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
        self._out_of_step = False  # an answer to an earlier question may still come
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

                self._sam = LibrarySam(library, library_port, timeout_s, gap_s)

    def open(self) -> None:
        """Raises DeviceUnavailable `id_card.missing` or `id_card.no_access`, and all that `status` raises."""
        if self._open:
            return
        try:
            self._sam.open()
            with self._watching_step():
                self._test_itself()
                self._sam_id = self._ask_sam_id()
                if self._rf_frame_bytes:
                    self._ask(Command.RF_FRAME, bytes([self._rf_frame_bytes]))
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
        with self._watching_step():
            _expect_well(self._ask(Command.STATUS))
        baud = str(self._sam.baud) if self._sam.baud else ""
        details = {"transport": self._transport, "baud": baud, "sam_id": self._sam_id}
        return DeviceStatus(DeviceState.ONLINE, details={name: value for name, value in details.items() if value})

    def find(self) -> bool:
        """Find and select.

        Raises MediaError `id_card.refused` or `id_card.wrong_kind` for a card it cannot use, `id_card.several` when
        something is found time and again and cannot be selected: two cards, or one that does not lie still.
        """
        self._before_find_s = self._sam.wire_s
        with self._watching_step():
            found = self._ask(Command.FIND)
            if found.sw3 in NO_CARD_HERE:
                self._selects_failed = 0
                return False
            _expect(found, Sw3.FOUND)
            self._unfound_since_read = False
            selected = self._ask(Command.SELECT)
            if selected.sw3 in NO_CARD_HERE:
                self._select_failed()
                return False
            self._selects_failed = 0
            _expect(selected, Sw3.OK, fits=bool(selected.data))
        return True

    def read(self) -> IdentityCard:
        self._unfound_since_read = True
        with self._watching_step():
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

    @contextlib.contextmanager
    def _watching_step(self) -> Generator[None]:
        """Note when a question was not answered, or by something else: its answer may still come."""
        try:
            yield
        except (DeviceTimeout, ProtocolError):
            self._out_of_step = True
            raise

    def _ask(self, command: Command, data: bytes = b"") -> Answer:
        """Answers have no numbers, so none may be on its way when a question is asked."""
        if self._out_of_step:
            self._sam.settle()
            self._out_of_step = False
        return self._sam.ask(command, data)

    def _test_itself(self) -> None:
        """A module that fails its own test is reset once: some do at power-on."""
        answer = self._ask(Command.STATUS)
        if answer.sw3 == Sw3.SELF_TEST:
            self._ask(Command.RESET)
            answer = self._ask(Command.STATUS)
        _expect_well(answer)

    def _ask_sam_id(self) -> str:
        """For technicians: a module that does not tell it reads cards all the same."""
        with contextlib.suppress(DeviceTimeout, ProtocolError), self._watching_step():
            answer = self._ask(Command.SAM_ID)
            return decode_sam_id(answer.data) if answer.sw3 == Sw3.OK else ""
        return ""

    def _select_failed(self) -> None:
        """One that moved on is no error: the next find sees it lie still, or gone."""
        self._selects_failed += 1
        if self._selects_failed >= _SELECTS_TRIED:
            self._selects_failed = 0
            raise MediaError("id_card.several", retryable=True)

    def _ask_base(self) -> Answer:
        """Modules that do not know the plain command know the one that brings fingerprints too.

        What was refused is not given up for good unless the other is known: the refusal may have been a single one.
        """
        answer = self._ask(self._read_command)
        if answer.sw3 not in _REFUSED:
            return answer
        other = next(command for command in _READS if command is not self._read_command)
        second = self._ask(other)
        if second.sw3 in _REFUSED:
            return answer
        self._read_command = other
        return second

    def _new_address(self) -> str:
        """The card has been read: what goes wrong here costs only this field."""
        with contextlib.suppress(DeviceTimeout, ProtocolError), self._watching_step():
            answer = self._ask(Command.READ_NEW_ADDRESS)
            return text.decode_new_address(answer.data) if answer.sw3 == Sw3.OK else ""
        return ""


def _expect_well(answer: Answer) -> None:
    """How a module is, is no matter of a card: what speaks of one answers another question."""
    try:
        _expect(answer, Sw3.OK, fits=not answer.data)
    except MediaError as error:
        raise ProtocolError("id_card.garbage", retryable=True, data=error.data) from None


def _expect(answer: Answer, sw3: Sw3, *, fits: bool = True) -> None:
    """Raise the error behind an unexpected status; an answer of another shape belongs to another question."""
    if answer.sw3 != sw3:
        raise error_of(answer.sw3)
    if not fits:
        raise ProtocolError("id_card.garbage", retryable=True, data={"data_bytes": len(answer.data)})

"""Resident identity card readers with a SAM-V module on a serial line (SDT protocol; see docs/devices/id_card.md)."""

from __future__ import annotations

import contextlib
import errno
import termios
import time
from collections.abc import Generator
from dataclasses import replace

import serial

from drivers.contract import DeviceState, DeviceStatus, IdentityCard
from drivers.errors import DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.id_card import text
from drivers.id_card.sdt import (
    NO_CARD_HERE,
    Answer,
    Command,
    FrameParser,
    Sw3,
    decode_answer,
    encode_request,
    error_of,
)

_BITS_PER_BYTE = 10  # 8N1 with start and stop bit
_LONGEST_ANSWER_BYTES = 1295
_SLICE_S = 0.05  # one look at the line; a line this long without a byte counts as drained
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN})


class _CutShort(ProtocolError):
    """A frame began rightly, then the line fell silent."""


class SamVReader:
    """An `IdCardReader` on a serial port.

    Args:
        port: device path, best a udev link that stays the same.
        baud: 115200 as delivered; 57600, 38400, 19200 and 9600 exist.
        timeout_s: how long an answer may take besides its time on the wire.
        find_interval_s: pause between two `find` calls while waiting for a person.
        gap_s: silence inside an answer after which the rest will not come.
        read_new_address: also ask for the address noted after the card was made.
    """

    def __init__(
        self,
        port: str,
        baud: int = 115200,
        timeout_s: float = 1.5,
        find_interval_s: float = 0.1,
        *,
        gap_s: float = 0.5,
        read_new_address: bool = True,
    ) -> None:
        self.find_interval_s = find_interval_s
        self._port = port
        self._baud = baud
        self._timeout_s = timeout_s
        self._gap_s = gap_s
        self._read_new_address = read_new_address
        self._line: serial.Serial | None = None
        self._parser = FrameParser()
        self._wire_bytes = 0

    def open(self) -> None:
        """Raises DeviceUnavailable `id_card.missing` or `id_card.no_access`, and all that `status` raises."""
        if self._line is not None:
            return
        try:
            self._line = serial.Serial(
                self._port, self._baud, timeout=_SLICE_S, write_timeout=self._timeout_s, exclusive=True
            )
        except (OSError, termios.error) as error:
            number = error.errno if isinstance(error, OSError) and error.errno else 0
            code = "id_card.no_access" if number in _NO_ACCESS else "id_card.missing"
            raise DeviceUnavailable(code, retryable=True, data={"errno": number}) from error
        try:
            with _line_errors():
                self._drain(self._line)
            self.status()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def status(self) -> DeviceStatus:
        """Ask the SAM for its state. Raises DeviceUnavailable, DeviceTimeout, ProtocolError."""
        answer = self._ask(Command.STATUS)
        _expect(answer, Sw3.OK, fits=not answer.data)
        return DeviceStatus(DeviceState.ONLINE)

    def find(self) -> bool:
        """Find and select. Raises MediaError `id_card.refused` or `id_card.wrong_kind` for a card it cannot use."""
        self._wire_bytes = 0
        found = self._ask(Command.FIND)
        if found.sw3 in NO_CARD_HERE:
            return False
        _expect(found, Sw3.FOUND)
        selected = self._ask(Command.SELECT)
        if selected.sw3 in NO_CARD_HERE:
            return False  # it moved on: the next find sees it lie still
        _expect(selected, Sw3.OK, fits=bool(selected.data))
        return True

    def read(self) -> IdentityCard:
        try:
            answer = self._ask(Command.READ_BASE)
        except _CutShort:
            self.status()  # raises when the reader itself is lost
            raise MediaError("id_card.removed", retryable=True) from None
        header, block = answer.data[:4], answer.data[4:]
        _expect(
            answer,
            Sw3.OK,
            fits=header == text.BLOCK_BYTES.to_bytes(2, "big") + text.PORTRAIT_BYTES.to_bytes(2, "big")
            and len(block) == text.BLOCK_BYTES + text.PORTRAIT_BYTES,
        )
        card = text.decode(block[: text.BLOCK_BYTES], block[text.BLOCK_BYTES :])
        return replace(card, new_address=self._new_address()) if self._read_new_address else card

    @property
    def wire_s(self) -> float:
        return self._wire_bytes * _BITS_PER_BYTE / self._baud

    def _new_address(self) -> str:
        """The card has been read: what goes wrong here costs only this field."""
        try:
            answer = self._ask(Command.READ_NEW_ADDRESS)
        except (DeviceTimeout, ProtocolError):
            return ""
        return text.decode_new_address(answer.data) if answer.sw3 == Sw3.OK else ""

    def _ask(self, command: Command) -> Answer:
        """One request and its answer, on a drained line: frames have no numbers, a late answer would shift the next."""
        line = self._line
        if line is None:
            raise DeviceUnavailable("id_card.missing", retryable=True)
        request = encode_request(command)
        with _line_errors():
            self._parser.reset()
            line.reset_input_buffer()
            line.write(request)
            self._wire_bytes += len(request)
            try:
                return decode_answer(self._receive(line))
            except (DeviceTimeout, ProtocolError):
                self._drain(line)
                raise

    def _receive(self, line: serial.Serial) -> bytes:
        """The next frame's body. Raises DeviceTimeout `id_card.silent`, ProtocolError `id_card.garbage`."""
        received = 0
        heard_s = time.monotonic()
        deadline_s = heard_s + self._timeout_s + _LONGEST_ANSWER_BYTES * _BITS_PER_BYTE / self._baud
        out_of_time = False
        while (body := self._parser.take()) is None:
            if out_of_time:
                raise self._unanswered(received)
            data = line.read(max(1, line.in_waiting))
            now_s = time.monotonic()
            fell_silent = not data and received > 0 and now_s - heard_s >= self._gap_s
            out_of_time = fell_silent or now_s >= deadline_s  # a babbling line is not waited for either
            if data:
                heard_s = now_s
                received += len(data)
                self._wire_bytes += len(data)
                self._parser.feed(data)
        return body

    def _unanswered(self, received: int) -> DeviceTimeout | ProtocolError:
        if received == 0:
            return DeviceTimeout("id_card.silent", retryable=True)
        kind = _CutShort if self._parser.begun else ProtocolError
        return kind("id_card.garbage", retryable=True, data={"received_bytes": received})

    def _drain(self, line: serial.Serial) -> None:
        """Throw away what still comes, until the line is quiet."""
        give_up_s = time.monotonic() + self._timeout_s
        while line.read(max(1, line.in_waiting)) and time.monotonic() < give_up_s:
            pass
        self._parser.reset()


def _expect(answer: Answer, sw3: Sw3, *, fits: bool = True) -> None:
    """Raise the error behind an unexpected status; an answer of another shape belongs to another question."""
    if answer.sw3 != sw3:
        raise error_of(answer.sw3)
    if not fits:
        raise ProtocolError("id_card.garbage", retryable=True, data={"data_bytes": len(answer.data)})


@contextlib.contextmanager
def _line_errors() -> Generator[None]:
    """Every way in which a serial line ends (pyserial lets the system's own errors through) is `id_card.missing`."""
    try:
        yield
    except serial.SerialTimeoutException as error:
        raise DeviceTimeout("id_card.silent", retryable=True) from error
    except (OSError, termios.error) as error:
        raise DeviceUnavailable("id_card.missing", retryable=True) from error

"""Two slots behind a real pcscd, and hands that put cards in and tear them out."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from drivers.contract.smart_card import SocialSecurityCard
from drivers.errors import DeviceUnavailable
from drivers.faults import Fault, FaultScript, Kind
from drivers.pcsc.virtual_cards import OtherCard, VirtualCard, VirtualSocialSecurityCard
from drivers.pcsc.virtual_service import READER, SLOTS, VirtualService
from drivers.pcsc.virtual_staff import VirtualStaff

_DEVICE = "pcsc"
_RETRY_S = 0.02
_GARBAGE = b"\x13\x37\xaa\x55\x00"
_OPERATIONS = {0xA4: "select", 0xB2: "read", 0xCB: "read", 0xC0: "read", 0x20: "verify", 0x87: "sign"}
_ON, _RESET, _ATR = 1, 2, 4


@dataclass(eq=False, slots=True)
class _Laid:
    """A card in a slot. `tear_after_bytes`: it leaves when so many bytes of its answers are out."""

    card: VirtualCard
    tear_after_bytes: int | None = None


class PcscSimulator:
    """A pcscd of this process alone, with a virtual reader, `reader`, of two slots.

    Faults of device `pcsc` on `select`, `read`, `verify` and `sign`: silent (for `delay_s`, 0 = until the card is
    taken away; then the card is gone), slow, garbage, half, wrong (status word `value`), removed (the card leaves
    instead of answering). A card that a fault took away must be laid again.

    Args:
        preload, usb_drivers: see `VirtualService`. With USB drivers, slots 2 and 3 are for a reader of theirs.
    """

    reader = READER

    def __init__(self, faults: FaultScript, preload: Path | None = None, usb_drivers: Path | None = None) -> None:
        self._service = VirtualService(preload, usb_drivers)
        self._staff = VirtualStaff()
        slots = SLOTS if usb_drivers is None else 2 * SLOTS
        self._slots = [_Slot(number, self._service, faults) for number in range(slots)]

    def start(self) -> None:
        """Raises DeviceUnavailable `pcsc.service_gone` on a machine that cannot do it."""
        self._service.start()
        for slot in self._slots:
            slot.start()

    def stop(self) -> None:
        for slot in self._slots:
            slot.stop()
        self._service.stop()

    def lay_social_security_card(self, card: SocialSecurityCard, *, tear_after_bytes: int | None = None) -> None:
        """Raises ValueError for one that no card could hold."""
        self.lay(VirtualSocialSecurityCard(card), tear_after_bytes=tear_after_bytes)

    def trust(self, directory: Path) -> dict[str, Path]:
        """Options of a driver that lets the card of our own staff in, whose files are written there."""
        return self._staff.write_trust(directory)

    def lay_staff_card(self, *, tear_after_bytes: int | None = None) -> None:
        """The card of our own staff; its PIN is `virtual_staff.PIN`."""
        self.lay(self._staff.card, tear_after_bytes=tear_after_bytes)

    def lay_other_card(self) -> None:
        """A bank card, a travel card."""
        self.lay(OtherCard())

    def lay(self, card: VirtualCard, *, slot: int = 0, tear_after_bytes: int | None = None) -> None:
        """Put a card into a slot; one that is there has gone before."""
        self._slots[slot].lay(_Laid(card, tear_after_bytes))

    def take_away(self, *, slot: int = 0) -> None:
        self._slots[slot].lay(None)

    def kill_service(self) -> None:
        """pcscd dies at once (SIGKILL)."""
        self._service.kill()

    def revive_service(self) -> None:
        """pcscd is started again; cards that lie there are powered anew."""
        self._service.revive()

    def set_plugged(self, plugged: bool) -> None:
        """Take the reader away, or bring it back (and, see `VirtualService.set_plugged`, another pcscd)."""
        self._service.set_plugged(plugged)

    @property
    def busy_s(self) -> float:
        """Seconds that the cards took to answer, all together."""
        return sum(slot.busy_s for slot in self._slots)


class _Slot:
    """Serves the card that lies in one slot, over vpcd's protocol: two bytes of length, then a command of one byte
    (0 off, 1 on, 2 reset, 4 ATR) or an APDU."""

    def __init__(self, number: int, service: VirtualService, faults: FaultScript) -> None:
        self.busy_s = 0.0
        self._number = number
        self._service = service
        self._faults = faults
        self._changed = threading.Condition()
        self._laid: _Laid | None = None
        self._connection: socket.socket | None = None
        self._running = False
        self._thread = threading.Thread(target=self._run, name=f"pcsc_slot_{number}", daemon=True)

    def start(self) -> None:
        self._running = True
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._running = False
        self.lay(None)
        if self._thread.ident is not None:
            self._thread.join()

    def lay(self, laid: _Laid | None) -> None:
        with self._changed:
            self._laid = laid
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.shutdown(socket.SHUT_RDWR)
            self._changed.notify_all()

    def _run(self) -> None:
        while self._running:
            with self._changed:
                self._changed.wait_for(lambda: self._laid is not None or not self._running)
                laid = self._laid
            if laid is None:
                continue
            connection = self._connect()
            if connection is None:
                with self._changed:
                    self._changed.wait(_RETRY_S)  # pcscd is down; the card waits
                continue
            with connection:
                if self._began(laid, connection):
                    with suppress(OSError):
                        self._serve(laid, connection)
                with self._changed:
                    self._connection = None

    def _connect(self) -> socket.socket | None:
        try:
            return self._service.connect(self._number)
        except DeviceUnavailable:
            return None

    def _began(self, laid: _Laid, connection: socket.socket) -> bool:
        with self._changed:
            if self._laid is not laid:
                return False
            self._connection = connection
            return True

    def _serve(self, laid: _Laid, connection: socket.socket) -> None:
        """Until either side has gone."""
        card = laid.card
        card.power()
        while self._laid is laid and (message := _receive(connection)):
            if len(message) > 1:
                answer = self._answered(laid, message)
                if answer is None:
                    return
                self._send(laid, connection, answer)
            elif message[0] == _ATR:
                connection.sendall(_framed(card.atr))
            elif message[0] in (_ON, _RESET):
                card.power()

    def _answered(self, laid: _Laid, command: bytes) -> bytes | None:
        """The card's answer as a fault leaves it; None when the card has gone instead."""
        fault = self._faults.strike(_DEVICE, _OPERATIONS.get(command[1], "other"))
        if fault is not None and fault.kind in (Kind.SILENT, Kind.REMOVED):
            if fault.kind is Kind.SILENT:
                self._keep_silent(laid, fault)
            self._leave(laid)
            return None
        began_s = time.monotonic()
        answer = laid.card.answer(command)
        self.busy_s += time.monotonic() - began_s
        match fault:
            case Fault(kind=Kind.SLOW):
                self._keep_silent(laid, fault)
            case Fault(kind=Kind.GARBAGE):
                return _GARBAGE
            case Fault(kind=Kind.HALF):
                return answer[: len(answer) // 2]
            case Fault(kind=Kind.WRONG):
                return (fault.value or 0x6F00).to_bytes(2, "big")
            case _:
                pass
        return answer

    def _keep_silent(self, laid: _Laid, fault: Fault) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._laid is not laid, fault.delay_s or None)

    def _send(self, laid: _Laid, connection: socket.socket, answer: bytes) -> None:
        """Whole, or as far as the card lasts; a length cut in two would crash vpcd, and is not sent."""
        if laid.tear_after_bytes is None:
            connection.sendall(_framed(answer))
            return
        out, laid.tear_after_bytes = min(laid.tear_after_bytes, len(answer)), laid.tear_after_bytes - len(answer)
        if out:
            connection.sendall(_framed(answer)[: 2 + out])
        if laid.tear_after_bytes <= 0:
            self._leave(laid)

    def _leave(self, laid: _Laid) -> None:
        with self._changed:
            if self._laid is laid:
                self.lay(None)


def _framed(content: bytes) -> bytes:
    return struct.pack(">H", len(content)) + content


def _receive(connection: socket.socket) -> bytes:
    """The next message; b"" when the other side has gone."""
    head = _exactly(connection, 2)
    return _exactly(connection, int.from_bytes(head, "big")) if head else b""


def _exactly(connection: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # or each command takes 44 ms
        part = connection.recv(size - len(content))
        if not part:
            return b""
        content += part
    return content

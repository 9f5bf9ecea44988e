"""A SAM-V reader at the other end of a pseudo terminal: real bytes at the real pace, and faults on request."""

from __future__ import annotations

import time

from drivers.contract.id_card import IdentityCard
from drivers.errors import ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card import text
from drivers.id_card.sdt import Answer, Command, FrameParser, Sw3, encode_answer
from drivers.id_card.simulated_sam import LaidCard, SimulatedSam
from drivers.pseudo_port import SerialSimulator

_DEVICE = "id_card"
_READS = (Command.READ_BASE, Command.READ_BASE_WITH_FINGERPRINT)
_OPERATIONS: dict[int, str] = {
    Command.STATUS: "status",
    Command.FIND: "find",
    Command.SELECT: "select",
    **dict.fromkeys(_READS, "read"),
}
_WRONG: dict[int, Sw3] = {  # what a reader that refuses says; status 90 to a find belongs to another question
    Command.STATUS: Sw3.SELF_TEST,
    Command.FIND: Sw3.OK,
    Command.SELECT: Sw3.SAM_REJECTS_CARD,
    **dict.fromkeys(_READS, Sw3.READ_FAILED),
}
_SPEEDS: dict[int, int] = {
    Command.BAUD_115200: 115200,
    Command.BAUD_57600: 57600,
    Command.BAUD_38400: 38400,
    Command.BAUD_19200: 19200,
    Command.BAUD_9600: 9600,
}
_GARBAGE = bytes(range(0x20, 0x70)) + b"\xaa\xaa\xaa\x96\x00"
_CHUNK_BYTES = 32
_BITS_PER_BYTE = 10


class SamVSimulator(SerialSimulator):
    """Answers as a SAM-V module does on the pseudo terminal `port`.

    Like a real one it understands nothing at another speed than its own, changes its speed when told to, and finds a
    card that was read only after it left.

    Faults of device `id_card` on `find`, `select`, `read`, `status`: silent, slow, garbage, half, wrong (status byte
    `value` when given), removed (the card leaves; in the middle of the answer when reading), unplugged and missing.

    Args:
        baud: what it speaks at first, and what the answers are paced by.
        pace: whether answers take their time on the wire.
    """

    def __init__(self, faults: FaultScript, baud: int = 115200, pace: bool = True) -> None:
        super().__init__(_DEVICE, faults)
        self._baud = baud
        self._pace = pace
        self._sam = SimulatedSam()
        self._parser = FrameParser()

    # ---- called from other threads -----------------------------------------------------------------------------

    @property
    def baud(self) -> int:
        """What it speaks now."""
        return self._baud

    def lay(self, card: IdentityCard, *, tear_after_bytes: int | None = None) -> None:
        """Lay a card, to be torn away after so many bytes of its reading. Raises ValueError for one that cannot be."""
        self._sam.lay(card, tear_after_bytes)

    def lay_another(self) -> None:
        """A second card beside whatever lies there."""
        self._sam.lay_another()

    def take_away(self) -> None:
        """Lift all cards. An answer under way that carries their information ends there."""
        self._sam.take_away()

    def tear_after(self, answer_bytes: int) -> None:
        """The card on the reader leaves after so many bytes of the next answer to a read; 0: just before it."""
        self._sam.tear_after(answer_bytes)

    # ---- on the simulator's thread -----------------------------------------------------------------------------

    def _hear(self, data: bytes) -> None:
        if not data:
            self._parser.reset()  # woken: the cable was touched, and the module lost its power
        elif self._line.speed_bps == self._baud:  # at another one it hears noise
            self._parser.feed(data)
            self._answer_all()

    def _answer_all(self) -> None:
        while True:
            try:
                body = self._parser.take()
            except ProtocolError:
                self._send(encode_answer(Answer(Sw3.CHECKSUM)))
                continue
            if body is None:
                return
            self._answer(int.from_bytes(body[:2], "big"))

    def _answer(self, command: int) -> None:
        operation = _OPERATIONS.get(command)
        fault = self._faults.strike(_DEVICE, operation) if operation else None
        if fault is None:
            self._answer_rightly(command)
        else:
            self._misbehave(fault, command)

    def _misbehave(self, fault: Fault, command: int) -> None:
        match fault.kind:
            case Kind.SILENT:
                pass
            case Kind.SLOW:
                if not self._interrupted.wait(fault.delay_s):
                    self._answer_rightly(command)
            case Kind.GARBAGE:
                self._send(_GARBAGE)
            case Kind.HALF:
                frame = encode_answer(self._sam.respond(command))
                self._send(frame[: len(frame) // 2])
            case Kind.WRONG:
                self._send(encode_answer(Answer(fault.value or _WRONG[command])))
            case Kind.UNPLUGGED | Kind.MISSING:
                self._vanish(fault)
            case Kind.REMOVED:
                if command in _READS:
                    self._sam.tear_after(text.BLOCK_BYTES)
                else:
                    self._sam.take_away()
                self._answer_rightly(command)
            case _:
                self._answer_rightly(command)

    def _answer_rightly(self, command: int) -> None:
        if command in _SPEEDS:
            self._send(encode_answer(Answer(Sw3.OK)))  # at the old speed
            self._baud = _SPEEDS[command]
            return
        answer = self._sam.respond(command)
        frame = encode_answer(answer)
        laid = self._sam.laid
        if command in _READS and answer.sw3 == Sw3.OK and laid is not None:
            self._send(frame[: laid.tear_after_bytes], of=laid)
            self._sam.has_sent(laid)
        else:
            self._send(frame)

    def _send(self, frame: bytes, of: LaidCard | None = None) -> None:
        """Write at the wire's pace; stops when the cable is pulled, or the card `of` which it speaks has left."""
        began_s = time.monotonic()
        byte_s = _BITS_PER_BYTE / self._baud if self._pace else 0.0
        for start in range(0, len(frame), _CHUNK_BYTES):
            chunk = frame[start : start + _CHUNK_BYTES]
            due_s = began_s + (start + len(chunk)) * byte_s
            interrupted = self._interrupted.wait(max(0.0, due_s - time.monotonic()))
            if interrupted or (of is not None and self._sam.laid is not of):
                return
            self._line.write(chunk)

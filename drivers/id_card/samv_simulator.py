"""A SAM-V reader at the other end of a pseudo terminal: real bytes at the real pace, and faults on request."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from drivers.contract import IdentityCard
from drivers.errors import ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card import text
from drivers.id_card.sdt import Answer, Command, FrameParser, Sw3, encode_answer
from drivers.id_card.simulated_sam import LaidCard, SimulatedSam
from drivers.pseudo_port import PseudoPort

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
_RECONNECT_POLL_S = 0.05
_BITS_PER_BYTE = 10


@dataclass(frozen=True, slots=True)
class _Absence:
    """The fault that unplugged the reader, and when it ends by itself."""

    fault: Fault
    until_s: float


class SamVSimulator:
    """Answers as a SAM-V module does on the pseudo terminal `port`, a path that stays the same while unplugged.

    Like a real one it understands nothing at another speed than its own, changes its speed when told to, and finds a
    card that was read only after it left.

    Faults of device `id_card` on `find`, `select`, `read`, `status`: silent, slow, garbage, half, wrong (status byte
    `value` when given), removed (the card leaves; in the middle of the answer when reading), unplugged and missing.
    The last two take the port away for `delay_s`, or until the fault is cleared when that is 0; missing with no
    operation named is in force from the start.

    Args:
        baud: what it speaks at first, and what the answers are paced by.
        pace: whether answers take their time on the wire.
    """

    def __init__(self, faults: FaultScript, baud: int = 115200, pace: bool = True) -> None:
        self._faults = faults
        self._baud = baud
        self._pace = pace
        self._sam = SimulatedSam()
        self._line: PseudoPort | None = None
        self._absence: _Absence | None = None
        self._plugged = True
        self._running = False
        self._interrupted = threading.Event()
        """The cable was pulled, or all is over: what is being said stops."""
        self._thread: threading.Thread | None = None

    # ---- called from other threads -----------------------------------------------------------------------------

    @property
    def port(self) -> str:
        """Path for the driver, from `start` on."""
        return self._opened.path

    @property
    def baud(self) -> int:
        """What it speaks now."""
        return self._baud

    def start(self) -> None:
        """Returns when the port is there (unless a fault says otherwise)."""
        if self._running:
            return
        self._line = PseudoPort("id_card")
        self._running = True
        missing = self._faults.scripted(_DEVICE, Kind.MISSING)
        if missing is not None and missing.on == "":
            self._faults.strike(_DEVICE, "start")
            self._vanish(missing)
        self._thread = threading.Thread(target=self._run, name="id_card_simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is None:
            return
        self._running = False
        self._interrupted.set()
        self._opened.wake()
        self._thread.join()
        self._thread = None
        self._opened.close()

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

    def unplug(self) -> None:
        """Pull the cable: the port disappears, and who has it open gets an error."""
        self._plugged = False
        self._interrupted.set()
        self._opened.unplug()

    def plug_in(self) -> None:
        """The port comes back under the same path; a fault that unplugged it ends."""
        self._absence = None
        self._plugged = True
        self._interrupted.clear()
        self._opened.plug_in()

    @property
    def _opened(self) -> PseudoPort:
        if self._line is None:
            raise RuntimeError("the simulator has not been started")
        return self._line

    # ---- on the simulator's thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        parser = FrameParser()
        while self._running:
            self._end_absence()
            data = self._opened.read(None if self._absence is None else _RECONNECT_POLL_S)
            if not data:
                parser.reset()  # woken: the cable was touched, and the module lost its power
            elif self._opened.speed_bps == self._baud:  # at another one it hears noise
                parser.feed(data)
                self._answer_all(parser)

    def _end_absence(self) -> None:
        if self._absence is not None and self._is_over(self._absence):
            self._absence = None
            if self._plugged:
                self._opened.plug_in()

    def _is_over(self, absence: _Absence) -> bool:
        if absence.fault.delay_s > 0:
            return time.monotonic() >= absence.until_s
        return self._faults.scripted(_DEVICE, absence.fault.kind) is None

    def _vanish(self, fault: Fault) -> None:
        self._absence = _Absence(fault, time.monotonic() + fault.delay_s)
        self._opened.unplug()

    def _answer_all(self, parser: FrameParser) -> None:
        while True:
            try:
                body = parser.take()
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
            self._opened.write(chunk)

"""A SAM-V reader at the other end of a pseudo terminal: real bytes at the real pace, and faults on request."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import tempfile
import threading
import time
import tty
from dataclasses import dataclass
from pathlib import Path

from drivers.contract import IdentityCard
from drivers.errors import ProtocolError
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card import text
from drivers.id_card.sdt import Answer, Command, FrameParser, Sw3, encode_answer
from drivers.id_card.simulated_sam import LaidCard, SimulatedSam

_DEVICE = "id_card"
_OPERATIONS: dict[int, str] = {
    Command.STATUS: "status",
    Command.FIND: "find",
    Command.SELECT: "select",
    Command.READ_BASE: "read",
}
_WRONG: dict[int, Sw3] = {  # what a reader that refuses says; status 90 to a find belongs to another question
    Command.STATUS: Sw3.SELF_TEST,
    Command.FIND: Sw3.OK,
    Command.SELECT: Sw3.SAM_REJECTS_CARD,
    Command.READ_BASE: Sw3.READ_FAILED,
}
_GARBAGE = bytes(range(0x20, 0x70)) + b"\xaa\xaa\xaa\x96\x00"
_CHUNK_BYTES = 32
_RECONNECT_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class _Absence:
    """The fault that unplugged the reader, and when it ends by itself."""

    fault: Fault
    until_s: float


class SamVSimulator:
    """Answers as a SAM-V module does on the pseudo terminal `port`, a path that stays the same while unplugged.

    Faults of device `id_card` on `find`, `select`, `read`, `status`: silent, slow, garbage, half, wrong (status byte
    `value` when given), removed (the card leaves; in the middle of the answer when reading), unplugged and missing.
    The last two take the port away for `delay_s`, or until the fault is cleared when that is 0; missing with no
    operation named is in force from the start.

    Args:
        baud: what the answers are paced by.
        pace: whether answers take their time on the wire.
    """

    def __init__(self, faults: FaultScript, baud: int = 115200, pace: bool = True) -> None:
        self._faults = faults
        self._byte_s = 10 / baud if pace else 0.0
        self._changed = threading.Condition()
        self._sam = SimulatedSam()
        self._running = False
        self._plugged = True
        self._absence: _Absence | None = None
        self._master: int | None = None
        self._slave: int | None = None
        self._directory: Path | None = None
        self._thread: threading.Thread | None = None
        self._wake_read = self._wake_write = -1

    # ---- called from other threads -----------------------------------------------------------------------------

    @property
    def port(self) -> str:
        """Path for the driver, from `start` on."""
        if self._directory is None:
            raise RuntimeError("the simulator has not been started")
        return str(self._directory / "id_card")

    def start(self) -> None:
        """Returns when the port is there (unless a fault says otherwise)."""
        if self._running:
            return
        self._directory = Path(tempfile.mkdtemp(prefix="id_card_"))
        self._wake_read, self._wake_write = os.pipe()
        self._running = True
        missing = self._faults.scripted(_DEVICE, Kind.MISSING)
        if missing is not None and missing.on == "":
            self._faults.strike(_DEVICE, "start")
            self._vanish(missing)
        self._thread = threading.Thread(target=self._run, name="id_card_simulator", daemon=True)
        self._thread.start()
        self._await_port(there=self._absence is None)

    def stop(self) -> None:
        if self._thread is None or self._directory is None:
            return
        self._running = False
        self._nudge()
        self._thread.join()
        self._thread = None
        os.close(self._wake_read)
        os.close(self._wake_write)
        shutil.rmtree(self._directory)

    def lay(self, card: IdentityCard, *, tear_after_bytes: int | None = None) -> None:
        """Lay a card, to be torn away after so many bytes of its reading. Raises ValueError for one that cannot be."""
        self._sam.lay(card, tear_after_bytes)

    def take_away(self) -> None:
        """Lift the card. An answer under way that carries its information ends there."""
        self._sam.take_away()

    def tear_after(self, answer_bytes: int) -> None:
        """The card on the reader leaves after so many bytes of the next answer to a read; 0: just before it."""
        self._sam.tear_after(answer_bytes)

    def unplug(self) -> None:
        """Pull the cable: the port disappears, and who has it open gets an error."""
        self._plugged = False
        self._nudge()
        self._await_port(there=False)

    def plug_in(self) -> None:
        """The port comes back under the same path; a fault that unplugged it ends."""
        self._absence = None
        self._plugged = True
        self._nudge()
        self._await_port(there=True)

    def _nudge(self) -> None:
        os.write(self._wake_write, b"!")

    def _await_port(self, *, there: bool) -> None:
        with self._changed:
            self._changed.wait_for(lambda: (self._master is not None) is there, timeout=5.0)

    # ---- on the simulator's thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        parser = FrameParser()
        while self._running:
            self._match_cable()
            if self._master is None:
                parser.reset()
            watched = [self._wake_read] if self._master is None else [self._wake_read, self._master]
            ready, _, _ = select.select(watched, [], [], None if self._absence is None else _RECONNECT_POLL_S)
            if self._wake_read in ready:
                os.read(self._wake_read, 1024)
            elif self._master is not None and self._master in ready:
                parser.feed(os.read(self._master, 4096))
                self._answer_all(parser)
        self._disconnect()

    def _match_cable(self) -> None:
        """Make the port be there, or not, as it should."""
        if self._absence is not None and self._is_over(self._absence):
            self._absence = None
        there = self._plugged and self._absence is None
        if there and self._master is None:
            self._connect()
        elif not there and self._master is not None:
            self._disconnect()

    def _is_over(self, absence: _Absence) -> bool:
        if absence.fault.delay_s > 0:
            return time.monotonic() >= absence.until_s
        return self._faults.scripted(_DEVICE, absence.fault.kind) is None

    def _vanish(self, fault: Fault) -> None:
        self._absence = _Absence(fault, time.monotonic() + fault.delay_s)

    def _connect(self) -> None:
        with self._changed:
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            Path(self.port).symlink_to(os.ttyname(self._slave))
            self._changed.notify_all()

    def _disconnect(self) -> None:
        with self._changed:
            if self._master is None or self._slave is None:
                return
            Path(self.port).unlink()
            os.close(self._slave)
            os.close(self._master)
            self._master = self._slave = None
            self._changed.notify_all()

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
                if not self._pause(fault.delay_s):
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
                if command == Command.READ_BASE:
                    self._sam.tear_after(text.BLOCK_BYTES)
                else:
                    self._sam.take_away()
                self._answer_rightly(command)
            case _:
                self._answer_rightly(command)

    def _answer_rightly(self, command: int) -> None:
        answer = self._sam.respond(command)
        frame = encode_answer(answer)
        laid = self._sam.laid
        if command == Command.READ_BASE and answer.sw3 == Sw3.OK and laid is not None:
            self._send(frame[: laid.tear_after_bytes], of=laid)
            self._sam.has_sent(laid)
        else:
            self._send(frame)

    def _send(self, frame: bytes, of: LaidCard | None = None) -> None:
        """Write at the wire's pace; stops when the cable is pulled, or the card `of` which it speaks has left."""
        began_s = time.monotonic()
        for start in range(0, len(frame), _CHUNK_BYTES):
            chunk = frame[start : start + _CHUNK_BYTES]
            due_s = began_s + (start + len(chunk)) * self._byte_s
            if self._pause(max(0.0, due_s - time.monotonic())) or (of is not None and self._sam.laid is not of):
                return
            if self._master is not None:
                with contextlib.suppress(BlockingIOError):  # nobody reads: the bytes are lost, as on a real line
                    os.write(self._master, chunk)

    def _pause(self, seconds: float) -> bool:
        """Wait; True at once when the cable is pulled or the simulator stops."""
        ready, _, _ = select.select([self._wake_read], [], [], seconds)
        return bool(ready)

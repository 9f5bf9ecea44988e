"""A receipt printer on a TCP port: speaks ESC/POS, answers in real time, runs out of paper, jams, and goes silent.

Operations that faults strike (device "printer"):

    start     the simulator is started     missing: the port is closed; paper_out, … : so from the first moment
    connect   a connection is taken        missing, unplugged: reset and closed; silent: never answers on it
    status    DLE EOT 1 asks for a round   the fault lasts for the round (DLE EOT 1…4)
    print     ESC @ begins a receipt       strikes after `value` lines (3 unless told), a stuck knife at the cut; stays

`silent`, `slow` (delay_s; beyond the driver's deadline it is a late answer), `garbage`, `half`, `wrong` and `unplugged`
strike status and print; on print, half prints some lines before it goes silent. What stays is repaired by the switches
below, or by `FaultScript.clear("printer")`.
"""

import contextlib
import dataclasses
import re
import socket
import struct
import threading
from pathlib import Path
from secrets import randbelow

from drivers.faults import Fault, FaultScript, Kind
from drivers.printer.escpos_commands import Command, DecodeError, IncompleteCommand, command_at
from drivers.printer.escpos_state import PrinterState
from drivers.printer.profiles import profile_for

PORT = 9100
"""Of network printers ("raw", JetDirect)."""
_REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x04]|\x05[\x00-\x02]|\x14\x08.{7})", re.DOTALL)
_REAL_TIME_CUT_SHORT = re.compile(rb"\x10(?:[\x04\x05]?|\x14(?:\x08.{0,6})?)\Z", re.DOTALL)
_BUFFER_BYTES = 65536
_LINE_MM = 3.75
_LINES_BEFORE_TROUBLE = 3
_POLL_S = 0.05  # only while a scripted trouble lasts: the script does not tell when it is cleared
_UNREACHABLE = (Kind.UNPLUGGED, Kind.MISSING)
_IN_THE_MIDDLE = (Kind.PAPER_OUT, Kind.COVER_OPEN, Kind.JAMMED, Kind.CUTTER, Kind.HALF)


class EscposSimulator:
    """Start it, give `address` (host, port) to the driver, look at `receipts`. Callable from any thread.

    Args:
        faults: the script shared by all simulators.
        keep_dir: where the bytes of each receipt are kept as `receipt-001.bin`, …; None keeps nothing.
        paper_mm: width of the roll, for the profile.
        speed_mm_s: printing speed; 0 prints at once.
    """

    def __init__(
        self, faults: FaultScript, keep_dir: Path | None = None, paper_mm: int = 80, *, speed_mm_s: float = 0.0
    ) -> None:
        self.profile = profile_for(paper_mm)
        self._faults = faults
        self._keep_dir = keep_dir
        self._speed_mm_s = speed_mm_s
        self._changed = threading.Condition()
        self._running = False
        self._threads: list[threading.Thread] = []
        # the network side
        self._plugged = True
        self._listener: socket.socket | None = None
        self._connections: set[socket.socket] = set()
        self._latest: socket.socket | None = None  # where answers in turn go
        self._deaf: socket.socket | None = None  # a connection that gets no answer any more
        self._round_fault: Fault | None = None
        # the mechanism
        self._state = PrinterState()
        self._scripted_trouble = False
        self._print_fault: Fault | None = None
        self._lines = 0  # of the receipt being printed
        self._buffer = b""  # received, not yet printed
        self._strip = b""  # printed, not yet cut
        self._receipts: list[bytes] = []
        self._handed_out = 0
        # Every printer on a network has the same port and an address of its own; loopback has 16 million of them.
        self.address = (f"127.{randbelow(254) + 1}.{randbelow(256)}.{randbelow(254) + 1}", PORT)

    def start(self) -> None:
        """Begin to listen; returns once connections are taken (or refused, as the script wants it)."""
        fault = self._faults.strike("printer", "start")
        with self._changed:
            if self._running:
                return
            self._running = True
            if fault is not None:
                self._begin_trouble(fault)
            self._listen()
        for work in (self._serve, self._print):
            thread = threading.Thread(target=work, name=f"printer simulator: {work.__name__}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End all threads and release the port. Idempotent."""
        with self._changed:
            self._running = False
            self._hang_up()
            threads, self._threads = self._threads, []
            self._changed.notify_all()
        for thread in threads:
            thread.join(5)

    # ---- switches for people: tests and the developer panel ----------------------------------------------

    def set_paper(self, paper: str) -> None:
        """`full`, `low` or `out`."""
        with self._changed:
            self._become(dataclasses.replace(self._state, paper=paper))

    def set_cover(self, cover: str) -> None:
        """`closed` or `open`."""
        with self._changed:
            self._become(dataclasses.replace(self._state, cover=cover))

    def set_jammed(self, jammed: bool) -> None:
        with self._changed:
            self._become(dataclasses.replace(self._state, jammed=jammed))

    def set_knife_stuck(self, stuck: bool) -> None:
        with self._changed:
            self._become(dataclasses.replace(self._state, knife_stuck=stuck))

    def set_plugged(self, plugged: bool) -> None:
        """Pull the network cable or put it back; with it pulled, connections are refused."""
        with self._changed:
            self._plugged = plugged
            if plugged:
                self._listen()
            else:
                self._hang_up()
            self._changed.notify_all()

    # ---- what came out -----------------------------------------------------------------------------------

    @property
    def receipts(self) -> list[bytes]:
        """Every piece of paper that was cut off, as the bytes that printed it."""
        with self._changed:
            return list(self._receipts)

    @property
    def hanging(self) -> bytes:
        """What is printed and not cut off."""
        with self._changed:
            return self._strip

    def wait_for_receipt(self, timeout_s: float = 5.0) -> bytes:
        """The next piece of paper that nobody took yet. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._receipts) > self._handed_out, timeout_s):
                raise TimeoutError("no receipt came out")
            self._handed_out += 1
            return self._receipts[self._handed_out - 1]

    # ---- troubles (called with the lock held) ------------------------------------------------------------

    def _become(self, state: PrinterState) -> None:
        self._state = state
        self._changed.notify_all()

    def _begin_trouble(self, fault: Fault) -> None:
        self._scripted_trouble = True
        if fault.kind in _UNREACHABLE:
            self._plugged = False
            self._hang_up()
        self._become(self._state.with_fault(fault.kind))

    def _end_cleared_trouble(self) -> None:
        """`FaultScript.clear("printer")` repairs what the script broke."""
        if self._scripted_trouble and "printer" not in self._faults.summary():
            self._scripted_trouble = False
            self._plugged = True
            self._listen()
            self._become(PrinterState())

    # ---- network -----------------------------------------------------------------------------------------

    def _listen(self) -> None:
        if self._running and self._plugged and self._listener is None:
            self._listener = socket.create_server(self.address)

    def _hang_up(self) -> None:
        """Refuse connections from now on, and reset the one there is, as a pulled plug would look from afar."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept(); close alone would not
            self._listener.close()
            self._listener = None
        for connection in self._connections:
            _reset(connection)

    def _serve(self) -> None:
        while True:
            with self._changed:
                while self._running and self._listener is None:
                    self._changed.wait(_POLL_S)
                    self._end_cleared_trouble()
                listener = self._listener
            if listener is None:
                return
            with contextlib.suppress(OSError):
                while True:
                    self._welcome(listener.accept()[0])

    def _welcome(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fault = self._faults.strike("printer", "connect")
        with self._changed:
            self._connections.add(connection)
            self._latest = connection
            if not (self._running and self._plugged):
                _reset(connection)
            elif fault is not None and fault.kind is Kind.SILENT:
                self._deaf = connection
            elif fault is not None and fault.kind in _UNREACHABLE and fault.times:
                _reset(connection)  # so many connections fail, then it is there again
            elif fault is not None:
                self._begin_trouble(fault)
            thread = threading.Thread(
                target=self._talk, args=(connection,), name="printer simulator: _talk", daemon=True
            )
            self._threads = [*(old for old in self._threads if old.is_alive()), thread]
            thread.start()

    def _talk(self, connection: socket.socket) -> None:
        """Take in one connection's bytes until it ends. Real-time commands are obeyed at once, the rest is buffered."""
        waiting = b""
        with connection, contextlib.suppress(OSError):
            while received := connection.recv(4096):
                waiting += received
                while found := _REAL_TIME.search(waiting):
                    self._store(waiting[: found.start()])
                    waiting = waiting[found.end() :]
                    self._obey_at_once(connection, found[0])
                cut_short = _REAL_TIME_CUT_SHORT.search(waiting)
                keep = cut_short.start() if cut_short else len(waiting)
                self._store(waiting[:keep])
                waiting = waiting[keep:]
        with self._changed:
            self._connections.discard(connection)

    def _store(self, data: bytes) -> None:
        with self._changed:
            self._buffer += data
            self._changed.notify_all()
            self._changed.wait_for(lambda: len(self._buffer) < _BUFFER_BYTES or not self._running)

    def _obey_at_once(self, connection: socket.socket, command: bytes) -> None:
        if command[1] == 0x04:
            self._answer_real_time(connection, command[2])
            return
        with self._changed:  # DLE ENQ 2 and DLE DC4 8 empty the buffers
            self._buffer = b""
            self._print_fault = None
            self._changed.notify_all()
        if command[1] == 0x14:
            self._send(connection, b"\x37\x25\x00")

    def _answer_real_time(self, connection: socket.socket, question: int) -> None:
        if question == 1:
            self._round_fault = self._faults.strike("printer", "status")
        fault = self._round_fault
        kind = fault.kind if fault else None
        with self._changed:
            self._end_cleared_trouble()
            state = self._state.with_fault(kind) if kind else self._state
            if fault and kind in _UNREACHABLE:
                self._begin_trouble(fault)
            if fault and kind is Kind.SLOW and question == 1:
                self._changed.wait_for(lambda: not self._running, fault.delay_s)
        answer = bytes([state.real_time(question)])
        if kind is Kind.GARBAGE:
            answer = b"\xff"
        elif kind is Kind.WRONG:
            answer = bytes([state.real_time(question % 4 + 1)]) + answer
        elif kind is Kind.SILENT or (kind is Kind.HALF and question > 2):
            return
        self._send(connection, answer)

    def _send(self, connection: socket.socket | None, answer: bytes) -> None:
        if connection is not None and connection is not self._deaf:
            with contextlib.suppress(OSError):  # whoever asked may have gone
                connection.sendall(answer)

    # ---- mechanism ---------------------------------------------------------------------------------------

    def _print(self) -> None:
        """Work through the buffer, command by command, as long as there is paper and nothing is open or jammed."""
        with self._changed:
            while self._running:
                self._end_cleared_trouble()
                command = None if self._state.stopped else self._next_command()
                if command is None:
                    self._changed.wait(_POLL_S if self._scripted_trouble else None)
                else:
                    self._execute(command)

    def _next_command(self) -> Command | None:
        """The first command in the buffer, still there; None when it is not complete."""
        if not self._buffer:
            return None
        try:
            return command_at(self._buffer, 0)
        except IncompleteCommand:
            return None
        except DecodeError:  # a printer drops what it does not know
            return Command(b"?", self._buffer[:1], 1)

    def _execute(self, command: Command) -> None:
        if self._strike_in_the_middle(command):
            return
        done, self._buffer = self._buffer[: command.end], self._buffer[command.end :]
        if command.name == b"\x1b@" and not self._begin_receipt():
            return
        if command.name == b"\x1dr":
            self._answer_in_turn()
            return
        self._strip += done
        if command.name == b"\n":
            self._lines += 1
            if self._speed_mm_s:
                self._changed.wait_for(lambda: not self._running, _LINE_MM / self._speed_mm_s)
        elif command.name == b"\x1dV":
            self._cut()
        self._changed.notify_all()

    def _begin_receipt(self) -> bool:
        """Strike what strikes before the first line; False when nothing is printed at all."""
        self._lines = 0
        fault = self._print_fault = self._faults.strike("printer", "print")
        if fault is None:
            return True
        if fault.kind is Kind.SLOW:
            self._changed.wait_for(lambda: not self._running, fault.delay_s)
        elif fault.kind is Kind.SILENT:
            self._deaf, self._buffer = self._latest, b""
            return False
        elif fault.kind is Kind.PAPER_LOW or fault.kind in _UNREACHABLE:
            self._begin_trouble(fault)  # a pulled cable does not stop what is in the buffer
        return True

    def _strike_in_the_middle(self, command: Command) -> bool:
        """True when the fault strikes here, before `command`."""
        fault = self._print_fault
        if fault is None or fault.kind not in _IN_THE_MIDDLE:
            return False
        at_cut = command.name == b"\x1dV"
        if not at_cut and (fault.kind is Kind.CUTTER or self._lines < (fault.value or _LINES_BEFORE_TROUBLE)):
            return False
        self._print_fault = None
        if fault.kind is Kind.HALF:
            self._deaf, self._buffer = self._latest, b""
        else:
            self._begin_trouble(fault)
        return True

    def _answer_in_turn(self) -> None:
        kind = self._print_fault.kind if self._print_fault else None
        if kind is Kind.GARBAGE:
            self._send(self._latest, b"\xff")
        elif kind is Kind.WRONG:
            self._send(self._latest, bytes([self._state.real_time(1)]))
        else:
            self._send(self._latest, bytes([self._state.ordered]))
        self._print_fault = None

    def _cut(self) -> None:
        self._receipts.append(self._strip)
        self._strip = b""
        if self._keep_dir is not None:
            self._keep_dir.mkdir(parents=True, exist_ok=True)
            (self._keep_dir / f"receipt-{len(self._receipts):03d}.bin").write_bytes(self._receipts[-1])


def _reset(connection: socket.socket) -> None:
    """End a connection the rude way (RST); its reading thread closes it."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)

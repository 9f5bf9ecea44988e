"""A serial scanner at the other end of a pseudo terminal: a code held before it arrives as a real one's would."""

from __future__ import annotations

import threading
import time

from drivers.barcode.framing import MOST_BYTES, Framing, encode_code
from drivers.faults import Fault, FaultScript, Kind
from drivers.pseudo_port import PseudoPort

_DEVICE = "barcode"
_GARBAGE = bytes([0xFF, 0x00, 0x1B, 0xC0, 0x80]) * 8
_RETURN_POLL_S = 0.05


class ScannerSimulator:
    """A scanner on the pseudo terminal `port`, a path that stays the same while unplugged.

    Faults of device `barcode` on `scan`: silent (the code is not seen), slow, garbage, half (cut short), wrong (a line
    longer than any code), unplugged and missing. The last two take the port away for `delay_s`, or until the fault is
    cleared when that is 0; missing with no operation named is in force from the start.

    Args:
        framing, trigger_on, trigger_off: as the driver's.
    """

    def __init__(self, faults: FaultScript, framing: str = "cr", trigger_on: str = "", trigger_off: str = "") -> None:
        self._faults = faults
        self._framing = Framing(framing)
        self._trigger_on = bytes.fromhex(trigger_on)
        self._trigger_off = bytes.fromhex(trigger_off)
        self._line: PseudoPort | None = None
        self._thread: threading.Thread | None = None
        self._running = False
        self._lock = threading.Lock()
        self._looking = not self._trigger_on
        self._held: bytes | None = None
        self._absence: tuple[Fault, float] | None = None

    @property
    def port(self) -> str:
        """Path for the driver, from `start` on."""
        return self._opened.path

    @property
    def looking(self) -> bool:
        """It was triggered, or needs no trigger."""
        return self._looking

    def start(self) -> None:
        if self._running:
            return
        self._line = PseudoPort("barcode")
        self._running = True
        missing = self._faults.scripted(_DEVICE, Kind.MISSING)
        if missing is not None and missing.on == "":
            self._faults.strike(_DEVICE, "start")
            self._vanish(missing)
        self._thread = threading.Thread(target=self._run, name="barcode_simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is None:
            return
        self._running = False
        self._opened.wake()
        self._thread.join()
        self._thread = None
        self._opened.close()

    def show(self, payload: bytes) -> None:
        """Hold a code before the scanner. It is read once: now, or as soon as the scanner looks."""
        with self._lock:
            self._held = payload
        if self._looking:
            self._read_code()

    def hide(self) -> None:
        """Take the code away; one that was not read is not read any more."""
        with self._lock:
            self._held = None

    def unplug(self) -> None:
        self._opened.unplug()

    def plug_in(self) -> None:
        """The port comes back under the same path; a fault that unplugged it ends."""
        self._absence = None
        self._opened.plug_in()

    @property
    def _opened(self) -> PseudoPort:
        if self._line is None:
            raise RuntimeError("the simulator has not been started")
        return self._line

    def _run(self) -> None:
        """Listen for triggers, and bring the port back when its absence is over."""
        while self._running:
            command = self._opened.read(None if self._absence is None else _RETURN_POLL_S)
            if self._absence is not None and self._is_over(*self._absence):
                self.plug_in()
            if self._trigger_on and self._trigger_on in command:
                self._looking = True
                self._read_code()
            elif self._trigger_off and self._trigger_off in command:
                self._looking = False

    def _is_over(self, fault: Fault, until_s: float) -> bool:
        if fault.delay_s > 0:
            return time.monotonic() >= until_s
        return self._faults.scripted(_DEVICE, fault.kind) is None

    def _vanish(self, fault: Fault) -> None:
        self._absence = fault, time.monotonic() + fault.delay_s
        self._opened.unplug()

    def _read_code(self) -> None:
        with self._lock:
            payload, self._held = self._held, None
        if payload is None:
            return
        line = encode_code(payload, self._framing)
        fault = self._faults.strike(_DEVICE, "scan")
        match fault.kind if fault else None:
            case Kind.SILENT:
                pass
            case Kind.SLOW:
                assert fault is not None
                threading.Timer(fault.delay_s, lambda: self._opened.write(line)).start()
            case Kind.GARBAGE:
                self._opened.write(encode_code(_GARBAGE, self._framing))
            case Kind.HALF:
                self._opened.write(line[: len(line) // 2])
            case Kind.WRONG:
                self._opened.write(encode_code(b"8" * (2 * MOST_BYTES), self._framing))
            case Kind.UNPLUGGED | Kind.MISSING:
                assert fault is not None
                self._vanish(fault)
            case _:
                self._opened.write(line)

"""A serial scanner at the other end of a pseudo terminal: a code held before it arrives as a real one's would."""

from __future__ import annotations

import threading

from drivers.barcode.framing import MOST_BYTES, Framing, encode_code
from drivers.faults import FaultScript, Kind
from drivers.pseudo_port import SerialSimulator

_DEVICE = "barcode"
_GARBAGE = bytes([0xFF, 0x00, 0x1B, 0xC0, 0x80]) * 8


class ScannerSimulator(SerialSimulator):
    """A scanner on the pseudo terminal `port`.

    Faults of device `barcode` on `scan`: silent (the code is not seen), slow, garbage, half (cut short), wrong (a line
    longer than any code), unplugged and missing.

    Args:
        framing, trigger_on, trigger_off: as the driver's.
    """

    def __init__(self, faults: FaultScript, framing: str = "cr", trigger_on: str = "", trigger_off: str = "") -> None:
        super().__init__(_DEVICE, faults)
        self._framing = Framing(framing)
        self._trigger_on = bytes.fromhex(trigger_on)
        self._trigger_off = bytes.fromhex(trigger_off)
        self._lock = threading.Lock()
        self._looking = not self._trigger_on
        self._held: bytes | None = None

    @property
    def looking(self) -> bool:
        """It was triggered, or needs no trigger."""
        return self._looking

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

    def _hear(self, data: bytes) -> None:
        if self._trigger_on and self._trigger_on in data:
            self._looking = True
            self._read_code()
        elif self._trigger_off and self._trigger_off in data:
            self._looking = False

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
                threading.Thread(target=self._write_late, args=(line, fault.delay_s), daemon=True).start()
            case Kind.GARBAGE:
                self._line.write(encode_code(_GARBAGE, self._framing))
            case Kind.HALF:
                self._line.write(line[: len(line) // 2])
            case Kind.WRONG:
                self._line.write(encode_code(b"8" * (2 * MOST_BYTES), self._framing))
            case Kind.UNPLUGGED | Kind.MISSING:
                assert fault is not None
                self._vanish(fault)
            case _:
                self._line.write(line)

    def _write_late(self, line: bytes, delay_s: float) -> None:
        if not self._interrupted.wait(delay_s):
            self._line.write(line)

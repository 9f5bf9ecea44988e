"""How serial scanners put a code on the line: bytes between an optional STX and a terminator.

Scanners add suffix (and prefix) as they were programmed; CR is the usual factory setting, STX … ETX the framed one.
Codes themselves are opaque.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

MOST_BYTES = 4096
"""A QR code holds at most 2,953 bytes (ISO/IEC 18004, version 40-L)."""

_STX = b"\x02"


class Framing(StrEnum):
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    STX_ETX = "stx_etx"


_TERMINATORS: Mapping[Framing, bytes] = {
    Framing.CR: b"\r",
    Framing.LF: b"\n",
    Framing.CRLF: b"\r\n",
    Framing.STX_ETX: b"\x03",
}


def encode_code(payload: bytes, framing: Framing) -> bytes:
    """What a scanner sends for a code."""
    return (_STX if framing is Framing.STX_ETX else b"") + payload + _TERMINATORS[framing]


class CodeParser:
    """Cuts a stream into codes. Lines too long for a code are dropped whole, and counted.

    With CR, a scanner that sends CR LF is understood too (the line feed before the next code falls away), and the other
    way round. With STX … ETX everything outside the frames is line noise.
    """

    def __init__(self, framing: Framing, most_bytes: int = MOST_BYTES) -> None:
        self._framing = framing
        self._terminator = _TERMINATORS[framing]
        self._most_bytes = most_bytes
        self._held = bytearray()
        self._too_long = False
        self.dropped = 0
        """Lines that were longer than any code."""

    @property
    def begun(self) -> bool:
        """Part of a code is held; line ends that came after the last one, and noise between frames, are none."""
        if self._framing is Framing.STX_ETX:
            return _STX in self._held or self._too_long
        return bool(self._held.strip(b"\r\n")) or self._too_long

    def reset(self) -> None:
        """Forget what is held: its rest will not come."""
        self._held.clear()
        self._too_long = False

    def feed(self, data: bytes) -> list[bytes]:
        """The codes that are complete now, in order; empty lines are none."""
        found: list[bytes] = []
        self._held += data
        while (end := self._held.find(self._terminator)) >= 0:
            line = bytes(self._held[:end])
            del self._held[: end + len(self._terminator)]
            if self._too_long or len(line) > self._most_bytes + len(_STX):
                self._too_long = False
                self.dropped += 1
            elif code := self._code_of(line):
                found.append(code)
        if len(self._held) > self._most_bytes + len(_STX):
            self._too_long = True
            del self._held[: -len(self._terminator)]  # a terminator may be cut in two
        return found

    def _code_of(self, line: bytes) -> bytes:
        if self._framing is Framing.STX_ETX:
            _, began, code = line.rpartition(_STX)
            return code if began else b""
        return line.strip(b"\r\n")

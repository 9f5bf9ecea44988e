"""How a simulated printer is, and what it says of that (ESC/POS: `DLE EOT n`, `GS r 1`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from drivers.faults import Kind

_STATES = {
    Kind.PAPER_OUT: {"paper": "out"},
    Kind.PAPER_LOW: {"paper": "low"},
    Kind.COVER_OPEN: {"cover": "open"},
    Kind.JAMMED: {"jammed": True},
    Kind.CUTTER: {"knife_stuck": True},
}


@dataclass(frozen=True, slots=True)
class PrinterState:
    paper: str = "full"  # full, low, out
    cover: str = "closed"  # closed, open
    jammed: bool = False
    knife_stuck: bool = False

    @property
    def stopped(self) -> bool:
        return self.paper == "out" or self.cover == "open" or self.jammed or self.knife_stuck

    def with_fault(self, kind: Kind) -> PrinterState:
        return replace(self, **_STATES.get(kind, {}))

    def real_time(self, question: int) -> int:
        """The answer to `DLE EOT question` (1…4)."""
        broken = self.jammed or self.knife_stuck
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * (self.cover == "open") | 0x20 * (self.paper == "out") | 0x40 * broken,
            3: 0x04 * self.jammed | 0x08 * self.knife_stuck,
            4: 0x0C * (self.paper != "full") | 0x60 * (self.paper == "out"),
        }
        return 0x12 | bits[question]

    @property
    def ordered(self) -> int:
        """The answer to `GS r 1`."""
        return 0x03 * (self.paper != "full")

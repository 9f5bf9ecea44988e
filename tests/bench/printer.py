"""Receipts: how long building and sending one takes beyond the wire, as text and as pictures; and what python-escpos
makes of the same page by itself."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from escpos.printer import Dummy  # pyright: ignore[reportMissingTypeStubs]

from config.loader import load
from drivers.contract.receipt_printer import PairLine, PrintOutcome, Receipt, TextLine
from drivers.faults import FaultScript
from drivers.printer.escpos import EscposPrinter
from drivers.printer.escpos_decoder import text_of
from drivers.printer.escpos_encoder import encode
from drivers.printer.escpos_simulator import EscposSimulator
from drivers.printer.profiles import profile_for
from kiosk.app.sample_papers import sample
from tests.bench.figure import Figure, hand_over, percentile

ROUNDS = 60
TEXT_MS = 10
RASTER_MS = 40
HARD_LINES = ("￥0.00", "①②③", "36.5℃", "㐀", "𠮷", "䶮", "→ 3 →", "张𠮷㐀", "编号 №7", "①受理 ②办结")
"""Alone on their lines: none of the first seven has a character between U+4E00 and U+9FA5."""


def figures() -> list[Figure]:
    usual = sample("application", load("simulated"), "zh-CN")
    names = Receipt(tuple(PairLine("申请人", f"第{number}位 张𠮷㐀䶮") for number in range(12)))
    text_ms, text_bytes = printed_ms(usual, "generic")
    raster_ms, raster_bytes = printed_ms(names, "gb2312")
    return [
        Figure(
            "printer.text_ms",
            round(median(text_ms), 2),
            "ms",
            TEXT_MS,
            f"a whole receipt of {text_bytes} bytes: status asked, laid out, encoded, sent, its cut answered, less the "
            f"time on the wire; median of {ROUNDS} (p95 {percentile(text_ms, 0.95):.1f})",
        ),
        Figure(
            "printer.raster_ms",
            round(median(raster_ms), 2),
            "ms",
            RASTER_MS,
            f"the same for 12 lines that the printer lacks characters of, as {raster_bytes} bytes of pictures; "
            f"median of {ROUNDS} (p95 {percentile(raster_ms, 0.95):.1f})",
        ),
        Figure(
            "printer.lines_right",
            lines_right_of_ours(),
            "lines",
            len(HARD_LINES),
            f"of {len(HARD_LINES)} lines in GB 18030 that come out as they are",
            better="higher",
        ),
        Figure(
            "printer.lines_wrong_by_escpos",
            len(HARD_LINES) - lines_right_of_escpos(),
            "lines",
            1,
            "of the same lines, lost by python-escpos's own text(): why the encoding is ours",
            better="higher",
        ),
    ]


def printed_ms(receipt: Receipt, model: str) -> tuple[list[float], int]:
    """Milliseconds over wire time of each print, and how many bytes one is. The mechanism takes no time."""
    simulator = EscposSimulator(FaultScript())
    simulator.start()
    printer = EscposPrinter(*simulator.address, model=model)
    printer.print(receipt)
    took_ms: list[float] = []
    for _ in range(ROUNDS):
        began_s = time.perf_counter()
        result = printer.print(receipt)
        took_ms.append((time.perf_counter() - began_s - result.wire_s) * 1000)
        assert result.outcome is PrintOutcome.PRINTED
    printer.close()
    simulator.stop()
    return took_ms, len(simulator.receipts[-1])


def lines_right_of_ours() -> int:
    page = Receipt(tuple(TextLine(line) for line in HARD_LINES))
    printed = text_of(encode(page, profile_for(80))).split("\n")
    return sum(line in printed for line in HARD_LINES)


def lines_right_of_escpos() -> int:
    right = 0
    for line in HARD_LINES:
        alone: Any = Dummy()
        alone.text(line)
        right += line.encode("gb18030") in alone.output
    return right


if __name__ == "__main__":
    hand_over(figures())

"""Receipts and tickets, as elements that a printer lays out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from drivers.contract.device import Device


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph, wrapped by columns (a Chinese character takes two). `scale`: 1…4 times width and height."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class PairLine:
    """A label at the left edge and its value after it, wrapped with a hanging indent."""

    label: str
    value: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class QrCode:
    payload: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int = 1


ReceiptPart = TextLine | PairLine | Rule | QrCode | Feed


@dataclass(frozen=True, slots=True)
class Receipt:
    """What to print, in order; the driver cuts at the end."""

    parts: tuple[ReceiptPart, ...]


class PrintOutcome(StrEnum):
    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """`code` says why when not printed, or why it is unknown (`printer.paper_out`, `printer.silent`, …)."""

    outcome: PrintOutcome
    code: str = ""
    wire_s: float = 0.0


class ReceiptPrinter(Device, Protocol):
    def print(self, receipt: Receipt) -> PrintResult:
        """Check the status, send, check again. Raises nothing for paper, cover or loss: the outcome says it."""
        ...

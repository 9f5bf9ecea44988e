"""A receipt as lines that fit the paper. Pure: no printer, no bytes.

A column is one font A character. A character takes as many columns as GB 18030 gives it a single byte (1) or more (2):
in a printer's Kanji mode everything outside ASCII, also what Unicode calls ambiguous or narrow, is a full square.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drivers.contract.receipt_printer import Align, Feed, PairLine, QrCode, Receipt, ReceiptPart, Rule, TextLine

UNPRINTABLE = "〓"  # U+3013, the mark printers use for a character they lack
_PAIR_GAP = 2
_OPENING = "（《〈“‘【「『〔｛［"
_CLOSING = "，。、；：！？）》〉”’】」』〕｝］…—％‰℃" + re.escape(",.;:!?)]}%")
# What must stay on one line: a Latin word or number, or one character, with the punctuation that clings to it
# (GB/T 15834: no closing mark at the start of a line, no opening mark at its end).
_UNIT = re.compile(rf" +|[{_OPENING}]*(?:[!-~]+|[^ ])[{_CLOSING}]*")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line on paper: at most `columns // scale` columns wide, never containing a control character."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1


LaidOut = PrintedLine | QrCode | Feed


def columns_of(text: str) -> int:
    """Width in columns: ASCII 1, everything else 2."""
    return sum(1 if character < "\x80" else 2 for character in text)


def clean(text: str) -> str:
    """The text with nothing in it that a printer would take for a command or print as a blank square.

    Control, format and variation characters go, every space becomes ASCII ones of its width, a lone surrogate 〓.
    """
    characters: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category == "Cs":
            characters.append(UNPRINTABLE)
        elif character == "\t" or category == "Zs":
            characters.append(" " * columns_of(character))
        elif category in ("Cc", "Cf", "Zl", "Zp") or unicodedata.name(character, "").startswith("VARIATION"):
            continue
        else:
            characters.append(character)
    return "".join(characters)


def wrap(text: str, columns: int) -> list[str]:
    """One paragraph as lines of at most `columns` (≥ 2) columns; spaces at the breaks are dropped, nothing else is."""
    lines: list[str] = []
    line = ""
    for unit in _UNIT.findall(clean(text)):
        if columns_of(line) + columns_of(unit) <= columns:
            if line or not lines or not unit.isspace():
                line += unit
            continue
        if line:
            lines.append(line.rstrip())
        *full, line = _slices("" if unit.isspace() else unit, columns)
        lines.extend(full)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _slices(unit: str, columns: int) -> list[str]:
    """Cut what fits on no line by itself into slices that do: after hyphens and slashes, else between characters."""
    if columns_of(unit) <= columns:
        return [unit]
    slices = [""]
    for piece in re.findall("[^-/]*[-/]|[^-/]+", unit):
        for part in piece if columns_of(piece) > columns else [piece]:
            if columns_of(slices[-1]) + columns_of(part) > columns:
                slices.append("")
            slices[-1] += part
    return slices


def _balance(text: str, columns: int) -> list[str]:
    """As few lines as `wrap` needs, of about the same length: no last word alone under a centred line."""
    lines = wrap(text, columns)
    longest_unit = max((columns_of(unit) for unit in _UNIT.findall(clean(text))), default=0)
    for narrower in range(columns - 1, max(columns // 2, longest_unit - 1), -1):
        candidate = wrap(text, narrower)
        if len(candidate) > len(lines):
            break
        lines = candidate
    return lines


def lay_out(receipt: Receipt, columns: int) -> list[LaidOut]:
    """All lines of a receipt in order; QR codes and feeds stay what they are.

    Neighbouring label–value pairs share one indent, so that their values stand under each other.
    """
    laid_out: list[LaidOut] = []
    for index, part in enumerate(receipt.parts):
        match part:
            case TextLine():
                break_up = wrap if part.align is Align.LEFT else _balance
                for paragraph in part.text.splitlines() or [""]:
                    lines = break_up(paragraph, columns // part.scale)
                    laid_out += [PrintedLine(line, part.align, part.bold, part.scale) for line in lines]
            case PairLine():
                indent = _shared_indent(receipt.parts, index, columns // part.scale)
                laid_out += [PrintedLine(line, scale=part.scale) for line in _pair(part, indent, columns // part.scale)]
            case Rule():
                laid_out.append(PrintedLine("-" * columns))
            case QrCode() | Feed():
                laid_out.append(part)
    return laid_out


def _shared_indent(parts: Sequence[ReceiptPart], index: int, columns: int) -> int:
    """Where the values of the run of pairs around `index` begin: after the longest label, at most half way."""
    widths = [columns_of(clean(pair.label)) for pair in _run_of_pairs(parts, index)]
    limit = columns // 2
    return max((width + _PAIR_GAP for width in widths if width + _PAIR_GAP <= limit), default=min(4, limit))


def _run_of_pairs(parts: Sequence[ReceiptPart], index: int) -> Iterator[PairLine]:
    here = parts[index]
    for step in (-1, 1):
        at = index if step == 1 else index - 1
        while 0 <= at < len(parts):
            pair = parts[at]
            if not isinstance(pair, PairLine) or not isinstance(here, PairLine) or pair.scale != here.scale:
                break
            yield pair
            at += step


def _pair(pair: PairLine, indent: int, columns: int) -> list[str]:
    """Label and value; a label too long for the indent gets lines of its own."""
    value = [line for paragraph in pair.value.splitlines() or [""] for line in wrap(paragraph, columns - indent)]
    label = wrap(pair.label, columns)
    hanging = [(" " * indent + line).rstrip() for line in value]
    if len(label) > 1 or columns_of(label[0]) + _PAIR_GAP > indent:
        return label + hanging
    padding = " " * (indent - columns_of(label[0]))
    return [(label[0] + padding + value[0]).rstrip(), *hanging[1:]]

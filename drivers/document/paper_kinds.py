"""What kind of paper it is, and what its fields say: from the lines that were read, by templates that are data.

Rows are put together again first: what stands side by side belongs together, and spaces mean nothing in Chinese print.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from drivers.contract.document import PaperDoubt, PaperReading, PaperSize, ReadField, ReadLine

KINDS = Path(__file__).with_name("paper_kinds.toml")
FEWEST_LINES = 2
SAME_ROW = 0.5  # of the lower line's height in common

_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})")
_PAGE_OF = re.compile(r"第(\d{1,3})页[,，/]?共(\d{1,3})页|(?<!\d)(\d{1,2})/(\d{1,2})(?!\d)")
_GAP = "\t"


class PaperKindsError(ValueError):
    """A file of kinds that cannot be used; the message names the kind and the key."""


@dataclass(frozen=True, slots=True)
class FieldTemplate:
    labels: tuple[str, ...]
    pattern: re.Pattern[str]
    is_date: bool


@dataclass(frozen=True, slots=True)
class SideTemplate:
    keywords: tuple[str, ...]
    least: int

    def found(self, text: str) -> int:
        return sum(keyword in text for keyword in self.keywords)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """`pages`: of "many", only the first is known by its words."""

    code: str
    size: PaperSize
    sides: Mapping[str, SideTemplate]
    fields: Mapping[str, FieldTemplate]
    valid_to: str
    pages: Literal["one", "many"]


@dataclass(frozen=True, slots=True)
class _Span:
    """A line's place in its row's text."""

    begin: int
    end: int
    confidence: float


def load_kinds(*files: Path) -> dict[str, PaperKind]:
    """The kinds of all files; of the same code the last. Raises PaperKindsError, OSError."""
    kinds: dict[str, PaperKind] = {}
    for file in files:
        try:
            entries: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise PaperKindsError(f"{file.name}: {error}") from error
        for code, entry in entries.items():
            try:
                kinds[code] = _kind(code, entry)
            except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
                raise PaperKindsError(f"{file.name}: {code}: {error}") from error
    return kinds


def _kind(code: str, entry: Mapping[str, Any]) -> PaperKind:
    fields = {
        name: FieldTemplate(
            tuple(normalised(label) for label in str(template["label"]).split("|")),
            re.compile(template.get("pattern", ".+")),
            bool(template.get("date", False)),
        )
        for name, template in entry.get("fields", {}).items()
    }
    sides = {
        name: SideTemplate(tuple(normalised(word) for word in side["keywords"]), int(side["least"]))
        for name, side in entry["sides"].items()
    }
    valid_to = str(entry.get("valid_to", ""))
    if valid_to and not (valid_to in fields and fields[valid_to].is_date):
        raise ValueError("valid_to is no field with a date")
    pages = entry.get("pages", "one")
    if pages not in ("one", "many"):
        raise ValueError("pages is one or many")
    return PaperKind(code, PaperSize(entry["size"]), sides, fields, valid_to, pages)


def normalised(text: str) -> str:
    """Without spaces, full-width forms made narrow: `名　称：` becomes `名称:`."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def interpreted(
    lines: Sequence[ReadLine], turn: int, kinds: Mapping[str, PaperKind], *, kind: str, side: str, today: str
) -> PaperReading:
    """What the lines of one page seem to say; `kind`, `side` and `today` as in `PaperReader.read`."""
    rows = _rows(lines)
    text = "".join(row for row, _ in rows).replace(_GAP, "")
    best = max(_fitting(kinds, text), default=(0.0, "", ""))
    number, count = _page_of(rows)
    known = kinds.get(best[1]) or (kinds.get(kind) if number > 1 else None)
    fields = tuple(_fields(known, rows)) if known else ()
    valid_to = next((field.value for field in fields if known and field.name == known.valid_to), "")
    reading = PaperReading(turn, known.code if known else "", best[2], tuple(lines), fields, valid_to, number, count)
    doubts = tuple(_doubts(reading, kind, side, today))
    return PaperReading(turn, reading.kind, best[2], tuple(lines), fields, valid_to, number, count, doubts)


def _fitting(kinds: Mapping[str, PaperKind], text: str) -> Iterator[tuple[float, str, str]]:
    """Every side of every kind that fits, with the part of its words that was read."""
    for kind in kinds.values():
        for name, side in kind.sides.items():
            if (found := side.found(text)) >= side.least:
                yield found / len(side.keywords), kind.code, name


def _doubts(reading: PaperReading, kind: str, side: str, today: str) -> Iterator[PaperDoubt]:
    if len(reading.lines) < FEWEST_LINES:
        yield PaperDoubt.NOTHING_READ
        return
    if kind and reading.kind != kind:
        yield PaperDoubt.WRONG_KIND
    elif side and reading.side and reading.side != side:
        yield PaperDoubt.WRONG_SIDE
    if today and reading.valid_to and reading.valid_to < today:
        yield PaperDoubt.EXPIRED


# ---- rows and fields -------------------------------------------------------------------------------------------------


def _rows(lines: Sequence[ReadLine]) -> list[tuple[str, list[_Span]]]:
    """Each row's normalised text, its lines from left to right with `_GAP` between, and where each line is in it."""
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        if rows and _overlap(rows[-1][-1], line) > SAME_ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda line: line.box[0])) for row in rows]


def _overlap(one: ReadLine, other: ReadLine) -> float:
    common = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return common / max(1e-6, min(one.box[3] - one.box[1], other.box[3] - other.box[1]))


def _row(lines: Sequence[ReadLine]) -> tuple[str, list[_Span]]:
    text = ""
    spans: list[_Span] = []
    for line in lines:
        begin = len(text) + (1 if text else 0)
        text = f"{text}{_GAP}{normalised(line.text)}" if text else normalised(line.text)
        spans.append(_Span(begin, len(text), line.confidence))
    return text, spans


def _fields(kind: PaperKind, rows: Sequence[tuple[str, list[_Span]]]) -> Iterator[ReadField]:
    for name, template in kind.fields.items():
        found = next((value for row, spans in rows if (value := _value(template, row, spans))), None)
        if found:
            yield ReadField(name, *found)


def _value(template: FieldTemplate, row: str, spans: Sequence[_Span]) -> tuple[str, float] | None:
    """What stands behind a label, up to the end of the line in which it begins."""
    for label in template.labels:
        begins = rf"(?:^|(?<={_GAP}))" if label.startswith("^") else ""
        spaced = f"{_GAP}?".join(map(re.escape, label.removeprefix("^")))
        at = re.search(begins + spaced, row)
        if at is None:
            continue
        begin = len(row) - len(row[at.end() :].lstrip(f":{_GAP}"))
        span = next((span for span in spans if span.begin <= begin < span.end), None)
        if span is None:
            continue
        match = template.pattern.search(row, begin, span.end)
        if match is None:
            continue
        value = match[1] if template.pattern.groups else match[0]
        value = _iso(value) if template.is_date else value.strip(":;,，。、")
        if value:
            used = [one.confidence for one in spans if one.begin < match.end() and one.end > at.start()]
            return value, min(used)
    return None


def _iso(text: str) -> str:
    found = _DATE.search(text)
    if found is None:
        return ""
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""


def _page_of(rows: Sequence[tuple[str, list[_Span]]]) -> tuple[int, int]:
    """`第2页 共3页` or `2/3`, in the first or the last row; (0, 0) when it is not there."""
    for row in (rows[-1], rows[0]) if rows else ():
        found = _PAGE_OF.fullmatch(row[0].replace(_GAP, ""))
        if found:
            number, count = (int(part) for part in found.groups() if part)
            if 1 <= number <= count:
                return number, count
    return 0, 0

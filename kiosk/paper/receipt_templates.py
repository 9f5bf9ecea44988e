"""Receipts, tickets and slips as data: one TOML file each in `receipts/`, with its words in every language.

A file is a list of parts in the order of the paper, each of one kind (`text`, `label` and `value`, `rule`, `code`,
`feed`), and a table of words that are filled in. Words are one text, or a text by language; `{name}` stands for a
value. `when` leaves a part out where that value is empty; `each` repeats it for every entry of a list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from drivers.contract.receipt_printer import Align, Feed, PairLine, QrCode, Receipt, ReceiptPart, Rule, TextLine
from kiosk.platform.item import Text, in_language

TEMPLATES = Path(__file__).with_name("receipts")
Value = str | Sequence[Mapping[str, str]]
Words = str | Text

_LARGE_SCALE = 2
_MODULE_DOTS = 6
_LARGE_MODULE_DOTS = 8


class Part(BaseModel):
    """One part of a paper. Exactly one of `text`, `label`, `rule`, `code`, `feed` says of which kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Words | None = None
    label: Words | None = None
    value: Words | None = None
    rule: bool = False
    code: str = ""
    feed: int = Field(0, ge=0, le=20)
    align: Align = Align.LEFT
    bold: bool = False
    scale: Literal[1, 2, 3, 4] = 1
    when: str = ""
    each: str = ""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        kinds = (self.text is not None, self.label is not None, self.rule, self.code != "", self.feed > 0)
        if sum(kinds) != 1 or (self.label is None) != (self.value is None):
            raise ValueError("a part is one of text, label with value, rule, code, feed")
        return self


class Template(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    part: tuple[Part, ...]
    words: dict[str, Text] = {}


def filled_receipt(name: str, values: Mapping[str, Value], language: str, *, large_print: bool = False) -> Receipt:
    """The paper `name` with `values`; in large print every line is at least of double size.

    Raises:
        KeyError: a value is missing: a bug.
    """
    parts = (
        built
        for part in template(name).part
        if not part.when or values.get(part.when)
        for given in _givens(part, values)
        for built in _build(part, given, language, large_print=large_print)
    )
    return Receipt(tuple(parts))


def word(name: str, key: str, language: str, **values: str) -> str:
    """A sentence out of the paper's own table."""
    return in_language(template(name).words[key], language).format_map(values)


@cache
def template(name: str) -> Template:
    """Raises OSError, tomllib.TOMLDecodeError or pydantic.ValidationError: the file is part of the program."""
    return Template.model_validate(tomllib.loads((TEMPLATES / f"{name}.toml").read_text("utf-8")))


def _givens(part: Part, values: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    if not part.each:
        yield values
        return
    entries = values[part.each]
    assert not isinstance(entries, str)
    for entry in entries:
        yield {**values, **entry}


def _build(part: Part, values: Mapping[str, Value], language: str, *, large_print: bool) -> Iterator[ReceiptPart]:
    scale = max(part.scale, _LARGE_SCALE) if large_print else part.scale

    def said(words: Words) -> str:
        return (words if isinstance(words, str) else in_language(words, language)).format_map(values)

    if part.text is not None:
        yield TextLine(said(part.text), part.align, part.bold, scale)
    elif part.label is not None and part.value is not None:
        yield PairLine(said(part.label), said(part.value), scale)
    elif part.rule:
        yield Rule()
    elif part.code:
        yield QrCode(said(part.code), _LARGE_MODULE_DOTS if large_print else _MODULE_DOTS)
    else:
        yield Feed(part.feed)

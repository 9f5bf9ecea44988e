"""All service items and themes, as one immutable value: from the files of `config/catalogue/` or from the platform."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError

from config.errors import ConfigError, ConfigProblem
from config.loader import read
from config.validation import problems_of
from kiosk.platform.item import Form, ItemTheme, Material, MaterialSource, ServiceItem
from kiosk.services.formats import FORMATS

if TYPE_CHECKING:
    from kiosk.platform import schema

THEMES_FILE = "themes.toml"

_Record = TypeVar("_Record", ItemTheme, ServiceItem)
_PREFILL = re.compile(r"card\.\w+|licence\.\w+\.\w+|last\.\w+")

Contradiction = tuple[str, str, str]
"""Dotted key, what was found, what is allowed."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """`version` changes with the content. Compared by identity: indexes are built once per catalogue."""

    version: str
    themes: tuple[ItemTheme, ...]
    items: tuple[ServiceItem, ...]

    @cached_property
    def _by_code(self) -> dict[str, ServiceItem]:
        return {item.code: item for item in self.items}

    def by_code(self, code: str) -> ServiceItem:
        """Raises KeyError when there is no such item."""
        return self._by_code[code]

    def of_theme(self, theme: str) -> tuple[ServiceItem, ...]:
        return tuple(item for item in self.items if item.theme == theme)


def from_platform(message: schema.Catalogue) -> Catalogue:
    """The catalogue that the platform sent."""
    return Catalogue(message.version, message.themes, message.items)


def load_catalogue(directory: Path) -> Catalogue:
    """Read `themes.toml` and one item per other TOML file, in order of file name.

    Raises:
        ConfigError: naming every wrong file and key, what was found and what is allowed.
    """
    problems: list[ConfigProblem] = []
    themes_file = directory / THEMES_FILE
    entries = cast(list[object], read(themes_file).get("theme", []))
    themes = [
        _record(ItemTheme, entry, str(themes_file), f"theme.{index}", problems) for index, entry in enumerate(entries)
    ]
    known = {theme.code for theme in themes if theme}
    items: dict[str, ServiceItem] = {}
    for file in sorted(directory.glob("*.toml")):
        if file.name == THEMES_FILE:
            continue
        item = _record(ServiceItem, read(file), str(file), "", problems)
        if item is None:
            continue
        problems += [ConfigProblem(str(file), *contradiction) for contradiction in contradictions(item)]
        if item.theme not in known:
            problems.append(ConfigProblem(str(file), "theme", item.theme, f"one of {', '.join(sorted(known))}"))
        if item.code in items:
            problems.append(ConfigProblem(str(file), "code", item.code, "a code that no other item has"))
        items[item.code] = item
    if problems:
        raise ConfigError(problems)
    return _with_version(tuple(theme for theme in themes if theme), tuple(items.values()))


def contradictions(item: ServiceItem) -> Iterator[Contradiction]:
    """What is well formed in an item but does not go together."""
    properties = cast(dict[str, dict[str, Any]], item.form.json_schema.get("properties", {}))
    yield from _of_topics(item.form, set(properties))
    yield from _of_properties(properties)
    yield from _of_prefill(item.prefill, set(properties))
    for material in item.materials:
        yield from _of_material(material, set(properties))


def _of_topics(form: Form, properties: set[str]) -> Iterator[Contradiction]:
    asked = [name for topic in form.topics for name in topic.fields]
    for name in sorted(set(asked) ^ properties):
        yield "form.topics", name, "each property of the form in one topic, and nothing else"
    for name in sorted({name for name in asked if asked.count(name) > 1}):
        yield "form.topics", f"{name} twice", "each property of the form in one topic"
    for name in sorted(set(cast(list[str], form.json_schema.get("required", []))) - properties):
        yield "form.json_schema.required", name, "properties of the form"


def _of_properties(properties: dict[str, dict[str, Any]]) -> Iterator[Contradiction]:
    for name, definition in properties.items():
        key = f"form.json_schema.properties.{name}"
        choices = [choice["value"] for choice in definition.get("x-choices", [])]
        if choices != definition.get("enum", []):
            yield f"{key}.x-choices", str(choices), "the values of enum, in their order"
        if definition.get("format", next(iter(FORMATS))) not in FORMATS:
            yield f"{key}.format", definition["format"], f"one of {', '.join(FORMATS)}"


def _of_prefill(prefill: dict[str, str], properties: set[str]) -> Iterator[Contradiction]:
    for name in sorted(set(prefill) - properties):
        yield f"prefill.{name}", name, "properties of the form"
    for name, source in prefill.items():
        if not _PREFILL.fullmatch(source):
            yield f"prefill.{name}", source, "card.<attribute>, licence.<kind>.<attribute> or last.<field>"


def _of_material(material: Material, properties: set[str]) -> Iterator[Contradiction]:
    key = f"materials.{material.code}"
    if MaterialSource.LICENCE in material.sources and not material.licence_kind:
        yield f"{key}.licence_kind", "nothing", "the kind of licence it may come from"
    if (MaterialSource.DEFER in material.sources) != (material.defer_days > 0):
        yield f"{key}.defer_days", str(material.defer_days), "days when it may follow later, else 0"
    if material.fills and not material.paper_kind:
        yield f"{key}.paper_kind", "nothing", "the kind of paper whose fields fill the form"
    for name in sorted(set(material.fills) - properties):
        yield f"{key}.fills.{name}", name, "properties of the form"


def _record(
    model: type[_Record], entry: object, file: str, place: str, problems: list[ConfigProblem]
) -> _Record | None:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        for problem in problems_of(error, model, lambda _key: file):
            key = ".".join(part for part in (place, problem.key) if part)
            problems.append(ConfigProblem(file, key, problem.found, problem.allowed))
        return None


def _with_version(themes: tuple[ItemTheme, ...], items: tuple[ServiceItem, ...]) -> Catalogue:
    content = [record.model_dump(mode="json") for record in (*themes, *items)]
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    return Catalogue(version, themes, items)

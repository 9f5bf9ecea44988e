"""The catalogue as the platform serves it: one TOML file per item, `themes.toml` for the tiles."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kiosk.platform.item import ItemTheme, ServiceItem
from kiosk.platform.schema import Catalogue

_THEMES = "themes.toml"


class CatalogueError(ValueError):
    """A catalogue file is not TOML or not an item; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Published:
    """A catalogue, ready to be sent: the JSON once, its items by code."""

    version: str
    body: bytes = field(repr=False)
    items: dict[str, ServiceItem] = field(repr=False)

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


def publish(catalogue_dir: Path) -> Published:
    """Read the directory. The version is a digest of the content, so the same content has the same ETag everywhere.

    Raises:
        CatalogueError: a file is unreadable, malformed, or not a theme or item.
    """
    themes = _themes(catalogue_dir / _THEMES)
    files = sorted(file for file in catalogue_dir.glob("*.toml") if file.name != _THEMES)
    items = tuple(_item(file) for file in files)
    content = [record.model_dump(mode="json") for record in (*themes, *items)]
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    body = Catalogue(version=version, themes=themes, items=items).model_dump_json().encode()
    return Published(version=version, body=body, items={item.code: item for item in items})


def _themes(file: Path) -> tuple[ItemTheme, ...]:
    entries = _read(file).get("theme", [])
    try:
        return tuple(ItemTheme.model_validate(entry) for entry in entries)
    except (ValidationError, TypeError) as error:
        raise CatalogueError(f"{file.name}: {error}") from error


def _item(file: Path) -> ServiceItem:
    try:
        return ServiceItem.model_validate(_read(file))
    except ValidationError as error:
        raise CatalogueError(f"{file.name}: {error}") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{file.name}: {error}") from error

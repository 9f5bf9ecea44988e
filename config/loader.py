"""Puts a terminal's settings together: defaults ← profile ← files ← environment ← command line."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from config.errors import ConfigError, ConfigProblem
from config.settings import Settings, contradictions
from config.validation import problems_of, shown

DEFAULT_PROFILE = "simulated"
ENVIRONMENT_PREFIX = "KIOSK_"
COMMAND_LINE = "command line"

_HERE = Path(__file__).parent
_DEFAULTS = _HERE / "defaults.toml"
_PROFILES = _HERE / "profiles"

Leaves = dict[tuple[str, ...], Any]


def profiles() -> tuple[str, ...]:
    """Names of the profiles that come with the program."""
    return tuple(sorted(file.stem for file in _PROFILES.glob("*.toml")))


def load(
    profile: str | None = None,
    files: Sequence[Path] = (),
    overrides: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Read and check the settings.

    Args:
        profile: one of `profiles()`; None = `simulated`.
        files: TOML files of this terminal, the later one wins.
        overrides: dotted key → value as text, such as `{"devices.printer.options.port": "9101"}`; lists as `a,b`.
        environment: None = the process's own. `KIOSK_DEVICES__PRINTER__OPTIONS__PORT` sets the same key; names
            without a double underscore are no settings.

    Raises:
        ConfigError: with every wrong key, what was found and what is allowed, and the layer it came from.
    """
    layers = Layers()
    layers.lay_file(_DEFAULTS)
    _lay_profile(layers, profile or DEFAULT_PROFILE)
    for file in files:
        layers.lay_file(file)
    for name, value in sorted((os.environ if environment is None else environment).items()):
        if name.startswith(ENVIRONMENT_PREFIX) and "__" in name:
            path = name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__")
            layers.lay_leaf(tuple(path), value, f"environment variable {name}")
    for key, value in (overrides or {}).items():
        layers.lay_leaf(tuple(key.split(".")), value, COMMAND_LINE)
    return layers.settings()


class Layers:
    """The values laid over each other so far, and where each came from."""

    def __init__(self) -> None:
        self._document: dict[str, Any] = {}
        self._origin: dict[str, str] = {}
        self._newest = ""

    def lay_file(self, file: Path) -> None:
        self.lay(read(file), str(file))

    def lay(self, document: Mapping[str, Any], origin: str) -> None:
        for path, value in _leaves(document).items():
            self.lay_leaf(path, value, origin)

    def lay_leaf(self, path: tuple[str, ...], value: object, origin: str) -> None:
        table = self._document
        for part in path[:-1]:
            if not isinstance(table.get(part), dict):
                table[part] = {}
            table = cast(dict[str, Any], table[part])
        table[path[-1]] = value
        self._origin[".".join(path)] = self._newest = origin

    def origin(self, key: str) -> str:
        """The layer that set a key or, for a missing key or a whole table, the newest that touched what is around."""
        if key in self._origin:
            return self._origin[key]
        around = [name for name in self._origin if name.startswith(f"{key}.") or key.startswith(f"{name}.")]
        return self._origin[around[-1]] if around else self._newest

    def settings(self) -> Settings:
        try:
            settings = Settings.model_validate(self._document)
        except ValidationError as error:
            raise ConfigError(list(problems_of(error, Settings, self.origin))) from error
        problems = [
            ConfigProblem(self.origin(key), key, shown(found), allowed)
            for key, found, allowed in contradictions(settings)
        ]
        if problems:
            raise ConfigError(problems)
        return settings


def read(file: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        ConfigError: there is no such file, or it is not TOML.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError([ConfigProblem(str(file), "", error.strerror or str(error), "a readable file")]) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError([ConfigProblem(str(file), "", str(error), "TOML in UTF-8")]) from error


def _lay_profile(layers: Layers, name: str) -> None:
    """A profile may stand on another one: `extends = "…"`."""
    if name not in profiles():
        raise ConfigError([ConfigProblem("profile", "", shown(name), f"one of {', '.join(profiles())}")])
    file = _PROFILES / f"{name}.toml"
    document = read(file)
    base = document.pop("extends", None)
    if base is not None:
        _lay_profile(layers, base)
    layers.lay(document, str(file))


def _leaves(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Leaves:
    leaves: Leaves = {}
    for key, value in table.items():
        if isinstance(value, dict) and value:
            leaves |= _leaves(cast(dict[str, Any], value), (*above, key))
        else:
            leaves[(*above, key)] = value
    return leaves

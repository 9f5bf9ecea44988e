"""Options that every command takes which needs the terminal's settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.errors import ConfigError
from config.loader import load, profiles

if TYPE_CHECKING:
    from config.settings import Settings

USAGE = 2
"""Exit code for a wrong configuration or request."""

Profile = Annotated[str, typer.Option(help=f"Set of settings to start from: {', '.join(profiles())}.")]
ConfigFiles = Annotated[
    list[Path] | None,
    typer.Option("--config", help="TOML file over the profile; may be given again, the last one wins."),
]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", help="One setting, as in devices.printer.options.port=9101.")
]


def settings_in_force(
    profile: str,
    files: list[Path] | None,
    overrides: list[str] | None,
    changes: dict[str, str] | None = None,
) -> Settings:
    """The settings in force; a wrong one ends the program with exit code 2 and says what is wrong where."""
    pairs = {key: value for key, _, value in (pair.partition("=") for pair in overrides or ())}
    try:
        return load(profile, files or (), {**pairs, **(changes or {})})
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None

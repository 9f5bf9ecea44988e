"""`kiosk config`: what is set, and whether it may be."""

from __future__ import annotations

import typer

from kiosk.app.options import ConfigFiles, Overrides, Profile, settings_in_force


def show_config(profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None) -> None:
    """Check the configuration and print what is in force."""
    typer.echo(settings_in_force(profile, config, override).model_dump_json(indent=2))

"""`kiosk …`: everything one does with a terminal from a shell."""

from __future__ import annotations

import gc
import os

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none; looking reads every distribution's files

import typer

from kiosk.app.commands import LaterCommands
from kiosk.app.options import ConfigFiles, Overrides, Profile, settings_in_force

gc.freeze()  # what the imports made stays
gc.enable()

app = typer.Typer(
    cls=LaterCommands,
    help="Self-service terminal for government services.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None) -> None:
    """Run the terminal, full screen, ready for touch."""
    gc.disable()  # until the start page is shown: what the imports make stays
    from kiosk.app.program import run_terminal

    raise typer.Exit(run_terminal(settings_in_force(profile, config, override)))


@app.command()
def up(profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None) -> None:
    """Run the terminal; with no display, drive one complete journey offscreen instead (`make run`)."""
    from ui.application import has_display

    if has_display():
        run(profile, config, override)
        return
    from kiosk.app.journey_command import JOURNEY_OUT, journey

    typer.echo(f"No display here: driving one complete journey offscreen. Pictures and papers: {JOURNEY_OUT}/")
    journey(out=JOURNEY_OUT, profile=profile, config=config, override=override)


def main() -> None:
    """Entry point."""
    app()


if __name__ == "__main__":
    main()

"""`kiosk paper …`: what comes out of the printers, looked at, checked, printed and counted from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

app = typer.Typer(help="Receipts, tickets, certificates and the paper they are on.", no_args_is_help=True)


@app.command()
def sample(  # noqa: PLR0917 - each is an option
    paper: Annotated[str, typer.Argument(help="application, ticket, resume, pickup, collected, test_page.")],
    out: Annotated[Path, typer.Option(help="The picture to write, PNG.")] = Path("build/paper.png"),
    lang: Annotated[str, typer.Option(help="Language of the paper: zh-CN, zh-HK, en.")] = "zh-CN",
    large_print: Annotated[bool, typer.Option(help="Large print.")] = False,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """A paper of the receipt printer with a demo person's values, as a picture of what would come out."""
    from kiosk.app.sample_papers import SAMPLES, as_picture
    from kiosk.app.sample_papers import sample as sample_of

    if paper not in SAMPLES:
        typer.echo(f"no paper {paper!r}; there are: {', '.join(SAMPLES)}", err=True)
        raise typer.Exit(USAGE)
    settings = settings_in_force(profile, config, override)
    out.parent.mkdir(parents=True, exist_ok=True)
    as_picture(sample_of(paper, settings, lang, large_print=large_print), settings).save(out)
    typer.echo(out)

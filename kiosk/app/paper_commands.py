"""`kiosk paper …`: what comes out of the printers, looked at, checked, printed and counted from a shell."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force
from kiosk.paper.page_print import PagePrint, ReprintReason

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


@app.command()
def certificate(
    out: Annotated[Path, typer.Option(help="PDF, signed; or .png, a picture of it.")] = Path("build/certificate.pdf"),
    lang: Annotated[str, typer.Option(help="Language: zh-CN, zh-HK, en.")] = "zh-CN",
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """A demo person's certificate, by an issuer made up for it. Real ones: `kiosk gateway certificate`."""
    from kiosk.app.sample_certificate import write_sample_certificate

    write_sample_certificate(settings_in_force(profile, config, override), lang, out)
    typer.echo(out)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A certificate, PDF.", exists=True, dir_okay=False)],
    authority: Annotated[Path, typer.Option(help="PEM of the authority that issuers' certificates come from.")],
) -> None:
    """Say whether the platform signed a certificate and nothing was changed since. Needs no network. Exits 1 if not."""
    from datetime import UTC, datetime

    from kiosk.paper.verification import NotGenuine, verify_certificate

    try:
        genuine = verify_certificate(file.read_bytes(), authority.read_bytes(), datetime.now(UTC))
    except NotGenuine as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None
    typer.echo(f"{genuine.number}  {genuine.issuer}  {genuine.signed_at}")


class CameOut(StrEnum):
    ASK = "ask"
    YES = "yes"
    NO = "no"


@app.command("print")
def print_file(  # noqa: PLR0917 - each is an option
    file: Annotated[Path, typer.Argument(help="What to print, PDF.", exists=True, dir_okay=False)],
    sheets: Annotated[int, typer.Option(min=1, max=100, help="How many sheets it takes.")] = 1,
    special: Annotated[bool, typer.Option(help="On the paper that is counted sheet by sheet.")] = False,
    reason: Annotated[ReprintReason | None, typer.Option(help="Why it is printed again.")] = None,
    came_out: Annotated[CameOut, typer.Option(help="Whether the sheets came out well; ask = whoever stands there.")] = (
        CameOut.ASK
    ),
    wait_s: Annotated[
        float, typer.Option("--wait", help="How long to wait for paper or a person, in seconds.")
    ] = 600.0,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Print a document on the A4 printer and follow it. Exits 0 only when somebody says that it came out."""
    from drivers.contract.page_printer import Media
    from drivers.errors import DeviceError
    from kiosk.app.paper_printing import printed
    from kiosk.paper.page_print import Stage
    from kiosk.paper.sheet_count import SheetCountError

    settings = settings_in_force(profile, config, override)
    media = Media.SPECIAL if special else Media.PLAIN
    page = PagePrint(_name_of(file), file.read_bytes(), sheets, media, attempt=2 if reason else 1, reason=reason)
    try:
        page = printed(settings, page, wait_s, _came_out(came_out), _tell)
    except (DeviceError, SheetCountError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    raise typer.Exit(0 if page.stage is Stage.PRINTED else 1)


@app.command("sheets")
def sheets_left(
    load: Annotated[int, typer.Option(help="Sheets put into the tray; negative: taken out.")] = 0,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """How many sheets of special paper there are, and what became of the others."""
    from datetime import UTC, datetime

    from kiosk.app.paper_printing import sheet_count
    from kiosk.paper.sheet_count import SheetCountError

    try:
        count = sheet_count(settings_in_force(profile, config, override))
        if load:
            count.load(load, datetime.now(UTC))
    except (SheetCountError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None
    balance = count.balance
    typer.echo(f"left {balance.left}, issued {balance.issued}, spoiled {balance.spoiled}, in doubt {balance.in_doubt}")
    for name in count.in_doubt:
        typer.echo(f"  in doubt: {name}")


def _tell(page: PagePrint) -> None:
    typer.echo(f"{page.stage.value} {page.code}".rstrip())


def _came_out(said: CameOut) -> Callable[[], bool]:
    if said is CameOut.ASK:
        return lambda: typer.confirm("Did every sheet come out well?")
    return lambda: said is CameOut.YES


def _name_of(file: Path) -> str:
    """By what is in it: the printer is asked for it before anything is sent, so that nothing is sent twice."""
    import hashlib

    return f"doc-{hashlib.sha256(file.read_bytes()).hexdigest()[:24]}"

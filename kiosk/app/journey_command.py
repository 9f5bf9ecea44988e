"""`kiosk journey`: one visit from the first touch to the last, unattended."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from kiosk.app.journey import JourneyReport

DEFAULT_ITEM = "GA-WFZJL"
JOURNEY_OUT = Path("build/journey")


def journey(  # noqa: PLR0917 - each is an option
    out: Annotated[Path, typer.Option(help="Directory for pictures, receipt, submission and summary.")] = JOURNEY_OUT,
    as_json: Annotated[bool, typer.Option("--json", help="Print summary.json instead of the table.")] = False,
    which: Annotated[str, typer.Option("--journey", help="apply, pickup, stock, certificate (on A4).")] = "apply",
    copy: Annotated[bool, typer.Option("--copy", help="Print a copy of the application on A4, too.")] = False,
    item: Annotated[str, typer.Option(help="Code of the service item.")] = DEFAULT_ITEM,
    person: Annotated[str, typer.Option(help="Demo person (config/persons/persons.toml); default: the setting.")] = "",
    identify: Annotated[
        str,
        typer.Option(
            help="How the person says who they are: card, card-alone (no face check), card-code (a pick-up code), "
            "scanned-code (the same, shown to the scanner), staff (and their card), eid, mrz, social, social-alone."
        ),
    ] = "card",
    lang: Annotated[str, typer.Option(help="Language of the screen and the receipt.")] = "zh-CN",
    large_print: Annotated[bool, typer.Option(help="Large print.")] = False,
    high_contrast: Annotated[bool, typer.Option(help="High contrast.")] = False,
    offline: Annotated[bool, typer.Option(help="The platform cannot be reached.")] = False,
    fault: Annotated[Path | None, typer.Option(help="Fault script that the simulators obey.")] = None,
    show_originals: Annotated[
        bool, typer.Option(help="At a pick-up: photograph what is owed instead of putting it into a cell.")
    ] = False,
    expect: Annotated[str, typer.Option(help="Outcome to expect; default: the fault script's, or what is usual.")] = "",
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Drive one unattended journey by touch. Exits 0 only when the outcome is the expected one."""
    from kiosk.app.rehearsal import JourneyRequestError, rehearse

    with tempfile.TemporaryDirectory(prefix="kiosk-journey-") as state:
        changes = {"paths.state_dir": state, "simulation.faults_file": str(fault or "")}
        settings = settings_in_force(profile, config, override, changes)
        try:
            expected, report = rehearse(
                settings,
                out,
                journey=which,
                copy=copy,
                item_code=item,
                person_key=person or settings.simulation.person,
                identify=identify,
                language=lang,
                large_print=large_print,
                high_contrast=high_contrast,
                offline=offline,
                faults_file=fault,
                show_originals=show_originals,
                expect=expect,
            )
        except JourneyRequestError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(USAGE) from None
    if as_json:
        typer.echo(report.as_json())
    else:
        _print_table(report, out, expected)
    raise typer.Exit(0 if report.outcome == expected and not report.qml_complaints else 1)


def _print_table(report: JourneyReport, out: Path, expected: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="The machine's own time")
    for heading, side in (("Step", "left"), ("Picture", "left"), ("Machine, ms", "right"), ("Wire, ms", "right")):
        table.add_column(heading, justify=side)  # pyright: ignore[reportArgumentType] - rich's literal type
    for page in report.pages:
        times = (f"{page.machine_ms:.0f}", f"{page.wire_ms:.0f}") if page.machine_ms else ("", "")
        table.add_row(page.name, page.png, *times)
    table.add_section()
    table.add_row("in all", "", f"{report.machine_ms_total:.0f}", f"{report.wire_ms_total:.0f}")
    console = Console()
    console.print(table)
    console.print(f"Outcome: {report.outcome} (expected: {expected})  {report.stuck}")
    console.print(f"Submission {report.submission_id or '-'}, acceptance number {report.acceptance_number or '-'}")
    console.print(f"Receipt: {report.receipt} {report.receipt_code}   Left in {out}/")

"""`kiosk …`: everything one does with a terminal from a shell."""

from __future__ import annotations

import gc
import os

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none; looking reads every distribution's files

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.app.command_groups import CommandGroups
from kiosk.app.examinations.registry import EXAMINATIONS, examination
from kiosk.app.face_attack.command import face_attack
from kiosk.app.face_evaluation.command import face_eval
from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

gc.freeze()  # what the imports made stays
gc.enable()

if TYPE_CHECKING:
    from config.settings import Settings
    from kiosk.app.journey import JourneyReport

app = typer.Typer(
    cls=CommandGroups,
    help="Self-service terminal for government services.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("face-eval")(face_eval)
app.command("face-attack")(face_attack)

DEFAULT_ITEM = "GA-WFZJL"
JOURNEY_OUT = Path("build/journey")


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
    typer.echo(f"No display here: driving one complete journey offscreen. Pictures and papers: {JOURNEY_OUT}/")
    journey(out=JOURNEY_OUT, profile=profile, config=config, override=override)


@app.command()
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


@app.command()
def doctor(  # noqa: PLR0917 - each is an option
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    device: Annotated[str, typer.Option(help=f"Really use one device: {', '.join(EXAMINATIONS)}.")] = "",
    wait_s: Annotated[float, typer.Option("--wait", help="How long to wait for a card or a code, in seconds.")] = 20.0,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Open every device once and say how it is; or use one and say what it saw. Exits 0 only when all are well."""
    if device:
        _examine_one(device, wait_s, settings_in_force(profile, config, override), as_json=as_json)
    from kiosk.app.doctor import examine, kept_documents

    kept = kept_documents(settings_in_force(profile, config, override))
    with tempfile.TemporaryDirectory(prefix="kiosk-doctor-") as state:
        findings = examine(settings_in_force(profile, config, override, {"paths.state_dir": state})) + kept
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(
                f"{finding.device:<11} {finding.state:<14} {' '.join(filter(None, (finding.code, finding.words())))}"
            )
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command("config")
def show_config(profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None) -> None:
    """Check the configuration and print what is in force."""
    typer.echo(settings_in_force(profile, config, override).model_dump_json(indent=2))


def _examine_one(device: str, wait_s: float, settings: Settings, *, as_json: bool) -> NoReturn:
    if device not in EXAMINATIONS:
        typer.echo(f"no examination for {device!r}; there are: {', '.join(EXAMINATIONS)}", err=True)
        raise typer.Exit(USAGE)
    examined = examination(device)(settings, wait_s, lambda words: typer.echo(words, err=True))
    if as_json:
        typer.echo(json.dumps(examined.as_dict(), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(examined.lines()))
    raise typer.Exit(0 if examined.well else 1)


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


def main() -> None:
    """Entry point."""
    app()


if __name__ == "__main__":
    main()

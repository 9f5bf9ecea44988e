"""`kiosk doctor`: how the devices are."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.app.examinations.registry import EXAMINATIONS, examination
from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from config.settings import Settings


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

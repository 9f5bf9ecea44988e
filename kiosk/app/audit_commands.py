"""`kiosk audit …`: the ledger of what was done here, looked at beside a running terminal or without one."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from kiosk.audit import AuditError

app = typer.Typer(help="The ledger of what was done here: verify it, show its end.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]


@app.command()
def verify(
    as_json: AsJson = False, profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None
) -> None:
    """Follow the whole chain. Exits 0 only when it holds; what a power cut left of a record is told, no flaw."""
    from kiosk.audit import AuditError, end_of, torn_pieces

    directory = _directory(profile, config, override)
    try:
        end = end_of(directory)
    except AuditError as error:
        if as_json:
            typer.echo(json.dumps({"error": error.code, **error.data}, indent=2))
            raise typer.Exit(1) from None
        _failed(error)
    found = {
        "records": end.head.number,
        "head": end.head.digest,
        "files": end.segment,
        "torn_bytes": len(end.torn),
        "kept_beside": torn_pieces(directory),
    }
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        typer.echo(f"{name:<12} {' '.join(value) if isinstance(value, list) else value}".rstrip())


@app.command()
def tail(
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=10_000, help="How many records.")] = 20,
    as_json: AsJson = False,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """The last records, the newest at the end. The whole chain up to there is verified."""
    from kiosk.audit import AuditError, read

    try:
        last = deque(read(_directory(profile, config, override)), maxlen=count)
    except AuditError as error:
        _failed(error)
    if as_json:
        typer.echo(json.dumps([record.as_dict() for record in last], indent=2))
        return
    for record in last:
        entry = record.entry
        about = " ".join(filter(None, (entry.cell, entry.order, entry.parcel, entry.voucher)))
        at = record.at.isoformat(sep=" ", timespec="milliseconds")
        typer.echo(f"{record.number:>8}  {at}  {entry.kind:<24} {entry.outcome:<16} {about}".rstrip())


def _directory(profile: str, config: list[Path] | None, override: list[str] | None) -> Path:
    from kiosk.audit import KEPT_IN

    directory = settings_in_force(profile, config, override).paths.state_dir / KEPT_IN
    if not directory.is_dir():
        typer.echo("nothing was ever recorded here", err=True)
        raise typer.Exit(USAGE)
    return directory


def _failed(error: AuditError) -> NoReturn:
    details = " ".join(f"{key}={value}" for key, value in error.data.items())
    typer.echo(f"{error.code} {details}".strip(), err=True)
    raise typer.Exit(1) from None

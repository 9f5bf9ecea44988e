"""`kiosk references …` and `kiosk receipt …`: what the terminal keeps of the platform's documents, and what for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from config.settings import Settings
    from kiosk.app.kept_references import KeptReference

references = typer.Typer(help="Catalogue, texts, vouchers, revocations and keys as kept here.", no_args_is_help=True)
receipt = typer.Typer(help="Receipts of this and other terminals.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]


@references.command("list")
def list_kept(
    as_json: AsJson = False, profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None
) -> None:
    """Every document: state, version, age, how many entries. Nothing personal."""
    _show(_kept(settings_in_force(profile, config, override)), as_json=as_json)


@references.command()
def verify(
    as_json: AsJson = False, profile: Profile = "simulated", config: ConfigFiles = None, override: Overrides = None
) -> None:
    """The same; exits 0 only when every document is there, genuine and not too old."""
    kept = _kept(settings_in_force(profile, config, override))
    _show(kept, as_json=as_json)
    raise typer.Exit(0 if all(entry.state == "current" for entry in kept) else 1)


@receipt.command("verify")
def verify_receipt(
    payload: Annotated[str, typer.Argument(help="What the receipt's code says.")],
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Say which submission a receipt of any terminal belongs to. Exits 1 when none known here signed it."""
    from kiosk.slip import verified_slip

    slip = verified_slip(payload, _receipt_keys(settings_in_force(profile, config, override)))
    if slip is None:
        typer.echo("no terminal that is known here signed that", err=True)
        raise typer.Exit(1)
    typer.echo(json.dumps(slip.as_dict(), indent=2))


def _kept(settings: Settings) -> list[KeptReference]:
    from kiosk.app.kept_references import NeverConnected, kept_references

    try:
        return kept_references(settings)
    except NeverConnected:
        _never_connected()
    except OSError as error:  # somebody else's
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None


def _receipt_keys(settings: Settings) -> dict[str, tuple[str, ...]]:
    """As published, and our own, which may be younger than that."""
    import base64

    from kiosk.app.kept_references import NeverConnected, kept_cache
    from kiosk.platform.references import ReceiptKeys
    from kiosk.slip_key import SlipKey
    from offline_cache.reference import Kind

    try:
        kept = kept_cache(settings).current(Kind.TERMINALS)
    except NeverConnected:
        _never_connected()
    keys = dict(ReceiptKeys.model_validate_json(kept.body).terminals) if kept else {}
    own_file, terminal_id = settings.paths.state_dir / "slip.key", settings.terminal.id
    if own_file.exists():
        own = base64.b64encode(SlipKey.load_or_make(own_file).public).decode("ascii")
        keys[terminal_id] = (*keys.get(terminal_id, ()), own)
    return keys


def _never_connected() -> NoReturn:
    typer.echo("this terminal has never been connected to its platform", err=True)
    raise typer.Exit(USAGE)


def _show(kept: list[KeptReference], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([entry.as_dict() for entry in kept], indent=2))
        return
    for entry in kept:
        age = "" if entry.age_s is None else f"{entry.age_s / 3600:.1f} h"
        typer.echo(f"{entry.kind.value:<12} {entry.state:<9} {entry.version:<17} {age:>9} {entry.count:>6}".rstrip())

"""`kiosk outbox …`: what waits to be sent, for staff. Asks the running kiosk; opens the file itself when none runs."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from config.settings import Settings
    from offline_cache.export import Exporter

app = typer.Typer(help="What waits to be sent: look, send again, put aside, export, examine.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="Id of the submission or rating.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]


@app.command("list")
def list_items(
    state: Annotated[
        str, typer.Option(help="unsent, pending, leased, waiting, stored or quarantined; default: all.")
    ] = "",
    as_json: AsJson = False,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Every item in the order in which it was queued: id, state, since when."""
    settings = settings_in_force(profile, config, override)
    items: list[Mapping[str, Any]] = []
    while True:
        after = items[-1]["seq"] if items else 0
        answer = _ask(settings, {"command": "list", "state": state, "after": after})
        items += answer["items"]
        if not answer["items"]:
            break
    if as_json:
        _print_json({"items": items, "counts": answer["counts"]})
        return
    for item in items:
        typer.echo(f"{item['id']}  {item['state']:<11}  {item['channel']:<10}  {_instant(item['queued_at_ms'])}")
    typer.echo(
        "  ".join(f"{name} {value}" for name, value in answer["counts"].items() if name != "oldest_unsent_at_ms")
    )


def _command_about_item(name: str, text: str) -> None:
    @app.command(name, help=text)
    def about_item(
        item_id: Id,
        as_json: AsJson = False,
        profile: Profile = "simulated",
        config: ConfigFiles = None,
        override: Overrides = None,
    ) -> None:
        answer = _ask(settings_in_force(profile, config, override), {"command": name, "id": item_id})
        if as_json:
            _print_json(answer["item"])
            return
        for field, value in answer["item"].items():
            typer.echo(f"{field:<14} {_instant(value) if field.endswith('_at_ms') and value else value}")


_command_about_item("show", "One item, without what is sealed in it.")
_command_about_item("retry", "Send an item at once, also one in quarantine.")
_command_about_item("quarantine", "Keep an item and send it no more.")


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(help="Where to, as the USB stick's directory.", file_okay=False)],
    as_json: AsJson = False,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Copy everything that is not confirmed, sealed, with a signed list. It stays queued."""
    settings = settings_in_force(profile, config, override)
    answer = _ask(settings, {"command": "export", "directory": str(directory.resolve())})
    if as_json:
        _print_json(answer)
    else:
        typer.echo(f"{answer['items']} items in {answer['folder']}")


@app.command()
def verify(
    as_json: AsJson = False,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Examine the whole file. Exits 0 only when it is sound."""
    answer = _ask(settings_in_force(profile, config, override), {"command": "verify"})
    if as_json:
        _print_json(answer)
    else:
        typer.echo(f"file {answer['damage'] or 'sound'}, {answer['free_bytes'] >> 20} MiB free on the disk")
    raise typer.Exit(1 if answer["damage"] else 0)


def _ask(settings: Settings, request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer; one that is an error ends the program with exit code 1."""
    from offline_cache.control import ask
    from offline_cache.errors import CacheError

    state_dir = settings.paths.state_dir / "outbox"
    try:
        try:
            answer = ask(state_dir, request)
        except (ConnectionError, FileNotFoundError):
            answer = _answered_here(settings, state_dir, request)
    except CacheError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if "error" in answer:
        typer.echo(str(answer["error"]), err=True)
        raise typer.Exit(USAGE if answer["error"] == "request.unknown" else 1)
    return answer


def _answered_here(settings: Settings, state_dir: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    """No kiosk runs: own the file for a moment. Raises CacheError, `outbox.owned` when one is just starting."""
    from kiosk.app.link import disk_limits
    from offline_cache.administration import Administration
    from offline_cache.disk import Disk
    from offline_cache.outbox import Outbox
    from offline_cache.ownership import Ownership

    if not (state_dir / "outbox.sqlite").exists():
        typer.echo("nothing was ever queued here", err=True)
        raise typer.Exit(1)
    with Ownership(state_dir) as ownership:
        disk = Disk(state_dir, disk_limits(settings.outbox))
        outbox = Outbox(ownership, disk=disk)
        try:
            return Administration(outbox, disk, _exporter(settings, state_dir), wall=time.time).answer(request)
        finally:
            outbox.close()


def _exporter(settings: Settings, state_dir: Path) -> Exporter:
    from kiosk.gateway.paths import GatewayPaths
    from offline_cache.cache import CHUNKS_DIR
    from offline_cache.chunks import ChunkFiles
    from offline_cache.export import Exporter

    terminal_id, platform = settings.terminal.id, settings.platform
    if platform.embedded:
        paths = GatewayPaths(settings.paths.state_dir / "gateway")
        files = paths.terminal_cert(terminal_id), paths.terminal_key(terminal_id)
    else:
        assert platform.cert_file is not None  # the settings are refused without these
        assert platform.key_file is not None
        files = platform.cert_file, platform.key_file
    return Exporter(terminal_id, *files, ChunkFiles(state_dir / CHUNKS_DIR).path)


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(sep=" ", timespec="seconds")


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2))

"""`kiosk gateway …`: the reference platform, and what its staff do. It is another program, which this one becomes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kiosk.app.options import ConfigFiles, Overrides, Profile, settings_in_force

app = typer.Typer(help="The reference platform.", invoke_without_command=True)

State = Annotated[Path, typer.Option(help="Directory for the gateway's database and keys.")]
STATE = Path("build/gateway")
_COMMANDS = {
    "read": "Unseal a submission for the office: ID --out DIR --reason WHY.",
    "purge": "Remove chunks whose envelope never came: --days N.",
    "issue-vouchers": "Take vouchers from standard input, one JSON object a line: --terminal ID.",
    "add-orders": "Take orders to pick up from standard input, one JSON object a line.",
    "revoke": "Let a voucher or certificate count no more: KIND ID.",
    "staff-code": "A code for somebody identified by telephone: --terminal ID --staff NUMBER --reason WHY.",
    "import": "Take in what a terminal exported: DIRECTORY --catalogue DIRECTORY.",
    "certificate": "Issue the certificate of an approved submission: ID --out FILE --catalogue DIRECTORY.",
    "verify-receipt": "Say whether a terminal signed this receipt: PAYLOAD.",
}


@app.callback()
def serve(  # noqa: PLR0917 - each is an option
    context: typer.Context,
    state: State = STATE,
    port: Annotated[int, typer.Option(help="TCP port on 127.0.0.1; 0 = any free one.")] = 8443,
    check_port: Annotated[int, typer.Option(help="TCP port of the page that checks receipts.")] = 8444,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """Run the reference platform alone, in the foreground; or do one of the commands beside it."""
    if context.invoked_subcommand is not None:
        context.obj = state
        return
    settings = settings_in_force(profile, config, override)
    ports = ("--port", str(port), "--check-port", str(check_port))
    given = (*ports, "--catalogue", str(settings.paths.catalogue_dir), "--terminal", settings.terminal.id)
    from config.persons import PERSONS_FILE
    from kiosk.gateway.paths import DEMO_ORDERS

    _become("--state", str(state), "--citizens", str(PERSONS_FILE), "--orders", str(DEMO_ORDERS), *given)


def _forward(name: str) -> None:
    """Offer a command of the gateway's under its own name; what follows is its own business, `--help` included."""
    settings = {"allow_extra_args": True, "ignore_unknown_options": True}

    @app.command(name, help=_COMMANDS[name], context_settings=settings, add_help_option=False)
    def run(context: typer.Context) -> None:  # pyright: ignore[reportUnusedFunction] - typer has it
        state = () if "--state" in context.args else ("--state", str(context.obj))
        _become(name, *state, *context.args)


for _name in _COMMANDS:
    _forward(_name)


def _become(*arguments: str) -> NoReturn:
    os.execv(sys.executable, [sys.executable, "-m", "kiosk.gateway", *arguments])  # noqa: S606

"""Groups of commands that are imported when they are asked for: `kiosk run` does not wait for all the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

_GROUPS = {
    "outbox": "kiosk.app.outbox_commands:app",
    "audit": "kiosk.app.audit_commands:app",
    "references": "kiosk.app.reference_commands:references",
    "receipt": "kiosk.app.reference_commands:receipt",
    "paper": "kiosk.app.paper_commands:app",
    "gateway": "kiosk.app.gateway_commands:app",
}


class CommandGroups(TyperGroup):
    """The commands of `kiosk` itself, and the groups beside them. (`Any`: typer names these types for itself alone.)"""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _GROUPS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _GROUPS[cmd_name].partition(":")
        group = typer.main.get_group(getattr(import_module(module), attribute))
        group.name = cmd_name
        return group

"""Commands that are imported when they are asked for: `kiosk run` does not wait for all the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

_COMMANDS = {
    "journey": "kiosk.app.journey_command:journey",
    "doctor": "kiosk.app.doctor_command:doctor",
    "config": "kiosk.app.config_command:show_config",
    "face-eval": "kiosk.app.face_evaluation.command:face_eval",
    "face-attack": "kiosk.app.face_attack.command:face_attack",
}
_GROUPS = {
    "outbox": "kiosk.app.outbox_commands:app",
    "audit": "kiosk.app.audit_commands:app",
    "references": "kiosk.app.reference_commands:references",
    "receipt": "kiosk.app.reference_commands:receipt",
    "paper": "kiosk.app.paper_commands:app",
    "gateway": "kiosk.app.gateway_commands:app",
}


class LaterCommands(TyperGroup):
    """The commands of `kiosk` itself, and those above beside them. (`Any`: typer names its types for itself alone.)"""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_COMMANDS, *_GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in _COMMANDS:
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(cmd_name)(_found(_COMMANDS[cmd_name]))
            return typer.main.get_command(alone)
        if cmd_name in _GROUPS:
            group = typer.main.get_group(_found(_GROUPS[cmd_name]))
            group.name = cmd_name
            return group
        return super().get_command(ctx, cmd_name)


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)

"""`kiosk face-attack DIR`: attacks and persons before the full face check, without a camera."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from kiosk.app.face_attack.trials import Result

LOOKS_PER_S = 15.0


def face_attack(  # noqa: PLR0917 - each is an option
    directory: Annotated[Path, typer.Argument(help="Picture scripts, videos, pictures: docs/face.md.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    trials: Annotated[int, typer.Option(min=0, help="Trials of each script; 0: as many as it says.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the first trial of each; the same seed gives the same trials.")] = 1,
    looks_per_s: Annotated[
        float, typer.Option(min=5, max=60, help="Pictures that the check looks at in a second.")
    ] = LOOKS_PER_S,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """How often the face check takes an attack for a person, and a person for an attack (ISO/IEC 30107-3)."""
    from drivers.errors import DeviceError
    from drivers.face.live_check import VERSION
    from kiosk.app.face_attack.presentations import PresentationError, presentations
    from kiosk.app.face_attack.report import report
    from kiosk.app.face_attack.trials import Bench

    options = settings_in_force(profile, config, override).devices.face.options
    results: list[Result] = []
    try:
        found = presentations(directory)
        bench = Bench(options, looks_per_s)
        for at, presentation in enumerate(found, 1):
            number = trials or presentation.trials
            results += [bench.run(presentation, seed + more) for more in range(number)]
            typer.echo(f"{at} of {len(found)}: {presentation.name}", err=True)
    except (PresentationError, DeviceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None
    told = report(results, bench.engine, VERSION, looks_per_s)
    if as_json:
        typer.echo(json.dumps(told.fields, ensure_ascii=False, indent=2))
        return
    for line in told.lines():
        typer.echo(line)

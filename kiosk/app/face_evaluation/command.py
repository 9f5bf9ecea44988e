"""`kiosk face-eval DIR`: how often the engine errs on a set of pictures."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.options import USAGE, ConfigFiles, Overrides, Profile, settings_in_force

if TYPE_CHECKING:
    from config.devices import DlibOptions
    from kiosk.app.face_evaluation.pictures import Compared, PictureSet

PLOT = Path("build/face-eval")


class EngineName(StrEnum):
    DEFAULT = "default"
    PLAIN = "plain"


class PortraitKind(StrEnum):
    Q90 = "q90"
    LOW = "low"


def face_eval(  # noqa: PLR0917 - each is an option
    directory: Annotated[Path, typer.Argument(help="Set of pictures: pairs.csv, portraits/, probes/.")],
    engine: Annotated[
        EngineName, typer.Option(help="default: as the terminal is set up; plain: one dlib embedding a side.")
    ] = EngineName.DEFAULT,
    portrait: Annotated[
        PortraitKind, typer.Option(help="Portraits: q90 = clean, low = hard compressed.")
    ] = PortraitKind.LOW,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    plot: Annotated[Path, typer.Option(help="Directory for the DET plot.")] = PLOT,
    profile: Profile = "simulated",
    config: ConfigFiles = None,
    override: Overrides = None,
) -> None:
    """How often the face check errs on a set of pictures: FMR and FNMR over thresholds, with a DET plot."""
    from drivers.errors import DeviceError
    from drivers.face.check import Thresholds
    from kiosk.app.face_evaluation.det_plot import Line, draw
    from kiosk.app.face_evaluation.pictures import PictureSet, PictureSetError
    from kiosk.app.face_evaluation.report import report

    options = settings_in_force(profile, config, override).devices.face.options
    thresholds = Thresholds(options.accept_distance, options.reject_distance)
    try:
        pictures = PictureSet.read(directory, portrait)
        compared = _compared(pictures, options, engine)
        plain = None if engine is EngineName.PLAIN else _compared(pictures, options, EngineName.PLAIN)
    except (PictureSetError, DeviceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from None
    found = report(pictures, compared, thresholds, plain)
    png = plot / f"det_{engine}_{portrait}.png"
    plot.mkdir(parents=True, exist_ok=True)
    marked = Line(engine, compared.comparisons, None if plain is None else thresholds)
    title = f"{len(pictures.persons)} persons, {len(pictures.pairs)} pairs, portraits {portrait}"
    draw(png, title, [marked] if plain is None else [marked, Line("plain", plain.comparisons)])
    found.fields["det_plot"] = str(png)
    if as_json:
        typer.echo(json.dumps(found.fields, ensure_ascii=False, indent=2))
        return
    for line in found.lines():
        typer.echo(line)
    typer.echo(f"DET plot: {png}")


def _compared(pictures: PictureSet, options: DlibOptions, name: EngineName) -> Compared:
    from drivers.face.engines import EngineSettings, make_engine
    from drivers.face.recipe import DEFAULT, PLAIN
    from kiosk.app.face_evaluation.pictures import compare

    def tell(done: int, total: int) -> None:
        if done % 20 == 0 or done == total:
            typer.echo(f"{name}: {done} of {total} pictures", err=True)

    if name is EngineName.PLAIN:
        return compare(pictures, make_engine(EngineSettings(models_dir=options.models_dir)), PLAIN, tell)
    chosen = EngineSettings(
        options.engine, options.models_dir, options.onnx_file, options.onnx_sha256, options.dlib_share
    )
    return compare(pictures, make_engine(chosen), DEFAULT, tell)

"""What an evaluation found: rates with their intervals, in numbers (JSON) and in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from kiosk.app.face_evaluation.rates import Comparisons, Curve, Interval, Measure, drawn_persons, interval, resampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drivers.face.check import Thresholds
    from kiosk.app.face_evaluation.pictures import Compared, PictureSet

DRAWS = 1000
WANTED_FMR = 0.001
STEP = 0.01  # between the thresholds of the table

HEADLINES: Mapping[str, Measure] = {
    "eer": lambda curve: curve.equal_error_rate,
    "fnmr_at_fmr_0.001": lambda curve: curve.fnmr_at_fmr(WANTED_FMR),
}
_NAMES = {"eer": "equal error rate", "fnmr_at_fmr_0.001": "FNMR at FMR 0.1 %"}


@dataclass(frozen=True, slots=True)
class Report:
    """`fields` is what `--json` prints; rates are shares, 0 … 1, distances the engine's own."""

    fields: dict[str, Any]

    def lines(self) -> Iterator[str]:
        found = self.fields
        pairs, failed = found["pairs"], found["failures_to_acquire"]
        yield f"{found['engine']}; portraits {found['portrait']}"
        yield f"{found['persons']} persons, {pairs['genuine']} genuine and {pairs['impostor']} impostor pairs"
        yield f"failures to acquire: {failed['portraits']} portraits, {failed['probes']} probes"
        for key, name in _NAMES.items():
            yield f"{name:<24}{_percent(found[key])}"
        for half, rates in found["halves"].items():
            words = ", ".join(f"{name} {100 * rates[key]:.2f} %" for key, name in _NAMES.items())
            yield f"  {half} half: {words}"
        yield "threshold   FMR                       FNMR"
        for row in found["thresholds"]:
            fmr, fnmr = _percent(row["fmr"]), _percent(row["fnmr"])
            yield f"{row['threshold']:<12.2f}{fmr:<26}{fnmr:<26}{row['setting']}".rstrip()
        if against := found.get("against"):
            yield f"against {against['engine']}:"
            for key, name in _NAMES.items():
                row = against[key]
                yield f"  {name:<22}{_percent(row)}; difference {_percent(row['difference'])}, {_verdict(row)}"
        yield "Percentages in brackets: 95 % of draws of persons with replacement."


def report(pictures: PictureSet, compared: Compared, thresholds: Thresholds, other: Compared | None) -> Report:
    """Everything about one engine, and how it stands against another on the same draws of persons."""
    comparisons = compared.comparisons
    draws = drawn_persons(comparisons.persons, DRAWS)
    genuine = int(comparisons.genuine.sum())
    fields: dict[str, Any] = {
        "engine": compared.engine,
        "portrait": pictures.kind,
        "persons": len(pictures.persons),
        "pairs": {"genuine": genuine, "impostor": len(comparisons.genuine) - genuine},
        "failures_to_acquire": {"portraits": compared.portraits_failed, "probes": compared.probes_failed},
        "draws": DRAWS,
        **_headlines(comparisons, draws),
        "threshold_at_fmr_0.001": Curve.of(comparisons).threshold_of(WANTED_FMR),
        "halves": dict(_halves(comparisons)),
        "thresholds": list(_table(comparisons, draws, thresholds)),
    }
    if other is not None:
        fields["against"] = {"engine": other.engine, **_against(comparisons, other.comparisons, draws)}
    return Report(fields)


def _headlines(comparisons: Comparisons, draws: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    drawn = resampled(comparisons, list(HEADLINES.values()), draws)
    curve = Curve.of(comparisons)
    return {key: asdict(interval(measure(curve), drawn[:, at])) for at, (key, measure) in enumerate(HEADLINES.items())}


def _halves(comparisons: Comparisons) -> Iterator[tuple[str, dict[str, float]]]:
    """Every other person in alphabetical order: what was tuned on one half is checked on the other."""
    for name, first in (("first", 0), ("second", 1)):
        half = comparisons.within(np.arange(comparisons.persons) % 2 == first)
        if half.genuine.any() and not half.genuine.all():
            curve = Curve.of(half)
            yield name, {key: measure(curve) for key, measure in HEADLINES.items()}


def _table(comparisons: Comparisons, draws: NDArray[np.float64], settings: Thresholds) -> Iterator[dict[str, Any]]:
    """Rates at each threshold from where half of the genuine match to where a twentieth of the impostors does."""
    curve = Curve.of(comparisons)
    lowest = curve.thresholds[int(np.argmax(curve.fnmr <= 0.5))]
    named = {round(settings.accept, 4): "accept", round(settings.reject, 4): "reject"}
    first, last = math.floor(lowest / STEP), math.ceil(curve.threshold_of(0.05) / STEP)
    steps = sorted({*(round(at * STEP, 4) for at in range(first, last + 1)), *named})
    measures = [partial(_rate, threshold=step, which=which) for step in steps for which in (0, 1)]
    drawn = resampled(comparisons, measures, draws)
    for at, step in enumerate(steps):
        rates = [asdict(interval(curve.at(step)[which], drawn[:, 2 * at + which])) for which in (0, 1)]
        yield {"threshold": step, "fmr": rates[0], "fnmr": rates[1], "setting": named.get(step, "")}


def _rate(curve: Curve, threshold: float, which: int) -> float:
    return curve.at(threshold)[which]


def _against(comparisons: Comparisons, others: Comparisons, draws: NDArray[np.float64]) -> dict[str, Any]:
    """Both engines on the same draws: the difference says more than two intervals beside each other."""
    measures = list(HEADLINES.values())
    mine, theirs = resampled(comparisons, measures, draws), resampled(others, measures, draws)
    drawn = np.isfinite(mine).all(axis=1)  # with few persons, some draws leave no pair to judge
    mine, theirs = mine[drawn], theirs[drawn]
    curve, other = Curve.of(comparisons), Curve.of(others)
    return {
        key: {
            **asdict(interval(measure(other), theirs[:, at])),
            "difference": asdict(interval(measure(curve) - measure(other), mine[:, at] - theirs[:, at])),
            "better": float(np.mean(mine[:, at] < theirs[:, at])),
            "worse": float(np.mean(mine[:, at] > theirs[:, at])),
        }
        for at, (key, measure) in enumerate(HEADLINES.items())
    }


def _percent(found: Interval | Mapping[str, float]) -> str:
    rates = asdict(found) if isinstance(found, Interval) else found
    return f"{100 * rates['rate']:.2f} % [{100 * rates['low']:.2f} … {100 * rates['high']:.2f}]"


def _verdict(row: Mapping[str, float]) -> str:
    return f"better in {100 * row['better']:.0f} % of draws, worse in {100 * row['worse']:.0f} %"

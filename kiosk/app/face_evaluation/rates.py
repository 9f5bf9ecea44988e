"""Error rates of a set of comparisons, and how sure one can be of them (ISO/IEC 19795-1:2021).

FMR: share of impostor pairs that match; FNMR: share of genuine pairs that do not. A pair matches up to the threshold.
Pairs of one person are not independent, so intervals come from drawing persons, not pairs, with replacement: a pair
counts as often as both its persons were drawn together (two-way bootstrap).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Weights = NDArray[np.float64]
    """(pairs,): how often each pair counts."""

NEVER = np.inf
"""Distance of a pair of which one side could not be acquired."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Pairs of a portrait and a probe: (pairs,) each. Persons are numbers from 0."""

    distances: Numbers
    genuine: NDArray[np.bool_]
    portrait_persons: NDArray[np.int64]
    probe_persons: NDArray[np.int64]

    @property
    def persons(self) -> int:
        return int(max(self.portrait_persons.max(), self.probe_persons.max())) + 1

    def within(self, persons: NDArray[np.bool_]) -> Comparisons:
        """The pairs of which both sides are among some persons, (persons,)."""
        kept = persons[self.portrait_persons] & persons[self.probe_persons]
        sides = (self.distances, self.genuine, self.portrait_persons, self.probe_persons)
        return Comparisons(*(side[kept] for side in sides))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """FMR and FNMR at each distance at which one of them changes, in ascending order; (steps,) each."""

    thresholds: Numbers
    fmr: Numbers
    fnmr: Numbers

    @classmethod
    def of(cls, comparisons: Comparisons, weights: Weights | None = None) -> Curve:
        order = np.argsort(comparisons.distances, kind="stable")
        weights = np.ones(len(order)) if weights is None else weights
        impostors = np.where(comparisons.genuine, 0.0, weights)[order]
        matches = np.where(comparisons.genuine, weights, 0.0)[order]
        thresholds = comparisons.distances[order]
        last = np.append(thresholds[1:] != thresholds[:-1], True) & np.isfinite(thresholds)
        fmr = np.cumsum(impostors) / (impostors.sum() or 1.0)
        fnmr = 1.0 - np.cumsum(matches) / (matches.sum() or 1.0)
        before = np.array([0.0])
        return cls(
            np.concatenate([before, thresholds[last]]),
            np.concatenate([before, fmr[last]]),
            np.concatenate([before + 1.0, fnmr[last]]),
        )

    def at(self, threshold: float) -> tuple[float, float]:
        """FMR and FNMR when pairs up to this distance match."""
        step = int(np.searchsorted(self.thresholds, threshold, side="right")) - 1
        return float(self.fmr[step]), float(self.fnmr[step])

    @property
    def equal_error_rate(self) -> float:
        """Mean of both rates where they come nearest to each other."""
        step = int(np.argmin(np.abs(self.fmr - self.fnmr)))
        return float(self.fmr[step] + self.fnmr[step]) / 2

    def threshold_of(self, fmr: float) -> float:
        """The largest distance at which no more than that share of impostors match."""
        return float(self.thresholds[self._step_of(fmr)])

    def fnmr_at_fmr(self, fmr: float) -> float:
        return float(self.fnmr[self._step_of(fmr)])

    def _step_of(self, fmr: float) -> int:
        return int(np.searchsorted(self.fmr, fmr + 1e-12, side="right")) - 1


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate with its 95 % interval."""

    rate: float
    low: float
    high: float


Measure = Callable[[Curve], float]


def drawn_persons(persons: int, times: int, seed: int = 1) -> NDArray[np.float64]:
    """(times, persons): how often each person is in each draw of as many persons as there are."""
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(persons, np.full(persons, 1 / persons), size=times)
    return draws.astype(np.float64)


def resampled(comparisons: Comparisons, measures: Sequence[Measure], draws: NDArray[np.float64]) -> Numbers:
    """(draws, measures). A draw that leaves no genuine or no impostor pair gives NaN."""
    found = np.full((len(draws), len(measures)), np.nan)
    for row, counts in zip(found, draws, strict=True):
        weights = counts[comparisons.portrait_persons] * np.where(
            comparisons.genuine, 1.0, counts[comparisons.probe_persons]
        )
        if weights[comparisons.genuine].any() and weights[~comparisons.genuine].any():
            curve = Curve.of(comparisons, weights)
            row[:] = [measure(curve) for measure in measures]
    return found


def interval(rate: float, drawn: Numbers) -> Interval:
    """Percentiles 2.5 and 97.5 of what the draws gave, (draws,)."""
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return Interval(rate, float(low), float(high))

"""Rates of ISO/IEC 30107-3:2023: how often attacks pass (APCER) and persons do not (BPCER), and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

CONFIDENCE = 0.95


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_RESPONSE = "no_response"  # no verdict, or none but that no usable picture came


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of presentations with its exact interval (Clopper and Pearson), 0 … 1."""

    rate: float
    low: float
    high: float

    @classmethod
    def of(cls, happened: int, trials: int) -> Rate:
        rest = (1 - CONFIDENCE) / 2
        low = 0.0 if happened == 0 else _root(lambda p: rest - _at_least(happened, trials, p))
        high = 1.0 if happened == trials else _root(lambda p: 1 - _at_least(happened + 1, trials, p) - rest)
        return cls(happened / trials if trials else float("nan"), low, high)


@dataclass(frozen=True, slots=True)
class Tally:
    """The presentations of one kind. `codes`: how often each reason was given."""

    outcomes: Sequence[Outcome]
    codes: Sequence[str]

    @property
    def trials(self) -> int:
        return len(self.outcomes)

    def rate_of(self, outcome: Outcome) -> Rate:
        return Rate.of(sum(seen is outcome for seen in self.outcomes), self.trials)

    @property
    def reasons(self) -> dict[str, int]:
        return dict(Counter(code for code in self.codes if code).most_common())


def _at_least(successes: int, trials: int, share: float) -> float:
    """Chance of so many successes or more, of trials that each succeed with this chance."""
    return sum(comb(trials, n) * share**n * (1 - share) ** (trials - n) for n in range(successes, trials + 1))


def _root(falling: Callable[[float], float]) -> float:
    """Where a function that falls over 0 … 1 passes zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2

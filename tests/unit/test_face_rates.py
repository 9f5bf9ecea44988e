"""Error rates and their intervals, against sums done by hand and by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.face_evaluation.rates import NEVER, Comparisons, Curve, drawn_persons, interval, resampled


def comparisons(genuine: list[float], impostor: list[float]) -> Comparisons:
    """Genuine pairs of person 0; impostor pairs of portraits of person 0 and probes of person 1."""
    return Comparisons(
        np.array([*genuine, *impostor]),
        np.array([True] * len(genuine) + [False] * len(impostor)),
        np.zeros(len(genuine) + len(impostor), np.int64),
        np.array([0] * len(genuine) + [1] * len(impostor), np.int64),
    )


distances = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5, NEVER]), min_size=1, max_size=12)


@given(distances, distances, st.floats(0.05, 0.6))
def test_rates_at_a_threshold_are_shares_of_pairs(
    genuine: list[float], impostor: list[float], threshold: float
) -> None:
    fmr, fnmr = Curve.of(comparisons(genuine, impostor)).at(threshold)
    assert fmr == pytest.approx(sum(d <= threshold for d in impostor) / len(impostor))
    assert fnmr == pytest.approx(sum(d > threshold for d in genuine) / len(genuine))


@given(distances, distances, st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_no_threshold_that_keeps_the_fmr_refuses_fewer(
    genuine: list[float], impostor: list[float], allowed: float
) -> None:
    curve = Curve.of(comparisons(genuine, impostor))
    kept = [t for t in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5) if curve.at(t)[0] <= allowed]
    assert curve.fnmr_at_fmr(allowed) == pytest.approx(min(curve.at(t)[1] for t in kept))
    assert curve.at(curve.threshold_of(allowed)) == (pytest.approx(curve.at(max(kept))[0]), curve.fnmr_at_fmr(allowed))


def test_equal_error_rate() -> None:
    apart = Curve.of(comparisons([0.1, 0.2], [0.5, 0.6]))
    assert apart.equal_error_rate == 0
    mixed = Curve.of(comparisons([0.1, 0.2, 0.3, 0.6], [0.25, 0.5, 0.7, 0.8]))
    assert mixed.equal_error_rate == pytest.approx(0.25)
    assert Curve.of(comparisons([0.5], [0.5])).equal_error_rate == pytest.approx(0.5)


def test_what_could_not_be_acquired_never_matches() -> None:
    curve = Curve.of(comparisons([0.1, NEVER], [NEVER, 0.9]))
    assert curve.at(1e9) == (0.5, 0.5)
    assert Curve.of(comparisons([NEVER], [NEVER])).equal_error_rate == pytest.approx(0.5)


def test_weights_count_pairs_as_if_they_were_there_several_times() -> None:
    single = comparisons([0.1, 0.4], [0.3, 0.5])
    repeated = comparisons([0.1, 0.1, 0.4], [0.3, 0.5, 0.5, 0.5])
    weighted = Curve.of(single, np.array([2.0, 1.0, 1.0, 3.0]))
    for threshold in (0.1, 0.3, 0.4, 0.5):
        assert weighted.at(threshold) == pytest.approx(Curve.of(repeated).at(threshold))


def test_draws_are_of_persons_and_the_same_every_time() -> None:
    draws = drawn_persons(5, 200)
    assert draws.shape == (200, 5)
    assert set(draws.sum(axis=1)) == {5.0}
    assert (draws == drawn_persons(5, 200)).all()
    assert draws.mean(axis=0) == pytest.approx(np.ones(5), abs=0.2)


def test_a_person_drawn_twice_counts_with_everybody_twice() -> None:
    of_three = Comparisons(
        np.array([0.1, 0.6, 0.2, 0.3, 0.7]),
        np.array([True, True, True, False, False]),
        np.array([0, 1, 2, 0, 1], np.int64),
        np.array([0, 1, 2, 1, 2], np.int64),
    )
    ((fnmr, fmr),) = resampled(of_three, [lambda c: c.at(0.5)[1], lambda c: c.at(0.5)[0]], np.array([[1.0, 2.0, 0.0]]))
    assert fnmr == pytest.approx(2 / 3)
    assert fmr == pytest.approx(1.0)
    ((nothing,),) = resampled(of_three, [lambda c: c.at(0.5)[1]], np.array([[3.0, 0.0, 0.0]]))
    assert np.isnan(nothing)


def test_an_interval_leaves_out_a_fortieth_at_each_end_and_draws_without_pairs() -> None:
    found = interval(0.5, np.array([*np.linspace(0, 1, 1001), np.nan]))
    assert (found.rate, found.low, found.high) == (0.5, pytest.approx(0.025), pytest.approx(0.975))


def test_pairs_within_a_group_of_persons() -> None:
    all_pairs = comparisons([0.1, 0.2], [0.5])
    assert len(all_pairs.within(np.array([True, False])).distances) == 2
    assert len(all_pairs.within(np.array([False, True])).distances) == 0

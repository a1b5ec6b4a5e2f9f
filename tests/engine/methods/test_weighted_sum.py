"""The weighted sum is exact enough that the order of criteria does not matter."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from tests.engine.strategies import valued


@given(valued())
def test_a_score_is_the_sum_of_weight_times_value(problem) -> None:
    values, weights = problem

    plain = [sum(v * w for v, w in zip(row, weights, strict=True)) for row in values]

    assert np.allclose(weighted_sum(values, weights), plain)


@given(valued())
def test_the_order_of_criteria_changes_no_bit(problem) -> None:
    values, weights = problem

    turned = weighted_sum(values[:, ::-1], weights[::-1])

    assert np.array_equal(weighted_sum(values, weights), turned)


@given(valued())
def test_a_dominated_alternative_never_ranks_above_its_dominator(problem) -> None:
    values, weights = problem
    worse = np.vstack([values, values[0] * 0.5])

    ranks = rank(weighted_sum(worse, weights))

    assert ranks[0] <= ranks[-1]


def test_a_gap_makes_the_score_a_gap() -> None:
    scores = weighted_sum(np.array([[np.nan, 1.0], [0.5, 0.5]]), np.array([0.5, 0.5]))

    assert np.isnan(scores).tolist() == [True, False]

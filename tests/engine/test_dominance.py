"""Dominance and extreme ranks agree with looking at very many weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from prioritizer.engine.dominance import (
    dominates,
    extreme_ranks,
    non_dominated,
    winning_weights,
)
from prioritizer.engine.ranks import rank
from prioritizer.engine.regions import Around, Ordered, Point, Polytope, Simplex
from prioritizer.engine.weighted_sum import weighted_sum
from prioritizer.errors import InputError
from tests.engine.strategies import valued


@given(valued())
def test_dominance_is_as_defined(problem) -> None:
    values, _ = problem

    expected = [[bool(np.all(a >= b) and np.any(a > b)) for b in values] for a in values]

    assert dominates(values).tolist() == expected
    assert non_dominated(values).tolist() == (~np.any(expected, axis=0)).tolist()


@settings(max_examples=25)
@given(valued())
def test_extreme_ranks_hold_and_winners_win(problem) -> None:
    values, _ = problem
    weights = np.vstack(
        [
            Simplex(values.shape[1]).sample(np.random.default_rng(0), 300),
            np.eye(values.shape[1]),
        ]
    )
    seen = np.array([rank(weighted_sum(values, row)) for row in weights])

    best, worst = extreme_ranks(values)
    winning = winning_weights(values)

    assert (best <= seen.min(axis=0)).all()
    assert (worst >= seen.max(axis=0)).all()
    for index, vector in enumerate(winning):
        if np.isnan(vector).any():
            assert seen[:, index].min() > 1 or dominates(values)[:, index].any()
        else:
            scores = weighted_sum(values, vector)
            assert scores[index] == pytest.approx(scores.max(), abs=1e-6)


def test_extreme_ranks_of_a_case_by_hand() -> None:
    # The middle alternative is never first: 0.4 loses to w or 1 - w; to both for 0.4 < w < 0.6.
    values = np.array([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0]])

    best, worst = extreme_ranks(values)

    assert best.tolist() == [1, 2, 1]
    assert worst.tolist() == [3, 3, 3]
    assert np.isnan(winning_weights(values)).any(axis=1).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (Ordered(((0,), (1,))), ([1, 2, 1], [1, 3, 3])),
        (Point(np.array([0.5, 0.5])), ([1, 3, 1], [1, 3, 1])),
        (
            Polytope(np.array([0.6, 0.0]), np.ones(2), np.empty((0, 2)), np.empty(0)),
            ([1, 2, 2], [1, 2, 3]),
        ),
    ],
)
def test_a_region_narrows_the_extreme_ranks(region, expected) -> None:
    # The scores are w, 0.4 and 1 - w.
    values = np.array([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0]])

    best, worst = extreme_ranks(values, region=region)

    assert (best.tolist(), worst.tolist()) == expected


def test_a_region_without_boundary_is_refused() -> None:
    with pytest.raises(InputError, match="around a point"):
        extreme_ranks(np.eye(2), region=Around(np.ones(2), 10.0))


@pytest.mark.parametrize("function", [extreme_ranks, winning_weights])
def test_a_contradictory_region_is_refused(function) -> None:
    region = Polytope(np.array([0.7, 0.7]), np.ones(2), np.empty((0, 2)), np.empty(0))

    with pytest.raises(InputError, match="contradict"):
        function(np.eye(2), region=region)

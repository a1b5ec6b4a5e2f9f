"""Dominance and extreme ranks agree with looking at very many weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from prioritizer.engine.answers.dominance import dominates, non_dominated, winning_weights
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.regions import Around, Simplex
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
def test_winners_win(problem) -> None:
    values, _ = problem
    weights = Simplex(values.shape[1]).sample(np.random.default_rng(0), 300)
    seen = np.array([rank(weighted_sum(values, row)) for row in weights])

    for index, vector in enumerate(winning_weights(values)):
        if np.isnan(vector).any():
            assert seen[:, index].min() > 1 or dominates(values)[:, index].any()
        else:
            scores = weighted_sum(values, vector)
            assert scores[index] == pytest.approx(scores.max(), abs=1e-6)


def test_an_alternative_between_two_others_may_never_win() -> None:
    values = np.array([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0]])

    assert np.isnan(winning_weights(values)).any(axis=1).tolist() == [False, True, False]


def test_a_region_without_boundary_is_refused() -> None:
    with pytest.raises(InputError, match="around a point"):
        winning_weights(np.eye(2), region=Around(np.ones(2), 10.0))

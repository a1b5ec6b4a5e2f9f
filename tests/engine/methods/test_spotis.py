"""SPOTIS on declared bounds never reverses ranks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from prioritizer.engine.methods.spotis import spotis
from prioritizer.errors import InputError
from tests.engine.strategies import problems


@given(problems())
def test_on_declared_bounds_no_alternative_influences_another(problem) -> None:
    matrix, maximize, points = problem
    weights = points / points.sum()
    bounds = [[0.0, 200.0]] * matrix.shape[1]

    whole = spotis(matrix, maximize, weights, bounds=bounds)

    assert np.array_equal(whole[1:], spotis(matrix[1:], maximize, weights, bounds=bounds))


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ([[0.0, 1.0]], "Expected a lowest and a higher number"),
        ([[0.0, 1.0], [2.0, 2.0]], "Expected a lowest and a higher number"),
        ([[0.0, 1.0], [0.0, 4.0]], "Row 2, column 2: found '5'"),
    ],
)
def test_bounds_that_do_not_hold_are_refused(bounds, words) -> None:
    matrix = np.array([[0.5, 3.0], [1.0, 5.0]])

    with pytest.raises(InputError, match=words):
        spotis(matrix, np.array([True, True]), np.full(2, 0.5), bounds=bounds)

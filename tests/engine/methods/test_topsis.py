"""Closeness lies between the ends and other alternatives cannot change it on fixed scales."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given

from prioritizer.engine.methods.topsis import (
    closeness,
    column_extremes,
    distances,
    gaps_to_ideal,
)
from tests.engine.strategies import valued


def _plain_closeness(row, weights, ideal, anti_ideal) -> float:
    up = math.sqrt(sum((w * (x - i)) ** 2 for x, w, i in zip(row, weights, ideal, strict=True)))
    down = math.sqrt(
        sum((w * (x - a)) ** 2 for x, w, a in zip(row, weights, anti_ideal, strict=True))
    )
    return down / (up + down) if up + down > 0 else 0.5


@given(valued())
def test_closeness_is_that_of_a_plain_loop(problem) -> None:
    values, weights = problem
    ideal, anti_ideal = values.max(axis=0), values.min(axis=0)

    fixed = [
        _plain_closeness(r, weights, [1] * len(weights), [0] * len(weights)) for r in values
    ]
    classic = [_plain_closeness(r, weights, ideal, anti_ideal) for r in values]

    assert np.allclose(closeness(values, weights), fixed)
    assert np.allclose(closeness(values, weights, ideal=ideal, anti_ideal=anti_ideal), classic)


@given(valued())
def test_adding_an_alternative_moves_no_other_on_fixed_scales(problem) -> None:
    values, weights = problem
    more = np.vstack([values, np.linspace(0, 1, values.shape[1])])

    assert np.array_equal(closeness(more, weights)[:-1], closeness(values, weights))


@given(valued())
def test_multiplying_all_weights_changes_nothing(problem) -> None:
    values, weights = problem

    assert np.allclose(closeness(values, weights), closeness(values, 3.0 * weights), rtol=1e-14)


def test_the_ends_of_the_scale_have_closeness_one_and_zero() -> None:
    values = np.array([[1.0, 1.0], [0.0, 0.0]])

    assert closeness(values, np.array([0.3, 0.7])).tolist() == [1.0, 0.0]


def test_equal_alternatives_are_halfway_on_data_driven_ideals() -> None:
    values = np.full((3, 2), 0.4)
    ideal, anti_ideal = column_extremes(values, np.array([True, False]))

    result = closeness(values, np.ones(2), ideal=ideal, anti_ideal=anti_ideal)

    assert result.tolist() == [0.5, 0.5, 0.5]


def test_the_best_of_a_minimised_column_is_its_lowest() -> None:
    matrix = np.array([[1.0, 9.0], [4.0, 3.0]])

    ideal, anti_ideal = column_extremes(matrix, np.array([True, False]))

    assert ideal.tolist() == [4.0, 3.0]
    assert anti_ideal.tolist() == [1.0, 9.0]


def test_gaps_are_shares_of_the_squared_distance_to_the_ideal() -> None:
    values = np.array([[0.0, 0.5], [1.0, 1.0]])
    weights = np.array([0.6, 0.4])

    shares = gaps_to_ideal(values, weights)

    assert np.allclose(shares, [[0.36 / 0.40, 0.04 / 0.40], [0.0, 0.0]])
    assert np.allclose(distances(values, weights)[0], [math.sqrt(0.40), 0.0])

"""Multiplicative methods: WASPAS lies between its ends, and bad settings are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from prioritizer.engine.methods.marcos import marcos
from prioritizer.engine.methods.product import waspas, weighted_product
from prioritizer.engine.methods.ratios import ratios_to_best
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from tests.engine.strategies import problems


def test_ratios_by_hand() -> None:
    matrix = np.array([[2.0, 10.0, 0.0], [4.0, 5.0, 0.0]])

    ratios = ratios_to_best(matrix, np.array([True, False, True]), method="any")

    assert ratios.tolist() == [[0.5, 0.5, 1.0], [1.0, 1.0, 1.0]]


@given(problems())
def test_waspas_is_the_sum_at_one_end_and_the_product_at_the_other(problem) -> None:
    matrix, maximize, points = problem
    weights = points / points.sum()
    ratios = ratios_to_best(matrix, maximize, method="any")

    assert np.allclose(
        waspas(matrix, maximize, weights, share=1.0), weighted_sum(ratios, weights)
    )
    assert np.allclose(
        waspas(matrix, maximize, weights, share=0.0),
        weighted_product(matrix, maximize, weights),
    )


@given(problems())
def test_the_unit_of_a_criterion_changes_no_multiplicative_score(problem) -> None:
    matrix, maximize, points = problem
    weights = points / points.sum()
    other_unit = matrix * np.arange(1, matrix.shape[1] + 1)

    assert np.allclose(
        weighted_product(matrix, maximize, weights),
        weighted_product(other_unit, maximize, weights),
    )


@given(problems())
def test_the_utility_of_marcos_is_the_published_formula(problem) -> None:
    matrix, maximize, points = problem
    weights = points / points.sum()
    ratios = ratios_to_best(matrix, maximize, method="any")
    totals = ratios @ weights
    above = totals / (ratios.max(axis=0) @ weights)
    below = totals / (ratios.min(axis=0) @ weights)
    f_above, f_below = below / (above + below), above / (above + below)

    expected = (above + below) / (1 + (1 - f_above) / f_above + (1 - f_below) / f_below)

    assert np.allclose(marcos(matrix, maximize, weights), expected)
    assert np.array_equal(rank(marcos(matrix, maximize, weights)), rank(totals))


def test_a_share_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(InputError, match="WASPAS share: found 2"):
        waspas(np.ones((2, 1)), np.array([True]), np.ones(1), share=2)


def test_a_negative_number_is_refused_with_its_cell() -> None:
    with pytest.raises(InputError, match="Row 2, column 1: found '-3'"):
        weighted_product(np.array([[1.0], [-3.0]]), np.array([True]), np.ones(1))

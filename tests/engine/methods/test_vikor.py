"""VIKOR's measures and its compromise set are those of the literature."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.methods.vikor import compromise_set, regrets, vikor
from prioritizer.errors import InputError

_FOUR_CARS = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
_ALL_MAX = np.ones(3, dtype=bool)
_WEIGHTS = np.array([0.3, 0.4, 0.3])


def test_the_measures_of_a_small_case_by_hand() -> None:
    measures = regrets(_FOUR_CARS, _ALL_MAX, _WEIGHTS)

    assert np.allclose(measures.total, [0.6, 0.3, 0.15, 0.65])
    assert np.allclose(measures.largest, [0.3, 0.2, 0.15, 0.4])
    assert np.allclose(measures.compromise, [0.75, 0.25, 0.0, 1.0])


def test_without_a_clear_lead_all_near_the_best_are_proposed() -> None:
    measures = regrets(_FOUR_CARS, _ALL_MAX, _WEIGHTS)

    assert compromise_set(measures).tolist() == [2, 1]


def test_a_supported_leader_stands_alone() -> None:
    matrix = np.array([[1.0, 3000.0], [2.0, 3750.0], [5.0, 4500.0]])

    measures = regrets(matrix, np.array([False, True]), np.array([0.5, 0.5]))

    assert compromise_set(measures).tolist() == [1]


def test_a_leader_without_support_is_proposed_with_the_second() -> None:
    # The case of scikit-criteria's tests/agg/test_vikor.py: a lead, no support.
    matrix = np.array(
        [
            [1.0, 101.0, 1.0, 101.0, 1.0],
            [101.0, 1.0, 101.0, 1.0, 101.0],
            [1.0, 1.0, 1.0, 1.0, 101.0],
            [11.0, 11.0, 11.0, 16.0, 61.0],
            [56.0, 56.0, 56.0, 56.0, 56.0],
        ]
    )

    measures = regrets(matrix, np.zeros(5, dtype=bool), np.full(5, 0.2))

    assert np.allclose(measures.compromise, [0.75, 1, 0.5, 0.068, 0.4375], atol=1e-3)
    assert compromise_set(measures).tolist() == [3, 4]


def test_a_single_alternative_is_proposed() -> None:
    measures = regrets(np.ones((1, 2)), np.ones(2, dtype=bool), np.full(2, 0.5))

    assert compromise_set(measures).tolist() == [0]


def test_the_whole_weight_on_the_majority_orders_by_the_sum() -> None:
    scores = vikor(_FOUR_CARS, _ALL_MAX, _WEIGHTS, majority=1.0)

    assert np.argsort(-scores).tolist() == [2, 1, 0, 3]


def test_a_majority_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(InputError, match="VIKOR majority"):
        vikor(_FOUR_CARS, _ALL_MAX, _WEIGHTS, majority=1.5)

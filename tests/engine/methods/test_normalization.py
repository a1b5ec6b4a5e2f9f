"""Normalization: each formula by hand, and every known trap refused or stated."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.methods.normalization import NORMALIZATIONS, higher_is_better, normalize
from prioritizer.errors import InputError

_MATRIX = np.array([[3.0, 2.0], [4.0, 8.0]])
_MAXIMIZE = np.array([True, False])


@pytest.mark.parametrize(
    ("name", "expected", "maximize_after"),
    [
        ("none", [[3, 2], [4, 8]], [True, False]),
        ("vector", [[0.6, 2 / 68**0.5], [0.8, 8 / 68**0.5]], [True, False]),
        ("minmax", [[0, 1], [1, 0]], [True, True]),
        ("sum", [[3 / 7, 0.2], [4 / 7, 0.8]], [True, False]),
        ("inverse-sum", [[3 / 7, 0.8], [4 / 7, 0.2]], [True, True]),
        ("max", [[0.75, 0.25], [1, 1]], [True, False]),
    ],
)
def test_each_formula_by_hand(name, expected, maximize_after) -> None:
    normalized, after = normalize(_MATRIX, _MAXIMIZE, method=name)

    assert np.allclose(normalized, expected)
    assert after.tolist() == maximize_after


@pytest.mark.parametrize("name", NORMALIZATIONS)
def test_constant_and_all_zero_columns_stay_equal_and_finite(name) -> None:
    matrix = np.array([[0.0, 5.0, 1.0], [0.0, 5.0, 2.0]])

    normalized, _ = normalize(matrix, np.array([True, False, True]), method=name)

    assert np.isfinite(normalized).all()
    assert normalized[0, 0] == normalized[1, 0]
    assert normalized[0, 1] == normalized[1, 1]


@pytest.mark.parametrize("name", ["sum", "inverse-sum", "max"])
def test_a_negative_number_is_refused_where_the_formula_has_no_meaning(name) -> None:
    matrix = np.array([[1.0, 2.0], [3.0, -1.0]])

    with pytest.raises(InputError, match="Row 2, column 2: found '-1'") as fault:
        normalize(matrix, _MAXIMIZE, method=name)

    assert (fault.value.row, fault.value.column) == (1, 1)


@pytest.mark.parametrize("name", ["vector", "minmax"])
def test_a_negative_number_is_fine_where_the_formula_allows_it(name) -> None:
    matrix = np.array([[1.0, 2.0], [3.0, -1.0]])

    normalized, _ = normalize(matrix, np.array([True, True]), method=name)

    assert normalized[0, 1] > normalized[1, 1]


def test_a_zero_in_a_minimised_column_is_refused_by_the_reciprocal() -> None:
    with pytest.raises(InputError, match="Row 1, column 2: found '0'"):
        normalize(np.array([[1.0, 0.0], [2.0, 3.0]]), _MAXIMIZE, method="inverse-sum")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(
        InputError, match=r"found 'zscore'\. Expected one of none, vector, minmax"
    ):
        normalize(_MATRIX, _MAXIMIZE, method="zscore")


def test_minmax_does_not_depend_on_the_unit() -> None:
    in_metres, _ = normalize(_MATRIX * 1000 + 5, _MAXIMIZE, method="minmax")
    in_kilometres, _ = normalize(_MATRIX, _MAXIMIZE, method="minmax")

    assert np.allclose(in_metres, in_kilometres)


def test_a_column_still_to_be_minimised_is_turned_for_additive_methods() -> None:
    turned = higher_is_better(np.array([[0.2, 0.2]]), np.array([True, False]))

    assert turned.tolist() == [[0.2, 0.8]]

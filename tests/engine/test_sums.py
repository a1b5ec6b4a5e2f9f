"""Sums are those of exact arithmetic, rounded once."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from prioritizer.engine.sums import add_terms, dot_rows, sum_columns, sum_rows

_NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-6)
_MATRICES = hnp.arrays(np.float64, (5, 4), elements=_NUMBERS)


@given(_MATRICES)
def test_row_and_column_sums_equal_the_correctly_rounded_sum(matrix: np.ndarray) -> None:
    rows = [math.fsum(row) for row in matrix.tolist()]
    columns = [math.fsum(column) for column in matrix.T.tolist()]

    assert np.allclose(sum_rows(matrix), rows, rtol=1e-15, atol=1e-20)
    assert np.allclose(add_terms(matrix.T), rows, rtol=1e-15, atol=1e-20)
    assert np.allclose(sum_columns(matrix), columns, rtol=1e-15, atol=1e-20)


@given(hnp.arrays(np.float64, (4, 5), elements=st.floats(0, 1)))
def test_the_dot_product_is_that_of_fractions(values: np.ndarray) -> None:
    weights = np.array([0.1, 0.2, 0.3, 0.15, 0.25])

    exact = [
        float(
            sum(Fraction(v) * Fraction(w) for v, w in zip(row, weights.tolist(), strict=True))
        )
        for row in values.tolist()
    ]

    assert np.allclose(dot_rows(values, weights), exact, rtol=3e-16, atol=1e-300)


def test_terms_that_cancel_leave_the_small_one() -> None:
    row = np.array([[1e16, 1.0, -1e16]])

    assert dot_rows(row, np.ones(3)).tolist() == [1.0]
    assert sum_rows(row).tolist() == [1.0]


def test_a_matrix_without_rows_sums_to_zero() -> None:
    assert sum_columns(np.empty((0, 2))).tolist() == [0.0, 0.0]


def test_more_rows_than_a_block_are_all_summed() -> None:
    matrix = np.arange(20_000.0).reshape(10_000, 2)

    assert np.array_equal(sum_rows(matrix), matrix[:, 0] + matrix[:, 1])
    assert np.array_equal(
        dot_rows(matrix, np.array([1.0, 2.0])), matrix[:, 0] + 2 * matrix[:, 1]
    )

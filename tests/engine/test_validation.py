"""Every fault of a decision problem is found and says where it is."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.validation import check_matrix, matrix_faults, normalize_weights
from prioritizer.errors import InputError

_GOOD = np.array([[1.0, 2.0], [3.0, 4.0]])
_BOTH = np.array([True, True])
_EQUAL = np.array([0.5, 0.5])


def test_a_good_problem_has_no_fault() -> None:
    assert matrix_faults(_GOOD, _BOTH, _EQUAL) == ()
    check_matrix(_GOOD, _BOTH, _EQUAL)


@pytest.mark.parametrize(
    ("bad", "words"), [(np.nan, "no number"), (np.inf, "'inf'"), (-1e200, "'-1e[+]200'")]
)
def test_a_cell_that_is_no_usable_number_is_named(bad, words) -> None:
    matrix = _GOOD.copy()
    matrix[1, 0] = bad

    with pytest.raises(InputError, match=f"Row 2, column 1: found {words}") as fault:
        check_matrix(matrix, _BOTH, _EQUAL)

    assert (fault.value.row, fault.value.column) == (1, 0)


def test_all_faults_are_reported_together() -> None:
    matrix = np.array([[np.nan, 1.0], [2.0, np.inf]])

    faults = matrix_faults(matrix, np.array([True]), np.array([-1.0, np.nan]))

    assert [(fault.row, fault.column) for fault in faults] == [
        (None, None),
        (0, 0),
        (1, 1),
        (None, 0),
        (None, 1),
    ]


@pytest.mark.parametrize("shape", [(0, 2), (2, 0)])
def test_an_empty_matrix_is_refused(shape) -> None:
    with pytest.raises(InputError, match="at least one alternative"):
        check_matrix(np.empty(shape), np.ones(shape[1], dtype=bool), np.ones(shape[1]))


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(InputError, match="only zeros"):
        normalize_weights(np.zeros(3))


def test_weights_are_divided_by_their_sum() -> None:
    assert normalize_weights(np.array([3.0, 1.0, 0.0])).tolist() == [0.75, 0.25, 0.0]

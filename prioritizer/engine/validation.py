"""Checks that a matrix, its objectives and weights can be ranked; faults name their place."""

from __future__ import annotations

import math

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.errors import InputError

LARGEST = 1e100  # squares of larger numbers come near the end of the double's range
_MAX_REPORTED = 100


def check_matrix(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> None:
    """Raise the first fault of a decision problem; see `matrix_faults` for all of them."""
    faults = matrix_faults(matrix, maximize, weights)
    if faults:
        raise faults[0]


def matrix_faults(
    matrix: FloatArray, maximize: BoolArray, weights: FloatArray
) -> tuple[InputError, ...]:
    """Return every fault of a decision problem, each with its row and column.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``; must be finite and hold at least one row and one column.
    maximize
        ``(criteria,)``; False where less is better.
    weights
        ``(criteria,)``; finite, not negative, not all zero.

    Returns
    -------
    tuple of InputError
        Empty when the problem can be ranked; at most 100 cells are named.
    """
    if matrix.ndim != 2 or matrix.size == 0:
        message = (
            f"Decision matrix: found shape {matrix.shape}. "
            "Expected at least one alternative and one criterion. Add rows or columns."
        )
        return (InputError(message),)
    faults = [*_length_faults(matrix, maximize, weights), *_cell_faults(matrix)]
    return (*faults, *weight_faults(weights))


def _length_faults(
    matrix: FloatArray, maximize: BoolArray, weights: FloatArray
) -> list[InputError]:
    n_criteria = matrix.shape[1]
    counted = (("objectives", len(maximize)), ("weights", len(weights)))
    return [
        InputError(
            f"{name.capitalize()}: found {count}. Expected {n_criteria}, one per criterion. "
            f"Give as many {name} as the matrix has columns."
        )
        for name, count in counted
        if count != n_criteria
    ]


def _cell_faults(matrix: FloatArray) -> list[InputError]:
    bad = ~(np.abs(matrix) <= LARGEST)
    return [
        InputError(
            f"Row {row + 1}, column {column + 1}: found {_words(matrix[row, column])}. "
            f"Expected a number between -{LARGEST:g} and {LARGEST:g}. "
            "Fill the cell or leave the row out.",
            row=int(row),
            column=int(column),
        )
        for row, column in np.argwhere(bad)[:_MAX_REPORTED].tolist()
    ]


def _words(cell: float) -> str:
    return "no number" if np.isnan(cell) else f"'{cell:g}'"


def weight_faults(weights: FloatArray) -> tuple[InputError, ...]:
    """Return every fault of a weight vector, each with its column."""
    bad = ~((weights >= 0) & (weights <= LARGEST))
    faults = [
        InputError(
            f"Weight {column + 1}: found {_words(weights[column])}. "
            "Expected a number that is 0 or more. Correct the weight.",
            column=column,
        )
        for column in np.flatnonzero(bad).tolist()
    ]
    if not faults and not np.any(weights > 0):
        message = "Weights: found only zeros. Expected at least one above 0. Raise a weight."
        return (InputError(message),)
    return tuple(faults)


def normalize_weights(weights: FloatArray) -> FloatArray:
    """Return checked weights divided by their sum.

    Raises
    ------
    InputError
        If a weight is negative or no number, or all are zero.
    """
    faults = weight_faults(weights)
    if faults:
        raise faults[0]
    result: FloatArray = weights / math.fsum(weights.tolist())
    return result

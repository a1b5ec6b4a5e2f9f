"""Data-driven rescaling of a decision matrix, by its name in NORMALIZATIONS.

Every result depends on which alternatives are in the matrix, unlike a value function. Two rules
hold for all: a column that cannot tell the alternatives apart stays in and does not change
their order, and data for which a formula has no meaning are refused with the cell named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.sums import sum_columns
from prioritizer.errors import InputError

Normalized: TypeAlias = tuple[FloatArray, BoolArray]


@dataclass(frozen=True, slots=True)
class Normalization:
    """A way to rescale: its name, what it does in words, and the function that does it."""

    name: str
    title: str
    formula: str
    function: Callable[[FloatArray, BoolArray], Normalized]


def none(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Return the matrix as it is."""
    return matrix, maximize


def vector(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Divide each column by its Euclidean norm; columns to minimise stay so."""
    return _divide(matrix, np.sqrt(sum_columns(matrix * matrix))), maximize


def minmax(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Map each column's worst entry to 0 and its best to 1; a constant column becomes 1."""
    highest, lowest = matrix.max(axis=0), matrix.min(axis=0)
    spread = highest - lowest
    above_worst = np.where(maximize, matrix - lowest, highest - matrix)
    result = np.ones_like(matrix)
    np.divide(above_worst, spread, out=result, where=spread > 0)
    return result, np.ones_like(maximize)


def sum_(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Divide each column by its sum; columns to minimise stay so."""
    _refuse_negative(matrix, "sum")
    return _divide(matrix, sum_columns(matrix)), maximize


def inverse_sum(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Turn columns to minimise into their reciprocal, then divide each column by its sum."""
    _refuse_negative(matrix, "inverse-sum")
    _refuse(
        (matrix == 0) & ~maximize,
        matrix,
        "a number above 0 where less is better",
        "inverse-sum",
    )
    turned = np.where(maximize, matrix, 1.0)
    np.divide(1.0, matrix, out=turned, where=np.broadcast_to(~maximize, matrix.shape))
    return _divide(turned, sum_columns(turned)), np.ones_like(maximize)


def max_(matrix: FloatArray, maximize: BoolArray) -> Normalized:
    """Divide each column by its largest entry; columns to minimise stay so."""
    _refuse_negative(matrix, "max")
    return _divide(matrix, matrix.max(axis=0)), maximize


def _divide(matrix: FloatArray, divisors: FloatArray) -> FloatArray:
    result = np.zeros_like(matrix)
    # A zero divisor means that the whole column is zero: it stays so, equal for all
    # alternatives.
    np.divide(matrix, divisors, out=result, where=divisors > 0)
    return result


def _refuse_negative(matrix: FloatArray, name: str) -> None:
    _refuse(matrix < 0, matrix, "a number that is 0 or more", name)


def _refuse(bad: BoolArray, matrix: FloatArray, expected: str, name: str) -> None:
    if not bad.any():
        return
    row, column = np.argwhere(bad)[0].tolist()
    message = (
        f"Row {row + 1}, column {column + 1}: found '{matrix[row, column]:g}'. Expected "
        f"{expected} "
        f"for normalization '{name}'. Use 'minmax', which allows every number."
    )
    raise InputError(message, row=row, column=column)


_ALL = (
    Normalization("none", "No normalization", "x", none),
    Normalization("vector", "Vector", "x / sqrt(sum of x²)", vector),
    Normalization("minmax", "Min-max", "(x - min) / (max - min), min columns turned", minmax),
    Normalization("sum", "Sum", "x / sum of x", sum_),
    Normalization(
        "inverse-sum", "Inverse sum", "1/x for min columns, then x / sum of x", inverse_sum
    ),
    Normalization("max", "Maximum", "x / largest x", max_),
)

NORMALIZATIONS: dict[str, Normalization] = {entry.name: entry for entry in _ALL}


def normalize(matrix: FloatArray, maximize: BoolArray, *, method: str) -> Normalized:
    """Rescale a decision matrix by a named method.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, finite.
    maximize
        ``(criteria,)``; False where less is better.
    method
        A key of `NORMALIZATIONS`.

    Returns
    -------
    normalized
        ``(alternatives, criteria)``.
    maximize_after
        ``(criteria,)``; True where more is better in the result.

    Raises
    ------
    InputError
        If the method is unknown or has no meaning for a cell.
    """
    if method not in NORMALIZATIONS:
        message = (
            f"Normalization: found '{method}'. Expected one of {', '.join(NORMALIZATIONS)}. "
            "Choose a name from the list."
        )
        raise InputError(message)
    return NORMALIZATIONS[method].function(matrix, maximize)


def higher_is_better(normalized: FloatArray, maximize: BoolArray) -> FloatArray:
    """Turn the columns that are still to be minimised into 1 - r, for additive methods."""
    result: FloatArray = np.where(maximize, normalized, 1.0 - normalized)
    return result

"""Performances to values on fixed scales, with open ends and gaps."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import Criterion, ValueFunction
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import OutOfScale
from prioritizer.engine import value_functions

# Values that end so near the ends of the scale leave all of it open.
WHOLE_SCALE = 1e-9


def apply(function: ValueFunction, performance: FloatArray) -> FloatArray:
    """Return values, 0 to 1, of performances in the unit of the criterion; NaN stays NaN."""
    return value_functions.evaluate(function, performance)


def invert(function: ValueFunction, values: FloatArray) -> FloatArray:
    """Return performances between worst and best that have these values.

    Of a stepwise function it is one in the class with the nearest value; where a function is
    flat, the performance nearest to worst.
    """
    return value_functions.inverse(function, values)


def value_matrix(matrix: DecisionMatrix) -> ValueMatrix:
    """Return values on the fixed scales; an open end reaches the end of the scale.

    What counts in a score, ``expected``, is the value of the best estimate, or the middle of
    the interval of values.
    """
    ends = [_ends(c, matrix, column) for column, c in enumerate(matrix.criteria)]
    low, expected, high = (np.column_stack(part) for part in zip(*ends, strict=True))
    return ValueMatrix(low, expected, high, matrix.gap)


def known_cells(matrix: DecisionMatrix, values: ValueMatrix) -> BoolArray:
    """Return where something is known, ``(alternatives, criteria)``.

    A gap that leaves the whole scale open tells nothing, whatever stands in its middle: a
    composite whose parts are all unknown is unknown.
    """
    is_open = (values.low <= WHOLE_SCALE) & (values.high >= 1.0 - WHOLE_SCALE)
    return np.asarray(~(matrix.gap & is_open))


def _ends(
    criterion: Criterion, matrix: DecisionMatrix, column: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    function = criterion.value_function
    low, high = value_functions.image(function, matrix.low[:, column], matrix.high[:, column])
    best = apply(function, matrix.best[:, column])
    return low, np.where(np.isnan(best), (low + high) / 2, best), high


def filled_performance(matrix: DecisionMatrix, values: ValueMatrix) -> FloatArray:
    """Return best performances for data-driven scales, gaps at the middle of their values.

    A criterion with a target enters by its value: such scales know only more and less.
    """
    return column_performance(matrix, matrix.best, values.expected)


def column_performance(
    matrix: DecisionMatrix, performance: FloatArray, values: FloatArray
) -> FloatArray:
    """Return performances for scales made from the data, gaps at what their values stand for.

    A criterion with a target enters by its value: such scales know only more and less.
    """
    columns = [
        values[:, k]
        if c.objective == "target"
        else np.where(
            np.isnan(performance[:, k]),
            value_functions.inverse(c.value_function, values[:, k]),
            performance[:, k],
        )
        for k, c in enumerate(matrix.criteria)
    ]
    return np.column_stack(columns)


def end_performances(
    matrix: DecisionMatrix, values: ValueMatrix
) -> tuple[FloatArray, FloatArray]:
    """Return performances at the worse and at the better end, gaps at the ends of the scale."""
    at_worse = np.where(matrix.maximize, matrix.low, matrix.high)
    at_better = np.where(matrix.maximize, matrix.high, matrix.low)
    return (
        column_performance(matrix, at_worse, values.low),
        column_performance(matrix, at_better, values.high),
    )


def out_of_scale(matrix: DecisionMatrix) -> tuple[OutOfScale, ...]:
    """Return best performances beyond an end of their scale; a wider one would move them."""
    found = []
    for column, criterion in enumerate(matrix.criteria):
        lowest, highest = criterion.value_function.span
        best = matrix.best[:, column]
        for row in np.flatnonzero((best < lowest) | (best > highest)):
            value = float(best[row])
            end = lowest if value < lowest else highest
            found.append(OutOfScale(matrix.alternatives[row], criterion.id, value, end))
    return tuple(found)

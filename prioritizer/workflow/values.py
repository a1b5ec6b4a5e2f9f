"""Performances to values on fixed scales, with open ends and gaps."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import Criterion, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import OutOfScale
from prioritizer.engine import value_functions


def apply(function: ValueFunction, performance: FloatArray) -> FloatArray:
    """Return values, 0 to 1, of performances in the unit of the criterion; NaN stays NaN."""
    if function.kind == "log":
        # A performance of 0 has no logarithm; it is below any worst end above 0.
        floor = min(function.worst, function.best) * 1e-9
        performance = np.where(performance <= 0, floor, performance)
        return value_functions.log(performance, worst=function.worst, best=function.best)
    return value_functions.linear(performance, worst=function.worst, best=function.best)


def invert(function: ValueFunction, values: FloatArray) -> FloatArray:
    """Return the performances that have these values."""
    inverse = (
        value_functions.inverse_log
        if function.kind == "log"
        else value_functions.inverse_linear
    )
    return inverse(values, worst=function.worst, best=function.best)


def value_matrix(matrix: DecisionMatrix) -> ValueMatrix:
    """Return values on the fixed scales; an open end reaches the end of the scale.

    The expected value is that of the best estimate, or the middle of the interval of values.
    """
    ends = [_ends(c, matrix, column) for column, c in enumerate(matrix.criteria)]
    low, expected, high = (np.column_stack(part) for part in zip(*ends, strict=True))
    return ValueMatrix(low, expected, high, matrix.gap)


def _ends(
    criterion: Criterion, matrix: DecisionMatrix, column: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    function = criterion.value_function
    rises = function.best > function.worst
    at_low = apply(function, matrix.low[:, column])
    at_high = apply(function, matrix.high[:, column])
    at_low = np.where(np.isnan(at_low), 0.0 if rises else 1.0, at_low)
    at_high = np.where(np.isnan(at_high), 1.0 if rises else 0.0, at_high)
    best = apply(function, matrix.best[:, column])
    low, high = np.minimum(at_low, at_high), np.maximum(at_low, at_high)
    return low, np.where(np.isnan(best), (low + high) / 2, best), high


def filled_performance(matrix: DecisionMatrix, values: ValueMatrix) -> FloatArray:
    """Return best performances for data-driven scales, gaps at the middle of their values."""
    columns = [
        np.where(
            np.isnan(matrix.best[:, k]),
            invert(c.value_function, values.expected[:, k]),
            matrix.best[:, k],
        )
        for k, c in enumerate(matrix.criteria)
    ]
    return np.column_stack(columns)


def end_performances(
    matrix: DecisionMatrix, values: ValueMatrix
) -> tuple[FloatArray, FloatArray]:
    """Return performances at the worse and at the better end, gaps at the ends of the scale."""
    worse, better = [], []
    for column, criterion in enumerate(matrix.criteria):
        at_worse, at_better = matrix.low[:, column], matrix.high[:, column]
        if criterion.objective == "min":
            at_worse, at_better = at_better, at_worse
        function = criterion.value_function
        worse.append(
            np.where(np.isnan(at_worse), invert(function, values.low[:, column]), at_worse)
        )
        better.append(
            np.where(np.isnan(at_better), invert(function, values.high[:, column]), at_better)
        )
    return np.column_stack(worse), np.column_stack(better)


def out_of_scale(matrix: DecisionMatrix) -> tuple[OutOfScale, ...]:
    """Return best performances beyond an end of their scale; a wider one would move them."""
    found = []
    for column, criterion in enumerate(matrix.criteria):
        function = criterion.value_function
        lowest, highest = sorted((function.worst, function.best))
        best = matrix.best[:, column]
        for row in np.flatnonzero((best < lowest) | (best > highest)):
            value = float(best[row])
            end = lowest if value < lowest else highest
            found.append(OutOfScale(matrix.alternatives[row], criterion.id, value, end))
    return tuple(found)

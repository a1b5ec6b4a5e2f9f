"""Fast scores of many draws at once, as badness: 0 best, 1 worst.

Badness orders alternatives as the method's score does, without the root and the quotient that
the score itself would need. It is meant for counting ranks, never for showing.
"""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.draws.scoring_batches import BATCHES, Badness
from prioritizer.engine.methods.table import find_method
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError

_TINY = 1e-300  # keeps 0 / 0 at 0: such alternatives are all equal


def badness(
    method: str,
    values: FloatArray | None,
    spans: FloatArray,
    maximize: BoolArray | None = None,
) -> Badness:
    """Return the batch form of a method.

    Parameters
    ----------
    method
        A key of METHODS.
    values
        Certain values, ``(alternatives, criteria)``, 0 to 1; None where each draw has its own.
    spans
        ``(criteria,)``, 0 to 1: factors of the weights, for scales of unequal length.
    maximize
        ``(criteria,)``, given where ``values`` is a normalized matrix instead of values: it is
        then scored draw by draw.
    """
    if maximize is not None and values is not None:
        return _AnyMethod(method, values, spans, maximize)
    on_values = find_method(method).on_values
    if on_values is weighted_sum:
        return _DrawnAdditive(spans) if values is None else _CertainAdditive(values, spans)
    if on_values is closeness:
        return _DrawnCloseness(spans) if values is None else _CertainCloseness(values, spans)
    if on_values is not None:
        return BATCHES[method](values, spans)
    certain = np.empty((0, len(spans))) if values is None else values
    return _AnyMethod(method, certain, spans, np.ones(len(spans), dtype=np.bool_))


class _CertainAdditive:
    def __init__(self, values: FloatArray, spans: FloatArray) -> None:
        self._gaps = np.ascontiguousarray(((1.0 - values) * spans).T)

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        result: FloatArray = weights @ self._gaps
        return result


class _DrawnAdditive:
    def __init__(self, spans: FloatArray) -> None:
        self._spans = spans

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        drawn = _present(values)
        result = np.zeros(drawn.shape[:2])
        for column, factor in enumerate((weights * self._spans).T[:, :, np.newaxis]):
            piece = 1.0 - drawn[:, :, column]
            piece *= factor
            result += piece
        return result


class _CertainCloseness:
    def __init__(self, values: FloatArray, spans: FloatArray) -> None:
        squares = spans * spans
        self._to_ideal = np.ascontiguousarray((np.square(1.0 - values) * squares).T)
        self._to_anti_ideal = np.ascontiguousarray((np.square(values) * squares).T)

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        factors = weights * weights
        return _far_share(factors @ self._to_ideal, factors @ self._to_anti_ideal)


class _DrawnCloseness:
    def __init__(self, spans: FloatArray) -> None:
        self._spans = spans

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        drawn = _present(values)
        to_ideal = np.zeros(drawn.shape[:2])
        to_anti_ideal = np.zeros(drawn.shape[:2])
        for column, factor in enumerate((weights * self._spans).T[:, :, np.newaxis]):
            piece = drawn[:, :, column]
            gap = factor * piece
            gap *= gap
            to_anti_ideal += gap
            np.subtract(1.0, piece, out=gap)
            gap *= factor
            gap *= gap
            to_ideal += gap
        return _far_share(to_ideal, to_anti_ideal)


def _far_share(to_ideal: FloatArray, to_anti_ideal: FloatArray) -> FloatArray:
    """Return the share of the squared distances: it orders like one minus the closeness."""
    to_anti_ideal += to_ideal
    to_anti_ideal += _TINY
    return np.divide(to_ideal, to_anti_ideal, out=to_ideal)


class _AnyMethod:
    """Draw by draw through the function of a method."""

    def __init__(
        self, method: str, certain: FloatArray, spans: FloatArray, maximize: BoolArray
    ) -> None:
        self._function = find_method(method).function
        self._certain = certain
        self._spans = spans
        self._maximize = maximize

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        rows = []
        for index, vector in enumerate(weights):
            matrix = self._certain if values is None else values[index]
            shares = vector * self._spans
            usable = shares / shares.sum() if shares.any() else vector
            rows.append(_rescaled(self._function(matrix, self._maximize, usable)))
        return np.array(rows)


def _present(values: FloatArray | None) -> FloatArray:
    if values is None:
        raise InputError("Values: found none. Expected one matrix per draw. Pass drawn values.")
    return values


def _rescaled(scores: FloatArray) -> FloatArray:
    """Return 0 for the best score, 1 for the worst; all 0 where they differ by noise only."""
    best, worst = scores.max(), scores.min()
    if best - worst <= 1e-12 * max(abs(best), abs(worst)):
        return np.zeros_like(scores)
    result: FloatArray = (best - scores) / (best - worst)
    return result

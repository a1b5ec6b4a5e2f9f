"""TOPSIS: closeness to an ideal alternative, on fixed or on data-driven ideals."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.sums import add_terms

_BLOCK = 4096


def closeness(
    values: FloatArray,
    weights: FloatArray,
    *,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
) -> FloatArray:
    """Return the closeness of each alternative to the ideal.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``; a gap (NaN) makes the closeness NaN.
    weights
        ``(criteria,)``, not negative; multiplying them all by a number changes nothing.
    ideal, anti_ideal
        Best and worst value per criterion, ``(criteria,)``, before weighting. Left out, they
        are 1 and 0: the ends of fixed scales, so that other alternatives have no influence.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, 0 to 1; 0.5 where both distances are zero.

    Notes
    -----
    Hwang and Yoon 1981: C = D- / (D+ + D-), with Euclidean distances of weighted values.
    """
    to_ideal, to_anti_ideal = distances(values, weights, ideal=ideal, anti_ideal=anti_ideal)
    total = to_ideal + to_anti_ideal
    result = np.full_like(total, 0.5)
    np.divide(to_anti_ideal, total, out=result, where=total != 0)
    return result


def distances(
    values: FloatArray,
    weights: FloatArray,
    *,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Return the weighted Euclidean distances to the ideal and to the anti-ideal.

    Parameters and shapes are those of `closeness`; both results are ``(alternatives,)``.
    """
    n_criteria = values.shape[1]
    best = np.ones(n_criteria) if ideal is None else ideal
    worst = np.zeros(n_criteria) if anti_ideal is None else anti_ideal
    to_ideal = np.empty(len(values))
    to_anti_ideal = np.empty(len(values))
    for start in range(0, len(values), _BLOCK):
        block = slice(start, start + _BLOCK)
        columns = np.ascontiguousarray(values[block].T)
        to_ideal[block] = np.sqrt(_sum_of_squares(columns, best, weights))
        to_anti_ideal[block] = np.sqrt(_sum_of_squares(columns, worst, weights))
    return to_ideal, to_anti_ideal


def _sum_of_squares(columns: FloatArray, end: FloatArray, weights: FloatArray) -> FloatArray:
    gaps = weights[:, np.newaxis] * (columns - end[:, np.newaxis])
    return add_terms(gaps * gaps)


def gaps_to_ideal(
    values: FloatArray, weights: FloatArray, *, ideal: FloatArray | None = None
) -> FloatArray:
    """Return what share of the squared distance to the ideal each criterion causes.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``.
    weights
        ``(criteria,)``.
    ideal
        ``(criteria,)``; 1 per criterion when left out.

    Returns
    -------
    FloatArray
        ``(alternatives, criteria)``, 0 to 1. Rows sum to 1, or to 0 for an alternative at the
        ideal.
    """
    best = np.ones(values.shape[1]) if ideal is None else ideal
    squares = np.square(weights * (best - values))
    totals = add_terms(squares.T)[:, np.newaxis]
    shares = np.zeros_like(squares)
    np.divide(squares, totals, out=shares, where=totals != 0)
    return shares


def column_extremes(matrix: FloatArray, maximize: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the classic ideal and anti-ideal: best and worst of each column.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``.
    maximize
        ``(criteria,)``; False where less is better.

    Returns
    -------
    ideal, anti_ideal
        ``(criteria,)`` each, for `closeness`.
    """
    highest = matrix.max(axis=0)
    lowest = matrix.min(axis=0)
    return np.where(maximize, highest, lowest), np.where(maximize, lowest, highest)

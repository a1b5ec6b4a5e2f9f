"""Quantile functions of evidence given as low, best and high: uniforms in, values out."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LOW_POINT, HIGH_POINT = 0.05, 0.95
LARGEST_LOGARITHM = 700.0

# Wichura 1988, algorithm AS 241 (PPND16): numerators and denominators, highest power first.
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
     4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)  # fmt: skip


class Shape(StrEnum):
    """How a value is spread between its low and high."""

    TRIANGULAR = "triangular"
    PERT = "pert"
    LOGNORMAL = "lognormal"


def normal_quantile(uniform: FloatArray) -> FloatArray:
    """Return the standard normal quantile of numbers strictly between 0 and 1 (AS 241)."""
    uniform = np.asarray(uniform)
    centred = uniform - 0.5
    result = np.asarray(centred * _ratio(_CENTRE, 0.180625 - centred * centred))
    outer = np.abs(centred) > 0.425
    if outer.any():
        nearest_end = np.minimum(uniform[outer], 1.0 - uniform[outer])
        root = np.sqrt(-np.log(np.maximum(nearest_end, 1e-300)))
        steps = _ratio(_MIDDLE, root - 1.6)
        far = root > 5.0
        steps[far] = _ratio(_TAIL, root[far] - 5.0)
        result[outer] = np.copysign(steps, centred[outer])
    return result


def _ratio(pair: tuple[tuple[float, ...], tuple[float, ...]], at: FloatArray) -> FloatArray:
    numerator, denominator = pair
    return np.asarray(np.polyval(numerator, at) / np.polyval(denominator, at))


def spread(
    uniform: FloatArray, low: FloatArray, best: FloatArray, high: FloatArray, *, shape: Shape
) -> FloatArray:
    """Return values whose 5 % point is ``low`` and 95 % point is ``high``, never below 0.

    ``best`` is the mode of a triangular or PERT shape (Malcolm et al. 1959) and the median of a
    lognormal one, which has two halves where the ends are not symmetric; a range that reaches 0
    has no lognormal and is triangular. A point stays a point; NaN stays NaN.

    Parameters
    ----------
    uniform
        ``(draws, n)``, 0 to 1.
    low, best, high
        ``(n,)``.
    """
    values = np.array(np.broadcast_to(best, uniform.shape), dtype=np.float64)
    varies = np.flatnonzero(high > low)
    if len(varies):
        ends = low[varies], best[varies], high[varies]
        values[:, varies] = _quantile(uniform[:, varies], *ends, shape)
    return values


def spread_published(
    uniform: FloatArray,
    low: FloatArray,
    best: FloatArray,
    high: FloatArray,
    *,
    log_sd: FloatArray,
    is_hard: NDArray[np.bool_],
    is_ranged: NDArray[np.bool_],
    shape: Shape,
) -> FloatArray:
    """Return values of published figures, each spread by what its ends are.

    A point is the median of a lognormal error; a range without a best is spread evenly between
    its ends; hard ends are never passed, with a triangle between them; all else goes as in
    `spread`.

    Parameters
    ----------
    uniform
        ``(draws, n)``, 0 to 1.
    low, best, high, log_sd, is_hard, is_ranged
        ``(n,)``; ``log_sd`` is the standard deviation of the logarithm of a point, 0 for none.
    """
    values = spread(uniform, low, best, high, shape=shape)
    ranges = np.flatnonzero(is_ranged & (high > low))
    if len(ranges):
        values[:, ranges] = even(uniform[:, ranges], low[ranges], high[ranges])
    limits = np.flatnonzero(is_hard & ~is_ranged & (high > low))
    if len(limits):
        width = high[limits] - low[limits]
        mode = (best[limits] - low[limits]) / width
        values[:, limits] = low[limits] + width * _unit_triangle(uniform[:, limits], mode)
    points = np.flatnonzero((low == high) & (log_sd > 0))
    if len(points):
        steps = normal_quantile(np.clip(uniform[:, points], 1e-12, 1 - 1e-12))
        values[:, points] = best[points] * np.exp(log_sd[points] * steps)
    return values


def _quantile(
    uniform: FloatArray, low: FloatArray, best: FloatArray, high: FloatArray, shape: Shape
) -> FloatArray:
    position = (best - low) / (high - low)
    unit = _pert(uniform, position) if shape is Shape.PERT else _triangular(uniform, position)
    values = np.maximum(low + (high - low) * unit, 0.0)
    if shape is Shape.LOGNORMAL:
        return np.where(low > 0, _two_halves(uniform, low, best, high), values)
    return values


def even(uniform: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return values spread evenly between hard ends of a quantity of 0 or more.

    Even in the logarithm: with nothing but two ends of a positive quantity known, no order of
    size between them is likelier than another (the prior of Jeffreys 1946 for a scale), and
    grades and masses are skewed. A range that reaches 0 has no logarithm and is flat.
    """
    by_ratio = (low > 0) & (high > low)
    safe = np.where(by_ratio, low, 1.0)
    ratio = np.where(by_ratio, high / safe, 1.0)
    return np.where(by_ratio, low * ratio**uniform, flat(uniform, low, high))


def even_mean(low: float, high: float) -> float:
    """Return the mean of values that are spread evenly: (high - low) / ln(high / low)."""
    if not 0 < low < high:
        return (low + high) / 2
    return (high - low) / math.log(high / low)


def thin(values: FloatArray) -> FloatArray:
    """Return numbers that are all alike as a view of one, so that they take no memory."""
    if values.ndim != 1 or not len(values) or not (values == values[0]).all():
        return values
    return np.broadcast_to(values[:1].copy(), values.shape)


def flat(uniform: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return values uniform between hard ends, as for a class or something unknown."""
    return low + uniform * (high - low)


def _triangular(uniform: FloatArray, position: FloatArray) -> FloatArray:
    """Return quantiles on a scale where the 5 % point is 0 and the 95 % point is 1."""
    modes = np.linspace(LOW_POINT, HIGH_POINT, 901)
    lows, highs = _unit_triangle(LOW_POINT, modes), _unit_triangle(HIGH_POINT, modes)
    mode = np.interp(position, (modes - lows) / (highs - lows), modes)
    low, high = _unit_triangle(LOW_POINT, mode), _unit_triangle(HIGH_POINT, mode)
    return np.asarray((_unit_triangle(uniform, mode) - low) / (high - low))


def _unit_triangle(uniform: FloatArray | float, mode: FloatArray) -> FloatArray:
    left = np.sqrt(uniform * mode)
    right = 1.0 - np.sqrt((1.0 - np.asarray(uniform)) * (1.0 - mode))
    return np.where(uniform <= mode, left, right)


def _pert(uniform: FloatArray, position: FloatArray) -> FloatArray:
    """Return quantiles on the same scale, interpolated in a table of beta distributions."""
    positions, table = _pert_table()
    row = np.interp(position, positions, np.arange(len(positions), dtype=np.float64))
    column = uniform * (table.shape[1] - 1)
    upper, left = np.floor(row).astype(np.int64), np.floor(column).astype(np.int64)
    lower = np.minimum(upper + 1, table.shape[0] - 1)
    right = np.minimum(left + 1, table.shape[1] - 1)
    down, across = row - upper, column - left
    above = table[upper, left] * (1 - across) + table[upper, right] * across
    below = table[lower, left] * (1 - across) + table[lower, right] * across
    return np.asarray(above * (1 - down) + below * down)


@cache
def _pert_table() -> tuple[FloatArray, FloatArray]:
    """Return positions of the mode, and quantiles with 5 % at 0, 95 % at 1."""
    x = np.linspace(0.0, 1.0, 4001)
    uniform = np.linspace(0.0, 1.0, 2001)
    positions, rows = [], []
    for mode in np.linspace(0.0, 1.0, 101):
        density = x ** (4 * mode) * (1 - x) ** (4 * (1 - mode))
        steps = np.cumsum((density[1:] + density[:-1]) / 2)
        cumulative = np.concatenate([[0.0], steps]) / steps[-1]
        quantiles = np.interp(uniform, cumulative, x)
        low, high = np.interp((LOW_POINT, HIGH_POINT), uniform, quantiles)
        positions.append((mode - low) / (high - low))
        rows.append((quantiles - low) / (high - low))
    return np.array(positions), np.array(rows)


def _two_halves(
    uniform: FloatArray, low: FloatArray, best: FloatArray, high: FloatArray
) -> FloatArray:
    safe = np.where(low > 0, low, 1.0)
    middle, top = np.maximum(best, safe), np.maximum(high, safe)
    steps = normal_quantile(np.clip(uniform, 1e-12, 1 - 1e-12)) / normal_quantile(
        np.array(HIGH_POINT)
    )
    down, up = np.log(middle) - np.log(safe), np.log(top) - np.log(middle)
    logarithm = np.log(middle) + steps * np.where(steps < 0, down, up)
    return np.exp(np.clip(logarithm, -LARGEST_LOGARITHM, LARGEST_LOGARITHM))

"""From a performance in its own unit to a value from 0 (worst) to 1 (best), by fixed judgement.

The end points are fixed beforehand and never taken from the loaded alternatives, so adding one
alternative cannot move the values of the others. A gap (NaN) stays a gap.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.engine.arrays import FloatArray


def linear(x: FloatArray, *, worst: float, best: float) -> FloatArray:
    """Return 0 at ``worst``, 1 at ``best``, straight between and flat outside.

    ``worst`` may be the larger of the two: the value then falls with the performance.
    """
    return np.clip((x - worst) / (best - worst), 0.0, 1.0)


def inverse_linear(v: FloatArray, *, worst: float, best: float) -> FloatArray:
    """Return the performance at which `linear` gives the value ``v``."""
    return worst + v * (best - worst)


def log(x: FloatArray, *, worst: float, best: float) -> FloatArray:
    """Return 0 at ``worst``, 1 at ``best``, straight in the logarithm and flat outside.

    Both end points are positive and in either order. A performance of zero or below lies
    outside on the small side.
    """
    positive = np.where(np.less_equal(x, 0.0), min(worst, best), x)
    span = np.log10(best) - np.log10(worst)
    result: FloatArray = np.clip((np.log10(positive) - np.log10(worst)) / span, 0.0, 1.0)
    return result


def inverse_log(v: FloatArray, *, worst: float, best: float) -> FloatArray:
    """Return the performance at which `log` gives the value ``v``."""
    result: FloatArray = np.power(
        10.0, np.log10(worst) + v * (np.log10(best) - np.log10(worst))
    )
    return result


def piecewise(x: FloatArray, *, points: Sequence[float], values: Sequence[float]) -> FloatArray:
    """Return straight lines through the given points, flat outside.

    Parameters
    ----------
    x
        Performances, any shape.
    points
        Performances, rising.
    values
        The value at each point, 0 to 1; they may rise, fall or do both.

    Returns
    -------
    FloatArray
        Same shape as ``x``.
    """
    return np.interp(x, points, values)


def inverse_piecewise(
    v: FloatArray, *, points: Sequence[float], values: Sequence[float]
) -> FloatArray:
    """Return the performance at which a strictly rising or falling `piecewise` gives ``v``."""
    falling = values[0] > values[-1]
    step = -1 if falling else 1
    return np.interp(v, values[::step], points[::step])


def sigmoid(x: FloatArray, *, midpoint: float, scale: float) -> FloatArray:
    """Return the logistic curve: 0.5 at ``midpoint``, 0.73 one ``scale`` further.

    A negative ``scale`` makes the value fall with the performance. The ends 0 and 1 are
    approached and never reached.
    """
    result: FloatArray = 0.5 * (1.0 + np.tanh(0.5 * (x - midpoint) / scale))
    return result


def inverse_sigmoid(v: FloatArray, *, midpoint: float, scale: float) -> FloatArray:
    """Return the performance at which `sigmoid` gives ``v``; infinite at 0 and 1."""
    with np.errstate(divide="ignore"):
        result: FloatArray = midpoint + scale * 2.0 * np.arctanh(2.0 * np.asarray(v) - 1.0)
    return result


def stepwise(x: FloatArray, *, edges: Sequence[float], values: Sequence[float]) -> FloatArray:
    """Return one value per class of performance.

    Parameters
    ----------
    x
        Performances, any shape.
    edges
        Class limits, rising; a performance equal to a limit belongs to the class above it.
    values
        One value per class, 0 to 1: one more than there are edges.

    Returns
    -------
    FloatArray
        Same shape as ``x``.
    """
    table = np.asarray(values, dtype=np.float64)
    classes = np.searchsorted(np.asarray(edges, dtype=np.float64), x, side="right")
    result: FloatArray = np.where(
        np.isnan(x), np.nan, table[np.minimum(classes, len(table) - 1)]
    )
    return result


def target_range(
    x: FloatArray, *, low_worst: float, low_best: float, high_best: float, high_worst: float
) -> FloatArray:
    """Return 1 from ``low_best`` to ``high_best``, falling to 0 at the outer two points.

    The four points rise; equal neighbours make a step.
    """
    rising = _ramp(x, zero=low_worst, one=low_best)
    falling = _ramp(-np.asarray(x), zero=-high_worst, one=-high_best)
    return np.minimum(rising, falling)


def _ramp(x: FloatArray, *, zero: float, one: float) -> FloatArray:
    if zero == one:
        return np.where(np.isnan(x), np.nan, np.where(x >= one, 1.0, 0.0))
    return linear(x, worst=zero, best=one)

"""From a performance in its own unit to a value from 0 (worst) to 1 (best), by fixed judgement.

The end points are fixed beforehand and never taken from the loaded alternatives, so adding one
alternative cannot move the values of the others. A gap (NaN) stays a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from prioritizer.engine.arrays import FloatArray


class Curve(Protocol):
    """A value function as plain members; see the record of the domain for their meaning."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def worst(self) -> float: ...  # noqa: D102
    @property
    def best(self) -> float: ...  # noqa: D102
    @property
    def points(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def values(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def midpoint(self) -> float | None: ...  # noqa: D102
    @property
    def scale(self) -> float | None: ...  # noqa: D102


def evaluate(curve: Curve, x: FloatArray) -> FloatArray:
    """Return the values, 0 to 1, of performances of any shape; NaN stays NaN."""
    worst, best = curve.worst, curve.best
    if curve.kind == "linear":
        return linear(x, worst=worst, best=best)
    if curve.kind == "log":
        # A performance of 0 has no logarithm; it is below any worst end above 0.
        floor = min(worst, best) * 1e-9
        return log(np.where(np.less_equal(x, 0), floor, x), worst=worst, best=best)
    if curve.kind == "piecewise":
        return piecewise(x, points=curve.points, values=curve.values)
    if curve.kind == "stepwise":
        return stepwise(x, edges=curve.points, values=curve.values)
    if curve.kind == "target":
        low_worst, low_best, high_best, high_worst = curve.points
        return target_range(
            x,
            low_worst=low_worst,
            low_best=low_best,
            high_best=high_best,
            high_worst=high_worst,
        )
    return stretched_sigmoid(x, worst=worst, best=best, **_logistic(curve))


def inverse(curve: Curve, v: FloatArray) -> FloatArray:
    """Return the performances between worst and best that have the values ``v``.

    Where the curve is flat it is the one nearest to worst. Of a stepwise curve it is a
    performance in the class whose value is nearest: values drawn evenly then keep their mean.
    """
    worst, best = curve.worst, curve.best
    if curve.kind == "linear":
        return inverse_linear(v, worst=worst, best=best)
    if curve.kind == "log":
        return inverse_log(v, worst=worst, best=best)
    if curve.kind == "sigmoid":
        return inverse_stretched_sigmoid(v, worst=worst, best=best, **_logistic(curve))
    if curve.kind == "stepwise":
        return _inverse_stepwise(v, *way_to_best(curve))
    return _inverse_path(v, *way_to_best(curve))


def image(curve: Curve, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the lowest and the highest value that performances from low to high have.

    NaN is an open end. Exact for every shape: a curve that turns has its extremes at the ends
    of the interval or at a corner inside it.
    """
    low = np.where(np.isnan(low), -np.inf, low)
    high = np.where(np.isnan(high), np.inf, high)
    at_low, at_high = evaluate(curve, low), evaluate(curve, high)
    lowest, highest = np.minimum(at_low, at_high), np.maximum(at_low, at_high)
    levels = corner_values(curve)
    if curve.kind == "stepwise":
        first, last = (
            np.searchsorted(np.asarray(curve.points), end, side="right") for end in (low, high)
        )
        for k, level in enumerate(levels):
            inside = (first <= k) & (k <= last)
            lowest = np.where(inside, np.minimum(lowest, level), lowest)
            highest = np.where(inside, np.maximum(highest, level), highest)
        return lowest, highest
    for point, level in zip(curve.points, levels, strict=True):
        inside = (low <= point) & (point <= high)
        lowest = np.where(inside, np.minimum(lowest, level), lowest)
        highest = np.where(inside, np.maximum(highest, level), highest)
    return lowest, highest


def corner_values(curve: Curve) -> tuple[float, ...]:
    """Return the value at each of the curve's points, for ``stepwise`` of each class."""
    if curve.kind == "target":
        corners = evaluate(curve, np.array(curve.points, dtype=np.float64))
        return tuple(corners.tolist())
    return curve.values


def way_to_best(curve: Curve) -> tuple[FloatArray, FloatArray]:
    """Return performances and values of the corners on the way from worst to best.

    For ``stepwise`` one performance per class that is passed: the smaller end in its own class,
    in the others their lower limit.
    """
    low, high = min(curve.worst, curve.best), max(curve.worst, curve.best)
    is_rising = curve.worst < curve.best
    if curve.kind == "target":
        corners = curve.points[:2] if is_rising else curve.points[:1:-1]
        return np.array(corners, dtype=np.float64), np.array([0.0, 1.0])
    points = np.array(curve.points, dtype=np.float64)
    if curve.kind == "stepwise":
        path = np.concatenate([[low], points[(points > low) & (points <= high)]])
    else:
        path = np.concatenate([[low], points[(points > low) & (points < high)], [high]])
    path = path if is_rising else path[::-1]
    return path, evaluate(curve, path)


def _inverse_path(v: FloatArray, path: FloatArray, levels: FloatArray) -> FloatArray:
    """Return where a path of straight lines, its levels never falling, first reaches ``v``."""
    v = np.asarray(v, dtype=np.float64)
    after = np.clip(np.searchsorted(levels, v, side="left"), 1, len(levels) - 1)
    rise = levels[after] - levels[after - 1]
    share = np.divide(v - levels[after - 1], rise, out=np.zeros_like(v), where=rise > 0)
    result: FloatArray = path[after - 1] + np.clip(share, 0.0, 1.0) * (
        path[after] - path[after - 1]
    )
    return np.where(np.isnan(v), np.nan, result)


def _inverse_stepwise(v: FloatArray, path: FloatArray, levels: FloatArray) -> FloatArray:
    """Return a performance in the class whose value is nearest to ``v``, the worse of two."""
    kept, first = np.unique(levels, return_index=True)
    halfway = (kept[1:] + kept[:-1]) / 2
    result: FloatArray = path[first][np.searchsorted(halfway, v, side="left")]
    return np.where(np.isnan(v), np.nan, result)


def _logistic(curve: Curve) -> dict[str, float]:
    if curve.midpoint is None or curve.scale is None:
        raise ValueError("sigmoid: found no midpoint or scale. Expected both. Give them.")
    return {"midpoint": curve.midpoint, "scale": curve.scale}


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


def stretched_sigmoid(
    x: FloatArray, *, worst: float, best: float, midpoint: float, scale: float
) -> FloatArray:
    """Return the logistic curve, stretched to exactly 0 at ``worst`` and 1 at ``best``.

    The value at the midpoint is 0.5 only where the midpoint lies in the middle.
    """
    ends = np.array([worst, best], dtype=np.float64)
    at_worst, at_best = sigmoid(ends, midpoint=midpoint, scale=scale).tolist()
    held = np.clip(x, ends.min(), ends.max())
    raw = sigmoid(held, midpoint=midpoint, scale=scale)
    result: FloatArray = np.clip((raw - at_worst) / (at_best - at_worst), 0.0, 1.0)
    return result


def inverse_stretched_sigmoid(
    v: FloatArray, *, worst: float, best: float, midpoint: float, scale: float
) -> FloatArray:
    """Return the performance at which `stretched_sigmoid` gives ``v``."""
    ends = np.array([worst, best], dtype=np.float64)
    at_worst, at_best = sigmoid(ends, midpoint=midpoint, scale=scale).tolist()
    raw = at_worst + np.asarray(v) * (at_best - at_worst)
    found = inverse_sigmoid(raw, midpoint=midpoint, scale=scale)
    return np.clip(found, ends.min(), ends.max())


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

"""How far one weight may move before the shortlist changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError

_NOISE = 1e-12
_STEPS = 200
_HALVINGS = 45
_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


def stability_intervals(
    values: FloatArray, weights: FloatArray, *, top: int = 1, method: str = "weighted-sum"
) -> FloatArray:
    """Return how far each weight may move alone before the shortlist changes.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    weights
        ``(criteria,)``, summing to 1. When one moves, the others keep their proportions.
    top
        Size of the shortlist; 1 asks about the first place. Alternatives that tie with the last
        of the shortlist belong to it.
    method
        ``weighted-sum`` or ``topsis`` on fixed scales, both exact.

    Returns
    -------
    FloatArray
        ``(criteria, 2)``: lowest and highest weight, 0 to 1, with the same shortlist.
    """
    if method not in _SCORES:
        message = (
            f"Stability of weights: found method '{method}'. "
            f"Expected one of {', '.join(_SCORES)}. Use stability_by_search for other methods."
        )
        raise InputError(message)
    inside = rank(_SCORES[method](values, weights)) <= top
    result = np.empty((len(weights), 2))
    for index in range(len(weights)):
        low, high = _free_range(values, weights, index, inside, method)
        others = 1.0 - weights[index]
        result[index] = _share(low, others), _share(high, others)
    return result


def _share(points: float, others: float) -> float:
    if np.isinf(points) or others <= 0.0:
        return 1.0
    return points / (points + others)


def _free_range(
    values: FloatArray, weights: FloatArray, index: int, inside: BoolArray, method: str
) -> tuple[float, float]:
    """Return the points of one criterion between which nobody crosses the line."""
    if weights[index] >= 1.0:
        return 1.0, np.inf
    present = weights[index]
    if method == "weighted-sum":
        fixed = np.delete(values, index, axis=1) @ np.delete(weights, index)
        slope = values[:, index]
        rise = (slope[inside, np.newaxis] - slope[~inside]).ravel()
        base = (fixed[inside, np.newaxis] - fixed[~inside]).ravel()
        return _linear_range(base, rise, present)
    squares = np.square(weights)
    squares[index] = 0.0
    near, far = np.square(values) @ squares, np.square(1.0 - values) @ squares
    up, down = np.square(values[:, index]), np.square(1.0 - values[:, index])
    pairs = (
        np.multiply.outer(near[inside], far[~inside])
        - np.multiply.outer(far[inside], near[~inside]),
        np.multiply.outer(up[inside], far[~inside])
        + np.multiply.outer(near[inside], down[~inside])
        - np.multiply.outer(far[inside], up[~inside])
        - np.multiply.outer(down[inside], near[~inside]),
        np.multiply.outer(up[inside], down[~inside])
        - np.multiply.outer(down[inside], up[~inside]),
    )
    low, high = _quadratic_range(
        pairs[0].ravel(), pairs[1].ravel(), pairs[2].ravel(), present**2
    )
    return float(np.sqrt(low)), float(np.sqrt(high))


def _linear_range(base: FloatArray, rise: FloatArray, present: float) -> tuple[float, float]:
    """Return the interval around the present t in which every base + rise t stays above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -base / rise
    falling, rising = rise < -_NOISE, rise > _NOISE
    high = crossing[falling].min(initial=np.inf)
    low = crossing[rising].max(initial=0.0)
    return float(min(low, present)), float(max(high, present))


def _quadratic_range(
    constant: FloatArray, straight: FloatArray, square: FloatArray, present: float
) -> tuple[float, float]:
    """Return the interval around the present q without a root of any of the quadratics."""
    constant, straight, square = (
        np.where(np.abs(part) < _NOISE, 0.0, part) for part in (constant, straight, square)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        discriminant = straight**2 - 4.0 * square * constant
        larger = -0.5 * (straight + np.copysign(np.sqrt(discriminant), straight))
        candidates = np.concatenate([larger / square, constant / larger])
    roots = candidates[np.isfinite(candidates) & (candidates > 0)]
    low = roots[roots <= present].max(initial=0.0)
    high = roots[roots > present].min(initial=np.inf)
    return float(low), float(high)


def stability_by_search(
    shortlist: Callable[[FloatArray], BoolArray], weights: FloatArray
) -> FloatArray:
    """Return how far each weight may move alone, for any method, by search.

    Parameters
    ----------
    shortlist
        Takes weights, ``(criteria,)``, summing to 1, and returns who is on the shortlist.
    weights
        ``(criteria,)``, summing to 1.

    Returns
    -------
    FloatArray
        ``(criteria, 2)``. The line is scanned in steps of half a per cent and the first change
        bisected; a change that reverts within one step is not seen.
    """
    present = shortlist(weights)
    result = np.empty((len(weights), 2))
    for index, weight in enumerate(weights.tolist()):
        others = weights.copy()
        others[index] = 0.0
        total = others.sum()
        if total <= 0.0:
            result[index] = 1.0
            continue

        def same(
            share: float, *, index: int = index, others: FloatArray = others / total
        ) -> bool:
            moved = others * (1.0 - share)
            moved[index] = share
            return bool(np.array_equal(shortlist(moved), present))

        result[index] = _first_change(same, weight, 0.0), _first_change(same, weight, 1.0)
    return result


def _first_change(same: Callable[[float], bool], start: float, end: float) -> float:
    steps = max(1, round(abs(end - start) * _STEPS))
    good = start
    for trial in np.linspace(start, end, steps + 1)[1:].tolist():
        if same(trial):
            good = trial
            continue
        bad = trial
        for _ in range(_HALVINGS):
            middle = 0.5 * (good + bad)
            good, bad = (middle, bad) if same(middle) else (good, middle)
        return good
    return end

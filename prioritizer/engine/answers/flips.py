"""What it would take: the weight at which two alternatives change places, one weight at a time.

Weights are raw points, as a person gives them: moving one point leaves the others where they
are, and normalising afterwards changes no order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from prioritizer.engine.arrays import FloatArray

_STEPS = 200
_HALVINGS = 45
_NEGLIGIBLE = 1e-15  # relative size below which a difference is rounding noise


def flip_points(points: FloatArray, value_differences: FloatArray) -> tuple[float | None, ...]:
    """Return, per criterion, the points at which a pair ties under the weighted sum.

    Parameters
    ----------
    points
        ``(criteria,)``, present weights, not negative, of any sum.
    value_differences
        ``(criteria,)``, values of the alternative above minus values of the one below.

    Returns
    -------
    tuple of float or None
        The new points of that criterion alone, 0 or more; None where no such points exist.
    """
    parts = points * value_differences
    result: list[float | None] = []
    for index, difference in enumerate(value_differences.tolist()):
        others = math.fsum(np.delete(parts, index).tolist())
        noise = _NEGLIGIBLE * float(np.abs(parts).max(initial=0.0))
        if difference == 0 or not np.delete(points, index).any():
            result.append(None)
            continue
        needed = 0.0 if abs(others) <= noise else -others / difference
        result.append(needed if needed >= 0 else None)
    return tuple(result)


def flip_points_closeness(
    points: FloatArray,
    values_above: FloatArray,
    values_below: FloatArray,
    *,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
) -> tuple[float | None, ...]:
    """Return, per criterion, the nearest points at which a pair ties in TOPSIS.

    Parameters
    ----------
    points
        ``(criteria,)``, present weights, not negative, of any sum.
    values_above, values_below
        ``(criteria,)`` each.
    ideal, anti_ideal
        ``(criteria,)``; 1 and 0 when left out, as in `closeness`.

    Returns
    -------
    tuple of float or None
        As in `flip_points`.

    Notes
    -----
    Two closenesses are equal where D-(a)² D+(b)² = D-(b)² D+(a)². Each squared distance is
    linear in the square of one weight, so this is a quadratic equation and needs no search.
    """
    best = np.ones_like(points) if ideal is None else ideal
    worst = np.zeros_like(points) if anti_ideal is None else anti_ideal
    squares = np.square(points)
    gaps = [
        np.square(values - end)
        for values, end in (
            (values_above, worst),
            (values_below, best),
            (values_below, worst),
            (values_above, best),
        )
    ]
    result: list[float | None] = []
    for index, present in enumerate(points.tolist()):
        fixed = [math.fsum(np.delete(squares * gap, index).tolist()) for gap in gaps]
        slopes = [float(gap[index]) for gap in gaps]
        roots = [math.sqrt(root) for root in _equal_products(fixed, slopes) if root >= 0]
        usable = [root for root in roots if root > 0 or np.delete(points, index).any()]
        result.append(min(usable, key=lambda root: abs(root - present), default=None))
    return tuple(result)


def flip_points_by_search(
    points: FloatArray,
    pair: FloatArray,
    score: Callable[[FloatArray, FloatArray], FloatArray],
) -> tuple[float | None, ...]:
    """Return, per criterion, the nearest points at which a pair ties under any method.

    Parameters
    ----------
    points
        ``(criteria,)``, present weights, not negative, of any sum.
    pair
        ``(2, criteria)``, values of the alternative above and of the one below.
    score
        Takes values and weights that sum to 1 and gives scores.

    Returns
    -------
    tuple of float or None
        As in `flip_points`. The share of the weight is scanned in steps of half a per cent and
        the first change bisected; one that reverts within a step is not seen.
    """
    result: list[float | None] = []
    for index in range(len(points)):
        others = np.delete(points, index).sum()

        def lead(share: float, *, index: int = index, others: float = float(others)) -> float:
            weights = points * (1.0 - share) / others
            weights[index] = share
            first, second = score(pair, weights).tolist()
            return float(first - second)

        share = (
            None if others <= 0 else _nearest_root(lead, float(points[index] / points.sum()))
        )
        # All the weight on one criterion is no number of points.
        result.append(
            None if share is None or share >= 1 else float(share / (1 - share) * others)
        )
    return tuple(result)


def _nearest_root(lead: Callable[[float], float], present: float) -> float | None:
    roots = [
        root for end in (0.0, 1.0) if (root := _first_root(lead, present, end)) is not None
    ]
    return min(roots, key=lambda root: abs(root - present), default=None)


def _first_root(lead: Callable[[float], float], start: float, end: float) -> float | None:
    """Return the share nearest to ``start`` on the way to ``end`` where the lead is gone."""
    ahead = start
    for step in range(1, _STEPS + 1):
        trial = start + (end - start) * step / _STEPS
        if lead(trial) > 0:
            ahead = trial
            continue
        for _ in range(_HALVINGS):
            middle = 0.5 * (ahead + trial)
            ahead, trial = (middle, trial) if lead(middle) > 0 else (ahead, middle)
        return trial
    return None


def _equal_products(fixed: Sequence[float], slopes: Sequence[float]) -> list[float]:
    """Return the q at which (f0 + s0 q)(f1 + s1 q) equals (f2 + s2 q)(f3 + s3 q)."""
    square = slopes[0] * slopes[1] - slopes[2] * slopes[3]
    straight = (
        fixed[0] * slopes[1]
        + slopes[0] * fixed[1]
        - fixed[2] * slopes[3]
        - slopes[2] * fixed[3]
    )
    constant = fixed[0] * fixed[1] - fixed[2] * fixed[3]
    if abs(square) <= _NEGLIGIBLE * max(slopes[0] * slopes[1], slopes[2] * slopes[3]):
        return [-constant / straight] if straight != 0 else []
    discriminant = straight * straight - 4.0 * square * constant
    if discriminant < 0:
        return []
    # The root with the larger numerator first: subtracting nearly equal numbers loses digits.
    larger = -0.5 * (straight + math.copysign(math.sqrt(discriminant), straight))
    roots = [larger / square]
    if larger != 0:
        roots.append(constant / larger)
    return roots


def smallest_flip(
    points: FloatArray, flips: Sequence[float | None]
) -> tuple[int, float] | None:
    """Return the criterion whose points need the smallest change, and its new points.

    Parameters
    ----------
    points
        ``(criteria,)``, present points.
    flips
        Result of `flip_points` or `flip_points_closeness`.

    Returns
    -------
    tuple of int and float, or None
        None where no single weight can bring the pair level.
    """
    candidates = [
        (abs(needed - present), index, needed)
        for index, (present, needed) in enumerate(zip(points.tolist(), flips, strict=True))
        if needed is not None
    ]
    if not candidates:
        return None
    _, index, needed = min(candidates)
    return index, needed

"""What holds whatever the weights: dominance, and who can be first at all."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.weights.regions import Region, Simplex, as_polytope

_TOLERANCE = 1e-7  # of the solver
_PAIRS_AT_ONCE = 1 << 22
_EARLIER = 1e-9  # sums that differ by less may be equal


def dominates(values: FloatArray) -> BoolArray:
    """Return who is at least as good on all criteria and better on one.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, higher better.

    Returns
    -------
    BoolArray
        ``(alternatives, alternatives)``: row dominates column.
    """
    n_alternatives = len(values)
    as_good = np.ones((n_alternatives, n_alternatives), dtype=np.bool_)
    for column in values.T:
        as_good &= column[:, np.newaxis] >= column
    result: BoolArray = as_good & ~as_good.T
    return result


def count_dominators(values: FloatArray) -> IntArray:
    """Return how many alternatives dominate each, ``(alternatives,)``: as `dominates` says.

    Some alternatives at a time, so that memory does not grow with the square of their number.
    """
    order = np.argsort(-values.sum(axis=1), kind="stable")
    ordered = np.ascontiguousarray(values[order].T)
    _, kind, size = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    result = -size[kind.reshape(-1)]  # whoever is equal is as good, too
    step = max(1, _PAIRS_AT_ONCE // len(values))
    for start in range(0, len(values), step):
        some = slice(start, start + step)
        # Only what stands earlier in this order can be as good, or what sums to as much.
        last = np.searchsorted(
            -ordered.sum(axis=0), _EARLIER - ordered[:, some].sum(axis=0)[-1]
        )
        as_good = np.ones((len(order[some]), int(last)), dtype=np.bool_)
        for column in ordered:
            as_good &= column[:last] >= column[some, np.newaxis]
        result[order[some]] += as_good.sum(axis=1)
    return result


def non_dominated(values: FloatArray) -> BoolArray:
    """Return which alternatives nothing dominates, ``(alternatives,)``."""
    # The best sum of those left is dominated by none; most of the others fall to the first few.
    # Where rounding makes sums equal, the columns one by one say who can dominate whom.
    left = np.lexsort((*-values.T[::-1], -values.sum(axis=1)))
    result = np.zeros(len(values), dtype=np.bool_)
    while len(left):
        first, rivals = values[left[0]], values[left]
        is_beaten = np.all(first >= rivals, axis=1) & np.any(first > rivals, axis=1)
        result[left[0]] = True
        left = left[~is_beaten][1:]
    return result


def winning_weights(values: FloatArray, *, region: Region | None = None) -> FloatArray:
    """Return, per alternative, weights that put it first in the weighted sum by most.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    region
        Weights that are allowed; all when left out.

    Returns
    -------
    FloatArray
        ``(alternatives, criteria)``; NaN where no allowed weights make the alternative first,
        not even tied. One linear program each (HiGHS).
    """
    from scipy.optimize import linprog

    allowed = as_polytope(Simplex(values.shape[1]) if region is None else region)
    sides, limits = allowed.half_spaces()
    result = np.full(values.shape, np.nan)
    candidates = np.flatnonzero(non_dominated(values))
    for index in candidates.tolist():
        # What a dominated rival asks of the weights, the one that dominates it asks as well.
        others = candidates[candidates != index]
        rivals = values[others] - values[index]
        found = linprog(
            c=np.append(np.zeros(values.shape[1]), -1.0),
            A_ub=np.block(
                [[rivals, np.ones((len(rivals), 1))], [sides, np.zeros((len(sides), 1))]]
            ),
            b_ub=np.concatenate([np.zeros(len(rivals)), limits]),
            A_eq=np.append(np.ones(values.shape[1]), 0.0)[np.newaxis],
            b_eq=[1.0],
            bounds=[(0, 1)] * values.shape[1] + [(-2, 2)],
            method="highs",
        )
        if not found.success:
            _ = allowed.frame  # names the contradiction
        elif found.x[-1] >= -_TOLERANCE:
            result[index] = found.x[:-1]
    return result

"""What holds whatever the weights: dominance, and who can be first at all."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.regions import Region, Simplex, as_polytope

_TOLERANCE = 1e-7  # of the solver


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


def non_dominated(values: FloatArray) -> BoolArray:
    """Return which alternatives nothing dominates, ``(alternatives,)``."""
    # Only what stands earlier in this order can dominate; most fall to the first few.
    order = np.argsort(-values.sum(axis=1), kind="stable")
    kept: list[int] = []
    for index in order.tolist():
        rivals = values[kept]
        better = np.all(rivals >= values[index], axis=1) & np.any(
            rivals > values[index], axis=1
        )
        if not better.any():
            kept.append(index)
    result = np.zeros(len(values), dtype=np.bool_)
    result[kept] = True
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
        rivals = np.delete(values, index, axis=0) - values[index]
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

"""What holds whatever the weights: dominance, who can be first, best and worst rank."""

from __future__ import annotations

from typing import Any

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.polytope import Polytope
from prioritizer.engine.regions import Region, Simplex, as_polytope
from prioritizer.errors import InputError

_MARGIN = 1e-5  # scores closer than this count as equal: ten times the solver's tolerance


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
            allowed.inner_center()  # names the contradiction
        elif found.x[-1] >= -_MARGIN / 100:
            result[index] = found.x[:-1]
    return result


def extreme_ranks(
    values: FloatArray, *, region: Region | None = None
) -> tuple[IntArray, IntArray]:
    """Return the best and the worst rank that any allowed weights give in the weighted sum.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1. Meant for up to a few hundred alternatives: two
        mixed integer programs each.
    region
        Weights that are allowed; all when left out.

    Returns
    -------
    best_rank, worst_rank
        ``(alternatives,)`` each. Ties share the better rank, as everywhere.

    Notes
    -----
    Extreme ranking analysis, Kadziński, Greco and Słowiński 2012.
    """
    allowed = as_polytope(Simplex(values.shape[1]) if region is None else region)
    allowed.inner_center()
    best = np.empty(len(values), dtype=np.int64)
    worst = np.empty(len(values), dtype=np.int64)
    for index in range(len(values)):
        differences = values - values[index]
        rivals = differences[np.any(differences > 0, axis=1)]
        best[index] = 1 + _fewest_above(rivals, allowed)
        worst[index] = 1 + _most_above(rivals, allowed)
    return best, worst


def _fewest_above(differences: FloatArray, allowed: Polytope) -> int:
    """Return the least number of rivals whose score exceeds ours for some weights."""
    if not len(differences):
        return 0
    # A rival not counted (0) must stay at or below us; one that is counted (1) may be anywhere.
    n_rivals = len(differences)
    return round(
        _count(
            allowed,
            cost=np.ones(n_rivals),
            rows=np.hstack([differences, -np.eye(n_rivals)]),
            highest=np.zeros(n_rivals),
        )
    )


def _most_above(differences: FloatArray, allowed: Polytope) -> int:
    """Return the largest number of rivals whose score exceeds ours for some weights."""
    n_rivals = len(differences)
    if not n_rivals:
        return 0
    # A rival that is counted (1) must exceed us by a margin that no rounding can make up.
    slack = 1.0 + _MARGIN
    most = -_count(
        allowed,
        cost=-np.ones(n_rivals),
        rows=np.hstack([-differences, slack * np.eye(n_rivals)]),
        highest=np.full(n_rivals, 1.0),
    )
    return round(most)


def _count(
    allowed: Polytope, *, cost: FloatArray, rows: FloatArray, highest: FloatArray
) -> float:
    from scipy.optimize import Bounds, LinearConstraint, milp

    sides, limits = allowed.half_spaces()
    n_criteria, n_rivals = allowed.n_criteria, len(cost)
    padding = np.zeros((len(sides), n_rivals))
    constraints: list[Any] = [
        LinearConstraint(rows, -np.inf, highest),
        LinearConstraint(np.hstack([sides, padding]), -np.inf, limits),
        LinearConstraint(np.concatenate([np.ones(n_criteria), np.zeros(n_rivals)]), 1.0, 1.0),
    ]
    found = milp(
        np.concatenate([np.zeros(n_criteria), cost]),
        integrality=np.concatenate([np.zeros(n_criteria), np.ones(n_rivals)]),
        bounds=Bounds(0.0, 1.0),
        constraints=constraints,
    )
    if not found.success:
        message = (
            f"Extreme ranks: found no solution ({found.message}). "
            "Expected a weight region with room. Widen an interval or drop a condition."
        )
        raise InputError(message)
    return float(found.fun)

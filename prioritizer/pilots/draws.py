"""One portfolio per Monte Carlo draw, exact, by Lagrangian bounds and small core problems.

Each draw has its own values and costs. Multipliers of the rules give an upper bound ``U`` and a
reduced value ``r`` per site. With any feasible choice of value ``L``, a site with ``|r| > U - L``
keeps its place in every better choice (Balas and Zemel 1980, Operations Research 28, 1130-1154), so
HiGHS solves only the few others. The answer is a proven optimum whatever the multipliers are; poor
multipliers only make the core larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.programme import milp_columns, programme
from prioritizer.pilots.rules import Rule

FIRST_CORE = 12
MOST_ENUMERATED = 14
BLOCK = 250
SWEEPS = 2
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPortfolios:
    """The best choice in each draw, ``(draws, sites)``.

    ``is_feasible`` ``(draws,)`` marks draws in which the rules leave an answer; the choice of the
    others is empty. Fewer rows than asked for mean that the caller stopped.
    """

    chosen: BoolArray
    is_feasible: BoolArray
    asked: int

    @property
    def n_draws(self) -> int:
        """Return how many draws were done."""
        return len(self.chosen)

    @property
    def share(self) -> FloatArray:
        """Return the share of feasible draws that choose each site, ``(sites,)``."""
        n_feasible = int(self.is_feasible.sum())
        if n_feasible == 0:
            return np.zeros(self.chosen.shape[1])
        return np.asarray(self.chosen.sum(axis=0) / n_feasible, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """All rows of a draw problem; row 0 is the budget, whose coefficients are the draw's costs."""

    n_sites: int
    fixed: FloatArray
    upper: FloatArray

    def matrix(self, costs: FloatArray) -> FloatArray:
        """Return the rows with the costs of one draw, ``(rows, columns)``."""
        matrix = self.fixed.copy()
        matrix[0, : self.n_sites] = costs
        return matrix


def portfolios(
    values: FloatArray,
    costs: FloatArray,
    limit: float,
    rules: Sequence[Rule] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> DrawnPortfolios:
    """Return the best portfolio of every draw.

    Parameters
    ----------
    values, costs
        Value and cost of each site per draw, ``(draws, sites)``, cost in the currency of ``limit``.
    limit
        The budget.
    rules
        The other rules; the same in every draw.
    progress
        Called after each block with draws done and draws asked for.
    cancel
        Asked after each block; True ends the work with what was done.
    """
    n_draws, n_sites = values.shape
    # Scaling the budget row to 1 keeps the solver's tolerances meaningful for any currency.
    scale = limit if limit > 0 else 1.0
    problem = programme(np.zeros(n_sites), rules)
    budget_row = np.zeros((1, problem.n_columns))
    rows = _Rows(
        n_sites,
        np.vstack([budget_row, problem.matrix]),
        np.concatenate([[limit / scale], problem.upper]),
    )
    chosen = np.zeros((n_draws, n_sites), dtype=bool)
    is_feasible = np.zeros(n_draws, dtype=bool)
    start = _first_multipliers(values.mean(axis=0), costs.mean(axis=0) / scale, rows)
    done = 0
    while done < n_draws:
        block = slice(done, min(done + BLOCK, n_draws))
        _solve_block(
            values[block], costs[block] / scale, rows, start, chosen[block], is_feasible[block]
        )
        done = block.stop
        if progress is not None:
            progress(done, n_draws)
        if cancel is not None and cancel():
            break
    return DrawnPortfolios(chosen[:done], is_feasible[:done], n_draws)


def _first_multipliers(values: FloatArray, costs: FloatArray, rows: _Rows) -> FloatArray:
    """Return the dual prices of the rows in the relaxed problem of the mean draw, ``(rows,)``."""
    from scipy.optimize import linprog

    padded = np.zeros(rows.fixed.shape[1])
    padded[: rows.n_sites] = values
    result = linprog(
        -padded, A_ub=rows.matrix(costs), b_ub=rows.upper, bounds=(0, 1), method="highs"
    )
    if result.status != 0:
        return np.zeros(len(rows.upper))
    return np.maximum(-np.asarray(result.ineqlin.marginals, dtype=np.float64), 0.0)


def _solve_block(
    values: FloatArray,
    costs: FloatArray,
    rows: _Rows,
    start: FloatArray,
    chosen: BoolArray,
    is_feasible: BoolArray,
) -> None:
    """Fill the rows of one block of draws."""
    multipliers = _improved(values, costs, rows, start)
    reduced = _reduced(values, costs, rows, multipliers)
    bound = multipliers @ rows.upper + np.maximum(reduced, 0.0).sum(axis=1)
    for draw in range(len(values)):
        found = _solve_draw(
            values[draw], rows.matrix(costs[draw]), rows, reduced[draw], float(bound[draw])
        )
        is_feasible[draw] = found is not None
        if found is not None:
            chosen[draw] = found


def _reduced(
    values: FloatArray, costs: FloatArray, rows: _Rows, multipliers: FloatArray
) -> FloatArray:
    """Return values less the price of what each column uses, ``(draws, columns)``."""
    reduced = -(multipliers[:, 1:] @ rows.fixed[1:])
    reduced[:, : rows.n_sites] += values - multipliers[:, :1] * costs
    return reduced


def _improved(
    values: FloatArray, costs: FloatArray, rows: _Rows, start: FloatArray
) -> FloatArray:
    """Lower the bound of each draw, one multiplier at a time, ``(draws, rows)``.

    For one row the bound is piecewise linear and convex; its lowest point is the breakpoint where
    the slope turns positive.
    """
    multipliers = np.tile(start, (len(values), 1))
    n_columns = rows.fixed.shape[1]
    padded = np.pad(costs, ((0, 0), (0, n_columns - rows.n_sites)))
    for _ in range(SWEEPS):
        for row in range(len(rows.upper)):
            used = padded if row == 0 else rows.fixed[row : row + 1]
            columns = np.flatnonzero(np.any(used != 0, axis=0))
            if len(columns) == 0:
                continue
            multipliers[:, row] = 0.0
            rest = _reduced(values, costs, rows, multipliers)[:, columns]
            multipliers[:, row] = _best_multiplier(rest, used[:, columns], rows.upper[row])
    return multipliers


def _best_multiplier(rest: FloatArray, used: FloatArray, upper: float) -> FloatArray:
    """Return where the slope of the bound turns positive, ``(draws,)``, at least 0."""
    size = np.broadcast_to(np.abs(used), rest.shape)
    points = np.divide(rest, used, out=np.full_like(rest, -np.inf), where=used != 0)
    order = np.argsort(points, axis=1)
    slope = upper - np.maximum(used, 0.0).sum(axis=1, keepdims=True)
    slope = slope + np.cumsum(np.take_along_axis(size, order, axis=1), axis=1)
    first = np.minimum(np.sum(slope < 0, axis=1), rest.shape[1] - 1)
    best = np.take_along_axis(points, np.take_along_axis(order, first[:, None], axis=1), axis=1)
    return np.maximum(best[:, 0], 0.0)


def _solve_draw(
    value: FloatArray, matrix: FloatArray, rows: _Rows, reduced: FloatArray, bound: float
) -> BoolArray | None:
    """Return the proven best choice of one draw, ``(sites,)``; None if there is none.

    The core grows until it holds a feasible choice; a core of all sites that holds none proves
    that there is none.
    """
    n_sites = rows.n_sites
    distance = np.abs(reduced[:n_sites])
    nearest = np.argsort(distance, kind="stable")
    start = reduced[:n_sites] > 0
    size = FIRST_CORE
    found = None
    while found is None:
        core = np.zeros(n_sites, dtype=bool)
        core[nearest[:size]] = True
        found = _solve_core(value, matrix, rows.upper, core, start)
        if found is None and size >= n_sites:
            return None
        size *= 3
    gap = bound - float(value @ found)
    open_sites = distance <= gap + TOLERANCE
    if not np.any(open_sites & ~core):
        return found
    return _solve_core(value, matrix, rows.upper, open_sites, start)


def _solve_core(
    value: FloatArray, matrix: FloatArray, upper: FloatArray, core: BoolArray, start: BoolArray
) -> BoolArray | None:
    """Return the best choice when only the core may differ from ``start``."""
    n_sites, n_columns = len(value), matrix.shape[1]
    sites = np.flatnonzero(core)
    held = np.flatnonzero(start & ~core)
    room = upper - matrix[:, held].sum(axis=1)
    if n_columns == n_sites and len(sites) <= MOST_ENUMERATED:
        inside = _enumerated(value[sites], matrix[:, sites], room)
    else:
        helpers = np.arange(n_sites, n_columns)
        found = milp_columns(
            np.concatenate([value[sites], np.zeros(len(helpers))]),
            matrix[:, np.concatenate([sites, helpers])],
            room,
            n_integer=len(sites),
        )
        inside = None if found is None else found[: len(sites)] > 0.5
    if inside is None:
        return None
    chosen = start & ~core
    chosen[sites] = inside
    return chosen


def _enumerated(value: FloatArray, matrix: FloatArray, room: FloatArray) -> BoolArray | None:
    """Try every subset of a few sites at once; quicker than a solver's start-up."""
    subsets = _subsets(len(value))
    fits = np.all(subsets @ matrix.T <= room + TOLERANCE, axis=1)
    if not fits.any():
        return None
    best = int(np.argmax(np.where(fits, subsets @ value, -np.inf)))
    return np.asarray(subsets[best] > 0.5)


@cache
def _subsets(n: int) -> FloatArray:
    """Return all subsets of n things, ``(2**n, n)``, 0 or 1."""
    counts = np.arange(2**n)[:, None]
    return ((counts >> np.arange(n)) & 1).astype(np.float64)

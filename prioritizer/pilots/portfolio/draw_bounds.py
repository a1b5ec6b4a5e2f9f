"""Upper bounds of the programmes of many draws at once, from prices of money, places and rules.

Any prices give a valid bound (Lagrangian relaxation); good ones leave few sites open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.integer_programme import programme
from prioritizer.pilots.portfolio.rules import Rule

SWEEPS = 1
EXACT_COUNTS = 2
OWN_ROWS = 3
"""Budget, at most, at least: the rows before those of the rules."""
HALVINGS = 14
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DrawProblem:
    """The rows of all draws: budget, at most and at least so many sites, then the rules.

    ``fixed`` ``(rows, columns)`` holds the coefficients, all but the budget's, which are the
    draw's costs; ``upper`` ``(draws, rows)``; ``kinds`` the rows that count kinds, see
    ``Rows``.
    """

    values: FloatArray
    costs: FloatArray
    fixed: FloatArray
    upper: FloatArray
    kinds: tuple[tuple[IntArray, float], ...] = ()

    @property
    def n_sites(self) -> int:
        """Return how many columns are sites; the others are helpers."""
        return int(self.values.shape[1])

    def part(self, block: IntArray) -> DrawProblem:
        """Return a block of draws."""
        return replace(
            self, values=self.values[block], costs=self.costs[block], upper=self.upper[block]
        )

    def matrix(self, draw: int) -> FloatArray:
        """Return the rows of one draw, ``(rows, columns)``."""
        matrix = self.fixed.copy()
        matrix[0, : self.n_sites] = self.costs[draw]
        return matrix

    def reduced(self, multipliers: FloatArray) -> FloatArray:
        """Return values less the price of what each column uses, ``(draws, columns)``."""
        priced = 1 + np.flatnonzero(multipliers[:, 1:].any(axis=0))
        reduced = -(multipliers[:, priced] @ self.fixed[priced])
        reduced[:, : self.n_sites] += self.values - multipliers[:, :1] * self.costs
        return reduced

    def bound(self, multipliers: FloatArray) -> FloatArray:
        """Return a value that no choice of the draw exceeds, ``(draws,)``."""
        free = np.maximum(self.reduced(multipliers), 0.0).sum(axis=1)
        return np.asarray((multipliers * self.upper).sum(axis=1) + free, dtype=np.float64)


def draw_problem(
    values: FloatArray, costs: FloatArray, limit: float, rules: Sequence[Rule]
) -> DrawProblem:
    """Return the rows of all draws, budget and count of sites included."""
    n_draws, n_sites = values.shape
    # Scaling the budget row to 1 keeps the solver's tolerances meaningful for any currency.
    costs = costs / limit
    rows = programme(np.zeros(n_sites), rules)
    count = np.zeros((1, rows.n_columns))
    count[0, :n_sites] = 1.0
    most = np.sum(np.cumsum(np.sort(costs, axis=1), axis=1) <= 1.0 + TOLERANCE, axis=1)
    for row, upper in zip(rows.matrix, rows.upper, strict=True):
        if np.array_equal(row, count[0]):
            most = np.minimum(most, int(upper))
    return DrawProblem(
        values,
        costs,
        np.vstack([np.zeros_like(count), count, -count, rows.matrix]),
        np.column_stack(
            [np.ones(n_draws), most, np.zeros(n_draws), np.tile(rows.upper, (n_draws, 1))]
        ),
        _kinds(rules),
    )


def _kinds(rules: Sequence[Rule]) -> tuple[tuple[IntArray, float], ...]:
    """Return for each rule with helpers the rows of its kinds, and how many kinds it asks."""
    found, row = [], OWN_ROWS
    for rule in rules:
        if rule.n_helpers:
            found.append((np.arange(row, row + rule.n_helpers), -float(rule.upper[-1])))
        row += len(rule.upper)
    return tuple(found)


def branches_by_count(problem: DrawProblem) -> list[DrawProblem]:
    """Return the problem with exactly the most sites, one less, …, and any smaller number."""
    most = problem.upper[:, 1]
    found = []
    for fewer in range(EXACT_COUNTS + 1):
        upper = problem.upper.copy()
        upper[:, 1] = most - fewer
        upper[:, 2] = fewer - most if fewer < EXACT_COUNTS else 0.0
        found.append(replace(problem, upper=upper))
    return found


def first_multipliers(problem: DrawProblem) -> FloatArray:
    """Return the dual prices of the rows in the relaxed problem of a typical draw, ``(rows,)``.

    Taken from the first draw, so that a draw's answer does not depend on how many follow.
    """
    from scipy.optimize import linprog

    padded = np.zeros(problem.fixed.shape[1])
    padded[: problem.n_sites] = problem.values[0]
    result = linprog(
        -padded,
        A_ub=problem.matrix(0),
        b_ub=problem.upper[0],
        bounds=(0, 1),
        method="highs",
    )
    if result.status != 0:
        return np.zeros(problem.upper.shape[1])
    return np.maximum(-np.asarray(result.ineqlin.marginals, dtype=np.float64), 0.0)


def multipliers_of(problem: DrawProblem, start: FloatArray) -> FloatArray:
    """Return the better of two sets of multipliers in each draw, ``(draws, rows)``.

    One starts from the relaxed problem; the other first prices places and then money, which one
    multiplier at a time would not find where costs are alike.
    """
    # Rows of kinds keep their price: there are many, and most bind in no draw.
    counting = {row for rows, _ in problem.kinds for row in (*rows.tolist(), rows[-1] + 1)}
    rows = [row for row in range(len(start)) if row not in counting]
    by_money = _improved(problem, start, rows)
    without = start.copy()
    without[[0, *counting]] = 0.0
    by_places = _improved(problem, without, [*rows[1:], 0])
    best = _better(problem, by_money, by_places)
    together = _improved(problem, _money_and_places(problem, best), rows[3:])
    return _better(problem, best, together)


def _better(problem: DrawProblem, one: FloatArray, other: FloatArray) -> FloatArray:
    """Return in each draw the multipliers with the lower bound."""
    is_better = problem.bound(other) < problem.bound(one)
    return np.where(is_better[:, None], other, one)


def _money_and_places(problem: DrawProblem, multipliers: FloatArray) -> FloatArray:
    """Set the prices of money and of places together, the other rules' prices held.

    For a price of money the best price of a place is the reduced value of the last site that
    has one; the price of money is halved in on until the sites that have a place just cost the
    budget.
    """
    alone = multipliers.copy()
    alone[:, :3] = 0.0
    values = problem.reduced(alone)[:, : problem.n_sites]
    places = np.clip(problem.upper[:, 1], 1, problem.n_sites).astype(np.int64)[:, None]
    low = np.zeros(len(values))
    high = (values / np.maximum(problem.costs, 1e-9)).max(axis=1).clip(0.0)
    # Sorted only so far that as many sites as there are places come first.
    counts = np.unique(places - 1)
    for _ in range(HALVINGS):
        money = (low + high) / 2
        order = np.argpartition(money[:, None] * problem.costs - values, counts, axis=1)
        order = order[:, : counts[-1] + 1]
        spent = np.cumsum(np.take_along_axis(problem.costs, order, axis=1), axis=1)
        is_dear = np.take_along_axis(spent, places - 1, axis=1)[:, 0] > 1.0
        low, high = np.where(is_dear, money, low), np.where(is_dear, high, money)
    reduced = np.sort(values - high[:, None] * problem.costs, axis=1)[:, ::-1]
    last = np.take_along_axis(reduced, places - 1, axis=1)[:, 0]
    found = multipliers.copy()
    found[:, 0] = high
    found[:, 1], found[:, 2] = np.maximum(last, 0.0), np.maximum(-last, 0.0)
    return found


def _improved(problem: DrawProblem, start: FloatArray, rows: Sequence[int]) -> FloatArray:
    """Lower the bound of each draw, one multiplier at a time, ``(draws, rows)``.

    For one row the bound is piecewise linear and convex; its lowest point is the breakpoint
    where the slope turns positive.
    """
    multipliers = np.array(np.broadcast_to(start, (len(problem.values), start.shape[-1])))
    n_helpers = problem.fixed.shape[1] - problem.n_sites
    padded = np.pad(problem.costs, ((0, 0), (0, n_helpers)))
    for _ in range(SWEEPS):
        for row in rows:
            used = padded if row == 0 else problem.fixed[row : row + 1]
            columns = np.flatnonzero(np.any(used != 0, axis=0))
            if len(columns) == 0:
                continue
            multipliers[:, row] = 0.0
            rest = problem.reduced(multipliers)[:, columns]
            multipliers[:, row] = _best_multiplier(
                rest, used[:, columns], problem.upper[:, row]
            )
    return multipliers


def _best_multiplier(rest: FloatArray, used: FloatArray, upper: FloatArray) -> FloatArray:
    """Return where the slope of the bound turns positive, ``(draws,)``, at least 0."""
    size = np.broadcast_to(np.abs(used), rest.shape)
    points = np.divide(rest, used, out=np.full_like(rest, -np.inf), where=used != 0)
    order = np.argsort(points, axis=1)
    slope = upper[:, None] - np.maximum(used, 0.0).sum(axis=1, keepdims=True)
    slope = slope + np.cumsum(np.take_along_axis(size, order, axis=1), axis=1)
    first = np.minimum(np.sum(slope < 0, axis=1), rest.shape[1] - 1)
    best = np.take_along_axis(points, np.take_along_axis(order, first[:, None], axis=1), axis=1)
    return np.asarray(np.maximum(best[:, 0], 0.0), dtype=np.float64)

"""One portfolio per Monte Carlo draw, exact, by Lagrangian bounds and small core problems.

A draw is split by how many sites are chosen: as many as the budget can hold, one less, and so
on. Without the split the bounds are poor where costs are alike, since part of a site cannot be
bought.

Each draw has its own values and costs. Multipliers of the rules give an upper bound ``U`` and a
reduced value ``r`` per site. With any feasible choice of value ``L``, a site with ``|r| > U -
L`` keeps its place in every better choice (Balas and Zemel 1980, Operations Research 28,
1130-1154), so HiGHS solves only the few others. The answer is a proven optimum whatever the
multipliers are; poor multipliers only make the core larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.deviations import Deviations, best_deviation
from prioritizer.pilots.draw_bounds import (
    DrawProblem,
    branches_by_count,
    draw_problem,
    first_multipliers,
    multipliers_of,
)
from prioritizer.pilots.programme import milp_columns
from prioritizer.pilots.rules import Rule

CORES = (30, 100)
LARGEST_POOL = 256
FIRST_CORE = 12
MOST_ENUMERATED = 14
BLOCK = 250
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPortfolios:
    """The best choice in each draw, ``(draws, sites)``.

    ``is_feasible`` ``(draws,)`` marks draws in which the rules leave an answer; the choice of
    the others is empty. Fewer rows than asked for mean that the caller stopped.
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
        Value and cost of each site per draw, ``(draws, sites)``, cost in the currency of
        ``limit``.
    limit
        The budget.
    rules
        The other rules; the same in every draw.
    progress
        Called after each block with draws done and draws asked for.
    cancel
        Asked after each block; True ends the work with what was done.
    """
    n_draws = len(values)
    plain = [rule for rule in rules if rule.n_helpers == 0]
    counting = [rule for rule in rules if rule.n_helpers > 0]
    without = _Solver(draw_problem(values, costs, limit, plain))
    whole = _Solver(draw_problem(values, costs, limit, rules)) if counting else without
    chosen = np.zeros(values.shape, dtype=bool)
    is_feasible = np.zeros(n_draws, dtype=bool)
    done = 0
    while done < n_draws:
        block = np.arange(done, min(done + BLOCK, n_draws))
        chosen[block], is_feasible[block] = without.solve(block)
        # The best choice without the rules that need helpers is the best of all if it keeps
        # them.
        kept = np.all([rule.holds(chosen[block]) for rule in counting], axis=0)
        again = block[is_feasible[block] & ~kept] if counting else block[:0]
        if len(again):
            chosen[again], is_feasible[again] = whole.solve(again)
        done = int(block[-1]) + 1
        if progress is not None:
            progress(done, n_draws)
        if cancel is not None and cancel():
            break
    return DrawnPortfolios(chosen[:done], is_feasible[:done], n_draws)


class _Solver:
    """A problem with what is learnt from one draw for the next: multipliers and choices."""

    def __init__(self, problem: DrawProblem) -> None:
        self._problem = problem
        self._start = first_multipliers(problem)
        self._pool = _Pool()
        self._alike = _alike(problem)

    def solve(self, draws: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return choices, ``(draws, sites)``, and which draws have one."""
        problem = self._problem.part(draws)
        parts = branches_by_count(problem)
        multipliers = [multipliers_of(part, self._start) for part in parts]
        reduced = [part.reduced(m) for part, m in zip(parts, multipliers, strict=True)]
        bounds = [part.bound(m) for part, m in zip(parts, multipliers, strict=True)]
        chosen = np.zeros(problem.values.shape, dtype=bool)
        is_feasible = np.zeros(len(chosen), dtype=bool)
        for draw in range(len(chosen)):
            beaten = self._beaten(problem, draw)
            branches = [
                _branch(float(bound[draw]), part.upper[draw], r[draw], beaten)
                for part, bound, r in zip(parts, bounds, reduced, strict=True)
                if part.upper[draw, 1] >= 0
            ]
            known = self._pool.best(problem.values[draw], problem.costs[draw])
            found = _solve_draw(problem.values[draw], problem.matrix(draw), branches, known)
            is_feasible[draw] = found is not None
            if found is not None:
                self._pool.add(found)
                chosen[draw] = found
        return chosen, is_feasible

    def _beaten(self, problem: DrawProblem, draw: int) -> BoolArray:
        """Return sites that some best choice does without, ``(sites,)``.

        Such a site has as many sites that cost no more, are worth no less and stand alike in
        every rule as the budget can hold: one of them is free to take its place.
        """
        value, cost = problem.values[draw], problem.costs[draw]
        better = (value[:, None] <= value) & (cost[:, None] >= cost) & self._alike
        same = better & better.T
        # Of equals only the earlier counts as better, else two could replace each other.
        n_better = better.sum(axis=1) - np.triu(same).sum(axis=1)
        return np.asarray(n_better >= max(1, int(problem.upper[draw, 1])))


def _alike(problem: DrawProblem) -> BoolArray:
    """Return which pairs of sites stand alike in every rule, ``(sites, sites)``."""
    columns = problem.fixed[:, : problem.n_sites].T
    _, kind = np.unique(columns, axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    return np.asarray(kind[:, None] == kind)


@dataclass(frozen=True, slots=True, eq=False)
class _Branch:
    """One count of sites in one draw: its bound, its rows' limits, the reduced values."""

    bound: float
    upper: FloatArray
    reduced: FloatArray


class _Pool:
    """Choices of earlier draws: they keep every rule, so only the budget is checked again."""

    def __init__(self) -> None:
        self._choices: list[BoolArray] = []
        self._known: set[bytes] = set()

    def best(self, value: FloatArray, costs: FloatArray) -> BoolArray | None:
        """Return the best earlier choice that fits this draw's budget."""
        if not self._choices:
            return None
        choices = np.array(self._choices)
        totals = np.where(choices @ costs <= 1.0 + TOLERANCE, choices @ value, -np.inf)
        best = int(np.argmax(totals))
        return self._choices[best] if np.isfinite(totals[best]) else None

    def add(self, choice: BoolArray) -> None:
        """Keep a choice that is new; the oldest gives way."""
        key = choice.tobytes()
        if key in self._known:
            return
        self._known.add(key)
        self._choices.append(choice)
        if len(self._choices) > LARGEST_POOL:
            self._known.discard(self._choices.pop(0).tobytes())


def _branch(bound: float, upper: FloatArray, reduced: FloatArray, beaten: BoolArray) -> _Branch:
    """Return a branch in which beaten sites stay out and no longer raise the bound."""
    part = reduced[: len(beaten)]
    bound -= float(np.maximum(part[beaten], 0.0).sum())
    return _Branch(bound, upper, np.where(beaten, -np.inf, part))


def _solve_draw(
    value: FloatArray,
    matrix: FloatArray,
    branches: Sequence[_Branch],
    best: BoolArray | None,
) -> BoolArray | None:
    """Return the proven best choice of one draw, ``(sites,)``; None if there is none.

    ``best`` is a choice known to be feasible.
    """
    ordered = sorted(branches, key=lambda b: -b.bound)
    for solve in (_near_choice, _solve_branch):
        for branch in ordered:
            least = -np.inf if best is None else float(value @ best)
            if branch.bound <= least + TOLERANCE:
                break
            found = solve(value, matrix, branch, least)
            if found is not None and float(value @ found) > least:
                best = found
    return best


def _near_choice(
    value: FloatArray, matrix: FloatArray, branch: _Branch, least: float
) -> BoolArray | None:
    """Return a good choice, if the few sites nearest to indifference allow one."""
    core = np.zeros(len(value), dtype=bool)
    core[np.argsort(np.abs(branch.reduced[: len(value)]), kind="stable")[:FIRST_CORE]] = True
    return _solve_core(value, matrix, branch.upper, core, branch.reduced[: len(value)] > 0)


def _solve_branch(
    value: FloatArray, matrix: FloatArray, branch: _Branch, least: float
) -> BoolArray | None:
    """Return the best choice of a branch if it is worth more than ``least``.

    The core grows in steps; each better choice found closes some of the sites that were open.
    """
    n_sites = len(value)
    distance = np.abs(branch.reduced[:n_sites])
    start = branch.reduced[:n_sites] > 0
    order = np.argsort(distance, kind="stable")
    best = None
    for size in (*CORES, n_sites):
        gap = branch.bound - least
        near = order[: min(size, _n_open(distance, gap))]
        found = None
        if np.isfinite(gap) and matrix.shape[1] == n_sites:
            some = Deviations(near, distance[near], gap + TOLERANCE)
            found = best_deviation(value, matrix, branch.upper, start, some)
        if found is None:
            core = np.zeros(n_sites, dtype=bool)
            core[near] = True
            found = _solve_core(value, matrix, branch.upper, core, start)
        if found is not None and found.any() and float(value @ found) > least:
            best, least = found, float(value @ found)
        if _n_open(distance, branch.bound - least) <= size:
            break
    return best


def _n_open(distance: FloatArray, gap: float) -> int:
    """Return how many sites the gap leaves open; one at no finite distance is settled."""
    return int(np.sum(np.isfinite(distance) & (distance <= gap + TOLERANCE)))


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

"""One portfolio per Monte Carlo draw, exact, by Lagrangian bounds and small core problems.

A draw is split by how many sites are chosen: as many as the budget can hold, one less, and so
on. Without the split the bounds are poor where costs are alike, since part of a site cannot be
bought.

Each draw has its own values and costs. Multipliers of the rules give an upper bound ``U`` and a
reduced value ``r`` per site. With any feasible choice of value ``L``, a site with ``|r| > U -
L`` keeps its place in every better choice (Balas and Zemel 1980, Operations Research 28,
1130-1154), so only the few others are searched (``draw_search``). The answer is a proven
optimum whatever the multipliers are; poor multipliers only leave more to search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.draw_bounds import (
    DrawProblem,
    branches_by_count,
    draw_problem,
    first_multipliers,
    multipliers_of,
)
from prioritizer.pilots.draw_search import Branch, Draw, is_better, solve_draw
from prioritizer.pilots.rules import Rule

LARGEST_POOL = 256
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
        self._kind = _kind(problem)

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
            known = self._pool.best(problem.values[draw], problem.costs[draw])
            least = -np.inf if known is None else float(problem.values[draw] @ known)
            branches = [
                Branch(float(bound[draw]), part.upper[draw], r[draw, : problem.n_sites])
                for part, bound, r in zip(parts, bounds, reduced, strict=True)
                if part.upper[draw, 1] >= 0
            ]
            one = Draw(
                problem.values[draw], problem.matrix(draw), problem.kinds, self._kind, least
            )
            most = int(problem.upper[draw, 1])
            found = solve_draw(one, _without_beaten(one, branches, most), known)
            is_feasible[draw] = found is not None
            if found is not None:
                self._pool.add(found)
                chosen[draw] = found
        return chosen, is_feasible


def _kind(problem: DrawProblem) -> IntArray:
    """Return numbers, the same for sites that stand alike in every rule, ``(sites,)``."""
    columns = problem.fixed[:, : problem.n_sites].T
    return np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1)


def _without_beaten(draw: Draw, branches: Sequence[Branch], most: int) -> list[Branch]:
    """Return branches in which sites that some best choice does without stay out.

    Such a site has as many better ones as the budget can hold: one of them is free to take its
    place. They no longer raise the bound either. Only sites that the gap leaves open are
    looked at; those better than an open one are open or chosen.
    """
    is_open = np.zeros(len(draw.value), dtype=bool)
    for branch in branches:
        is_open |= branch.reduced >= min(0.0, draw.least - branch.bound)
    sites = np.flatnonzero(is_open)
    beaten = sites[is_better(draw, sites).sum(axis=0) >= max(1, most)]
    kept = []
    for branch in branches:
        reduced = branch.reduced.copy()
        raised = float(np.maximum(reduced[beaten], 0.0).sum())
        reduced[beaten] = -np.inf
        kept.append(Branch(branch.bound - raised, branch.upper, reduced))
    return kept


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

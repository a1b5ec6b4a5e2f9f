"""The best choices of one block of draws, from what the first block taught.

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

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.draw_bounds import (
    DrawProblem,
    branches_by_count,
    draw_problem,
    first_multipliers,
    multipliers_of,
)
from prioritizer.pilots.portfolio.draw_search import Branch, Draw, is_better, solve_draw
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

LARGEST_POOL = 256
TOLERANCE = 1e-9
Solved = tuple[BoolArray, BoolArray]
"""Choices of a block, ``(draws, sites)``, and which draws have one, ``(draws,)``."""


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What one block of draws teaches the others: prices of the rows and good choices."""

    multipliers: FloatArray
    choices: tuple[BoolArray, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BlockSolver:
    """The question of all blocks: budget, rules, and what the first block taught.

    ``plain`` is learnt without the rules that count kinds, ``whole`` with all of them.
    """

    limit: float
    rules: tuple[Rule, ...]
    plain: Learnt | None = None
    whole: Learnt | None = None

    def solve(
        self, values: FloatArray, costs: FloatArray, *, stop: Stop = NEVER
    ) -> tuple[Solved, BlockSolver]:
        """Return the best choices of a block, and the question with what they taught.

        ``values`` and ``costs`` are ``(draws, sites)``. Where it is time to stop, the answer
        has the draws before that only, each solved.
        """
        counting = [rule for rule in self.rules if rule.n_helpers > 0]
        without = [rule for rule in self.rules if rule.n_helpers == 0]
        problem = draw_problem(values, costs, self.limit, without)
        chosen, is_feasible, plain = _solved(problem, self.plain, stop)
        # The best choice without the rules that need helpers is the best of all if it keeps
        # them.
        kept = np.all([rule.holds(chosen) for rule in counting], axis=0)
        again, whole = np.flatnonzero(is_feasible & ~kept), self.whole
        if counting and len(again):
            problem = draw_problem(values[again], costs[again], self.limit, self.rules)
            those, fine, whole = _solved(problem, self.whole, stop)
            done = again[: len(those)]
            chosen[done], is_feasible[done] = those, fine
            if len(done) < len(again):
                n_done = int(again[len(done)])
                chosen, is_feasible = chosen[:n_done], is_feasible[:n_done]
        return (chosen, is_feasible), BlockSolver(self.limit, self.rules, plain, whole)


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """All draws of a problem, split by the count of sites, with bounds and reduced values.

    One entry per count in ``parts``, ``multipliers``, ``reduced`` and ``bounds``.
    """

    problem: DrawProblem
    kind: IntArray
    parts: Sequence[DrawProblem]
    multipliers: Sequence[FloatArray]
    reduced: Sequence[FloatArray]
    bounds: Sequence[FloatArray]

    def bound(self, draw: int) -> float:
        """Return a value that no choice of a draw exceeds."""
        return max(float(bound[draw]) for bound in self.bounds)

    def best(self, draw: int, known: BoolArray | None, stop: Stop) -> BoolArray | None:
        """Return the proven best choice of a draw, None if there is none.

        ``known`` is a choice that keeps all rules.

        Raises
        ------
        Stopped
            With the best choice so far.
        """
        problem = self.problem
        value = problem.values[draw]
        least = -np.inf if known is None else float(value @ known)
        one = Draw(value, problem.matrix(draw), problem.kinds, self.kind, least, stop)
        most = int(problem.upper[draw, 1])
        return solve_draw(one, _without_beaten(one, self._of(draw), most), known)

    def _of(self, draw: int) -> list[Branch]:
        n_sites = self.problem.n_sites
        each = zip(self.parts, self.multipliers, self.bounds, self.reduced, strict=True)
        return [
            Branch(float(bound[draw]), part.upper[draw], m[draw], r[draw, :n_sites])
            for part, m, bound, r in each
            if part.upper[draw, 1] >= 0
        ]


def branches(problem: DrawProblem, prices: FloatArray) -> Branches:
    """Return the branches of all draws, from prices of the rows, ``(rows,)``, to start with."""
    parts = branches_by_count(problem)
    multipliers = [multipliers_of(part, prices) for part in parts]
    return Branches(
        problem,
        _kind(problem),
        parts,
        multipliers,
        [part.reduced(m) for part, m in zip(parts, multipliers, strict=True)],
        [part.bound(m) for part, m in zip(parts, multipliers, strict=True)],
    )


def _solved(
    problem: DrawProblem, learnt: Learnt | None, stop: Stop
) -> tuple[BoolArray, BoolArray, Learnt]:
    """Return choices, which draws have one, and what they teach; fewer if it has to stop."""
    if learnt is None:
        learnt = Learnt(first_multipliers(problem))
    pool, work = _Pool(learnt.choices), branches(problem, learnt.multipliers)
    chosen = np.zeros(problem.values.shape, dtype=bool)
    is_feasible = np.zeros(len(chosen), dtype=bool)
    n_done = len(chosen)
    for draw in range(len(chosen)):
        known = pool.best(problem.values[draw], problem.costs[draw])
        try:
            stop.check()
            found = work.best(draw, known, stop)
        except Stopped:
            n_done = draw
            break
        is_feasible[draw] = found is not None
        if found is not None:
            pool.add(found)
            chosen[draw] = found
    return chosen[:n_done], is_feasible[:n_done], Learnt(learnt.multipliers, pool.choices)


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
        kept.append(Branch(branch.bound - raised, branch.upper, branch.price, reduced))
    return kept


class _Pool:
    """Choices of earlier draws: they keep every rule, so only the budget is checked again."""

    def __init__(self, choices: Sequence[BoolArray]) -> None:
        self._choices = list(choices)
        self._known = {choice.tobytes() for choice in choices}

    @property
    def choices(self) -> tuple[BoolArray, ...]:
        """Return what the pool holds, the oldest first."""
        return tuple(self._choices)

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

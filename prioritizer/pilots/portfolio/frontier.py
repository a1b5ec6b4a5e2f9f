"""The best programme within a budget, and at each of several: proven where time allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.portfolio.draw_blocks import branches
from prioritizer.pilots.portfolio.draw_bounds import draw_problem, first_multipliers
from prioritizer.pilots.portfolio.integer_programme import Choice
from prioritizer.pilots.portfolio.knapsack import knapsack, relaxed_bound
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped


@dataclass(frozen=True, slots=True, eq=False)
class FrontierPoint:
    """The best programme at one budget: its value, its cost, its sites ``(sites,)``."""

    budget: float
    value: float
    cost: float
    chosen: BoolArray


def best_at(
    value: FloatArray,
    costs: FloatArray,
    limit: float,
    rules: Sequence[Rule],
    *,
    stop: Stop = NEVER,
) -> Choice | None:
    """Return the best choice within a budget; None if the rules leave none.

    Without the rules the problem is the plain one of ``knapsack``; where its answer happens to
    keep them it is the answer. Else the search of the draws is asked, for one draw. The choice
    is proven unless time ends: its ``bound`` then says how far it may be from the best.

    Raises
    ------
    Stopped
        If time ends before any choice is found that keeps the rules.
    """
    bound = relaxed_bound(value, costs, limit)
    try:
        plain = knapsack(value, costs, limit, stop=stop.part(0.5) if rules else stop)
        bound = float(value @ plain)
        known = kept(plain, rules)
        if known is not None:
            return _choice(value, known, bound)
    except Stopped as stopped:
        known = kept(np.asarray(stopped.best, dtype=bool), rules)
    simple = [rule for rule in rules if rule.n_helpers == 0]
    for some in (simple, rules) if len(simple) < len(rules) else (rules,):
        found = _searched(value, costs, limit, some, stop, known=known, bound=bound)
        if found is None:
            return None
        bound = found.bound
        known = kept(found.chosen, rules)
        if known is not None:
            return Choice(found.chosen, found.value, found.bound)
    raise Stopped


def kept(chosen: BoolArray, rules: Sequence[Rule]) -> BoolArray | None:
    """Return the choice if it keeps the rules, else None."""
    return chosen if all(rule.holds(chosen[None])[0] for rule in rules) else None


def _choice(value: FloatArray, chosen: BoolArray, bound: float) -> Choice:
    worth = float(value @ chosen)
    return Choice(chosen, worth, max(worth, bound))


def _searched(
    value: FloatArray,
    costs: FloatArray,
    limit: float,
    rules: Sequence[Rule],
    stop: Stop,
    *,
    known: BoolArray | None,
    bound: float,
) -> Choice | None:
    """Return the best choice by the search of the draws, None if there is none."""
    problem = draw_problem(value[None], costs[None], limit, rules)
    work = branches(problem, first_multipliers(problem))
    try:
        found = work.best(0, known, stop)
    except Stopped as stopped:
        if stopped.best is None:
            raise
        best = np.asarray(stopped.best, dtype=bool)
        return _choice(value, best, min(bound, work.bound(0)))
    return None if found is None else _choice(value, found, -np.inf)


def frontier(
    value: FloatArray,
    costs: FloatArray,
    limits: Sequence[float],
    rules: Sequence[Rule],
    *,
    stop: Stop = NEVER,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FrontierPoint, ...]:
    """Return the efficient frontier at the given budgets, exact.

    Budgets that leave no programme are left out, and those that time does not reach.
    ``progress`` is told before each budget how many are done.
    """
    points = []
    for done, limit in enumerate(limits):
        if progress is not None:
            progress(done, len(limits))
        try:
            found = best_at(value, costs, limit, rules, stop=stop)
        except Stopped:
            break
        if found is not None and found.gap == 0:
            cost = float(costs @ found.chosen)
            points.append(FrontierPoint(float(limit), found.value, cost, found.chosen))
    return tuple(points)

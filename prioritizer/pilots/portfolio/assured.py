"""The best programme that stays within its budget in a share of the draws of cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.words import percent
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.chance_search import search
from prioritizer.pilots.portfolio.frontier import FrontierPoint, best_at, frontier, kept
from prioritizer.pilots.portfolio.integer_programme import Choice, conflict, programme
from prioritizer.pilots.portfolio.next_step import LEAST_GAIN, NextStep, next_step
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.rules import budget as budget_rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

TRIALS = 7
"""Halvings of the mark-up on mean costs that a first choice is looked for with."""

LEAST_BETTER = 1e-12
STEP = 1e-3
"""How close to the cheapest budget the next step is looked for, as a share of the budget."""


def best_assured(
    value: FloatArray,
    budget: ChanceBudget,
    rules: Sequence[Rule],
    *,
    known: BoolArray | None = None,
    stop: Stop = NEVER,
) -> Choice | None:
    """Return the best choice that keeps the budget in the needed draws, and the rules.

    Where the draws stand in an order (all costs rise and fall together), one of them stands
    for all and the problem is that of ``best_at``; else ``search`` is asked.

    Parameters
    ----------
    value
        Value of each site, ``(sites,)``, at least 0.
    known
        A choice that may be good; it is used if it keeps budget and rules.

    Raises
    ------
    Stopped
        If time ends before any choice is found.
    """
    single = budget.single_costs_here()
    if single is not None:
        return best_at(value, single, budget.limit, rules, stop=stop)
    tried = [known] if known is not None else _first_choices(value, budget, rules, stop)
    fitting = [one for one in tried if budget.keeps(one) and kept(one, rules) is not None]
    start = max(fitting, key=lambda one: float(value @ one), default=None)
    if start is not None:
        start = _improved(value, budget, rules, start)
    return search(value, budget, rules, start, stop=stop)


def _first_choices(
    value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule], stop: Stop
) -> list[BoolArray]:
    """Return the best choices at mean costs with a mark-up, as low as the budget lets it be."""
    mean = budget.costs.mean(axis=0)
    low, high = 0.5, max(2.0, float(budget.costs.max() / max(mean.max(), 1e-300)))
    found = []
    for _ in range(TRIALS):
        middle = 0.5 * (low + high)
        try:
            one = best_at(value, middle * mean, budget.limit, rules, stop=stop.part(0.05))
        except Stopped:
            break
        if one is not None and budget.keeps(one.chosen):
            found.append(one.chosen)
            high = middle
        elif one is None:
            high = middle
        else:
            low = middle
    return found


def _improved(
    value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule], chosen: BoolArray
) -> BoolArray:
    """Return what a choice becomes by adding a site or changing one for another, best first."""
    while True:
        found = _better_neighbour(value, budget, rules, chosen)
        if found is None:
            return chosen
        chosen = found


def _better_neighbour(
    value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule], chosen: BoolArray
) -> BoolArray | None:
    """Return the best allowed choice one addition or change away, None if none is better."""
    inside, outside = np.flatnonzero(chosen), np.flatnonzero(~chosen)
    leaves = [-1, *inside.tolist()]
    gain = value[outside] - np.array([0.0, *value[inside]])[:, None]
    for place in np.argsort(-gain, axis=None, kind="stable").tolist():
        row, column = divmod(place, len(outside))
        if gain[row, column] <= LEAST_BETTER:
            return None
        other = chosen.copy()
        other[outside[column]] = True
        if leaves[row] >= 0:
            other[leaves[row]] = False
        if budget.keeps(other) and kept(other, rules) is not None:
            return other
    return None


def assured_frontier(
    value: FloatArray,
    budget: ChanceBudget,
    limits: Sequence[float],
    rules: Sequence[Rule],
    *,
    stop: Stop = NEVER,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FrontierPoint, ...]:
    """Return the best choices at rising budgets; ``cost`` is what the needed draws stay within.

    Budgets that leave no choice are left out, and those that time does not prove. ``progress``
    is told before each budget how many are done.
    """
    single = budget.single_costs()
    if single is not None:
        return frontier(value, single, limits, rules, stop=stop, progress=progress)
    points: list[FrontierPoint] = []
    known: BoolArray | None = None
    for done, limit in enumerate(limits):
        if progress is not None:
            progress(done, len(limits))
        here = replace(budget, limit=limit)
        try:
            found = best_assured(value, here, rules, known=known, stop=stop)
        except Stopped:
            break
        if found is not None and found.gap == 0:
            known = found.chosen
            cost = budget.cost(found.chosen)
            points.append(FrontierPoint(float(limit), found.value, cost, found.chosen))
    return tuple(points)


def assured_step(
    value: FloatArray,
    budget: ChanceBudget,
    present: float,
    rules: Sequence[Rule],
    *,
    stop: Stop = NEVER,
) -> NextStep | None:
    """Return the cheapest better choice, to a thousandth of the budget; None if there is none.

    Raises
    ------
    Stopped
        If time ends before the step is found and proven.
    """
    single = budget.single_costs()
    if single is not None:
        return next_step(value, single, budget.limit, present, rules, stop=stop)

    def reaching(limit: float) -> BoolArray | None:
        found = best_assured(value, replace(budget, limit=limit), rules, stop=stop)
        if found is None or found.value >= present + LEAST_GAIN:
            return None if found is None else found.chosen
        if found.gap > 0:
            raise Stopped
        return None

    chosen = _cheapest(budget, reaching)
    if chosen is None:
        return None
    extra = max(0.0, budget.cost(chosen) - budget.limit)
    return NextStep(extra, float(value @ chosen) - present, chosen)


def _cheapest(
    budget: ChanceBudget, reaching: Callable[[float], BoolArray | None]
) -> BoolArray | None:
    """Return what is reached at the lowest limit above the budget's that reaches anything."""
    everything = float(budget.costs.sum(axis=1).max())
    low, high, stride = budget.limit, budget.limit, 2 * STEP * budget.limit
    chosen = None
    while chosen is None:
        if high >= everything:
            return None
        low, high, stride = high, min(everything, high + stride), 2 * stride
        chosen = reaching(high)
    while high - low > STEP * budget.limit:
        middle = 0.5 * (low + high)
        better = reaching(middle)
        low, high = (middle, high) if better is None else (low, middle)
        chosen = chosen if better is None else better
    return chosen


def assured_conflict(
    budget: ChanceBudget, rules: Sequence[Rule], *, stop: Stop = NEVER
) -> tuple[str, ...]:
    """Return the names of a smallest set of rules that contradict each other.

    As ``conflict``; the budget is one of the rules.
    """
    share = budget.needed / len(budget.costs)
    named = budget_rule(budget.cheapest_costs(), budget.limit)
    if len(budget.costs) > 1:
        named = replace(named, name=f"{named.name} with {percent(share)}")
    single = budget.single_costs()
    if single is not None:
        named = replace(named, sites=single[None, :])
        return conflict(programme(single, [named, *rules]), stop=stop)
    names = conflict(programme(np.zeros(budget.costs.shape[1]), [named, *rules]), stop=stop)
    if names:
        return names
    kept_rules = list(rules)
    for rule in rules:
        without = [other for other in kept_rules if other is not rule]
        if _is_infeasible(budget, without, stop):
            kept_rules = without
    return (named.name, *(rule.name for rule in kept_rules))


def _is_infeasible(budget: ChanceBudget, rules: Sequence[Rule], stop: Stop) -> bool:
    nothing = np.zeros(budget.costs.shape[1])
    try:
        return best_assured(nothing, budget, rules, stop=stop) is None
    except Stopped:
        return False

"""The best programme that stays within its budget in a share of the draws of cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.chance_search import search
from prioritizer.pilots.portfolio.frontier import best_at, kept
from prioritizer.pilots.portfolio.integer_programme import Choice
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

TRIALS = 7
"""Halvings of the mark-up on mean costs that a first choice is looked for with."""

LEAST_BETTER = 1e-12


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
    single = budget.single_costs()
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

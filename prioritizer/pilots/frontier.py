"""What more money buys: the best value at each budget, and the next better programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.programme import Choice, milp_columns, programme, solve
from prioritizer.pilots.rules import Rule, budget

# Two programmes whose values differ by less than this are the same to a reader.
LEAST_GAIN = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class FrontierPoint:
    """The best programme at one budget: its value, its cost, its sites ``(sites,)``."""

    budget: float
    value: float
    cost: float
    chosen: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class NextStep:
    """The cheapest better programme; ``extra`` is money beyond the budget."""

    extra: float
    gain: float
    chosen: BoolArray


def best_at(
    value: FloatArray, costs: FloatArray, limit: float, rules: Sequence[Rule]
) -> Choice | None:
    """Return the best choice within a budget, exact; None if the rules leave none."""
    return solve(programme(value, [budget(costs, limit), *rules]))


def frontier(
    value: FloatArray, costs: FloatArray, limits: Sequence[float], rules: Sequence[Rule]
) -> tuple[FrontierPoint, ...]:
    """Return the efficient frontier at the given budgets, exact; infeasible ones left out."""
    points = []
    for limit in limits:
        found = best_at(value, costs, limit, rules)
        if found is not None:
            cost = float(costs @ found.chosen)
            points.append(FrontierPoint(float(limit), found.value, cost, found.chosen))
    return tuple(points)


def next_step(
    value: FloatArray, costs: FloatArray, limit: float, present: float, rules: Sequence[Rule]
) -> NextStep | None:
    """Return the cheapest programme worth more than ``present``; None if there is none.

    Where a programme worth more costs no more than the budget, ``present`` was not the best.
    """
    better = Rule(
        "worth more",
        -value[None, :],
        np.array([-(present + LEAST_GAIN)]),
        np.zeros((1, 0)),
    )
    problem = programme(-costs, [better, *rules])
    scale = float(costs.max()) or 1.0
    found = milp_columns(
        problem.value / scale, problem.matrix, problem.upper, n_integer=problem.n_sites
    )
    if found is None:
        return None
    chosen = found[: problem.n_sites] > 0.5
    return NextStep(
        extra=max(0.0, float(costs @ chosen) - limit),
        gain=float(value @ chosen) - present,
        chosen=chosen,
    )

"""The cheapest programme that is worth more than the present one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.portfolio.frontier import best_at, kept
from prioritizer.pilots.portfolio.knapsack import knapsack
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

# Two programmes whose values differ by less than this are the same to a reader.
LEAST_GAIN = 1e-4
RESOLUTION = 1e-8
"""How close to the cheapest budget the next step is looked for, as a share of the budget."""
FIRST_STRIDE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class NextStep:
    """The cheapest better programme; ``extra`` is money beyond the budget."""

    extra: float
    gain: float
    chosen: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What a better programme is: at least the target, within the rules, before time ends."""

    value: FloatArray
    costs: FloatArray
    rules: Sequence[Rule]
    target: float
    stop: Stop

    def reaching(self, budget: float) -> BoolArray | None:
        """Return a choice within the budget that is worth the target; None if none is."""
        found = best_at(self.value, self.costs, budget, self.rules, stop=self.stop)
        if found is None:
            return None
        if found.value >= self.target:
            return found.chosen
        if found.bound >= self.target:
            raise Stopped
        return None


def next_step(
    value: FloatArray,
    costs: FloatArray,
    limit: float,
    present: float,
    rules: Sequence[Rule],
    *,
    stop: Stop = NEVER,
) -> NextStep | None:
    """Return the cheapest programme worth more than ``present``; None if there is none.

    Without the rules it is what stays when the dearest sites are left out whose values may be
    missed: the plain problem again. With rules the budget is halved in on.

    Raises
    ------
    Stopped
        If time ends before the step is found and proven.
    """
    target = present + LEAST_GAIN
    if float(value.sum()) < target:
        return None
    chosen = ~knapsack(costs, value, float(value.sum()) - target, stop=stop)
    if kept(chosen, rules) is None:
        least = max(limit, float(costs @ chosen))
        found = _cheapest(_Question(value, costs, rules, target, stop), limit, least)
        if found is None:
            return None
        chosen = found
    return NextStep(
        extra=max(0.0, float(costs @ chosen) - limit),
        gain=float(value @ chosen) - present,
        chosen=chosen,
    )


def _cheapest(question: _Question, limit: float, least: float) -> BoolArray | None:
    """Return the cheapest choice worth the target, to the resolution; None if there is none.

    ``limit`` is the present budget, ``least`` what is needed at least.
    """
    everything = float(question.costs.sum())
    if question.reaching(everything) is None:
        return None
    low = high = least
    stride = FIRST_STRIDE * limit
    while (chosen := question.reaching(high)) is None:
        low, high, stride = high, min(everything, high + stride), 2 * stride
    high = float(question.costs @ chosen)
    while high - low > RESOLUTION * limit:
        middle = 0.5 * (low + high)
        better = question.reaching(middle)
        if better is None:
            low = middle
        else:
            # The solver's tolerance may let a choice cost a trifle more than it was allowed.
            chosen, high = better, min(middle, float(question.costs @ better))
    return chosen

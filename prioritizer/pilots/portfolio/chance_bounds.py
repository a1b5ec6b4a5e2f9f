"""Upper bounds of a chance-constrained choice: prices of money, places and rules.

In each draw any prices bound what a choice is worth that is within the budget there (Lagrangian
relaxation). A choice within the budget in ``needed`` draws keeps the bound of each of them, so
also the ``needed``-th highest of all draws' bounds (quantile bound, Song, Luedtke and
Küçükyavuz 2014, INFORMS J. Comput. 26, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.integer_programme import programme
from prioritizer.pilots.portfolio.milp import INFEASIBLE, OPTIMAL
from prioritizer.pilots.portfolio.rules import Rule

LEVELS = (0.2, 0.4, 0.6, 0.8)
"""The quantiles of each site's cost whose relaxed problems give the prices."""
HELD_PARTS = (1.0, 0.3, 0.1)
"""How many of the needed draws a bound of a set rests on, as a share."""
MONEY = np.array([0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.6, 2.0, 3.0])
"""Prices of money tried, as a share of the value of a place over its part of the room."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of one kind: of the whole budget, and what is left of values after the rules'.

    ``net`` ``(sites,)`` holds values less the price of places and rules; ``fixed`` what these
    are worth; ``gains`` ``(sites, draws)`` what a site may add to a bound, at least 0.
    """

    money: float
    net: FloatArray
    fixed: float
    gains: FloatArray


def price_sets(
    value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule]
) -> tuple[Prices, ...]:
    """Return prices from the relaxed problems at several levels of cost, each kind once."""
    n_sites = len(value)
    rows = programme(value, rules)
    costs = budget.costs / budget.most
    found: dict[tuple[float, ...], Prices] = {}
    for level in (0.0, *LEVELS):
        typical = np.quantile(costs, level, axis=0) if level else np.zeros(n_sites)
        result = _relaxed(rows.value, rows.matrix, rows.upper, typical)
        if result.status != OPTIMAL:
            continue
        duals = _prices_of(result)
        money, others = float(duals[0]), duals[1:]
        used = others @ rows.matrix
        net = np.asarray(value - used[:n_sites], dtype=np.float64)
        helpers = float(np.maximum(-used[n_sites:], 0.0).sum())
        fixed = float(others @ rows.upper) + helpers
        gains = np.maximum(net[:, None] - money * costs.T, 0.0)
        found[tuple(np.round(duals, 9).tolist())] = Prices(money, net, fixed, gains)
    return tuple(found.values())


def _relaxed(
    value: FloatArray, matrix: FloatArray, upper: FloatArray, typical: FloatArray
) -> Any:
    """Return the answer of the relaxed problem; its first row is the budget."""
    from scipy.optimize import linprog

    money = np.zeros(len(value))
    money[: len(typical)] = typical
    return linprog(
        -value,
        A_ub=np.vstack([money, matrix]),
        b_ub=np.concatenate([[1.0], upper]),
        bounds=(0, 1),
        method="highs",
    )


def _prices_of(result: Any) -> FloatArray:
    """Return the prices of the rows, at least 0."""
    return np.maximum(-np.asarray(result.ineqlin.marginals, dtype=np.float64), 0.0)


def rule_prices(
    value: FloatArray, implied: Sequence[Rule], rules: Sequence[Rule]
) -> tuple[FloatArray, float] | None:
    """Return values ``(sites,)`` less the price of the rules, and what these are worth.

    The rules implied by the budget share in the relaxed problem, but have no price: a set's
    own room and places are reckoned anew (``SetBounds``). None if no choice keeps all.
    """
    rows = programme(value, [*implied, *rules])
    n_sites, n_implied = len(value), sum(len(rule.upper) for rule in implied)
    result = _relaxed(rows.value, rows.matrix, rows.upper, np.zeros(n_sites))
    if result.status == INFEASIBLE:
        return None
    if result.status != OPTIMAL or not rules:
        return value, 0.0
    others = _prices_of(result)[1 + n_implied :]
    used = others @ rows.matrix[n_implied:]
    helpers = float(np.maximum(-used[n_sites:], 0.0).sum())
    return value - used[:n_sites], float(others @ rows.upper[n_implied:]) + helpers


@dataclass(frozen=True, slots=True, eq=False)
class SetBounds:
    """What a set with any of some more sites is worth at most, by mean costs over draws.

    ``net`` and ``fixed`` are those of ``rule_prices``; ``by_site`` ``(sites, draws)`` shares
    of the budget; ``lowest`` ``(sites,)`` their mean over the ``needed`` lowest.
    """

    net: FloatArray
    fixed: float
    by_site: FloatArray
    needed: int
    lowest: FloatArray

    @classmethod
    def of(cls, net: FloatArray, fixed: float, shares: FloatArray, needed: int) -> SetBounds:
        """Prepare for shares of the budget, ``(draws, sites)``."""
        by_site = np.ascontiguousarray(shares.T)
        lowest = np.sort(by_site, axis=1)[:, :needed].mean(axis=1)
        return cls(net, fixed, by_site, needed, lowest)

    def bound(self, held: IntArray, rest: IntArray, floor: float) -> float:
        """Return the bound; one of no more than ``floor`` need not be sharp.

        Of the t draws in which ``held`` is dearest, the set is within the budget in at least
        r (see ``ChanceBudget.implied_rows``): the means over the r lowest costs there bound
        how many sites still have room, and what they may be worth.
        """
        used = self.by_site[held].sum(axis=0)
        order = np.argsort(used, kind="stable")
        base = self.fixed + float(self.net[held].sum())
        value, costs = self.net[rest], self.by_site[rest]
        bound, places = np.inf, len(rest)
        for part in HELD_PARTS:
            least = max(1, round(part * self.needed))
            dearest = order[self.needed - least :]
            room = 1.0 - float(used[dearest[:least]].mean()) + ROUNDING
            if part == 1.0:
                mean = self.lowest[rest]
            else:
                some = np.take(costs, dearest, axis=1)
                some.partition(least - 1, axis=1)
                mean = some[:, :least].mean(axis=1)
            places = min(places, int(np.sum(np.cumsum(np.sort(mean)) <= room)))
            bound = min(bound, base + _filled(value, mean, room, places))
            if bound <= floor:
                break
        return bound


def _filled(value: FloatArray, cost: FloatArray, room: float, places: int) -> float:
    """Return the lowest bound over prices of money of what room and places hold."""
    if places == 0:
        return 0.0
    top = np.sort(value)[::-1][:places]
    price = max(0.0, float(top.mean())) / max(room / places, ROUNDING)
    money = price * MONEY
    left = np.maximum(value - money[:, None] * cost, 0.0)
    rank = len(value) - places
    best = np.partition(left, rank, axis=1)[:, rank:].sum(axis=1)
    return float(np.min(money * max(room, 0.0) + best))


def child_bounds(
    prices: Sequence[Prices],
    held: IntArray,
    rest: IntArray,
    share: FloatArray,
    needed: int,
    floor: float,
) -> FloatArray:
    """Return a bound for each way to go on: with site k of ``rest`` and any after it.

    ``share`` ``(rest, draws)`` is the part of the budget that ``held`` and the site use. A
    bound of no more than ``floor`` need not be sharp.
    """
    bounds = np.full(len(rest), np.inf)
    rank = share.shape[1] - needed
    for one in prices:
        live = np.flatnonzero(bounds > floor)
        if len(live) == 0:
            break
        gains = one.gains[rest]
        ends = np.cumsum(gains[::-1], axis=0)[::-1][live] - gains[live]
        ends += one.money * (1.0 - share[live])
        ends.partition(rank, axis=1)
        base = one.fixed + float(one.net[held].sum())
        bounds[live] = np.minimum(bounds[live], base + one.net[rest[live]] + ends[:, rank])
    return bounds

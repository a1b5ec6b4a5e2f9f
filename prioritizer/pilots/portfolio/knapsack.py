"""The plain choice under one budget, proven best by listing sums, cheapest first.

The relaxed problem, in which a part of one site may be bought, gives a price of money, an upper
bound and a reduced value per site. Sites are looked at in the order of how little their change
takes off the bound; the sums of cost and value that changes can reach are kept while no other
costs less and is worth more, and while they can still beat the best (Nemhauser and Ullmann
1969, Management Science 15, 494-505; Pisinger 1997, Operations Research 45, 758-767).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

MOST_SUMS, MOST_AT_ONCE = 20_000_000, 1_000_000
"""Sums kept in all, four bytes each, and after one site; more are needed only where values
follow from costs."""
TOLERANCE = 1e-9


def knapsack(
    value: FloatArray, costs: FloatArray, limit: float, *, stop: Stop = NEVER
) -> BoolArray:
    """Return the choice of the highest value whose costs stay within a limit, ``(sites,)``.

    Parameters
    ----------
    value, costs
        ``(sites,)`` each, 0 or more.
    limit
        In the unit of the costs, 0 or more.

    Raises
    ------
    Stopped
        With a good choice, if it is time to stop or the sums are too many.
    """
    pays = value > 0
    chosen = np.zeros(len(value), dtype=bool)
    room = limit * (1.0 + TOLERANCE)
    is_free = costs <= 0
    usable = np.flatnonzero(pays & ~is_free & (costs <= room))
    chosen[pays & is_free] = True
    if costs[usable].sum() <= room:
        chosen[usable] = True
        return chosen
    try:
        chosen[usable] = _searched(value[usable], costs[usable], limit, stop)
    except Stopped as stopped:
        chosen[usable] = np.asarray(stopped.best, dtype=bool)
        raise Stopped(chosen) from None
    return chosen


def relaxed_bound(value: FloatArray, costs: FloatArray, limit: float) -> float:
    """Return a value that no choice within the limit exceeds: a part of one site is bought."""
    free = costs <= 0
    paid = ~free & (value > 0)
    order = np.flatnonzero(paid)[np.argsort(-value[paid] / costs[paid], kind="stable")]
    spent = np.cumsum(costs[order])
    n_whole = int(np.searchsorted(spent, limit * (1.0 + TOLERANCE), side="right"))
    total = float(np.maximum(value[free], 0.0).sum() + value[order[:n_whole]].sum())
    if n_whole == len(order):
        return total
    left = limit - (float(spent[n_whole - 1]) if n_whole else 0.0)
    return total + max(0.0, left) * float(value[order[n_whole]] / costs[order[n_whole]])


@dataclass(frozen=True, slots=True, eq=False)
class _Core:
    """The sites in the order of what their change takes off the bound, and what it changes.

    ``loss``, ``cost`` and ``value`` are ``(sites,)``; ``relief`` and ``use`` ``(sites + 1,)``
    the least loss per unit of money that changes from there on take away, or spend.
    """

    sites: IntArray
    loss: FloatArray
    cost: FloatArray
    value: FloatArray
    relief: FloatArray
    use: FloatArray
    price: float


def _core(value: FloatArray, costs: FloatArray, start: BoolArray, price: float) -> _Core:
    loss = np.abs(value - price * costs)
    sites = np.argsort(loss, kind="stable")
    turn = np.where(start[sites], -1.0, 1.0)
    loss, cost = loss[sites], turn * costs[sites]
    less = np.where(start[sites], loss / costs[sites], np.inf)
    more = np.where(start[sites], np.inf, loss / costs[sites])
    return _Core(
        sites, loss, cost, turn * value[sites],
        _least_from(less), np.minimum(_least_from(more), price), price,
    )  # fmt: skip


def _least_from(numbers: FloatArray) -> FloatArray:
    """Return the least number from each place on, infinity behind the last."""
    least = np.minimum.accumulate(numbers[::-1])[::-1]
    return np.append(least, np.inf)


def _searched(value: FloatArray, costs: FloatArray, limit: float, stop: Stop) -> BoolArray:
    """Return the best choice where not everything can be bought."""
    order = np.argsort(-value / costs, kind="stable")
    spent = np.cumsum(costs[order])
    n_whole = int(np.searchsorted(spent, limit * (1.0 + TOLERANCE), side="right"))
    start = np.zeros(len(value), dtype=bool)
    start[order[:n_whole]] = True
    dear = order[n_whole]
    core = _core(value, costs, start, float(value[dear] / costs[dear]))
    search = _Search(core, start, limit, _greedy(value, costs, limit, order))
    search.run(value, costs, stop)
    return search.choice()


def _greedy(value: FloatArray, costs: FloatArray, limit: float, order: IntArray) -> BoolArray:
    """Return what is bought if each site in turn is taken where the money still allows it."""
    chosen, left = np.zeros(len(value), dtype=bool), limit
    for site in order.tolist():
        if costs[site] <= left:
            chosen[site] = True
            left -= float(costs[site])
    return chosen


class _Search:
    """The sums reached so far; for each of them, layer by layer, where it comes from."""

    def __init__(self, core: _Core, start: BoolArray, limit: float, known: BoolArray) -> None:
        self._core, self._start, self._limit, self._known = core, start, limit, known
        self._layers: list[IntArray] = []
        self._found: tuple[int, int] | None = None
        self._n_sums = 0

    def run(self, value: FloatArray, costs: FloatArray, stop: Stop) -> None:
        """Look at site after site until no change can make a better choice."""
        core, room = self._core, self._limit * (1.0 + TOLERANCE)
        cost, worth = np.array([costs[self._start].sum()]), np.array([value[self._start].sum()])
        bound = float(worth[0] + core.price * (room - cost[0]))
        best = float(value @ self._known)
        for step in range(len(core.sites)):
            if core.loss[step] > bound - best or len(cost) == 0:
                return
            is_full = self._n_sums > MOST_SUMS or len(cost) > MOST_AT_ONCE
            if is_full or stop.is_due():
                raise Stopped(self.choice())
            origin, cost, worth = _grown(cost, worth, core.cost[step], core.value[step])
            n_fit = int(np.searchsorted(cost, room, side="right"))
            if n_fit and worth[n_fit - 1] > best:
                best, self._found = float(worth[n_fit - 1]), (step, int(origin[n_fit - 1]))
            slack = room - cost
            needed = slack * core.use[step + 1]
            broken = slack < 0
            needed[broken] = -slack[broken] * core.relief[step + 1]
            kept = worth + core.price * slack - needed > best
            cost, worth = cost[kept], worth[kept]
            self._layers.append(origin[kept].astype(np.int32))
            self._n_sums += len(cost)

    def choice(self) -> BoolArray:
        """Return the best choice so far, walking back through the layers."""
        if self._found is None:
            return self._known
        chosen = self._start.copy()
        step, origin = self._found
        while True:
            n_before = len(self._layers[step - 1]) if step else 1
            if origin >= n_before:
                site = self._core.sites[step]
                chosen[site] = not chosen[site]
                origin -= n_before
            if step == 0:
                return chosen
            step -= 1
            origin = int(self._layers[step][origin])


def _grown(
    cost: FloatArray, worth: FloatArray, more_cost: float, more_worth: float
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return sums with and without one more change, in the order of cost, each worth more.

    The first array says which sum each comes from; the changed ones count behind the others.
    """
    both = np.concatenate([cost, cost + more_cost])
    worths = np.concatenate([worth, worth + more_worth])
    order = np.argsort(both, kind="stable")
    both, worths = both[order], worths[order]
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = worths[1:] > np.maximum.accumulate(worths)[:-1]
    return order[kept], both[kept], worths[kept]

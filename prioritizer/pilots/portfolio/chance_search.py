"""The best choice under a budget that must hold in a share of the draws, proven.

Branch and bound over sets of sites, the highest bound first: a set is entered once, by its
sites in one order, and grows by sites that still keep the budget in enough draws. Costs are
at least 0, so what breaks the budget once does so for good.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.chance import SPARE, ChanceBudget
from prioritizer.pilots.portfolio.chance_bounds import (
    Prices,
    SetBounds,
    child_bounds,
    price_sets,
    rule_prices,
)
from prioritizer.pilots.portfolio.integer_programme import Choice
from prioritizer.pilots.portfolio.rules import Rule, at_most
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

TOLERANCE = 1e-9
MOST_OPEN = 400_000
"""Sets kept for later; with more the search ends as if time had."""


@dataclass(slots=True, eq=False)
class _Search:
    """The question, its prices, and the best choice so far."""

    value: FloatArray
    budget: ChanceBudget
    rules: Sequence[Rule]
    implied: Sequence[Rule]
    prices: Sequence[Prices]
    sets: SetBounds
    better: BoolArray
    best: BoolArray | None
    worth: float
    open_sets: list[tuple[float, int, bool, IntArray, IntArray]] = field(default_factory=list)
    number: itertools.count[int] = field(default_factory=itertools.count)

    def push(self, bound: float, held: IntArray, rest: IntArray, is_sharp: bool) -> None:
        """Keep a set for later, if it may be better."""
        if bound > self.worth + TOLERANCE:
            heapq.heappush(self.open_sets, (-bound, next(self.number), is_sharp, held, rest))

    def step(self) -> None:
        """Take the set with the highest bound: sharpen the bound once, then enter the set."""
        negative, _, is_sharp, held, rest = heapq.heappop(self.open_sets)
        if is_sharp:
            self.enter(-negative, held, rest)
            return
        own = self.sets.bound(held, rest, self.worth)
        self.push(min(-negative, own), held, rest, is_sharp=True)

    @property
    def bound(self) -> float:
        """Return what no choice exceeds."""
        return max(self.worth, -self.open_sets[0][0] if self.open_sets else -np.inf)

    def enter(self, bound: float, held: IntArray, rest: IntArray) -> None:
        """Try a set with each further site, and keep what may still be better."""
        shares = self.sets.by_site
        share = shares[held].sum(axis=0) + shares[rest]
        fits = np.sum(share <= 1.0, axis=1) >= self.budget.needed
        rest, share = rest[fits], share[fits]
        if len(rest) == 0:
            return
        self.take_best(held, rest)
        bounds = child_bounds(
            self.prices, held, rest, share, self.budget.needed, self.worth + TOLERANCE
        )
        bounds = np.minimum(bounds, bound)
        # What is left out stays out, and so does what it is better than.
        beaten = np.logical_or.accumulate(self.better[np.ix_(rest, rest)], axis=0)
        is_open = self.may_keep(held, rest) & ~np.diagonal(beaten)
        bounds = np.where(is_open, bounds, -np.inf)
        # The last site has none after it: the set with it was tried above.
        for k in np.flatnonzero(bounds[:-1] > self.worth + TOLERANCE).tolist():
            later = rest[k + 1 :]
            if k:
                later = later[~beaten[k - 1, k + 1 :]]
            self.push(float(bounds[k]), np.append(held, rest[k]), later, False)

    def take_best(self, held: IntArray, rest: IntArray) -> None:
        """Keep the best set of one more site that keeps the rules, if it is better."""
        worths = float(self.value[held].sum()) + self.value[rest]
        better = np.flatnonzero(worths > self.worth)
        chosen = np.zeros((len(better), len(self.value)), dtype=bool)
        chosen[:, held] = True
        chosen[np.arange(len(better)), rest[better]] = True
        kept = np.all([rule.holds(chosen) for rule in self.rules], axis=0)
        allowed = better[kept] if self.rules else better
        if len(allowed):
            top = allowed[int(np.argmax(worths[allowed]))]
            self.best = np.zeros(len(self.value), dtype=bool)
            self.best[[*held.tolist(), int(rest[top])]] = True
            self.worth = float(worths[top])

    def may_keep(self, held: IntArray, rest: IntArray) -> BoolArray:
        """Return for which next sites the rules can still be kept, ``(rest,)``."""
        allowed = np.ones(len(rest), dtype=bool)
        for rule in (*self.implied, *self.rules):
            allowed &= _may_keep(rule, held, rest)
        return allowed


def _may_keep(rule: Rule, held: IntArray, rest: IntArray) -> BoolArray:
    """Return for which next sites some later ones keep the rule, each row on its own."""
    if rule.n_helpers:
        within = rule.sites[:-1] < 0
        had = np.any(within[:, held], axis=1)[:, None]
        comes = np.maximum.accumulate(within[:, rest][:, ::-1], axis=1)[:, ::-1]
        return np.asarray((had | comes).sum(axis=0) >= -rule.upper[-1] - TOLERANCE)
    added = rule.sites[:, rest]
    saved = np.minimum(added, 0.0)
    after = np.cumsum(saved[:, ::-1], axis=1)[:, ::-1] - saved
    least = rule.sites[:, held].sum(axis=1)[:, None] + added + after
    return np.asarray(np.all(least <= rule.upper[:, None] + TOLERANCE, axis=0))


def search(
    value: FloatArray,
    budget: ChanceBudget,
    rules: Sequence[Rule],
    known: BoolArray | None,
    *,
    stop: Stop = NEVER,
) -> Choice | None:
    """Return the best choice, proven unless time ends; None if the rules leave none.

    ``value`` ``(sites,)`` is at least 0; ``known`` a choice that keeps budget and rules.

    Raises
    ------
    Stopped
        If time ends before any choice is found.
    """
    work = _started(value, budget, rules, known)
    if work is None:
        return None
    while work.open_sets and work.bound > work.worth + TOLERANCE:
        if stop.is_due() or len(work.open_sets) > MOST_OPEN:
            if work.best is None:
                raise Stopped
            return Choice(work.best, work.worth, work.bound)
        work.step()
    return None if work.best is None else Choice(work.best, work.worth)


def _started(
    value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule], known: BoolArray | None
) -> _Search | None:
    """Return the search with the empty set tried and open; None if no choice can be."""
    implied = _implied(budget)
    prices = price_sets(value, budget, [implied[1], *rules])
    shares = budget.costs / budget.most
    prices_of_rules = rule_prices(value, implied, rules)
    if prices_of_rules is None:
        return None
    sets = SetBounds.of(*prices_of_rules, shares, budget.needed)
    empty = np.zeros(len(value), dtype=bool)
    if known is None and all(rule.holds(empty[None])[0] for rule in rules):
        known = empty
    worth = -np.inf if known is None else float(value @ known)
    work = _Search(
        value, budget, rules, implied, (), sets, _better(value, budget, rules), known, worth
    )
    sites = np.flatnonzero(budget.fitting_alone())
    if len(sites) == 0:
        return work
    if prices:
        tops = [_root_bound(one, sites, budget.needed) for one in prices]
        order = np.argsort(tops, kind="stable").tolist()
        work.prices = [prices[k] for k in order]
        first = work.prices[0]
        rank = first.net - first.money * shares.mean(axis=0)
        sites = sites[np.argsort(-rank[sites], kind="stable")]
    work.push(float(np.maximum(value, 0.0).sum()), np.zeros(0, dtype=np.int64), sites, False)
    return work


def _better(value: FloatArray, budget: ChanceBudget, rules: Sequence[Rule]) -> BoolArray:
    """Return which sites are worth no less, cost no more in any draw and stand alike in rules.

    ``(sites, sites)``; of equals the earlier counts as better. Some best choice takes no site
    without all better ones: one of them could take its place.
    """
    n_sites = len(value)
    columns = np.vstack([np.zeros((1, n_sites)), *(rule.sites for rule in rules)]).T
    kind = np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1)
    better = (value[:, None] >= value) & (kind[:, None] == kind)
    for site in range(n_sites):
        some = np.flatnonzero(better[:, site])
        dearest = (budget.costs[:, some] - budget.costs[:, [site]]).max(axis=0)
        better[some, site] = dearest <= 0.0
    return np.asarray(better & ~(better.T & np.tri(n_sites, dtype=bool)))


def _implied(budget: ChanceBudget) -> list[Rule]:
    """Return rules that follow from the budget: on costs over draws, and on how many sites."""
    rows = budget.implied_rows()
    upper = np.full(len(rows), 1.0 + SPARE)
    costs = Rule("mean costs", rows, upper, np.zeros((len(rows), 0)))
    return [costs, at_most(budget.most_sites(), rows.shape[1])]


def _root_bound(one: Prices, sites: IntArray, needed: int) -> float:
    """Return the bound of the empty set by one kind of prices."""
    ends = one.fixed + one.money + one.gains[sites].sum(axis=0)
    rank = len(ends) - needed
    return float(np.partition(ends, rank)[rank])

"""A programme that fits its budget with a confidence: who is left out, what replaces whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.pilot import Estimate
from prioritizer.pilots.economics.simulation import triangular
from prioritizer.pilots.portfolio.assured import best_assured
from prioritizer.pilots.portfolio.chance import ChanceBudget
from prioritizer.pilots.portfolio.integer_programme import Choice
from prioritizer.pilots.portfolio.rules import Rule, must, must_not
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

CONFIDENCE = 0.8
"""How surely a programme should stay within its budget; a project default, editable."""
COST_DRAWS = 1_000
CHECK_DRAWS = 10_000
RANGE = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class CostDraws:
    """How costs are drawn for the confidence; those of the sites ``own`` err on their own."""

    draws: int = COST_DRAWS
    seed: int = 1
    own: frozenset[str] = frozenset()


USUAL_COST_DRAWS = CostDraws()


class Why(StrEnum):
    """Why a site is in or out of a programme."""

    EXCHANGE = "exchange"
    REFUSED = "refused"
    TOO_DEAR = "too dear"
    RULES = "rules"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What becomes of the programme if a site that is out comes in, or one that is in goes.

    Sites are rows of the plan; ``enters`` and ``leaves`` are the others that change places.
    ``loss`` is how much lower the total score is (below 0: higher, where a lock costs score);
    the true one may be lower where it is not proven. ``alone`` is the chance that the site
    fits in the budget on its own.
    """

    row: int
    why: Why
    enters: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()
    loss: float = 0.0
    is_proven: bool = True
    alone: float = 1.0
    is_locked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Assured:
    """How surely a programme fits its budget, and what stands beside it.

    Attributes
    ----------
    confidence
        The share of draws asked for, 0 to 1.
    chance, chance_checked
        Share of the draws, and of ``checked`` other draws, in which it is within the budget.
    cost
        5, 50 and 95 % of the draws cost no more, EUR.
    best, best_value, best_chance, best_cost
        The programme with the highest score at best estimates, ``(sites,)``, and its numbers.
    left_out
        The sites of the list that are not chosen, in the order of the list.
    kept
        The chosen sites, by falling loss.
    n_default
        How many sites have a default cost.
    """

    confidence: float
    draws: int
    seed: int
    chance: float
    chance_checked: float
    checked: int
    cost: Estimate
    best: BoolArray
    best_value: float
    best_chance: float
    best_cost: Estimate
    left_out: tuple[Exchange, ...]
    kept: tuple[Exchange, ...]
    n_default: int
    n_sites: int

    @property
    def are_costs_default(self) -> bool:
        """Return whether nobody gave a cost."""
        return self.n_default == self.n_sites


def drawn_costs(
    costs: tuple[FloatArray, FloatArray, FloatArray], is_own: BoolArray, options: CostDraws
) -> FloatArray:
    """Return costs ``(draws, sites)`` whose ranges are split into as many equal parts.

    Latin hypercube (McKay, Beckman and Conover 1979), each part at its upper end: a share of
    the draws then never promises more than the ranges do where all costs err together.
    """
    rng = np.random.default_rng([options.seed, 3])
    parts = np.arange(1, options.draws + 1) / options.draws
    chances = np.repeat(parts[:, None], len(is_own), axis=1)
    for site in np.flatnonzero(is_own):
        chances[:, site] = rng.permutation(parts)
    return triangular(chances, *costs)


def checking_costs(
    costs: tuple[FloatArray, FloatArray, FloatArray], is_own: BoolArray, seed: int
) -> FloatArray:
    """Return other draws of costs, ``(CHECK_DRAWS, sites)``, plain Monte Carlo."""
    rng = np.random.default_rng([seed, 4])
    chances = np.repeat(rng.random((CHECK_DRAWS, 1)), len(is_own), axis=1)
    chances[:, is_own] = rng.random((CHECK_DRAWS, int(is_own.sum())))
    return triangular(chances, *costs)


def cost_range(spent: FloatArray) -> Estimate:
    """Return what 5, 50 and 95 % of the draws do not exceed, EUR."""
    return Estimate(*np.quantile(spent, RANGE, method="inverted_cdf").tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Exchanges:
    """Finds out what a programme becomes with one site more or less.

    ``must`` and ``must_not`` are the rows of the sites that rules hold in and out.
    """

    value: FloatArray
    budget: ChanceBudget
    rules: Sequence[Rule]
    ids: Sequence[str]
    found: Choice
    must: Collection[int]
    must_not: Collection[int]
    stop: Stop = NEVER
    tell: Callable[[str], None] | None = None

    def left_out(self, rows: Sequence[int]) -> tuple[Exchange, ...]:
        """Return why each of some sites is not in."""
        return tuple(self._without(row) for row in rows)

    def kept(self) -> tuple[Exchange, ...]:
        """Return what each chosen site is worth, the dearest to lose first."""
        rows = np.flatnonzero(self.found.chosen).tolist()
        exchanges = [self._dropped(row) for row in rows]
        return tuple(sorted(exchanges, key=lambda one: (-one.loss, one.row)))

    def _without(self, row: int) -> Exchange:
        alone = float(np.mean(self.budget.costs[:, row] <= self.budget.most))
        if row in self.must_not:
            return Exchange(row, Why.REFUSED, alone=alone)
        if not self.budget.fitting_alone()[row]:
            return Exchange(row, Why.TOO_DEAR, alone=alone)
        rule = must(self.ids[row], row, len(self.value))
        return self._exchange(row, [*self.rules, rule], alone=alone)

    def _dropped(self, row: int) -> Exchange:
        name = must(self.ids[row], row, len(self.value)).name
        rules = [rule for rule in self.rules if rule.name != name]
        rule = must_not(self.ids[row], row, len(self.value))
        return self._exchange(row, [*rules, rule], is_locked=row in self.must)

    def _exchange(
        self, row: int, rules: Sequence[Rule], *, alone: float = 1.0, is_locked: bool = False
    ) -> Exchange:
        if self.tell is not None:
            self.tell(f"the programme without or with {self.ids[row]}")
        try:
            other = best_assured(self.value, self.budget, rules, stop=self.stop.part(0.2))
        except Stopped:
            return Exchange(row, Why.TIME, alone=alone, is_locked=is_locked)
        if other is None:
            return Exchange(row, Why.RULES, alone=alone, is_locked=is_locked)
        before, after = self.found.chosen, other.chosen
        return Exchange(
            row,
            Why.EXCHANGE,
            enters=_others(after & ~before, row),
            leaves=_others(before & ~after, row),
            loss=self.found.value - other.value,
            is_proven=other.gap == 0,
            alone=alone,
            is_locked=is_locked,
        )


def _others(mask: BoolArray, row: int) -> tuple[int, ...]:
    return tuple(int(other) for other in np.flatnonzero(mask) if other != row)

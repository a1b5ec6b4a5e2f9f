"""A budget that must hold in a share of the draws of cost, and what a choice then costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray

SPARE = 1e-7
"""How far above the budget a cost counts as within it, as a share: the solver's tolerance."""
PARTS = (0.0, 0.1, 0.3, 0.6, 1.0)
"""How many of the needed draws an implied row rests on, as a share; 0 is one draw."""


@dataclass(frozen=True, slots=True, eq=False)
class ChanceBudget:
    """At least ``needed`` of the draws of ``costs``, ``(draws, sites)`` EUR, within ``limit``.

    A chance constraint in its sample form (Luedtke and Ahmed 2008, SIAM J. Optim. 19).
    """

    costs: FloatArray
    limit: float
    needed: int

    @classmethod
    def of(cls, costs: FloatArray, limit: float, confidence: float) -> ChanceBudget:
        """Return the budget that must hold in a share ``confidence``, above 0 to 1."""
        needed = math.ceil(confidence * len(costs) - 1e-9)
        return cls(costs, limit, min(max(needed, 1), len(costs)))

    @property
    def most(self) -> float:
        """Return the highest cost that counts as within the budget, EUR."""
        return self.limit * (1.0 + SPARE)

    def spent(self, chosen: BoolArray) -> FloatArray:
        """Return what a choice costs in each draw, ``(draws,)`` EUR."""
        return np.asarray(self.costs[:, chosen].sum(axis=1), dtype=np.float64)

    def share(self, chosen: BoolArray) -> float:
        """Return the share of draws in which a choice is within the budget."""
        return float(np.mean(self.spent(chosen) <= self.most))

    def keeps(self, chosen: BoolArray) -> bool:
        """Return whether a choice is within the budget in as many draws as are needed."""
        return int(np.sum(self.spent(chosen) <= self.most)) >= self.needed

    def cost(self, chosen: BoolArray) -> float:
        """Return the least budget that as many draws as are needed stay within, EUR."""
        return float(np.sort(self.spent(chosen))[self.needed - 1])

    def cheapest_costs(self) -> FloatArray:
        """Return the lowest cost of each site, ``(sites,)``: no draw is cheaper."""
        return np.asarray(self.costs.min(axis=0), dtype=np.float64)

    def single_costs(self) -> FloatArray | None:
        """Return costs ``(sites,)`` that stand for all draws at any limit, or None.

        Where each draw is as dear as another at every site or dearer, the draws stand in an
        order for every choice: whoever pays the dearest of the needed ones pays all before it.
        """
        return self._single(np.ones(self.costs.shape[1], dtype=bool))

    def single_costs_here(self) -> FloatArray | None:
        """Return the same for this limit: sites that never fit in it are too dear to matter."""
        return self._single(self.fitting_alone())

    def _single(self, sites: BoolArray) -> FloatArray | None:
        costs = self.costs[:, sites]
        ordered = costs[np.argsort(costs.sum(axis=1), kind="stable")]
        if not np.all(np.diff(ordered, axis=0) >= 0.0):
            return None
        found = np.full(len(sites), 2.0 * self.limit)
        found[sites] = ordered[self.needed - 1]
        return found

    def fitting_alone(self) -> BoolArray:
        """Return the sites that keep the budget on their own, ``(sites,)``."""
        return np.asarray(np.sum(self.costs <= self.most, axis=0) >= self.needed)

    def implied_rows(self) -> FloatArray:
        """Return shares of the budget per site, ``(rows, sites)``, that every choice keeps.

        Of any t draws, a choice within the budget in ``needed`` of all is within it in at
        least r = t - (draws - needed); their mean cost is no less than the mean over the r
        lowest costs of each site among the t. Taken for the dearest t draws, and all.
        """
        n_draws = len(self.costs)
        spare = n_draws - self.needed
        order = np.argsort(self.costs.sum(axis=1), kind="stable")
        rows = []
        for part in PARTS:
            least = max(1, round(part * self.needed))
            dearest = np.sort(self.costs[order[n_draws - spare - least :]], axis=0)
            rows.append(dearest[:least].mean(axis=0))
        return np.array(rows) / self.most

    def most_sites(self) -> int:
        """Return a number of sites that no choice within the budget exceeds."""
        cheapest = np.cumsum(np.sort(self.costs, axis=1), axis=1)
        by_draw = int(np.sum(np.sum(cheapest <= self.most, axis=0) >= self.needed))
        by_row = np.cumsum(np.sort(self.implied_rows(), axis=1), axis=1) <= 1.0 + SPARE
        return min(by_draw, int(by_row.sum(axis=1).min()))

"""A budget round in words: what there is to spend, on which sites, and what a ballot says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.pilot import Estimate

# Ballots share out the budget in thousandths; whole per cent are tens of them.
WHOLE = 1000
PERCENT = 10
# The line of a ballot that keeps a part of the budget back; ids of sites are never like it.
UNSPENT = "-unspent"
MOST_SITES = 20
MOST_AMOUNT = 10**12

Shares = Mapping[str, int]
"""Thousandths of the budget by site id, and under `UNSPENT`; they add up to `WHOLE`."""


@dataclass(frozen=True, slots=True)
class BudgetSite:
    """A site to spend on: the cost of its pilot, and whether that is a default."""

    id: str
    name: str
    cost: Estimate
    is_default: bool


@dataclass(frozen=True, slots=True)
class BudgetQuestion:
    """What a room shares out, frozen when the budget round opens.

    ``amount`` and costs are whole numbers of ``currency``; ``per_eur`` is what a EUR was taken
    to be worth, for costs are worked out in EUR. ``of_round`` is the round of weights whose
    shortlist ``sites`` are; ``stages`` the first and last stage of test work that costs cover.
    """

    round: int
    of_round: int
    amount: int
    currency: str
    per_eur: float
    stages: tuple[int, int]
    sites: tuple[BudgetSite, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the lines of a ballot: the sites in their order, then what is kept back."""
        return (*(site.id for site in self.sites), UNSPENT)

    @property
    def has_defaults(self) -> bool:
        """Return whether the cost of any site is a default."""
        return any(site.is_default for site in self.sites)

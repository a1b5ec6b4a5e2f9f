"""What a room does with its budget: the median rule beside whole projects by equal shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from prioritizer.domain.budget import WHOLE, BudgetQuestion, BudgetSite, Shares
from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.workshop import SMALLEST_GROUP
from prioritizer.elicitation.equal_shares import Funded, equal_shares
from prioritizer.elicitation.independent_markets import independent_markets

DIGITS = 10
BY_SHARES, BY_REST = "equal shares", "what is left"


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """How a room shares out its budget, by each rule.

    ``median`` and ``mean`` are whole amounts of money by line of the ballot, adding up to the
    budget; ``median_shares`` the median rule's exact shares. ``funded`` are the whole projects
    paid for, as columns of the question's sites. All are empty where fewer than five people
    answered: then nothing is told but how many.
    """

    question: BudgetQuestion
    people: int
    median_shares: tuple[Fraction, ...] = ()
    mean_shares: tuple[Fraction, ...] = ()
    funded: Funded | None = None

    @property
    def is_told(self) -> bool:
        """Return whether more than the number of people is told."""
        return self.funded is not None

    @property
    def median(self) -> dict[str, int]:
        """Return the median rule's amounts by line."""
        return self._amounts(self.median_shares)

    @property
    def mean(self) -> dict[str, int]:
        """Return the mean amounts by line."""
        return self._amounts(self.mean_shares)

    def _amounts(self, shares: Sequence[Fraction]) -> dict[str, int]:
        amounts = whole_amounts(shares, self.question.amount)
        return dict(zip(self.question.ids, amounts, strict=True)) if shares else {}

    @property
    def projects(self) -> dict[str, str]:
        """Return how each project is paid for, by site in the order of paying."""
        if self.funded is None:
            return {}
        sites = self.question.sites
        by_shares = {sites[j].id: BY_SHARES for j in self.funded.by_shares}
        return by_shares | {sites[j].id: BY_REST for j in self.funded.by_rest}

    @property
    def cost(self) -> Estimate:
        """Return what the projects paid for cost in all, if all were low, best or high."""
        paid = (site.cost for site in self.question.sites if site.id in self.projects)
        return sum(paid, ZERO)

    @property
    def reached(self) -> tuple[BudgetSite, ...]:
        """Return the sites to which the median rule gives at least their best estimate."""
        amounts = self.median
        return tuple(
            site
            for site in self.question.sites
            if amounts and amounts[site.id] >= site.cost.best
        )

    @property
    def only_projects(self) -> tuple[BudgetSite, ...]:
        """Return the sites paid for as whole projects that the median rule does not pay for."""
        reached = {site.id for site in self.reached}
        paid = self.projects
        return tuple(s for s in self.question.sites if s.id in paid and s.id not in reached)

    @property
    def only_median(self) -> tuple[BudgetSite, ...]:
        """Return the sites that the median rule pays for and that are no project paid for."""
        return tuple(site for site in self.reached if site.id not in self.projects)


def budget_result(question: BudgetQuestion, ballots: Sequence[Shares]) -> BudgetResult:
    """Return the result of a budget round; of fewer than five people only how many they are.

    Whole projects are paid for at the best estimates of their costs.
    """
    if len(ballots) < SMALLEST_GROUP:
        return BudgetResult(question, len(ballots))
    rows = [[ballot[line] for line in question.ids] for ballot in ballots]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    return BudgetResult(
        question,
        len(rows),
        independent_markets(rows),
        tuple(Fraction(total, WHOLE * len(rows)) for total in totals),
        equal_shares(
            [row[:-1] for row in rows],
            [round(site.cost.best) for site in question.sites],
            question.amount,
            WHOLE,
        ),
    )


def whole_amounts(shares: Sequence[Fraction], amount: int) -> tuple[int, ...]:
    """Return shares of an amount in whole units that add up to it.

    What is cut off goes, a unit each, to the largest fractions, the first of equal ones.
    """
    exact = [share * amount for share in shares]
    found = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda j: (found[j] - exact[j], j))
    for j in order[: amount - sum(found) if shares else 0]:
        found[j] += 1
    return tuple(found)


def budget_data(found: BudgetResult) -> dict[str, Any]:
    """Return a result as plain data, the same wherever it is computed."""
    question = found.question
    data: dict[str, Any] = {"round": question.round, "people": found.people}
    if found.funded is None:
        return data
    lines = question.ids
    return {
        **data,
        "amount": question.amount,
        "currency": question.currency,
        "median_shares": dict(zip(lines, map(_number, found.median_shares), strict=True)),
        "mean_shares": dict(zip(lines, map(_number, found.mean_shares), strict=True)),
        "median_amounts": found.median,
        "projects": [
            {"site": site, "paid_by": paid_by} for site, paid_by in found.projects.items()
        ],
        "projects_cost": {
            "low": found.cost.low,
            "best": found.cost.best,
            "high": found.cost.high,
        },
        "kept_back": _number(found.funded.kept),
    }


def _number(value: Fraction) -> float:
    return float(f"{float(value):.{DIGITS}g}")

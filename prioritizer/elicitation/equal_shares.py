"""Which projects a room pays for, each whole or not at all, if everybody has the same share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Ballots = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Funded:
    """The projects that are paid for, by column, in the order in which they were.

    ``by_shares`` are paid from the equal shares of those who gave to them, ``by_rest`` with
    what these left over; ``spent`` is the sum of their costs, ``kept`` what people kept back.
    """

    by_shares: tuple[int, ...]
    by_rest: tuple[int, ...]
    spent: int
    kept: Fraction

    @property
    def all(self) -> tuple[int, ...]:
        """Return all projects that are paid for."""
        return (*self.by_shares, *self.by_rest)


def equal_shares(ballots: Ballots, costs: Sequence[int], budget: int, whole: int) -> Funded:
    """Return what the method of equal shares pays for, and what the rest then pays for.

    Everybody has ``budget / n``, less the part that the own ballot keeps unspent. Again and
    again the project is paid for at which a point of the ballots costs least: everybody who
    gives to it pays that price times the own points, or all that is left, if that is less.
    Peters, Pierczyński and Skowron (2021), Proportional participatory budgeting with additive
    utilities, NeurIPS 34, section 3; points are the utilities. Where no project can be paid
    in this way any more, the one with the most points for its cost is paid for from what is
    left, as long as it fits (their utilitarian completion). Ties go to more points, then to
    the lower cost, then to the earlier column.

    Parameters
    ----------
    ballots
        ``(people, projects)``: points of 0 or more. What a row lacks to ``whole`` is kept.
    costs
        What each project costs, above 0, in whole units of money.
    budget, whole
        Money to spend in the same unit; the points that a whole ballot has.
    """
    n = len(ballots)
    purses = [Fraction(budget * sum(row), n * whole) for row in ballots]
    total = sum(purses, Fraction(0))
    points = [sum(row[j] for row in ballots) for j in range(len(costs))]
    paid: list[int] = []
    while True:
        offers = [
            (price, -points[j], costs[j], j)
            for j in range(len(costs))
            if j not in paid and (price := _price(ballots, purses, costs[j], j)) is not None
        ]
        if not offers:
            break
        price, _, _, best = min(offers)
        paid.append(best)
        purses = [
            purse - min(purse, price * row[best])
            for purse, row in zip(purses, ballots, strict=True)
        ]
    rest = _completed(points, costs, paid, total)
    spent = sum(costs[j] for j in (*paid, *rest))
    return Funded(tuple(paid), tuple(rest), spent, budget - total)


def _price(
    ballots: Ballots, purses: Sequence[Fraction], cost: int, project: int
) -> Fraction | None:
    """Return the price of a point at which a project is paid for; None if it cannot be.

    Whoever has least for each point of theirs gives all that is left first.
    """
    backers = sorted(
        (purse / row[project], row[project], purse)
        for purse, row in zip(purses, ballots, strict=True)
        if row[project]
    )
    left, points = Fraction(cost), sum(given for _, given, _ in backers)
    if sum((purse for *_, purse in backers), Fraction(0)) < cost:
        return None
    for most, given, purse in backers:
        if left / points <= most:
            return left / points
        left, points = left - purse, points - given
    raise AssertionError("the backers have enough, so one of them can pay the last part")


def _completed(
    points: Sequence[int], costs: Sequence[int], paid: Sequence[int], total: Fraction
) -> list[int]:
    """Return what else the rest pays for: the most points for the cost first."""
    left, found = total - sum(costs[j] for j in paid), []
    order = sorted(
        (j for j in range(len(costs)) if j not in paid and points[j]),
        key=lambda j: (Fraction(-points[j], costs[j]), -points[j], costs[j], j),
    )
    for j in order:
        if costs[j] <= left:
            found.append(j)
            left -= costs[j]
    return found

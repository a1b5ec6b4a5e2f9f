"""Many divisions of one budget to one, by medians that nobody can pull by lying."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

HALF = Fraction(1, 2)


def independent_markets(ballots: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """Return the division of a budget by the independent markets mechanism, exactly.

    Each item gets the median of what the n people give it and of n + 1 phantoms, which give
    every item ``min(t (n - k), 1)`` of the budget, k from 0 to n; t is such that the medians
    add up to the whole budget. Freeman, Pennock, Peters and Wortman Vaughan (2021), Truthful
    aggregation of budget proposals, Journal of Economic Theory 193, 105234, section 5: nobody
    whose dissatisfaction is the sum of all differences gains by giving other shares than the
    own ones, and where everybody gives all to one item, each item gets its share of people.

    Parameters
    ----------
    ballots
        One row a person: whole numbers of 0 or more, with the same positive sum in each row.

    Returns
    -------
    tuple of Fraction
        The share of each item, 0 to 1, adding up to 1.

    Raises
    ------
    ValueError
        If there is no ballot, or two do not share out the same sum.
    """
    totals = {sum(row) for row in ballots}
    if len(totals) != 1 or 0 in totals or any(min(row) < 0 for row in ballots):
        raise ValueError("ballots: expected at least one, each sharing out the same sum")
    whole = totals.pop()
    # Of each item, what people give it, the most first.
    columns = [
        sorted((Fraction(given, whole) for given in column), reverse=True)
        for column in zip(*ballots, strict=True)
    ]
    return _medians(columns, _balance(columns))


def _balance(columns: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return the t at which the medians add up to 1.

    Their sum grows with t in straight pieces. The search halves until the piece that holds at
    the lower end leads to a sum of exactly 1: that is so once no corner is left between.
    """
    low, high = Fraction(0), Fraction(1)
    while True:
        found = [_median(column, low) for column in columns]
        slope = sum(rise for _, rise in found)
        rest = 1 - sum((share for share, _ in found), Fraction(0))
        if not rest:
            return low
        aim = low + rest / slope if slope else high
        if low < aim <= high and sum(_medians(columns, aim)) == 1:
            return aim
        middle = (low + high) * HALF
        if sum(_medians(columns, middle)) <= 1:
            low = middle
        else:
            high = middle


def _medians(columns: Sequence[Sequence[Fraction]], t: Fraction) -> tuple[Fraction, ...]:
    return tuple(_median(column, t)[0] for column in columns)


def _median(column: Sequence[Fraction], t: Fraction) -> tuple[Fraction, int]:
    """Return the median of people and phantoms, and the rise of the phantom it is, else 0.

    Of 2 n + 1 numbers the median is the (n + 1)-th largest: the largest over k of the smaller
    one of the (k + 1)-th largest phantom and the (n - k)-th largest share that people give.
    Phantoms fall with k and shares rise, so the search halves.
    """
    n = len(column)
    low, high = 0, n
    while low < high:
        k = (low + high) // 2
        if t * (n - k) > column[n - k - 1]:
            low = k + 1
        else:
            high = k
    # From k = low on the phantom is the smaller of both; before it, what people give.
    phantom, given = min(t * (n - low), Fraction(1)), column[n - low] if low else Fraction(0)
    rises = phantom >= given and phantom < 1
    return max(phantom, given), (n - low) * rises

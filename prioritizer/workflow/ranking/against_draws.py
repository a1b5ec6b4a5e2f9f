"""A lead of scores beside the draws: how often it holds, and why not where it does not.

A score takes the best estimate of what is measured, the draws its whole range. Where a range
reaches further to one side, the site that leads at best estimates may win fewer draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment, Order
from prioritizer.domain.words import percent
from prioritizer.engine.draws.chances import LARGEST, beats

LEAST_SHIFT = 0.0005
"""Smallest part of a score that is worth a word; three decimals are shown."""
_GOES_BY = {Order.MEDIAN: "the median place", Order.CAUTIOUS: "the cautious place"}
_AT_ENDS = (Order.PESSIMISTIC, Order.OPTIMISTIC)


@dataclass(frozen=True, slots=True)
class Skew:
    """What the draws of one value add to a score, as a mean, beside its best estimate."""

    site: str
    criterion: Criterion
    shift: float


@dataclass(frozen=True, slots=True)
class DrawnLead:
    """How a lead of scores does in the draws.

    Attributes
    ----------
    wins
        Share of draws in which the one above scores more, a tie counting half, 0 to 1.
    error
        Half the width of its 95 % interval for so many draws.
    skew
        The value of either site whose draws shift the pair most against the lead; None where
        none does, or the lead is not one of best estimates.
    """

    wins: float
    error: float
    skew: Skew | None

    @property
    def is_turned(self) -> bool:
        """Return whether the one below wins more draws."""
        return self.wins < 0.5


def drawn_lead(assessment: Assessment, above: int, below: int) -> DrawnLead | None:
    """Return how the lead of row ``above`` over row ``below`` does in the draws.

    None where nothing is drawn.
    """
    considered, settings = assessment.considered, assessment.settings
    if considered is None or not considered.draws.draws:
        return None
    # Rows of all sites that were considered: to pick out the ranked ones would copy all draws.
    pair = assessment.rows[[above, below]]
    levels, weights = considered.draws.levels[:, pair], settings.weights.normalized
    wins = beats(levels, weights, 0, 1, method=settings.method)
    names = [assessment.matrix.names[row] for row in (above, below)]
    shifts = weights * (
        levels.mean(axis=0) / LARGEST - assessment.values.expected[[above, below]]
    )
    is_skewed = wins < 0.5 and settings.order not in _AT_ENDS
    return DrawnLead(
        wins=wins,
        error=1.96 * 0.5 / float(np.sqrt(len(levels))),
        skew=_largest(shifts, names, assessment.matrix.criteria) if is_skewed else None,
    )


def _largest(
    shifts: FloatArray, names: list[str], criteria: tuple[Criterion, ...]
) -> Skew | None:
    """Return what shifts a pair most against the first of the two, ``(2, criteria)``."""
    against = shifts * np.array([[1.0], [-1.0]])
    at, column = np.unravel_index(int(against.argmin()), against.shape)
    if against[at, column] > -LEAST_SHIFT:
        return None
    return Skew(names[at], criteria[column], float(shifts[at, column]))


def turned_sentence(found: DrawnLead | None, below: str) -> str:
    """Return that the draws point the other way, and why; blank where they do not."""
    if found is None or not found.is_turned:
        return ""
    often = f"{below} scores more in {percent(1.0 - found.wins, tenths=True)} of them"
    is_even = 0.5 - found.wins <= found.error
    start = "it is about even" if is_even else "it is the other way round"
    return f"In the draws {start}: {often}{_why(found.skew)}."


def _why(skew: Skew | None) -> str:
    if skew is None:
        return ""
    side = "more" if skew.shift > 0 else "less"
    return (
        f", since ranges are skewed: over the draws {skew.criterion.name} gives {skew.site} "
        f"{abs(skew.shift):.3f} {side} than at its best estimate"
    )


def on_list_sentence(assessment: Assessment, above: int, below: int) -> str:
    """Return that the list has two rows the other way round than their scores; blank if not.

    Parameters
    ----------
    above, below
        Rows, the one with the higher score first.
    """
    answer, ranks = assessment.answer, assessment.ranking.ranks
    if answer is None or ranks[above] <= ranks[below]:
        return ""
    names = assessment.matrix.names
    order = f"there {names[below]} stands above {names[above]}"
    by = _GOES_BY.get(assessment.settings.order)
    if by is not None:
        return f"The list goes by {by}, and {order}."
    chances = [percent(float(answer.chance[row])) for row in (below, above)]
    figures = f"{chances[0]} against {chances[1]}"
    if chances[0] == chances[1]:
        places = [int(answer.rank_median[row]) for row in (below, above)]
        figures = f"both {chances[0]}, median place {places[0]} against {places[1]}"
    return f"The list goes by the chance of a place, and {order}: {figures}."

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
from prioritizer.engine.draws.chances import LARGEST, beats, scores
from prioritizer.engine.methods.table import METHODS
from prioritizer.languages.speech import gettext, noop

LEAST_SHIFT = 0.0005
"""Smallest part of a score that is worth a word; three decimals are shown."""
_SURE = 1.96  # standard errors on either side of a 95 % interval
_GOES_BY = {
    Order.MEDIAN: noop(
        "The list goes by the median place, and there {low} stands above {high}."
    ),
    Order.CAUTIOUS: noop(
        "The list goes by the cautious place, and there {low} stands above {high}."
    ),
}
_AT_ENDS = (Order.PESSIMISTIC, Order.OPTIMISTIC)


@dataclass(frozen=True, slots=True)
class Skew:
    """What the draws of one criterion take from a lead, as a mean, beside best estimates.

    ``shift`` is what the criterion gives the one below more than the one above, in points of
    score; what both gain or lose alike is no part of it.
    """

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
    mean
        Mean of the lead over the draws, in points of score.
    skew
        The criterion whose draws take most from the lead. None where the mean of the lead does
        not turn its sign by more than the draws leave open (95 %), the score is no sum of
        parts, or the lead is not one of best estimates.
    """

    wins: float
    error: float
    mean: float
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
    levels = considered.draws.levels[:, assessment.rows[[above, below]]]
    weights, method = settings.weights.normalized, settings.method
    scored = scores(levels, weights, method=method)
    lead = scored[:, 0] - scored[:, 1]
    mean, root = float(lead.mean()), float(np.sqrt(len(lead)))
    wins = beats(levels, weights, 0, 1, method=method)
    is_turned = wins < 0.5 and mean + _SURE * float(lead.std()) / root < 0.0
    is_sum = settings.order not in _AT_ENDS and METHODS[method].is_sum_of_values
    best = assessment.values.expected[above] - assessment.values.expected[below]
    drawn = levels.mean(axis=0) / LARGEST
    shifts = weights * (best - (drawn[0] - drawn[1]))
    return DrawnLead(
        wins=wins,
        error=_SURE * 0.5 / root,
        mean=mean,
        skew=_largest(shifts, assessment.matrix.criteria) if is_turned and is_sum else None,
    )


def _largest(shifts: FloatArray, criteria: tuple[Criterion, ...]) -> Skew | None:
    """Return the criterion that shifts a pair most against the lead, ``(criteria,)``."""
    column = int(shifts.argmax())
    if shifts[column] < LEAST_SHIFT:
        return None
    return Skew(criteria[column], float(shifts[column]))


def turned_sentence(found: DrawnLead | None, below: str) -> str:
    """Return that the draws point the other way, and why; blank where they do not.

    The reason is given only where the mean of the draws turns too: a skew of ranges moves the
    mean, and a share of wins near a half needs no cause.
    """
    if found is None or not found.is_turned:
        return ""
    often = f"{below} scores more in {percent(1.0 - found.wins, tenths=True)} of them"
    is_even = 0.5 - found.wins <= found.error
    start = "it is about even" if is_even else "it is the other way round"
    return f"In the draws {start}: {often}{_why(found, below)}."


def _why(found: DrawnLead, below: str) -> str:
    if found.skew is None:
        return ""
    return (
        f" and {-found.mean:.3f} more on average, since ranges are skewed: over the draws "
        f"{found.skew.criterion.name} gives {below} {found.skew.shift:.3f} more against the "
        "other than at best estimates"
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
    pair = {"low": names[below], "high": names[above]}
    if by := _GOES_BY.get(assessment.settings.order):
        return gettext(by, **pair)
    chances = [percent(float(answer.chance[row])) for row in (below, above)]
    if chances[0] == chances[1]:
        places = [int(answer.rank_median[row]) for row in (below, above)]
        return gettext(
            "The list goes by the chance of a place, and there {low} stands above {high}: both "
            "{chance}, median place {first} against {second}.",
            chance=chances[0],
            first=places[0],
            second=places[1],
            **pair,
        )
    return gettext(
        "The list goes by the chance of a place, and there {low} stands above {high}: {first} "
        "against {second}.",
        first=chances[0],
        second=chances[1],
        **pair,
    )

"""What a programme is asked with: whether it can be answered, and its costs as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.results import Assessment, Scales
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.coverage import Request
from prioritizer.workflow.ranking.ranks import needs_own_values


def check_request(assessment: Assessment, request: Request) -> None:
    """Raise InputError unless scores of sites add up and the budget can be spent."""
    if assessment.settings.scales is not Scales.FIXED:
        raise InputError(
            "portfolio: found scales made from the data. Expected fixed scales: scores of "
            "sites "
            "add up only on scales that do not depend on the other sites. Choose fixed scales."
        )
    needs_own_values(assessment.settings, "portfolio")
    if not (np.isfinite(request.budget) and request.budget > 0):
        raise InputError(
            f"portfolio, budget: found {request.budget:g}. Expected EUR above 0. "
            "Give for example 3000000."
        )
    if not 0.0 <= request.confidence <= 1.0:
        raise InputError(
            f"portfolio, confidence: found {100 * request.confidence:g} %. Expected 0 to 100. "
            "Give for example 80."
        )


def method_notes(assessment: Assessment) -> tuple[str, ...]:
    """Return what to bear in mind where scores are no values that add up."""
    method = METHODS[assessment.settings.method]
    if method.is_sum_of_values:
        return ()
    return (
        f"A score by {method.title} is not a value that adds up; the sum is used as a guide "
        "only. "
        "The weighted sum is the safer choice for a programme.",
    )


def cost_arrays(
    alternatives: Sequence[str], costs: Mapping[str, Estimate]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return low, best and high costs, EUR, ``(sites,)`` each.

    Raises
    ------
    InputError
        If a ranked site has no cost.
    """
    missing = [site for site in alternatives if site not in costs]
    if missing:
        raise InputError(
            f"portfolio, costs: found none for {missing[0]}. Expected one for each ranked "
            "site. "
            "Add a row to the cost table."
        )
    table = np.array([(c.low, c.best, c.high) for c in (costs[s] for s in alternatives)])
    return table[:, 0], table[:, 1], table[:, 2]

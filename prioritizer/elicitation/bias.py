"""Guards against known biases in weighting: each looks at answers and says what it sees.

The thresholds are defaults of this tool, open to change; the effects are those of the cited
works.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from prioritizer.domain.bias_guard import Guard
from prioritizer.domain.words import percent, weight
from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

RANGE_SENSITIVITY = 0.5
SPLIT_FACTOR = 1.25
EQUAL_BAND = 0.15
ANCHOR_BAND = 0.05


def range_swap(before: float, after: float, share: float) -> Guard:
    """Return how far a weight follows when its range is cut (von Nitzsch and Weber 1993).

    Parameters
    ----------
    before, after
        The weight with the full range and with the cut one, each above 0 and below 1.
    share
        The part of the full range's value that the cut one keeps, above 0 and below 1.

    Returns
    -------
    Guard
        ``measure`` is 1 if the weight against the rest falls as the range does, 0 if it stays.
    """
    _within(before, "weight before")
    _within(after, "weight after")
    _within(share, "share of the range")
    odds = (after / (1 - after)) / (before / (1 - before))
    measure = math.log(odds) / math.log(share)
    kept = share * before / (1 - before)
    expected = kept / (1 + kept)
    flagged = measure < RANGE_SENSITIVITY
    text = (
        f"The range was cut to {percent(share)}; a weight of {weight(before)} would then be "
        f"{weight(expected)}. It is {weight(after)}. "
    )
    text += (
        "Look at the range beside the weight once more." if flagged else "It follows the range."
    )
    return Guard("range-swap", measure, flagged, text)


def splitting(whole: float, parts: Sequence[float]) -> Guard:
    """Return how much weight a criterion gains by being split (Weber, Eisenführ et al. 1988).

    Parameters
    ----------
    whole
        Its weight when asked as one, above 0.
    parts
        The weights of its parts when asked apart, among the same other criteria.

    Returns
    -------
    Guard
        ``measure`` is the sum of the parts over the whole; 1 is no effect.
    """
    _within(whole, "weight of the whole")
    total = math.fsum(parts)
    measure = total / whole
    flagged = measure > SPLIT_FACTOR or measure < 1 / SPLIT_FACTOR
    text = f"Asked as one: {weight(whole)}; its {len(parts)} parts together: {weight(total)}. "
    text += (
        "Weigh the branches first and the parts within them." if flagged else "The two agree."
    )
    return Guard("splitting", measure, flagged, text)


def equalizing(weights: FloatArray) -> Guard:
    """Return how near weights are to all the same (Fox, Bardolet and Lieb 2005).

    ``measure`` is the largest deviation from 1/n, as a part of 1/n.
    """
    shares = np.asarray(weights, dtype=np.float64)
    measure = float(np.abs(shares * len(shares) - 1).max())
    flagged = len(shares) > 1 and measure <= EQUAL_BAND
    how_near = "the same" if measure < 0.005 else f"within {percent(measure)} of the same"
    text = (
        f"All weights are {how_near}. That can be meant; it is also what people give who do "
        "not want to choose. Equal weights are not a recommendation."
        if flagged
        else "The weights differ."
    )
    return Guard("equalizing", measure, flagged, text)


def anchoring(weights: FloatArray, shown: FloatArray) -> Guard:
    """Return how far answers moved from what was on the screen (Tversky and Kahneman 1974).

    Parameters
    ----------
    weights, shown
        ``(criteria,)`` each: the answer, and the weights that were shown before it.

    Returns
    -------
    Guard
        ``measure`` is half the sum of the changes: the part of all weight that was moved.
    """
    moved = float(np.abs(np.asarray(weights) - np.asarray(shown)).sum() / 2)
    flagged = moved <= ANCHOR_BAND
    part = "Nothing" if moved < 0.005 else f"{percent(moved)} of all weight"
    text = f"{part} was moved from the weights shown at the start. "
    text += (
        "Start from a blank page, or say why these weights are yours."
        if flagged
        else "The answer is its own."
    )
    return Guard("anchoring", moved, flagged, text)


def _within(number: float, what: str) -> None:
    if not 0 < number < 1:
        raise InputError(
            f"{what}: found {number:g}. Expected a number above 0 and below 1. "
            "Give it as a share, for example 0.3."
        )

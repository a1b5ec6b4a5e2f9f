"""Which sites make the shortlist: places, locks, and agreement over scenarios."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.domain.shortlist import Cutoff


def select(
    scores: FloatArray, ranks: IntArray, rule: Cutoff, must: BoolArray, must_not: BoolArray
) -> BoolArray:
    """Return which alternatives are on the shortlist, ``(alternatives,)``.

    A must takes one of the places; a must-not leaves its place to the next. Equal ranks at the
    last place all stay, so that a list may be longer than asked rather than cut between equals.
    """
    free = ~must & ~must_not
    if rule.threshold is not None:
        return np.asarray(must | (free & (scores >= rule.threshold)), dtype=np.bool_)
    places = max(0, (rule.top or 0) - int(must.sum()))
    candidates = np.sort(ranks[free])
    if places == 0 or len(candidates) == 0:
        return must.copy()
    last = candidates[min(places, len(candidates)) - 1]
    return np.asarray(must | (free & (ranks <= last)), dtype=np.bool_)


def agreement(members: BoolArray) -> FloatArray:
    """Return the share of scenarios that list each alternative, ``(alternatives,)``."""
    return np.asarray(members.mean(axis=0), dtype=np.float64)

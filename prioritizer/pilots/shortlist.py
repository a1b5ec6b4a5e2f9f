"""Which sites make the shortlist: places, locks, and agreement over scenarios."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class Cutoff:
    """What makes a shortlist: so many places, or a score of at least so much.

    Exactly one of the two is given.
    """

    top: int | None = None
    threshold: float | None = None

    @property
    def text(self) -> str:
        """Return the rule in words."""
        if self.top is not None:
            return f"the first {self.top} places"
        return f"a score of at least {self.threshold:g}"

    def check(self) -> None:
        """Refuse a rule that lists nothing or asks for two things.

        Raises
        ------
        InputError
            If not exactly one is given, or it is no number of places and no score.
        """
        if (self.top is None) == (self.threshold is None):
            raise InputError(
                "shortlist: found neither or both of a number of places and a threshold. "
                "Expected exactly one. Give for example 10 places."
            )
        if self.threshold is not None and not math.isfinite(self.threshold):
            raise InputError(
                f"shortlist, threshold: found {self.threshold}. Expected a score. "
                "Give for example 0.6."
            )
        if self.top is not None and self.top < 1:
            raise InputError(
                f"shortlist, top: found {self.top}. Expected 1 or more. Give for example 10."
            )


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

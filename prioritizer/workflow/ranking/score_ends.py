"""The readings of a score that a ranking is made of: expected, at its ends, without gaps."""

from __future__ import annotations

from dataclasses import dataclass, fields

from prioritizer.domain.matrix import FloatArray
from prioritizer.engine.ranks import round_scores


@dataclass(frozen=True, slots=True, eq=False)
class ScoreEnds:
    """Scores, ``(alternatives,)`` each, higher better.

    Attributes
    ----------
    low, expected, high
        The score with the alternative's own values at their worse end, at best estimates, and
        at their better end.
    secured
        The score with every value that rests on a gap at its worse end.
    at_least, at_most
        What the score cannot fall below or exceed when all alternatives vary at once.
    pessimistic, optimistic
        What the list is ordered by where not by the score at best estimates.
    """

    low: FloatArray
    expected: FloatArray
    high: FloatArray
    secured: FloatArray
    at_least: FloatArray
    at_most: FloatArray
    pessimistic: FloatArray
    optimistic: FloatArray

    @classmethod
    def of_own_values(
        cls, low: FloatArray, expected: FloatArray, high: FloatArray, secured: FloatArray
    ) -> ScoreEnds:
        """Return the readings where a score depends on the alternative's own values only."""
        return cls(low, expected, high, secured, low, high, low, high)

    def rounded(self) -> ScoreEnds:
        """Return the same readings to the digits by which scores are compared."""
        return ScoreEnds(*(round_scores(getattr(self, field.name)) for field in fields(self)))

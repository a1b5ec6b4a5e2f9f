"""The rule of a shortlist, as a person states it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, signed


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
            return gettext("the first {n} places", n=self.top)
        return gettext("a score of at least {score}", score=signed(f"{self.threshold:g}"))

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

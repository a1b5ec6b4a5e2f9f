"""A number as published, with the ends that are known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A number as published: any of low, best and high may be unknown.

    Ordered ``low <= best <= high`` where known; the unit is in the name of its field.
    """

    low: float | None = None
    best: float | None = None
    high: float | None = None

    @property
    def is_known(self) -> bool:
        """Return whether at least one of the three is known."""
        return self.low is not None or self.best is not None or self.high is not None


UNKNOWN = Range()

"""A criterion's scale as plain numbers: where worst and best lie, and the value in between."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from prioritizer.domain.words import format_number
from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class Scale:
    """What a weight refers to: the swing from ``worst`` to ``best``, in the criterion's unit.

    Attributes
    ----------
    kind
        ``linear``: equal steps count the same. ``log``: equal factors do. ``table``: any other
        shape, by its ``levels``.
    levels
        Of ``table``: performances at evenly spaced values from 0 to 1, on the way from worst to
        best; straight lines between them.
    """

    name: str
    unit: str
    worst: float
    best: float
    kind: Literal["linear", "log", "table"] = "linear"
    levels: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.worst) and math.isfinite(self.best)):
            raise self._fault("finite numbers", "Give the worst and the best level.")
        if self.worst == self.best:
            raise self._fault(
                "two different levels", "A scale without a range can carry no weight."
            )
        if self.kind == "log" and min(self.worst, self.best) <= 0:
            raise self._fault("levels above 0", "Use a linear scale, or start it above 0.")
        if self.kind == "table" and len(self.levels) < 2:
            raise self._fault("two levels or more", "Give the performance of each value.")

    def _fault(self, expected: str, hint: str) -> InputError:
        return InputError(
            f"scale of {self.name}: found {self.worst:g} to {self.best:g}. "
            f"Expected {expected}. {hint}"
        )

    def value(self, performance: float) -> float:
        """Return 0 at worst and 1 at best, flat outside."""
        if self.kind == "table":
            return self._value_in_table(performance)
        if self.kind == "log":
            if performance <= 0:
                return 0.0 if self.worst < self.best else 1.0
            share = math.log(performance / self.worst) / math.log(self.best / self.worst)
        else:
            share = (performance - self.worst) / (self.best - self.worst)
        return min(max(share, 0.0), 1.0)

    def _value_in_table(self, performance: float) -> float:
        way = 1.0 if self.best > self.worst else -1.0
        rising = [way * level for level in self.levels]
        above = bisect_left(rising, way * performance)
        if above in (0, len(rising)):
            return float(above > 0)
        step = rising[above] - rising[above - 1]
        inside = (way * performance - rising[above - 1]) / step
        return (above - 1 + inside) / (len(rising) - 1)

    def performance(self, value: float) -> float:
        """Return the performance at a value from 0 to 1."""
        if value >= 1.0:
            return self.best
        if self.kind == "log":
            return float(self.worst * (self.best / self.worst) ** value)
        if self.kind == "table":
            place = value * (len(self.levels) - 1)
            below = self.levels[int(place)]
            return below + (place - int(place)) * (self.levels[int(place) + 1] - below)
        return self.worst + value * (self.best - self.worst)

    def step_text(self, start: float, end: float) -> str:
        """Return a step on the scale in words: ``40 → 10 km``."""
        return f"{format_number(start)} → {format_number(end)} {self.unit}".strip()

    @property
    def range_text(self) -> str:
        """Return the whole swing in words, for beside a weight."""
        return self.step_text(self.worst, self.best)

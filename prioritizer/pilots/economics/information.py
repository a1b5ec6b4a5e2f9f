"""What knowing would be worth: a negative expected NPV may still deserve a pilot."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from prioritizer.domain.matrix import FloatArray


def perfect_information(npv: FloatArray) -> float:
    """Return EVPI = E[max(NPV, 0)] - max(E[NPV], 0) from draws (Raiffa and Schlaifer 1961)."""
    return float(np.maximum(npv, 0.0).mean() - max(float(npv.mean()), 0.0))


def perfect_information_normal(mean: float, sd: float) -> float:
    """Return EVPI of a normally distributed NPV, in closed form."""
    normal = NormalDist()
    z = mean / sd
    return mean * normal.cdf(z) + sd * normal.pdf(z) - max(mean, 0.0)


@dataclass(frozen=True, slots=True)
class PilotWorth:
    """Value of what a pilot could tell against its cost, one currency."""

    evpi: float
    reliability: float
    cost: float

    @property
    def is_justified(self) -> bool:
        """Return whether reliability times EVPI exceeds the cost."""
        return self.reliability * self.evpi > self.cost

"""Draws of uncertain inputs, what their results say, and what knowing would be worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import Estimate


def triangular(
    chance: FloatArray,
    low: FloatArray | float,
    best: FloatArray | float,
    high: FloatArray | float,
) -> FloatArray:
    """Return triangular quantiles; shapes broadcast; a range without width gives its best."""
    width = np.asarray(high, dtype=np.float64) - low
    mode = np.divide(best - np.asarray(low), width, out=np.zeros_like(width), where=width > 0)
    rising = low + width * np.sqrt(chance * mode)
    falling = high - width * np.sqrt((1 - chance) * (1 - mode))
    return np.asarray(np.where(chance < mode, rising, falling), dtype=np.float64)


def draw(rng: np.random.Generator, estimate: Estimate, draws: int) -> FloatArray:
    """Return triangular draws of an estimate, ``(draws,)``; the generator is always read."""
    return triangular(rng.random(draws), estimate.low, estimate.best, estimate.high)


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the draws of a number show: P10, P50, P90, mean, chance of 0 or more."""

    p10: float
    p50: float
    p90: float
    mean: float
    at_least_zero: float
    draws: int

    @classmethod
    def of(cls, values: FloatArray) -> Distribution:
        """Summarise draws, ``(draws,)``."""
        p10, p50, p90 = np.quantile(values, (0.1, 0.5, 0.9)).tolist()
        return cls(
            p10, p50, p90, float(values.mean()), float(np.mean(values >= 0)), len(values)
        )


def perfect_information(npv: FloatArray) -> float:
    """Return EVPI = E[max(NPV, 0)] - max(E[NPV], 0) from draws (Raiffa and Schlaifer 1961)."""
    return float(np.maximum(npv, 0.0).mean() - max(float(npv.mean()), 0.0))


@dataclass(frozen=True, slots=True)
class PilotWorth:
    """Value of what a pilot could tell against its cost, one currency.

    A negative expected NPV may still deserve a pilot.
    """

    evpi: float
    reliability: float
    cost: float

    @property
    def is_justified(self) -> bool:
        """Return whether reliability times EVPI exceeds the cost."""
        return self.reliability * self.evpi > self.cost

"""Draws of uncertain inputs by their quantiles, and what a distribution of results says."""

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

"""Batch forms of the methods beyond weighted sum and TOPSIS, as badness: 0 best, 1 worst.

Each is 1 minus the method's score of values on fixed scales, computed for many draws at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from prioritizer.engine.arrays import FloatArray

# Larger than any sum of weighted logarithms of doubles, so that the product is 0 beyond doubt.
_ZERO = 1e6


class Badness(Protocol):
    """A method ready to be applied to a batch of draws."""

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        """Return ``(draws, alternatives)`` from weights ``(draws, criteria)``.

        ``values`` is ``(draws, alternatives, criteria)``, or None where values are certain.
        """


class _Regrets:
    """Sums over criteria of weighted parts of certain or of drawn values."""

    def __init__(self, values: FloatArray | None, spans: FloatArray) -> None:
        self._values = values
        self._spans = spans

    def shares(self, weights: FloatArray) -> FloatArray:
        """Return weights, ``(draws, criteria)``, that sum to 1 after the spans."""
        spanned = weights * self._spans
        totals = spanned.sum(axis=1, keepdims=True)
        result: FloatArray = np.divide(spanned, totals, out=weights.copy(), where=totals > 0)
        return result

    def column(self, index: int, values: FloatArray | None) -> FloatArray:
        """Return one criterion's values, ``(draws or 1, alternatives)``."""
        if values is not None:
            return values[:, :, index]
        certain = np.empty((0, 0)) if self._values is None else self._values
        return certain[:, index][np.newaxis]


class _Product(_Regrets):
    """The weighted product."""

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        shares, total = self.shares(weights), np.zeros(1)
        for index in range(shares.shape[1]):
            column, share = self.column(index, values), shares[:, index, np.newaxis]
            logs = np.log(column, out=np.full_like(column, -_ZERO), where=column > 0)
            # A weight of 0 leaves a value of 0 without effect; the least other weight ends it.
            weighted = np.where((column <= 0) & (share > 0), -_ZERO, share * logs)
            total = total + np.where(share > 0, weighted, 0.0)
        result: FloatArray = 1.0 - np.exp(total)
        return result


class _Mixture(_Product):
    """WASPAS: half the weighted sum, half the weighted product."""

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        result = super().__call__(weights, values)
        shares = self.shares(weights)
        for index in range(shares.shape[1]):
            result += shares[:, index, np.newaxis] * (1.0 - self.column(index, values))
        result *= 0.5
        return np.clip(result, 0.0, 1.0, out=result)


class _Compromise(_Regrets):
    """VIKOR: half the sum of weighted regrets, half the largest one on its own range."""

    def __call__(self, weights: FloatArray, values: FloatArray | None) -> FloatArray:
        shares = self.shares(weights)
        total, largest = np.zeros(1), np.zeros(1)
        for index in range(shares.shape[1]):
            regret = shares[:, index, np.newaxis] * (1.0 - self.column(index, values))
            total = total + regret
            largest = np.maximum(largest, regret)
        result: FloatArray = 0.5 * (total + largest / shares.max(axis=1, keepdims=True))
        return np.clip(result, 0.0, 1.0, out=result)


BATCHES: dict[str, Callable[[FloatArray | None, FloatArray], Badness]] = {
    "weighted-product": _Product,
    "waspas": _Mixture,
    "vikor": _Compromise,
}

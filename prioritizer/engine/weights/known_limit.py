"""Who competes under some weights: alternatives of whose weight enough is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class KnownLimit:
    """How well each value is known, and the known weight from which an alternative competes.

    Attributes
    ----------
    known
        ``(alternatives, criteria)``: the share of each value that is known, 0 to 1. The known
        weight of an alternative is the sum of weight times share, so it is linear in the
        weights.
    least
        Known weight that is needed, 0 to 1. Where no alternative has it, all compete.
    """

    known: FloatArray
    least: float

    def known_weight(self, weights: FloatArray) -> FloatArray:
        """Return the known weight of each alternative, ``(alternatives,)``."""
        return np.asarray((self.known * weights).sum(axis=1))

    def competing(self, weights: FloatArray) -> BoolArray:
        """Return who competes under weights, ``(criteria,)``, that sum to 1."""
        enough = self.known_weight(weights) >= self.least
        return np.asarray(enough if enough.any() else np.ones_like(enough))

    def competing_each(self, weights: FloatArray) -> BoolArray:
        """Return who competes in each of many draws of weights.

        Parameters
        ----------
        weights
            ``(draws, criteria)``, each row summing to 1.

        Returns
        -------
        BoolArray
            ``(draws, alternatives)``.
        """
        total = np.zeros((len(weights), len(self.known)))
        for share, known in zip(weights.T, self.known.T, strict=True):
            total += np.multiply.outer(share, known)
        enough = total >= self.least
        enough[~enough.any(axis=1)] = True
        return np.asarray(enough)

    def along(self, weights: FloatArray, index: int) -> tuple[FloatArray, FloatArray]:
        """Return how known weight goes with the points of one criterion, the others held.

        Returns
        -------
        base, rise
            ``(alternatives,)`` each: an alternative has the known weight that is needed where
            base + rise * points is not negative. ``weights`` are the present points.
        """
        others = np.delete(weights, index)
        base = np.delete(self.known, index, axis=1) @ others - self.least * others.sum()
        return base, self.known[:, index] - self.least

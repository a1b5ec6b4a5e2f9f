"""Counts of ranks over many draws: whole numbers, so that adding them in any order is the same.

The classes gather and are therefore not frozen; nothing but `smaa` sees them.
"""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.engine.ordering import Order

FIXED_POINT = 1 << 32  # weights are summed as multiples of 2**-32
_STORED_CELLS = 1 << 21
_BAND_CELLS = 1 << 15


class RankTable:
    """How often each alternative had each rank: the full table."""

    def __init__(self, n_alternatives: int) -> None:
        self.n_alternatives = n_alternatives
        self.by_rank = np.zeros((n_alternatives, n_alternatives), dtype=np.int64)
        rows = max(1, _STORED_CELLS // n_alternatives)
        self._stored = np.empty((rows, n_alternatives), dtype=np.uint16)
        self._filled = 0

    def add(self, order: Order) -> None:
        """Count a batch of draws."""
        places = order.untied_places
        for start in range(0, len(places), len(self._stored)):
            self._store(places[start : start + len(self._stored)])
        if len(order.tied_ranks):
            cells = order.tied_ranks * self.n_alternatives + order.places[order.tied]
            np.add.at(self.by_rank.reshape(-1), cells.ravel(), 1)

    def _store(self, places: IntArray) -> None:
        if self._filled + len(places) > len(self._stored):
            self._flush()
        self._stored[self._filled : self._filled + len(places)] = places
        self._filled += len(places)

    def _flush(self) -> None:
        # Rank by rank, because one rank's counts stay in the processor's cache.
        n = self.n_alternatives
        band = max(1, _BAND_CELLS // n)
        for start in range(0, n, band):
            cells = self._stored[: self._filled, start : start + band].T.astype(
                np.int64, order="C"
            )
            cells += (np.arange(len(cells)) * n)[:, np.newaxis]
            counted = np.bincount(cells.ravel(), minlength=len(cells) * n)
            self.by_rank[start : start + len(cells)] += counted.reshape(-1, n)
        self._filled = 0

    def table(self) -> IntArray:
        """Return the counts, ``(alternatives, ranks)``."""
        if self._filled:
            self._flush()
        return self.by_rank.T


class RankSummary:
    """Sum of ranks and a histogram in at most 200 classes: for many alternatives."""

    def __init__(self, n_alternatives: int) -> None:
        self.n_alternatives = n_alternatives
        self.width = -(-n_alternatives // 200)
        self.n_classes = -(-n_alternatives // self.width)
        self.sums = np.zeros(n_alternatives, dtype=np.int64)
        self.classes = np.zeros((self.n_classes, n_alternatives), dtype=np.int64)

    def add(self, order: Order) -> None:
        """Count a batch of draws."""
        n = self.n_alternatives
        places = np.ascontiguousarray(order.untied_places.T)
        steps = np.repeat(np.arange(float(self.width)), places.shape[1])
        for index, start in enumerate(range(0, n, self.width)):
            sites = places[start : start + self.width].ravel()
            hits = np.bincount(sites, minlength=n)
            inside = np.bincount(sites, weights=steps[: len(sites)], minlength=n)
            self.classes[index] += hits
            self.sums += start * hits + inside.astype(np.int64)
        if len(order.tied_ranks):
            self._add_tied(order.places[order.tied], order.tied_ranks)

    def _add_tied(self, places: IntArray, ranks: IntArray) -> None:
        n = self.n_alternatives
        sums = np.bincount(places.ravel(), weights=ranks.ravel().astype(float), minlength=n)
        self.sums += sums.astype(np.int64)
        cells = (ranks // self.width) * n + places
        counted = np.bincount(cells.ravel(), minlength=self.classes.size)
        self.classes += counted.reshape(self.classes.shape)


class TopTable:
    """How often each alternative had each of the first ranks."""

    def __init__(self, n_alternatives: int, top: int) -> None:
        self.top = top
        self.by_rank = np.zeros((top, n_alternatives), dtype=np.int64)

    def add(self, sites: IntArray, ranks: IntArray) -> None:
        """Count pairs of alternative and rank from 0, ``(pairs,)`` each."""
        cells = ranks * self.by_rank.shape[1] + sites
        np.add.at(self.by_rank.reshape(-1), cells, 1)

    def add_order(self, order: Order) -> None:
        """Count the first ranks of a batch of draws that is sorted anyway."""
        places = order.untied_places[:, : self.top]
        ranks = np.broadcast_to(np.arange(self.top), places.shape)
        self.add(places.ravel(), ranks.ravel())
        rows, columns = np.nonzero(order.tied_ranks < self.top)
        tied = order.places[order.tied]
        self.add(tied[rows, columns], order.tied_ranks[rows, columns])


class WinnerSums:
    """How often each alternative was first, and the sum of the weights that put it there."""

    def __init__(self, n_alternatives: int, n_criteria: int) -> None:
        self.first = np.zeros(n_alternatives, dtype=np.int64)
        self.weights = np.zeros((n_criteria, n_alternatives), dtype=np.int64)

    def add(self, draws: IntArray, sites: IntArray, weights: FloatArray) -> None:
        """Count first ranks: pairs of draw and alternative with the draws' weights."""
        n = len(self.first)
        self.first += np.bincount(sites, minlength=n)
        whole = np.rint(weights[draws] * FIXED_POINT)
        for column, sums in zip(whole.T, self.weights, strict=True):
            sums += np.bincount(sites, weights=column, minlength=n).astype(np.int64)


class PairTable:
    """How often each alternative ranked strictly above each other."""

    def __init__(self, n_alternatives: int) -> None:
        self.wins = np.zeros((n_alternatives, n_alternatives), dtype=np.int64)

    def add(self, order: Order) -> None:
        """Count a batch of draws."""
        small = np.uint16 if len(self.wins) < 1 << 16 else np.uint32
        ranks = np.ascontiguousarray(order.ranks().T.astype(small))
        for alternative, own in enumerate(ranks):
            self.wins[alternative] += np.count_nonzero(ranks > own, axis=1)

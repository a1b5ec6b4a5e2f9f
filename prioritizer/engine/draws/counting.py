"""Counts of ranks over many draws: whole numbers, so that adding them in any order is the same.

The classes gather and are therefore not frozen; nothing but `smaa` sees them.
"""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.engine.draws.ordering import Order

FIXED_POINT = 1 << 32  # weights are summed as multiples of 2**-32
_STORED_CELLS = 1 << 21
_BAND_CELLS = 1 << 15


class RankTable:
    """How often each alternative had each rank: the full table."""

    def __init__(self, n_alternatives: int) -> None:
        self.n_alternatives = n_alternatives
        # The last column takes the places that nobody who competes has.
        self._by_rank = np.zeros((n_alternatives, n_alternatives + 1), dtype=np.int64)
        self._behind = np.zeros((n_alternatives, n_alternatives), dtype=np.int64)
        rows = max(1, _STORED_CELLS // n_alternatives)
        self._stored = np.empty((rows, n_alternatives), dtype=np.uint16)
        self._filled = 0

    def add(self, order: Order) -> None:
        """Count a batch of draws."""
        places = order.competitors()
        untied = places[~order.tied] if order.tied.any() else places
        for start in range(0, len(untied), len(self._stored)):
            self._store(untied[start : start + len(self._stored)])
        if len(order.tied_ranks):
            cells = order.tied_ranks * self._by_rank.shape[1] + places[order.tied]
            np.add.at(self._by_rank.reshape(-1), cells.ravel(), 1)
        if order.n_competing is not None:
            draws, behind = order.behind()
            cells = order.n_competing[draws] * self.n_alternatives + behind
            np.add.at(self._behind.reshape(-1), cells, 1)

    def _store(self, places: IntArray) -> None:
        if self._filled + len(places) > len(self._stored):
            self._flush()
        self._stored[self._filled : self._filled + len(places)] = places
        self._filled += len(places)

    def _flush(self) -> None:
        # Rank by rank, because one rank's counts stay in the processor's cache.
        n = self._by_rank.shape[1]
        band = max(1, _BAND_CELLS // n)
        for start in range(0, self.n_alternatives, band):
            cells = self._stored[: self._filled, start : start + band].T.astype(
                np.int64, order="C"
            )
            cells += (np.arange(len(cells)) * n)[:, np.newaxis]
            counted = np.bincount(cells.ravel(), minlength=len(cells) * n)
            self._by_rank[start : start + len(cells)] += counted.reshape(-1, n)
        self._filled = 0

    def table(self) -> IntArray:
        """Return the counts of draws in which it competes, ``(alternatives, ranks)``."""
        if self._filled:
            self._flush()
        return self._by_rank[:, : self.n_alternatives].T

    def behind(self) -> IntArray:
        """Return the counts of the rank after the last, where it does not compete."""
        return self._behind.T


class RankSummary:
    """Sum of ranks and a histogram in at most 200 classes: for many alternatives."""

    def __init__(self, n_alternatives: int) -> None:
        self.width = -(-n_alternatives // 200)
        n_classes = -(-n_alternatives // self.width)
        self._sums = np.zeros(n_alternatives, dtype=np.int64)
        self._classes = np.zeros((n_alternatives, n_classes), dtype=np.int64)
        rows = max(1, _STORED_CELLS // n_alternatives)
        self._stored = np.empty((rows, n_alternatives), dtype=small_type(n_alternatives))
        self._filled = 0

    def add(self, order: Order) -> None:
        """Count a batch of draws."""
        ranks = order.ranks()
        for start in range(0, len(ranks), len(self._stored)):
            part = ranks[start : start + len(self._stored)]
            if self._filled + len(part) > len(self._stored):
                self._flush()
            self._stored[self._filled : self._filled + len(part)] = part
            self._filled += len(part)

    def _flush(self) -> None:
        # Some alternatives at a time, because their classes stay in the processor's cache.
        ranks = self._stored[: self._filled]
        self._sums += ranks.sum(axis=0, dtype=np.int64)
        n_alternatives, n_classes = self._classes.shape
        band = max(1, _BAND_CELLS // n_classes)
        for start in range(0, n_alternatives, band):
            cells = (ranks[:, start : start + band].T // self.width).astype(np.int64, order="C")
            cells += (np.arange(len(cells)) * n_classes)[:, np.newaxis]
            counted = np.bincount(cells.ravel(), minlength=len(cells) * n_classes)
            self._classes[start : start + len(cells)] += counted.reshape(-1, n_classes)
        self._filled = 0

    def sums(self) -> IntArray:
        """Return the sums of ranks, counted from 0, ``(alternatives,)``."""
        self._flush()
        return self._sums

    def classes(self) -> IntArray:
        """Return the histogram, ``(alternatives, classes)``."""
        self._flush()
        return self._classes


def small_type(n_alternatives: int) -> type[np.uint16] | type[np.uint32]:
    """Return the smallest type that holds an alternative's number."""
    return np.uint16 if n_alternatives <= 1 << 16 else np.uint32


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
        competitors = order.competitors()
        untied = competitors[~order.tied][:, : self.top]
        ranks = np.broadcast_to(np.arange(self.top), untied.shape)
        rows, columns = np.nonzero(order.tied_ranks < self.top)
        tied = competitors[order.tied]
        sites = np.concatenate([untied.ravel(), tied[rows, columns]])
        held = np.concatenate([ranks.ravel(), order.tied_ranks[rows, columns]])
        competes = sites < self.by_rank.shape[1]
        self.add(sites[competes], held[competes])


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
        ranks = np.ascontiguousarray(order.ranks().T.astype(small_type(len(self.wins))))
        for alternative, own in enumerate(ranks):
            self.wins[alternative] += np.count_nonzero(ranks > own, axis=1)

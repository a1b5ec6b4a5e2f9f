"""The best and the worst rank that any allowed weights give in the weighted sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.answers.dominance import winning_weights
from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.engine.draws.ordering import order
from prioritizer.engine.weights.polytope import Polytope
from prioritizer.engine.weights.regions import Region, Simplex, as_polytope

_TIE = 1e-12
_TRIALS = 1024
_BATCH = 256


@dataclass(frozen=True, slots=True)
class ExtremeRanks:
    """Limits of each alternative's rank, ``(alternatives,)`` each.

    ``best`` and ``worst`` are proven: no allowed weights give a rank outside them.
    ``reached_best`` and ``reached_worst`` were met by some weights. Where both agree, as nearly
    always, the limit is exact.
    """

    best: IntArray
    worst: IntArray
    reached_best: IntArray
    reached_worst: IntArray


def extreme_ranks(
    values: FloatArray,
    *,
    region: Region | None = None,
    effort: int = 20_000,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[IntArray, IntArray]:
    """Return the proven best and worst rank of `rank_limits`, ``(alternatives,)`` each."""
    limits = rank_limits(values, region=region, effort=effort, progress=progress)
    return limits.best, limits.worst


def rank_limits(
    values: FloatArray,
    *,
    region: Region | None = None,
    effort: int = 20_000,
    progress: Callable[[int, int], None] | None = None,
) -> ExtremeRanks:
    """Return the best and the worst rank of each alternative over all allowed weights.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    region
        Weights that are allowed; all when left out.
    effort
        Most pieces of the region to look at for one limit.
    progress
        Told how many alternatives are done, of how many; what it raises ends the work.

    Returns
    -------
    ExtremeRanks
        Ties share the better rank, as everywhere.

    Notes
    -----
    The question is that of extreme ranking analysis (Kadziński, Greco and Słowiński 2012).
    Instead of integer programs the region is cut into simplices: scores are linear, so a rival
    that is above at all corners is above everywhere. Pieces that cannot beat what was reached
    elsewhere are dropped and the most promising one is halved (branch and bound).
    """
    allowed = as_polytope(Simplex(values.shape[1]) if region is None else region)
    pieces = allowed.simplices()
    reached_best, reached_worst = _tried(values, allowed)
    reached_best[~np.isnan(winning_weights(values, region=allowed)[:, 0])] = 1
    best, worst = np.empty_like(reached_best), np.empty_like(reached_worst)
    n_rivals = len(values) - 1
    for index in range(len(values)):
        if progress is not None:
            progress(index, len(values))
        differences = np.delete(values, index, axis=0) - values[index]
        search = _Search(pieces, effort)
        least, met = search.fewest(differences, int(reached_best[index]) - 1)
        best[index], reached_best[index] = 1 + least, 1 + met
        # The most above us are all rivals but the fewest that are level with us or below.
        met_below = n_rivals - (int(reached_worst[index]) - 1)
        least, met = search.fewest(differences, met_below, level_or_below=True)
        worst[index], reached_worst[index] = 1 + n_rivals - least, 1 + n_rivals - met
    return ExtremeRanks(best, worst, reached_best, reached_worst)


def _tried(values: FloatArray, allowed: Polytope) -> tuple[IntArray, IntArray]:
    """Return the best and worst ranks met by many weights of the region."""
    weights = allowed.sample(np.random.default_rng(0), _TRIALS)
    best = np.full(len(values), len(values), dtype=np.int64)
    worst = np.ones(len(values), dtype=np.int64)
    for part in np.array_split(weights, 1 + len(weights) * len(values) // (1 << 18)):
        ranks = 1 + order(part @ (1.0 - values).T).ranks()
        best = np.minimum(best, ranks.min(axis=0))
        worst = np.maximum(worst, ranks.max(axis=0))
    return best, worst


@dataclass(frozen=True, slots=True)
class _Search:
    """Branch and bound over the pieces of a region."""

    pieces: FloatArray
    effort: int

    def fewest(
        self, differences: FloatArray, reached: int, *, level_or_below: bool = False
    ) -> tuple[int, int]:
        """Return a proven and a met least number of rivals above us, or level with or below us.

        ``differences`` are values of the rivals minus ours, ``(rivals, criteria)``.
        """
        pieces, bounds = self.pieces, np.zeros(len(self.pieces), dtype=np.int64)
        looked_at = 0
        while True:
            open_ = bounds < reached
            pieces, bounds = pieces[open_], bounds[open_]
            if not len(pieces):
                return reached, reached
            least = int(bounds.min())
            if looked_at >= self.effort:
                return least, reached
            chosen = np.flatnonzero(bounds == least)[-_BATCH:]
            halves = _halved(pieces[chosen])
            looked_at += len(halves)
            inner, met = _counted(halves, differences, level_or_below=level_or_below)
            reached = min(reached, met)
            rest = np.ones(len(pieces), dtype=np.bool_)
            rest[chosen] = False
            pieces = np.concatenate([pieces[rest], halves])
            bounds = np.concatenate([bounds[rest], inner])


def _counted(
    pieces: FloatArray, differences: FloatArray, *, level_or_below: bool
) -> tuple[IntArray, int]:
    """Return a bound for each piece, and the least number met at middles of pieces."""
    leads = pieces @ differences.T
    if level_or_below:
        bounds = (leads.max(axis=1) <= _TIE).sum(axis=1)
        counts = (leads.mean(axis=1) <= _TIE).sum(axis=1)
    else:
        bounds = (leads.min(axis=1) > _TIE).sum(axis=1)
        counts = (leads.mean(axis=1) > _TIE).sum(axis=1)
    return bounds, int(counts.min())


def _halved(pieces: FloatArray) -> FloatArray:
    """Cut each simplex in two at the middle of its longest edge."""
    first, second = np.triu_indices(pieces.shape[1], 1)
    if not len(first):
        return pieces  # a point
    lengths = np.square(pieces[:, first] - pieces[:, second]).sum(axis=2)
    longest = lengths.argmax(axis=1)
    one, other = first[longest], second[longest]
    row = np.arange(len(pieces))
    middle = 0.5 * (pieces[row, one] + pieces[row, other])
    left, right = pieces.copy(), pieces.copy()
    left[row, one] = middle
    right[row, other] = middle
    return np.concatenate([left, right])

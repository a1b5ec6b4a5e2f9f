"""How well scores tell hits from misses: AUC, hits among the first k, and their intervals.

Hanley and McNeil 1982, Radiology 143, 29-36: the area under the ROC curve is the chance that a
hit scores above a miss, ties half, which is the Mann-Whitney statistic over its largest value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.ranks import round_scores

_CELLS_AT_ONCE = 1 << 22


def auc(scores: FloatArray, hits: BoolArray) -> float:
    """Return the area under the ROC curve, 0 to 1; NaN where there is no hit or no miss.

    Parameters
    ----------
    scores
        ``(n,)``, higher better; equal to 12 significant digits is equal.
    hits
        ``(n,)``.
    """
    return float(judged(scores, hits, np.ones((1, len(scores))))[0][0])


def expected_hits(scores: FloatArray, hits: BoolArray, top: int) -> float:
    """Return the hits among the first ``top`` places.

    Bodies that tie for the last places share them: the mean over all orders of the tie.

    Parameters
    ----------
    scores, hits
        As `auc`.
    top
        Number of places, at least 1.
    """
    return float(judged(scores, hits, np.ones((1, len(scores))), (top,))[1][0, 0])


def judged(
    scores: FloatArray, hits: BoolArray, weights: FloatArray, tops: Sequence[int] = ()
) -> tuple[FloatArray, FloatArray]:
    """Return the area, ``(draws,)``, and the hits among the first places, ``(tops, draws)``.

    Parameters
    ----------
    scores, hits
        As `auc`.
    weights
        ``(draws, n)``: how often a body counts; one that counts twice takes two places.
    tops
        Numbers of places.
    """
    order, starts = _levels(scores)
    counted = np.take(weights, order, axis=1)
    one = _per_level(counted * hits[order], starts)
    both = _per_level(counted, starts)
    up_to = np.cumsum(both, axis=1)
    before = up_to[:, -1:] - up_to
    # Places before each level fall towards the best: the levels of the first places are last.
    fewest = before.min(axis=0)
    listed = []
    for top in tops:
        head = slice(int(np.searchsorted(-fewest, -top, side="right")), None)
        listed.append(_listed(one[:, head], both[:, head], before[:, head], top))
    return _areas(one, both), np.array(listed).reshape(len(tops), len(weights))


def areas_within(
    scores: FloatArray, hits: BoolArray, weights: FloatArray, groups: Sequence[str]
) -> FloatArray:
    """Return the area over pairs of one group only, ``(draws,)``; NaN where there is no pair.

    Parameters
    ----------
    scores, hits, weights
        As `judged`.
    groups
        ``(n,)``: what only like ones are compared within.
    """
    of = np.array(groups, dtype=object)
    won, pairs = np.zeros(len(weights)), np.zeros(len(weights))
    for name in sorted(set(groups)):
        rows = np.flatnonzero(of == name)
        part, one = weights[:, rows], hits[rows]
        n_pairs = part[:, one].sum(axis=1) * part[:, ~one].sum(axis=1)
        if n_pairs.any():
            won += np.nan_to_num(judged(scores[rows], one, part)[0]) * n_pairs
            pairs += n_pairs
    return np.asarray(np.divide(won, pairs, out=np.full(len(won), np.nan), where=pairs > 0))


def pairs_within(hits: BoolArray, groups: Sequence[str]) -> int:
    """Return how many pairs of a hit and a miss are of one group."""
    of = np.array(groups, dtype=object)
    return sum(int(hits[of == name].sum() * (~hits[of == name]).sum()) for name in set(groups))


def relabelled_areas(scores: FloatArray, labels: FloatArray) -> FloatArray:
    """Return the area for several labellings of the same bodies, ``(draws,)``.

    Parameters
    ----------
    labels
        ``(draws, n)``: 1 for a hit, 0 for a miss.
    """
    order, starts = _levels(scores)
    one = _per_level(np.take(labels, order, axis=1), starts)
    sizes = np.diff(np.append(starts, len(scores)))
    return _areas(one, np.broadcast_to(sizes.astype(np.float64), one.shape))


def _areas(one: FloatArray, both: FloatArray) -> FloatArray:
    """Return the area from hits and bodies at each level of rising scores."""
    zero = both - one
    below = np.cumsum(zero, axis=1)
    pairs = one.sum(axis=1) * below[:, -1]
    won = np.einsum("ij,ij->i", one, below - 0.5 * zero)
    blank = np.full(len(one), np.nan)
    return np.asarray(np.divide(won, pairs, out=blank, where=pairs > 0))


def _listed(one: FloatArray, both: FloatArray, before: FloatArray, top: int) -> FloatArray:
    """Return the hits among the first places; a level that is cut gives its share."""
    taken = np.clip(top - before, 0.0, both)
    share = np.divide(taken, both, out=np.zeros_like(both), where=both > 0)
    return np.asarray(np.einsum("ij,ij->i", one, share))


def _per_level(values: FloatArray, starts: np.ndarray) -> FloatArray:
    if len(starts) == values.shape[1]:
        return values
    return np.asarray(np.add.reduceat(values, starts, axis=1))


def middle_places(scores: FloatArray) -> FloatArray:
    """Return the place of each, 1 for the highest score; equal ones share the middle place."""
    order, starts = _levels(-scores)
    ends = np.append(starts[1:], len(scores))
    places = np.empty(len(scores))
    places[order] = np.repeat((starts + 1 + ends) / 2, ends - starts)
    return places


def chance_of_hits(n: int, n_hits: int, top: int, found: float) -> float:
    """Return the chance that a random order lists at least as many whole hits.

    The upper tail of the hypergeometric distribution, in whole numbers and so exact.

    Parameters
    ----------
    n, n_hits
        Bodies, and hits among them.
    top
        Places, at most ``n``.
    found
        Hits found; a part of one, as ties make, does not count.
    """
    least = math.floor(found + 1e-9)
    ways = sum(
        math.comb(n_hits, k) * math.comb(n - n_hits, top - k)
        for k in range(least, min(n_hits, top) + 1)
    )
    return ways / math.comb(n, top)


def sd_of_luck(n_hits: int, n_misses: int) -> float:
    """Return the standard deviation of the area of a random order without ties."""
    return math.sqrt((n_hits + n_misses + 1) / (12 * n_hits * n_misses))


def resamples(
    hits: BoolArray, draws: int, generator: np.random.Generator
) -> Iterator[FloatArray]:
    """Yield how often each body counts in draws with replacement, ``(some draws, n)``.

    Hits and misses are drawn apart, so that every draw has as many of each (stratified
    bootstrap; Efron and Tibshirani 1993).
    """
    step = max(1, _CELLS_AT_ONCE // max(1, len(hits)))
    for start in range(0, draws, step):
        n = min(step, draws - start)
        weights = np.zeros((n, len(hits)))
        for rows in (np.flatnonzero(hits), np.flatnonzero(~hits)):
            weights[:, rows] = _counts(len(rows), n, generator)
        yield weights


def relabelled(
    hits: BoolArray,
    unsure: BoolArray,
    share: float,
    draws: int,
    generator: np.random.Generator,
) -> Iterator[FloatArray]:
    """Yield labels in which each unsure miss is a hit with a chance, ``(some draws, n)``."""
    step = max(1, _CELLS_AT_ONCE // max(1, len(hits)))
    wrong = unsure & ~hits
    for start in range(0, draws, step):
        n = min(step, draws - start)
        turned = generator.random((n, len(hits))) < share
        yield (hits | (wrong & turned)).astype(np.float64)


def _counts(size: int, draws: int, generator: np.random.Generator) -> FloatArray:
    chosen = generator.integers(0, max(size, 1), (draws, size))
    flat = (chosen + np.arange(draws)[:, None] * size).ravel()
    return np.bincount(flat, minlength=draws * size).reshape(draws, size).astype(np.float64)


def _levels(scores: FloatArray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows by rising score, and where each level of equal scores starts."""
    rounded = round_scores(np.asarray(scores, dtype=np.float64))
    order = np.argsort(rounded, kind="stable")
    rises = np.diff(rounded[order]) > 0
    return order, np.flatnonzero(np.concatenate([[True], rises]))

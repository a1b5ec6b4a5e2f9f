"""How far two rankings of the same alternatives agree: Kendall's tau and Spearman's rho."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray


def mid_ranks(ranks: IntArray) -> FloatArray:
    """Return ranks in which equals share the mean of their places (1, 2.5, 2.5, 4).

    Parameters
    ----------
    ranks
        ``(alternatives,)``, competition ranks (1, 2, 2, 4).
    """
    _, where, counts = np.unique(ranks, return_inverse=True, return_counts=True)
    result: FloatArray = ranks + 0.5 * (counts[where] - 1.0)
    return result


def spearman(first: IntArray, second: IntArray) -> float:
    """Return the correlation of mid-ranks, -1 to 1; NaN where a ranking tells nobody apart.

    Spearman 1904. Both are ``(alternatives,)``, competition ranks.
    """
    left, right = mid_ranks(first), mid_ranks(second)
    left, right = left - left.mean(), right - right.mean()
    scale = float(np.sqrt((left * left).sum() * (right * right).sum()))
    return float((left * right).sum()) / scale if scale > 0 else float("nan")


def kendall(first: IntArray, second: IntArray) -> float:
    """Return tau-b, -1 to 1; NaN where a ranking tells nobody apart.

    Pairs in the same order less pairs in the opposite order, over the geometric mean of the
    pairs that each ranking tells apart (Kendall 1945). Both are ``(alternatives,)``,
    competition ranks.
    """
    n_alternatives = len(first)
    pairs = n_alternatives * (n_alternatives - 1) // 2
    tied_first, tied_second = _tied_pairs(first), _tied_pairs(second)
    apart = float(pairs - tied_first) * float(pairs - tied_second)
    if apart <= 0:
        return float("nan")
    both = first.astype(np.int64) * (int(second.max()) + 1) + second
    opposite = _inversions(second[np.argsort(both, kind="stable")])
    same = pairs - tied_first - tied_second + _tied_pairs(both) - opposite
    return (same - opposite) / float(np.sqrt(apart))


def _tied_pairs(ranks: IntArray) -> int:
    counts = np.unique(ranks, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def _inversions(sequence: IntArray) -> int:
    """Return how many pairs stand in falling order.

    Two numbers differ first at one bit: for each bit, ones before zeros are counted among the
    numbers that agree in all higher bits.
    """
    total = 0
    for bit in range(int(sequence.max()).bit_length()):
        group, ones = sequence >> (bit + 1), (sequence >> bit) & 1
        order = np.argsort(group, kind="stable")
        group, ones = group[order], ones[order]
        so_far = np.cumsum(ones)
        first = np.searchsorted(group, group, side="left")
        before = so_far - (so_far - ones)[first]
        total += int((before * (1 - ones)).sum())
    return total

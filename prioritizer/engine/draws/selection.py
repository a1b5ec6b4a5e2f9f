"""The first few ranks of many draws without sorting the rest."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray

_STEP = 2.0**-40  # ties are found as in `ordering`


def first_ranks(
    badness: FloatArray, top: int, guess: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return who holds the first ranks in each draw.

    Parameters
    ----------
    badness
        ``(draws, alternatives)``, 0 to 1.
    top
        Number of ranks asked for, at most the number of alternatives.
    guess
        At least ``top`` alternatives that are likely among the first. Any guess gives the same
        answer; a good one is fast, since only alternatives as good as its ``top``-th are looked
        at.

    Returns
    -------
    draws, sites, ranks
        ``(pairs,)`` each; ranks from 0, below ``top``. Ties share the better rank, so a draw
        may have more than ``top`` pairs.
    """
    bar = np.partition(badness[:, guess], top - 1, axis=1)[:, top - 1]
    cells = np.flatnonzero(badness <= (bar + 2 * _STEP)[:, np.newaxis])
    draws, sites = np.divmod(cells, badness.shape[1])
    steps = np.rint(badness.ravel()[cells] / _STEP).astype(np.int64)
    order = np.lexsort((steps, draws))
    draws, sites, steps = draws[order], sites[order], steps[order]
    ranks = _ranks_within(draws, steps)
    inside = ranks < top
    return draws[inside], sites[inside], ranks[inside]


def _ranks_within(draws: IntArray, steps: IntArray) -> IntArray:
    """Return ranks from 0 within each draw, ties sharing the better one."""
    index = np.arange(len(draws))
    new_draw = np.ones(len(draws), dtype=np.bool_)
    new_draw[1:] = draws[1:] != draws[:-1]
    new_rank = new_draw.copy()
    new_rank[1:] |= steps[1:] - steps[:-1] > 1
    start_of_draw = np.maximum.accumulate(np.where(new_draw, index, 0))
    start_of_tie = np.maximum.accumulate(np.where(new_rank, index, 0))
    result: IntArray = start_of_tie - start_of_draw
    return result

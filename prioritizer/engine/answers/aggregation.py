"""One ranking out of several: of methods, of scenarios or of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray

_BLOCK_CELLS = 1 << 22  # duels at a time: 32 megabytes


@dataclass(frozen=True, slots=True)
class Aggregator:
    """A rule that turns rankings into scores: name, title, function and reference."""

    name: str
    title: str
    function: Callable[..., FloatArray]
    reference: str


def borda(ranks: IntArray | FloatArray, *, votes: FloatArray | None = None) -> FloatArray:
    """Return Borda points: one for each alternative ranked below, one half for each tied.

    Parameters
    ----------
    ranks
        ``(rankings, alternatives)``, 1 best; mid-ranks do as well.
    votes
        ``(rankings,)``, how much each ranking counts; 1 each when left out.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, higher better.
    """
    counts = np.ones(len(ranks)) if votes is None else votes
    points = np.zeros(ranks.shape[1])
    for row, count in zip(ranks, counts.tolist(), strict=True):
        ordered = np.sort(row)
        not_above = len(row) - np.searchsorted(ordered, row, side="left")
        below = len(row) - np.searchsorted(ordered, row, side="right")
        points += count * 0.5 * (below + not_above - 1)
    return points


def copeland(ranks: IntArray | FloatArray, *, votes: FloatArray | None = None) -> FloatArray:
    """Return duels won minus duels lost: a majority of the votes wins a duel.

    Parameters and shapes are those of `borda`.
    """
    counts = np.ones(len(ranks)) if votes is None else votes
    n_alternatives = ranks.shape[1]
    result = np.empty(n_alternatives)
    step = max(1, _BLOCK_CELLS // n_alternatives)
    for start in range(0, n_alternatives, step):
        part = slice(start, start + step)
        lead = np.zeros((len(ranks[0, part]), n_alternatives))
        for row, count in zip(ranks, counts.tolist(), strict=True):
            lead += count * np.sign(row - row[part, np.newaxis])
        result[part] = np.sign(lead).sum(axis=1)
    return result


_ALL = (
    Aggregator("borda", "Borda count", borda, "Borda 1781"),
    Aggregator("copeland", "Copeland's rule", copeland, "Copeland 1951"),
)

AGGREGATORS: dict[str, Aggregator] = {entry.name: entry for entry in _ALL}

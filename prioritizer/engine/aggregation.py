"""One ranking out of several: of methods, of scenarios or of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray


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
    preferred, tied = _pairwise(ranks, votes)
    result: FloatArray = (preferred + 0.5 * tied).sum(axis=1) - 0.5 * np.diag(tied)
    return result


def copeland(ranks: IntArray | FloatArray, *, votes: FloatArray | None = None) -> FloatArray:
    """Return duels won minus duels lost: a majority of the votes wins a duel.

    Parameters and shapes are those of `borda`.
    """
    preferred, _ = _pairwise(ranks, votes)
    result: FloatArray = np.sign(preferred - preferred.T).sum(axis=1)
    return result


def _pairwise(
    ranks: IntArray | FloatArray, votes: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Return votes for the row over the column, and for a tie, ``(n, n)`` each."""
    n_alternatives = ranks.shape[1]
    counts = np.ones(len(ranks)) if votes is None else votes
    preferred = np.zeros((n_alternatives, n_alternatives))
    tied = np.zeros((n_alternatives, n_alternatives))
    for row, count in zip(ranks, counts.tolist(), strict=True):
        preferred += count * (row[:, np.newaxis] < row)
        tied += count * (row[:, np.newaxis] == row)
    return preferred, tied


_ALL = (
    Aggregator("borda", "Borda count", borda, "Borda 1781"),
    Aggregator("copeland", "Copeland's rule", copeland, "Copeland 1951"),
)

AGGREGATORS: dict[str, Aggregator] = {entry.name: entry for entry in _ALL}

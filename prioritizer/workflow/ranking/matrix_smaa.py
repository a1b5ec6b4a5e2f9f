"""Any ready decision matrix under many weights: rank acceptability and what goes with it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.draws import smaa as engine
from prioritizer.engine.methods.normalization import higher_is_better, normalize
from prioritizer.engine.methods.table import find_method, score
from prioritizer.engine.methods.topsis import column_extremes
from prioritizer.engine.weights.regions import Region
from prioritizer.workflow.ranking.labels import by_label, column_labels, places, region_by_label
from prioritizer.workflow.ranking.matrix import as_maximize, as_table, names_of

# For these a column may be stretched to 0..1, so that many draws are scored at once.
STRETCHED = ("weighted-sum", "topsis")


@dataclass(frozen=True, slots=True, eq=False)
class MatrixSmaa:
    """Shares of draws, in the order of the rows (Lahdelma and Salminen 2001).

    Attributes
    ----------
    rank_acceptability
        ``(alternatives, ranks)``: share of draws with that rank.
    central_weights
        ``(alternatives, criteria)``: mean of the weights that put the row first; NaN where none
        did.
    confidence
        ``(alternatives,)``: 1 where the row is first under its central weights, else 0; NaN
        without central weights.
    pairwise_wins
        ``(alternatives, alternatives)``: share of draws in which the row is above the column.
    """

    alternatives: tuple[Hashable, ...]
    rank_acceptability: FloatArray
    central_weights: FloatArray
    confidence: FloatArray
    pairwise_wins: FloatArray
    draws: int
    seed: int

    def standard_error(self, share: FloatArray) -> FloatArray:
        """Return the Monte Carlo standard error of shares of draws, sqrt(p (1 - p) / draws)."""
        return np.asarray(np.sqrt(share * (1.0 - share) / self.draws), dtype=np.float64)


def smaa(
    matrix: ArrayLike,
    *,
    objectives: Sequence[str] | Mapping[Any, str],
    region: Region | None = None,
    method: str = "weighted-sum",
    normalization: str | None = None,
    alternatives: Sequence[Hashable] | None = None,
    draws: int = 10_000,
    seed: int = 1,
) -> MatrixSmaa:
    """Rank the rows of a decision matrix under many weights.

    Labels count as in `prioritizer.rank`, those in ``region`` too.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, numbers in the criteria's own units.
    objectives
        ``max`` or ``min`` per criterion.
    region
        The weights to draw from, see `prioritizer.engine.weights.regions`; all weights, each
        vector as likely as any other, when left out.
    method
        A key of METHODS; others than ``weighted-sum`` and ``topsis`` are scored draw by draw.
    normalization
        A key of `prioritizer.engine.methods.normalization.NORMALIZATIONS`; the usual one of the
        method when left out.
    alternatives
        Names of the rows, each once; when left out the index of a data frame, or ``1``, ``2`` …
    draws, seed
        The same seed gives the same shares.

    Returns
    -------
    MatrixSmaa
        In the order of the rows.

    Raises
    ------
    InputError
        If a cell, an objective or a name cannot be used, or labels differ.
    """
    table = as_table(matrix)
    names = names_of(alternatives, matrix, len(table))
    columns = places(column_labels(matrix), table.shape[1])
    maximize = as_maximize(by_label(objectives, columns, "objectives"))
    ready = _scaled(table, maximize, method, normalization)
    found = engine.smaa(
        ready.values,
        weights=region_by_label(region, columns),
        method=method,
        draws=draws,
        seed=seed,
        spans=ready.spans,
        maximize=ready.maximize,
        detail="full",
        pairwise=True,
    )
    ranks, wins = found.rank_acceptability, found.pairwise_wins
    return MatrixSmaa(
        alternatives=names,
        rank_acceptability=np.empty((0, 0)) if ranks is None else ranks,
        central_weights=found.central_weights,
        confidence=found.confidence,
        pairwise_wins=np.empty((0, 0)) if wins is None else wins,
        draws=found.draws,
        seed=found.seed,
    )


class _Ready(NamedTuple):
    """A matrix to draw on: values with spans, or normalized with its directions."""

    values: FloatArray
    spans: FloatArray
    maximize: BoolArray | None


def _scaled(
    table: FloatArray, maximize: BoolArray, method: str, normalization: str | None
) -> _Ready:
    """Return the matrix as the draws need it.

    Weighted sum and TOPSIS see differences only, one those between rows, the other those to its
    ends, so that moving a column's worst end to 0 changes neither order.
    """
    even = np.ones(len(maximize))
    # Said once, before thousands of draws meet it.
    score(table, maximize, even, method=method, normalization=normalization)
    way = normalization or find_method(method).default_normalization
    normalized, after = normalize(table, maximize, method=way)
    if method not in STRETCHED:
        return _Ready(normalized, even, after)
    if method == "weighted-sum":
        normalized, after = higher_is_better(normalized, after), np.ones_like(after)
    ideal, anti_ideal = column_extremes(normalized, after)
    ways = ideal - anti_ideal
    values = np.divide(
        normalized - anti_ideal, ways, out=np.zeros_like(normalized), where=ways != 0
    )
    return _Ready(np.clip(values, 0.0, 1.0), np.abs(ways), None)

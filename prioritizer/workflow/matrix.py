"""Any ready decision matrix to a ranking: the matrix-level door of the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.engine.methods import find_method, score
from prioritizer.engine.ranks import rank as ranks_of
from prioritizer.engine.ranks import round_scores
from prioritizer.engine.validation import normalize_weights
from prioritizer.errors import InputError

OBJECTIVES = {"max": True, "min": False}


@dataclass(frozen=True, slots=True, eq=False)
class MatrixRanking:
    """The ranking of a decision matrix, in the order of its rows.

    ``scores`` are rounded to 12 significant digits, higher better; ``ranks`` are competition
    ranks (1, 2, 2, 4); ``weights`` sum to 1.
    """

    alternatives: tuple[str, ...]
    scores: FloatArray
    ranks: IntArray
    weights: FloatArray
    method: str
    normalization: str


def rank(
    matrix: ArrayLike,
    *,
    objectives: Sequence[str],
    weights: Sequence[float] | None = None,
    method: str = "weighted-sum",
    normalization: str | None = None,
    alternatives: Sequence[str] | None = None,
) -> MatrixRanking:
    """Rank the rows of a decision matrix.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, numbers in the criteria's own units.
    objectives
        ``max`` or ``min`` per criterion.
    weights
        ``(criteria,)``, 0 or more, divided by their sum; equal when left out.
    method
        A key of `prioritizer.engine.methods.METHODS`.
    normalization
        A key of `prioritizer.engine.normalization.NORMALIZATIONS`; the usual one of the method
        when left out.
    alternatives
        Names of the rows; ``1``, ``2`` … when left out.

    Returns
    -------
    MatrixRanking
        In the order of the rows.

    Raises
    ------
    InputError
        If a cell, an objective, a weight or a name cannot be used; says where and what to do.
    """
    table = as_table(matrix)
    names = names_of(alternatives, len(table))
    chosen = find_method(method)
    way = normalization or chosen.default_normalization
    points = (
        np.ones(table.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    )
    scores = round_scores(
        score(table, as_maximize(objectives), points, method=method, normalization=way)
    )
    return MatrixRanking(
        names, scores, ranks_of(scores), normalize_weights(points), method, way
    )


def as_maximize(objectives: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which columns are to be maximised, ``(criteria,)``."""
    for place, objective in enumerate(objectives, start=1):
        if objective not in OBJECTIVES:
            raise InputError(
                f"objectives, place {place}: found '{objective}'. Expected max or min. "
                "Write for example max,min,max."
            )
    return np.array([OBJECTIVES[objective] for objective in objectives], dtype=np.bool_)


def as_table(matrix: ArrayLike) -> FloatArray:
    """Return a decision matrix as numbers, ``(alternatives, criteria)``."""
    try:
        table = np.asarray(matrix, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"Decision matrix: found what is no table of numbers ({error}). Expected as many "
            "numbers in each row as there are criteria. Correct the rows."
        ) from None
    if table.ndim != 2:
        raise InputError(
            f"Decision matrix: found {table.ndim} dimensions. "
            "Expected 2, alternatives by criteria. Give one row per alternative."
        )
    return table


def names_of(alternatives: Sequence[str] | None, n_rows: int) -> tuple[str, ...]:
    """Return a name for each row; ``1``, ``2`` … where none are given."""
    if alternatives is None:
        return tuple(str(row + 1) for row in range(n_rows))
    if len(alternatives) != n_rows:
        raise InputError(
            f"alternatives: found {len(alternatives)} names. Expected {n_rows}, one per row. "
            "Name every row, or none."
        )
    return tuple(alternatives)

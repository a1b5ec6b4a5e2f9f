"""Any ready decision matrix to a ranking: the matrix-level door of the package."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from prioritizer.domain.words import counted
from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.engine.methods.cautions import are_scores
from prioritizer.engine.methods.table import find_method, score
from prioritizer.engine.ranks import rank as ranks_of
from prioritizer.engine.ranks import round_scores
from prioritizer.engine.validation import normalize_weights
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.labels import (
    by_label,
    column_labels,
    pairs_of,
    places,
    row_labels,
    unique,
)

OBJECTIVES = {"max": True, "min": False}


@dataclass(frozen=True, slots=True, eq=False)
class MatrixRanking:
    """The ranking of a decision matrix, in the order of its rows.

    ``alternatives`` are the names given, or the index of a data frame as it was; ``scores`` are
    rounded to 12 significant digits, higher better; ``ranks`` are competition ranks
    (1, 2, 2, 4); ``weights`` sum to 1.
    """

    alternatives: tuple[Hashable, ...]
    scores: FloatArray
    ranks: IntArray
    weights: FloatArray
    method: str
    normalization: str


def rank(
    matrix: ArrayLike,
    *,
    objectives: Sequence[str] | Mapping[Any, str],
    weights: Sequence[float] | Mapping[Any, float] | None = None,
    method: str = "weighted-sum",
    normalization: str | None = None,
    alternatives: Sequence[Hashable] | None = None,
) -> MatrixRanking:
    """Rank the rows of a decision matrix.

    Lists and arrays go by place. A series or a mapping goes by its labels, which must be those
    of the columns of a data frame, or 0, 1, 2 … for a matrix without names.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, numbers in the criteria's own units.
    objectives
        ``max`` or ``min`` per criterion.
    weights
        ``(criteria,)``, 0 or more, divided by their sum; equal when left out.
    method
        A key of `prioritizer.engine.methods.table.METHODS`.
    normalization
        A key of `prioritizer.engine.methods.normalization.NORMALIZATIONS`; the usual one of the
        method when left out.
    alternatives
        Names of the rows, each once; when left out the index of a data frame, or ``1``, ``2`` …

    Returns
    -------
    MatrixRanking
        In the order of the rows.

    Raises
    ------
    InputError
        If a cell, an objective, a weight or a name cannot be used, or labels differ; says where
        and what to do.
    """
    table = as_table(matrix)
    names = names_of(alternatives, matrix, len(table))
    columns = places(column_labels(matrix), table.shape[1])
    chosen = find_method(method)
    way = normalization or chosen.default_normalization
    points = as_points(weights, columns)
    maximize = as_maximize(by_label(objectives, columns, "objectives"))
    scores = round_scores(score(table, maximize, points, method=method, normalization=way))
    return MatrixRanking(
        names, scores, ranks_of(scores), normalize_weights(points), method, way
    )


def stretched_scores(
    matrix: ArrayLike,
    ranking: MatrixRanking,
    *,
    objectives: Sequence[str],
    is_default: bool,
) -> str:
    """Return a warning where min-max was taken by default for scores on one scale; else blank.

    Each column is then stretched from its own worst to its own best number, so that a small
    difference counts like a large one, and another alternative changes the scales.

    Parameters
    ----------
    is_default
        Whether nobody chose the normalization.
    """
    table, maximize = as_table(matrix), as_maximize(objectives)
    if not is_default or ranking.normalization != "minmax" or not are_scores(table, maximize):
        return ""
    kept = score(table, maximize, ranking.weights, method=ranking.method, normalization="none")
    places = ranks_of(round_scores(kept))
    n_moved = int((places != ranking.ranks).sum())
    effect = (
        f"On the scale as it stands {counted(n_moved, 'place')} would be another."
        if n_moved
        else "On the scale as it stands every place would be the same."
    )
    return (
        f"found numbers that look like scores on one scale ({table.min():g} to "
        f"{table.max():g}), which 'minmax' stretches column by column. Expected ends that do "
        f"not depend on the rows. {effect} Say --normalization none, or give the ends in a "
        "criteria file (docs/criteria.md, Own columns)."
    )


def as_points(weights: object, columns: Sequence[Hashable]) -> FloatArray:
    """Return the points per column, ``(criteria,)``; equal ones where none are given."""
    if weights is None:
        return np.ones(len(columns))
    ordered = by_label(weights, columns, "weights")
    try:
        points = np.asarray(ordered, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"weights: found what are no numbers ({error}). Expected one number per criterion. "
            "Write for example [3, 2, 1]."
        ) from None
    if points.ndim != 1:
        raise InputError(
            f"weights: found {points.ndim} dimensions. Expected one number per criterion. "
            "Write for example [3, 2, 1]."
        )
    return points


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
            f"Decision matrix: found something that is not a table of numbers ({error}). "
            "Expected as many "
            "numbers in each row as there are criteria. Correct the rows."
        ) from None
    if table.ndim != 2:
        raise InputError(
            f"Decision matrix: found {table.ndim} dimensions. "
            "Expected 2, alternatives by criteria. Give one row per alternative."
        )
    return table


def names_of(alternatives: object, matrix: object, n_rows: int) -> tuple[Hashable, ...]:
    """Return a name for each row: those given, the index of a frame, or the numbers from 1.

    Raises
    ------
    InputError
        If there is not one name for each row, or one comes twice.
    """
    if alternatives is None:
        own = row_labels(matrix)
        return tuple(str(row + 1) for row in range(n_rows)) if own is None else own
    labels = None if pairs_of(alternatives, "alternatives") is None else row_labels(matrix)
    named = tuple(by_label(alternatives, places(labels, n_rows), "alternatives"))
    if len(named) != n_rows:
        raise InputError(
            f"alternatives: found {len(named)} names. Expected {n_rows}, one per row. "
            "Name every row, or none."
        )
    return unique(named, "alternatives")

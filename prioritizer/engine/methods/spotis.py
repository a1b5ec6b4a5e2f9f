"""SPOTIS: distance to the best end of declared bounds, so that no rank can be reversed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError


def spotis(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    bounds: Sequence[Sequence[float]] | None = None,
) -> FloatArray:
    """Return 1 minus the weighted, normalized distance to the best end of the bounds.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.
    bounds
        ``(criteria, 2)``: lowest and highest possible performance. Only declared bounds prevent
        rank reversal; when left out they are those of the data.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, 0 to 1, higher better.

    Notes
    -----
    Dezert, Tchamova, Han and Tacnet 2020, with the best end as ideal solution point.
    """
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    if bounds is not None:
        declared = np.asarray(bounds, dtype=np.float64)
        _check(matrix, declared)
        low, high = declared[:, 0], declared[:, 1]
    distance = np.where(maximize, high - matrix, matrix - low)
    spread = high - low
    share = np.zeros_like(matrix)
    np.divide(distance, spread, out=share, where=spread > 0)
    result: FloatArray = 1.0 - weighted_sum(share, weights)
    return result


def _check(matrix: FloatArray, bounds: FloatArray) -> None:
    if bounds.shape != (matrix.shape[1], 2) or not (bounds[:, 0] < bounds[:, 1]).all():
        message = (
            f"SPOTIS bounds: found {bounds.tolist()}. Expected a lowest and a higher number "
            f"for each of {matrix.shape[1]} criteria."
        )
        raise InputError(message)
    outside = np.argwhere((matrix < bounds[:, 0]) | (matrix > bounds[:, 1]))
    if len(outside):
        row, column = outside[0].tolist()
        low, high = bounds[column].tolist()
        message = (
            f"Row {row + 1}, column {column + 1}: found '{matrix[row, column]:g}'. Expected a "
            f"number within the bounds {low:g} to {high:g}. Widen the bounds."
        )
        raise InputError(message, row=row, column=column)

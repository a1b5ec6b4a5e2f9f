"""Values as ratios to the best of their column: the scale of the multiplicative methods."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.errors import InputError


def ratios_to_best(matrix: FloatArray, maximize: BoolArray, *, method: str) -> FloatArray:
    """Return x / max for columns to maximise and min / x for the others.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, not negative; above 0 where less is better.
    maximize
        ``(criteria,)``.
    method
        Name for the message.

    Returns
    -------
    FloatArray
        ``(alternatives, criteria)``, 0 to 1; a column of zeros becomes 1, equal for all.

    Raises
    ------
    InputError
        If a cell has no such ratio; it is named.
    """
    refused = (matrix < 0) | ((matrix == 0) & ~maximize)
    if refused.any():
        row, column = np.argwhere(refused)[0].tolist()
        expected = "0 or more" if maximize[column] else "above 0"
        message = (
            f"Row {row + 1}, column {column + 1}: found '{matrix[row, column]:g}'. "
            f"Expected a number {expected} for '{method}'. Use normalization or another method."
        )
        raise InputError(message, row=row, column=column)
    best = np.where(maximize, matrix.max(axis=0), matrix.min(axis=0))
    result = np.ones_like(matrix)
    np.divide(matrix, best, out=result, where=maximize & (best > 0))
    np.divide(best, matrix, out=result, where=~maximize & (matrix > 0))
    return result

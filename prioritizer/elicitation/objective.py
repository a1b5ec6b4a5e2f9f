"""Weights from the data alone: they say how columns vary, never what a person values."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

BoolArray = NDArray[np.bool_]


def entropy_weights(matrix: FloatArray, maximize: BoolArray | None = None) -> FloatArray:
    """Return one minus Shannon's entropy of each column's shares (Hwang and Yoon 1981, 3.2).

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, 0 or more; a 0 adds nothing.
    maximize
        Not used: the formula knows no objectives.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1; 0 for a column that does not vary.

    Raises
    ------
    InputError
        For a negative number, or when nothing varies.
    """
    _check(matrix)
    _refuse(matrix, matrix < 0, "a number of 0 or more", "Entropy needs shares of a whole.")
    sums = matrix.sum(axis=0)
    shares = np.divide(matrix, sums, out=np.zeros_like(matrix), where=sums > 0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    divergence = 1.0 + (shares * logs).sum(axis=0) / math.log(len(matrix))
    return _shares(np.where(_varies(matrix), np.maximum(divergence, 0.0), 0.0))


def standard_deviation_weights(
    matrix: FloatArray, maximize: BoolArray | None = None
) -> FloatArray:
    """Return the standard deviations of columns scaled to 0 … 1 (Diakoulaki et al. 1995).

    The scaling keeps units out: metres in place of kilometres change nothing. ``maximize`` is
    not used, and a column that does not vary gets 0.
    """
    _check(matrix)
    return _shares(_scaled(matrix).std(axis=0))


def critic_weights(matrix: FloatArray, maximize: BoolArray) -> FloatArray:
    """Return contrast times conflict (Diakoulaki, Mavrotas and Papayannakis 1995, eq. 1-6).

    Contrast is the standard deviation of the scaled column, conflict the sum of one minus its
    correlation with each other column.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``.
    maximize
        ``(criteria,)``; False where less is better.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1. A column that does not vary gets 0 and takes no part,
        since it correlates with nothing.

    Raises
    ------
    InputError
        When fewer than two columns vary, or all rise and fall together.
    """
    _check(matrix)
    varying = _varies(matrix)
    scaled = _scaled(matrix)
    values = np.where(maximize, scaled, 1.0 - scaled)[:, varying]
    if values.shape[1] < 2:
        raise InputError(
            f"Decision matrix: found {values.shape[1]} columns that vary. Expected two or "
            "more, which can conflict. Use entropy or std."
        )
    centered = values - values.mean(axis=0)
    deviation = np.sqrt((centered**2).mean(axis=0))
    together = (centered[:, :, np.newaxis] * centered[:, np.newaxis, :]).mean(axis=0)
    conflict = 1.0 - together / (deviation[:, np.newaxis] * deviation)
    np.fill_diagonal(conflict, 0.0)
    information = deviation * np.maximum(conflict, 0.0).sum(axis=0)
    if information.sum() <= 1e-12:
        raise InputError(
            "Decision matrix: found columns that all rise and fall together. Expected some "
            "conflict between them. Use entropy or std."
        )
    weights = np.zeros(matrix.shape[1])
    weights[varying] = information
    return _shares(weights)


def merec_weights(matrix: FloatArray, maximize: BoolArray) -> FloatArray:
    """Return how much the overall performance changes when a column is left out.

    Keshavarz-Ghorabaee et al. 2021, equations 1 to 6 (MEREC).

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, above 0: the method takes logarithms of ratios.
    maximize
        ``(criteria,)``; False where less is better.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1; 0 for a column that does not vary.

    Raises
    ------
    InputError
        For a number of 0 or less, with its place, or when nothing varies.
    """
    _check(matrix)
    _refuse(matrix, matrix <= 0, "a number above 0", "MEREC takes logarithms of ratios.")
    ratios = np.where(maximize, matrix.min(axis=0) / matrix, matrix / matrix.max(axis=0))
    logs = np.abs(np.log(ratios))
    total = logs.sum(axis=1, keepdims=True)
    size = matrix.shape[1]
    overall = np.log1p(total / size)
    without = np.log1p(np.maximum(total - logs, 0.0) / size)
    return _shares(np.abs(without - overall).sum(axis=0))


def constant_columns(matrix: FloatArray) -> tuple[int, ...]:
    """Return the columns that do not tell the alternatives apart."""
    return tuple(np.flatnonzero(~_varies(matrix)).tolist())


def _check(matrix: FloatArray) -> None:
    if matrix.ndim != 2 or matrix.shape[1] == 0 or len(matrix) < 2:
        raise InputError(
            f"Decision matrix: found shape {matrix.shape}. Expected two alternatives or more "
            "and at least one criterion. Add rows or columns."
        )
    _refuse(matrix, ~(np.abs(matrix) <= 1e100), "a number", "Fill the cell.")
    if not _varies(matrix).any():
        raise InputError(
            "Decision matrix: found the same numbers in every row. Expected rows that differ. "
            "Weights from data need differences."
        )


def _refuse(matrix: FloatArray, bad: BoolArray, expected: str, hint: str) -> None:
    for row, column in np.argwhere(bad).tolist():
        raise InputError(
            f"Row {row + 1}, column {column + 1}: found {matrix[row, column]:g}. "
            f"Expected {expected}. {hint}",
            row=row,
            column=column,
        )


def _varies(matrix: FloatArray) -> BoolArray:
    return np.asarray(matrix.max(axis=0) > matrix.min(axis=0))


def _scaled(matrix: FloatArray) -> FloatArray:
    low = matrix.min(axis=0)
    span = matrix.max(axis=0) - low
    result: FloatArray = np.divide(
        matrix - low, span, out=np.zeros_like(matrix), where=span > 0
    )
    return result


def _shares(raw: FloatArray) -> FloatArray:
    return np.asarray(raw / math.fsum(raw.tolist()), dtype=np.float64)

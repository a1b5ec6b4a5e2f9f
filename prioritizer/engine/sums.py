"""Sums as if computed in twice the precision, so that order and machine do not change a score.

Only elementwise additions and multiplications are used, which IEEE 754 defines to the last bit;
matrix products are left out because their result depends on the library's kernel.
"""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray

_SPLITTER = 134217729.0  # 2**27 + 1 cuts a double into two halves of 26 bits (Dekker 1971)
_BLOCK = 4096  # rows per block: the temporaries of a block stay in the processor's cache


def two_sum(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the rounded sum and its exact error (Knuth 1969)."""
    total = left + right
    shift = total - left
    return total, (left - (total - shift)) + (right - shift)


def two_product(left: FloatArray, right: float) -> tuple[FloatArray, FloatArray]:
    """Return the rounded product and its exact error (Veltkamp and Dekker 1971)."""
    product = left * right
    scaled = left * _SPLITTER
    left_high = scaled - (scaled - left)
    left_low = left - left_high
    scaled_right = right * _SPLITTER
    right_high = scaled_right - (scaled_right - right)
    right_low = right - right_high
    error = left_low * right_low - (
        ((product - left_high * right_high) - left_low * right_high) - left_high * right_low
    )
    return product, error


def dot_rows(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    """Return the product of each row with a vector by the compensated dot product.

    Parameters
    ----------
    matrix
        ``(rows, columns)``.
    vector
        ``(columns,)``.

    Returns
    -------
    FloatArray
        ``(rows,)``; error as of twice the working precision (Ogita, Rump and Oishi 2005, Dot2).
    """
    result = np.empty(len(matrix))
    for start in range(0, len(matrix), _BLOCK):
        columns = np.ascontiguousarray(matrix[start : start + _BLOCK].T)
        high = np.zeros(columns.shape[1])
        low = np.zeros(columns.shape[1])
        for column, factor in zip(columns, vector.tolist(), strict=True):
            product, product_error = two_product(column, factor)
            high, sum_error = two_sum(high, product)
            low += sum_error + product_error
        result[start : start + _BLOCK] = high + low
    return result


def sum_rows(matrix: FloatArray) -> FloatArray:
    """Return the compensated sum of each row, ``(rows, columns)`` to ``(rows,)``."""
    result = np.empty(len(matrix))
    for start in range(0, len(matrix), _BLOCK):
        columns = np.ascontiguousarray(matrix[start : start + _BLOCK].T)
        result[start : start + _BLOCK] = add_terms(columns)
    return result


def add_terms(terms: FloatArray) -> FloatArray:
    """Return the compensated sum over the first axis, ``(terms, n)`` to ``(n,)``."""
    high = np.zeros(terms.shape[1:])
    low = np.zeros(terms.shape[1:])
    for term in terms:
        high, error = two_sum(high, term)
        low += error
    total: FloatArray = high + low
    return total


def sum_columns(matrix: FloatArray) -> FloatArray:
    """Return the compensated sum of each column, ``(rows, columns)`` to ``(columns,)``."""
    high = np.array(matrix, dtype=np.float64)
    low = np.zeros_like(high)
    while len(high) > 1:
        half = (len(high) + 1) // 2
        upper = len(high) - half
        total, error = two_sum(high[:upper], high[half:])
        error += low[:upper] + low[half:]
        high = np.concatenate([total, high[upper:half]])
        low = np.concatenate([error, low[upper:half]])
    if not len(high):
        return np.zeros(matrix.shape[1])
    result: FloatArray = high[0] + low[0]
    return result

"""What is allowed in a decision matrix but deserves a word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray

_OVERWHELMING = 0.8
# Scores are seldom given on a scale that is longer; a per cent is one, a price is none.
_LONGEST_SCALE = 100.0
# Columns on one scale reach like heights: the lowest peak is at least this part of the highest.
_LIKE_HEIGHTS = 0.4


@dataclass(frozen=True, slots=True)
class Caution:
    """A remark on one column of a decision matrix."""

    column: int
    text: str


def cautions(
    matrix: FloatArray, maximize: BoolArray, *, normalization: str
) -> tuple[Caution, ...]:
    """Return remarks on a checked decision matrix, in the order of its columns.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, finite.
    maximize
        ``(criteria,)``.
    normalization
        A key of NORMALIZATIONS.

    Returns
    -------
    tuple of Caution
        A constant column tells no two alternatives apart. Under ``inverse-sum``, a tiny number
        where less is better may take more than four fifths of the column.
    """
    found = []
    for column, numbers in enumerate(matrix.T):
        if numbers.min() == numbers.max():
            text = f"found '{numbers[0]:g}' in every row. The column changes no order."
            found.append(Caution(column, text))
        elif normalization == "inverse-sum" and not maximize[column]:
            shares = (1.0 / numbers) / (1.0 / numbers).sum()
            row = int(np.argmax(shares))
            if len(numbers) > 2 and shares[row] > _OVERWHELMING:
                text = (
                    f"found '{numbers[row]:g}' in row {row + 1}, whose reciprocal takes at "
                    f"least {int(100 * shares[row])} % of the column. Consider 'minmax' "
                    "instead."
                )
                found.append(Caution(column, text))
    return tuple(found)


def are_scores(matrix: FloatArray, maximize: BoolArray) -> bool:
    """Return whether a matrix looks like scores that were all given on one scale.

    All columns point one way, no number is negative or above 100, and the columns reach like
    heights. It is a guess, good enough for a word of warning.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, finite.
    maximize
        ``(criteria,)``.
    """
    peaks = matrix.max(axis=0)
    is_one_way = bool(maximize.all() or not maximize.any())
    return (
        len(peaks) > 1
        and len(matrix) > 1
        and is_one_way
        and float(matrix.min()) >= 0
        and 0 < float(peaks.max()) <= _LONGEST_SCALE
        and float(peaks.min()) >= _LIKE_HEIGHTS * float(peaks.max())
    )

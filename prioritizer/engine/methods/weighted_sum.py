"""The additive model: the score is the weighted sum of the values."""

from __future__ import annotations

from prioritizer.engine.arrays import FloatArray
from prioritizer.engine.sums import dot_rows


def weighted_sum(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted sum of each alternative's values.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, higher better; a gap (NaN) makes the score NaN.
    weights
        ``(criteria,)``, not negative. They are used as they are; divide by their sum first
        where scores are to stay within 0 to 1.

    Returns
    -------
    FloatArray
        ``(alternatives,)``. The sum is compensated, so neither the order of the criteria nor
        the machine changes it.

    Notes
    -----
    Fishburn 1967; the sum is that of Ogita, Rump and Oishi 2005.
    """
    return dot_rows(values, weights)

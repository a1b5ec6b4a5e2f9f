"""From scores to ranks: rounding, ties, and the ranks that score intervals leave open."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.arrays import FloatArray, IntArray
from prioritizer.errors import InputError

SIGNIFICANT_DIGITS = 12
_LOWEST, _HIGHEST = -300, 300
_POWERS_OF_TEN = np.array([float(f"1e{power}") for power in range(_LOWEST, _HIGHEST + 1)])


def round_scores(scores: FloatArray, *, digits: int = SIGNIFICANT_DIGITS) -> FloatArray:
    """Round to a number of significant digits.

    Parameters
    ----------
    scores
        Any shape; NaN and infinities stay as they are.
    digits
        Significant decimal digits, 1 to 15.

    Returns
    -------
    FloatArray
        Same shape. Only exact comparisons and single operations are used, so that every machine
        rounds alike.
    """
    size = np.abs(scores)
    usable = np.isfinite(size) & (size >= _POWERS_OF_TEN[0])
    # A table of powers instead of a logarithm: logarithms may differ in the last bit between
    # machines.
    exponent = (
        np.searchsorted(_POWERS_OF_TEN, np.where(usable, size, 1.0), side="right") - 1 + _LOWEST
    )
    shift = digits - 1 - exponent
    up = _POWERS_OF_TEN[np.clip(shift, 0, _HIGHEST) - _LOWEST]
    down = _POWERS_OF_TEN[np.clip(-shift, 0, _HIGHEST) - _LOWEST]
    safe = np.where(usable, scores, 0.0)
    rounded = np.rint(safe * up / down) / up * down
    result: FloatArray = np.where(usable, rounded, np.where(np.isfinite(size), 0.0, scores))
    return result


def rank(scores: FloatArray) -> IntArray:
    """Return the rank of each alternative: 1 is best, ties share the better rank (1, 2, 2, 4).

    Parameters
    ----------
    scores
        ``(alternatives,)``, higher better. Rounded to 12 significant digits before comparing.

    Returns
    -------
    IntArray
        ``(alternatives,)``.

    Raises
    ------
    InputError
        If a score is NaN; its row is named.
    """
    missing = np.flatnonzero(np.isnan(scores))
    if missing.size:
        row = int(missing[0])
        message = (
            f"Score of row {row + 1}: found no number. Expected a score for every alternative."
        )
        raise InputError(message, row=row)
    rounded = round_scores(scores)
    order = np.argsort(-rounded, kind="stable")
    ordered = rounded[order]
    starts = np.ones(len(scores), dtype=np.bool_)
    starts[1:] = ordered[1:] != ordered[:-1]
    first_place = np.maximum.accumulate(np.where(starts, np.arange(1, len(scores) + 1), 0))
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[order] = first_place
    return ranks


def rank_interval(score_low: FloatArray, score_high: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the best and the worst rank that score intervals allow.

    Parameters
    ----------
    score_low, score_high
        ``(alternatives,)`` each, ends of every alternative's score, higher better.

    Returns
    -------
    best_rank, worst_rank
        ``(alternatives,)`` each. Best: one more than the alternatives that are certainly above,
        their low above my high. Worst: one more than those that may be above, their high above
        my low; an alternative that can only tie does not push another down, as in `rank`. Where
        every interval is a point both equal `rank`.
    """
    low, high = round_scores(score_low), round_scores(score_high)
    n_alternatives = len(low)
    surely_above = n_alternatives - np.searchsorted(np.sort(low), high, side="right")
    maybe_above = n_alternatives - np.searchsorted(np.sort(high), low, side="right")
    itself = high > low
    return (
        (1 + surely_above).astype(np.int64),
        (1 + maybe_above - itself).astype(np.int64),
    )

"""What would change the answer: shifts of weight, better values, dropped columns and rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from prioritizer.engine.answers.dominance import non_dominated
from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.methods.table import score
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank

_NOISE = 1e-12
_HALVINGS = 45


def smallest_shift(value_differences: FloatArray, weights: FloatArray) -> FloatArray | None:
    """Return the weights nearest to the present ones at which a pair ties in the weighted sum.

    Parameters
    ----------
    value_differences
        ``(criteria,)``, values of the alternative above minus values of the one below.
    weights
        ``(criteria,)``, summing to 1.

    Returns
    -------
    FloatArray or None
        ``(criteria,)``, summing to 1; None where no weights bring the pair level. Nearest means
        the least weight moved from some criteria to others, half the sum of absolute changes.

    Notes
    -----
    All weight that moves goes to the criterion that favours the lower alternative most, and
    comes from those that favour the upper one most, in that order: each unit then does the
    most.
    """
    target = int(np.argmin(value_differences))
    gap = float(value_differences @ weights)
    if value_differences[target] > 0:
        return None
    result = weights.astype(np.float64, copy=True)
    for source in np.argsort(-value_differences, kind="stable").tolist():
        gain = value_differences[source] - value_differences[target]
        if gap <= _NOISE or gain <= 0:
            break
        moved = min(result[source], gap / gain)
        result[source] -= moved
        result[target] += moved
        gap -= moved * gain
    return result


def smallest_shortlist_shift(
    values: FloatArray, weights: FloatArray, *, top: int
) -> tuple[int, int, FloatArray] | None:
    """Return the pair across the shortlist's edge that the least shift of weight brings level.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    weights
        ``(criteria,)``, summing to 1.
    top
        Size of the shortlist.

    Returns
    -------
    tuple of int, int and FloatArray, or None
        The alternative inside, the one outside and the weights at which they tie.
    """
    inside = rank(weighted_sum(values, weights)) <= top
    outside = np.flatnonzero(~inside)
    if len(outside):
        # Whoever another outside dominates needs no less of a shift than that one.
        outside = outside[non_dominated(values[outside])]
    best: tuple[float, int, int, FloatArray] | None = None
    for first in np.flatnonzero(inside).tolist():
        for second in outside.tolist():
            moved = smallest_shift(values[first] - values[second], weights)
            if moved is None:
                continue
            size = 0.5 * float(np.abs(moved - weights).sum())
            if best is None or size < best[0]:
                best = (size, first, second, moved)
    return None if best is None else best[1:]


def value_to_tie(
    values_above: FloatArray, values_below: FloatArray, weights: FloatArray, *, method: str
) -> tuple[float | None, ...]:
    """Return, per criterion, the value the lower alternative would need to draw level.

    Parameters
    ----------
    values_above, values_below
        ``(criteria,)`` each, 0 to 1.
    weights
        ``(criteria,)``, summing to 1.
    method
        ``weighted-sum`` or ``topsis`` on fixed scales.

    Returns
    -------
    tuple of float or None
        A value up to 1; None where even 1 does not suffice.
    """
    gain = _SCORES[method]
    goal = float(gain(values_above[np.newaxis], weights)[0])
    result: list[float | None] = []
    for index, own in enumerate(values_below.tolist()):

        def short(value: float, *, index: int = index) -> bool:
            changed = values_below.copy()
            changed[index] = value
            return float(gain(changed[np.newaxis], weights)[0]) < goal

        result.append(None if short(1.0) else _bisect(short, own, 1.0))
    return tuple(result)


def _bisect(short: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a condition that holds at ``low`` and not at ``high`` ends."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if short(middle) else (low, middle)
    return high


_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


def tornado(
    low: FloatArray, best: FloatArray, high: FloatArray, weights: FloatArray, *, method: str
) -> tuple[FloatArray, IntArray]:
    """Return scores and ranks when one value at a time goes from its low to its high end.

    Parameters
    ----------
    low, best, high
        ``(alternatives, criteria)`` each, values 0 to 1.
    weights
        ``(criteria,)``, summing to 1.
    method
        ``weighted-sum`` or ``topsis`` on fixed scales.

    Returns
    -------
    scores, ranks
        ``(alternatives, criteria, 2)`` each: of the alternative itself, with all else at best.
    """
    function = _SCORES[method]
    present = function(best, weights)
    scores = np.empty((*best.shape, 2))
    ranks = np.empty((*best.shape, 2), dtype=np.int64)
    for end, ends in enumerate((low, high)):
        for column in range(best.shape[1]):
            changed = best.copy()
            changed[:, column] = ends[:, column]
            scores[:, column, end] = function(changed, weights)
            for row, own in enumerate(scores[:, column, end].tolist()):
                trial = present.copy()
                trial[row] = own
                ranks[row, column, end] = rank(trial)[row]
    return scores, ranks


def without_each_criterion(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str | None = None,
) -> IntArray:
    """Return the ranks that remain when one criterion is left out.

    Parameters are those of `score`; a single criterion cannot be left out.

    Returns
    -------
    IntArray
        ``(criteria, alternatives)``: row k without criterion k. Where the others all have
        weight zero everybody ranks first.
    """
    n_criteria = matrix.shape[1]
    result = np.ones((n_criteria, len(matrix)), dtype=np.int64)
    for index in range(n_criteria):
        kept = np.arange(n_criteria) != index
        if weights[kept].any():
            result[index] = rank(
                score(
                    matrix[:, kept],
                    maximize[kept],
                    weights[kept],
                    method=method,
                    normalization=normalization,
                )
            )
    return result


def rank_reversals(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str | None = None,
) -> IntArray:
    """Return how many pairs change their order when one alternative is left out.

    Parameters are those of `score`.

    Returns
    -------
    IntArray
        ``(alternatives,)``: pairs of the remaining alternatives that are strictly reversed.
        Identical alternatives do no harm.
    """
    present = rank(score(matrix, maximize, weights, method=method, normalization=normalization))
    result = np.zeros(len(matrix), dtype=np.int64)
    for index in range(len(matrix)):
        kept = np.arange(len(matrix)) != index
        if not kept.any():
            continue
        ranks = rank(
            score(matrix[kept], maximize, weights, method=method, normalization=normalization)
        )
        before = np.sign(np.subtract.outer(present[kept], present[kept]))
        after = np.sign(np.subtract.outer(ranks, ranks))
        result[index] = np.count_nonzero(before * after < 0) // 2
    return result

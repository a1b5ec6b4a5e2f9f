"""ELECTRE II: who outranks whom, strongly or weakly, and an order made from both graphs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.errors import InputError

MOST_IN_PAIRS = 2000  # alternatives: all pairs in about a second
CONCORDANCE = (0.85, 0.75, 0.65)
DISCORDANCE = (0.5, 0.25)


def concordance(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    """Return the weight of the criteria on which the row is at least as good as the column.

    ``matrix`` is ``(alternatives, criteria)``, ``maximize`` and ``weights`` ``(criteria,)``,
    weights summing to 1. The result is ``(alternatives, alternatives)``, 0 on the diagonal.
    """
    result = np.zeros((len(matrix), len(matrix)))
    for column, weight in zip(_turned(matrix, maximize), weights.tolist(), strict=True):
        result += weight * (column[:, np.newaxis] >= column)
    np.fill_diagonal(result, 0.0)
    return result


def discordance(matrix: FloatArray, maximize: BoolArray) -> FloatArray:
    """Return the largest disadvantage of the row against the column.

    It is a share of the widest range of any criterion, so that scales must be comparable.
    Shapes are those of `concordance`.
    """
    result = np.zeros((len(matrix), len(matrix)))
    for column in _turned(matrix, maximize):
        np.maximum(result, column - column[:, np.newaxis], out=result)
    widest = float(np.ptp(matrix, axis=0).max(initial=0.0))
    return result / widest if widest > 0 else result


def _turned(matrix: FloatArray, maximize: BoolArray) -> FloatArray:
    """Return columns in which more is better, ``(criteria, alternatives)``."""
    return np.ascontiguousarray(np.where(maximize, matrix, -matrix).T)


def electre(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    concordance_from: tuple[float, float, float] = CONCORDANCE,
    discordance_to: tuple[float, float] = DISCORDANCE,
) -> FloatArray:
    """Return the order of ELECTRE II as a score.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, on scales that may be compared with each other.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.
    concordance_from
        Falling thresholds of agreement: strong under any allowed disagreement, strong under
        little, weak.
    discordance_to
        Falling thresholds of disagreement: the most that is allowed, and little.

    Returns
    -------
    FloatArray
        ``(alternatives,)``: the mean of the place from above and from below, turned so that 1
        is a clear first place and 0 a clear last.

    Raises
    ------
    InputError
        If thresholds do not fall or there are too many alternatives to compare all pairs.

    Notes
    -----
    Roy and Bertier 1973. An alternative outranks another only if it has more weight on its side
    than the other. Who outrank each other in a circuit of strong arcs share a place. The best
    are then those whom nobody left outranks strongly and, among these, none weakly; they leave,
    and so on. From below the same is done with all arcs turned.
    """
    _check(len(matrix), concordance_from, discordance_to)
    strong, weak = _outranking(matrix, maximize, weights, concordance_from, discordance_to)
    group = _circuits(strong)
    strong, weak = _between(strong, group), _between(weak, group)
    from_above = _layers(strong, weak)
    from_below = _layers(strong.T, weak.T)
    places = 0.5 * (from_above + from_below.max() - from_below)
    last = places.max()
    result: FloatArray = (1.0 - places / last if last > 0 else np.ones_like(places))[group]
    return result


def _check(
    n_alternatives: int, agreement: tuple[float, ...], disagreement: tuple[float, ...]
) -> None:
    if n_alternatives > MOST_IN_PAIRS:
        message = (
            f"ELECTRE II: found {n_alternatives} alternatives. Expected at most "
            f"{MOST_IN_PAIRS}: it compares every pair. Choose another method or fewer "
            "alternatives."
        )
        raise InputError(message)
    for name, found, number in (("agreement", agreement, 3), ("disagreement", disagreement, 2)):
        falls = all(first >= second for first, second in pairwise(found))
        if len(found) != number or not falls or not all(0 <= one <= 1 for one in found):
            message = (
                f"ELECTRE II, thresholds of {name}: found {list(found)}. Expected {number} "
                "numbers from 1 to 0, none above the one before it. Change them."
            )
            raise InputError(message)


def _outranking(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    agreement: tuple[float, float, float],
    disagreement: tuple[float, float],
) -> tuple[BoolArray, BoolArray]:
    """Return who strongly and who only weakly outranks whom, row over column."""
    agree, disagree = concordance(matrix, maximize, weights), discordance(matrix, maximize)
    # Sums of weights differ in their last digits: 0.85 is meant to reach 0.85.
    agree = np.round(agree, 12)
    preferred = agree > agree.T
    strong = preferred & (
        ((agree >= agreement[0]) & (disagree <= disagreement[0]))
        | ((agree >= agreement[1]) & (disagree <= disagreement[1]))
    )
    weak = preferred & (agree >= agreement[2]) & (disagree <= disagreement[0]) & ~strong
    return strong, weak


def _circuits(arcs: BoolArray) -> IntArray:
    """Return the number of the circuit each alternative is in, most in one of their own."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, group = connected_components(csr_array(arcs), directed=True, connection="strong")
    return np.asarray(group, dtype=np.int64)


def _between(arcs: BoolArray, group: IntArray) -> BoolArray:
    """Return the arcs between groups."""
    n_groups = int(group.max()) + 1
    result = np.zeros((n_groups, n_groups), dtype=np.bool_)
    above, below = np.nonzero(arcs)
    result[group[above], group[below]] = True
    np.fill_diagonal(result, False)
    return result


def _layers(strong: BoolArray, weak: BoolArray) -> IntArray:
    """Return the layer of each node, from 0, peeled off from above; no strong circuits."""
    layer = np.full(len(strong), -1, dtype=np.int64)
    above = strong.sum(axis=0)
    number = 0
    while (layer < 0).any():
        free = np.flatnonzero((layer < 0) & (above == 0))
        best = free[_unbeaten(weak[np.ix_(free, free)])]
        layer[best] = number
        above = above - strong[best].sum(axis=0)
        number += 1
    return layer


def _unbeaten(arcs: BoolArray) -> BoolArray:
    """Return who is outranked by nobody outside the circuit he is in."""
    if not arcs.any():
        return np.ones(len(arcs), dtype=np.bool_)
    group = _circuits(arcs)
    beaten: BoolArray = np.asarray(_between(arcs, group).any(axis=0), dtype=np.bool_)
    result: BoolArray = ~beaten[group]
    return result

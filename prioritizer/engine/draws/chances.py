"""Drawn values to chances: who is on a list of so many places, and which places are likely.

Values are held as whole numbers of 1/65535 and scored in a fixed order of plain operations, so
that any program that does the same, such as a browser, gets the same counts from the same
draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.methods.table import find_method

Levels = NDArray[np.uint16]
LARGEST = 65535
QUANTILES = (0.05, 0.5, 0.95)
_SCORES_AT_ONCE = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What the draws say of each alternative, ``(alternatives,)`` each.

    Attributes
    ----------
    chance
        Share of draws with a place on the list, 0 to 1; alternatives that tie for the last
        places share them. Of one that does not compete: the share in which it would have passed
        the last one listed.
    rank_5, rank_median, rank_95
        Smallest places that 5, 50 and 95 % of the draws do not exceed, among those that
        compete.
    """

    chance: FloatArray
    rank_5: IntArray
    rank_median: IntArray
    rank_95: IntArray


def to_levels(values: FloatArray) -> Levels:
    """Return values, 0 to 1, as whole numbers of 1/65535."""
    return np.rint(np.clip(values, 0.0, 1.0) * LARGEST).astype(np.uint16)


def scores(levels: Levels, weights: FloatArray, *, method: str = "weighted-sum") -> FloatArray:
    """Return scores of drawn values, ``(draws, alternatives)``, higher better.

    Parameters
    ----------
    levels
        ``(draws, alternatives, criteria)``.
    weights
        ``(criteria,)``, summing to 1.
    method
        One that scores an alternative by its own values.

    Raises
    ------
    InputError
        If the method is unknown.
    """
    if method == "weighted-sum":
        total = np.zeros(levels.shape[:2])
        for k, weight in enumerate(weights.tolist()):
            total += weight * (levels[:, :, k] / LARGEST)
        return total
    if method == "topsis":
        return _closeness(levels, weights)
    on_values = find_method(method).on_values
    if on_values is None:
        message = f"Method {method}: found no score of one alternative by its own values."
        raise ValueError(message)
    rows = (levels / LARGEST).reshape(-1, levels.shape[2])
    return np.asarray(on_values(rows, weights)).reshape(levels.shape[:2])


def _closeness(levels: Levels, weights: FloatArray) -> FloatArray:
    """Return d⁻ / (d⁺ + d⁻) with 1 and 0 as ideal and anti-ideal (Hwang and Yoon 1981)."""
    to_ideal, to_anti_ideal = np.zeros(levels.shape[:2]), np.zeros(levels.shape[:2])
    for k, weight in enumerate(weights.tolist()):
        value = levels[:, :, k] / LARGEST
        gap, lead = weight * (1.0 - value), weight * value
        to_ideal += gap * gap
        to_anti_ideal += lead * lead
    to_ideal, to_anti_ideal = np.sqrt(to_ideal), np.sqrt(to_anti_ideal)
    return np.asarray(to_anti_ideal / (to_ideal + to_anti_ideal))


def chances(
    levels: Levels,
    weights: FloatArray,
    *,
    top: int,
    competing: BoolArray,
    method: str = "weighted-sum",
) -> Chances:
    """Return the chances and likely places of all alternatives.

    Parameters
    ----------
    levels
        ``(draws, alternatives, criteria)``.
    weights
        ``(criteria,)``, summing to 1.
    top
        Places on the list, at least 1; all that compete have one where they are no more.
    competing
        ``(alternatives,)``: which take part in the ranking. The others are compared with it.
    """
    draws, n_alternatives = levels.shape[:2]
    listed = np.zeros(n_alternatives)
    places = np.empty((draws, n_alternatives), dtype=np.int32)
    step = max(1, _SCORES_AT_ONCE // max(1, n_alternatives))
    for start in range(0, draws, step):
        part = slice(start, start + step)
        scored = scores(levels[part], weights, method=method)
        places[part] = _places(scored, competing)
        for row in _on_list(scored, top, competing):
            listed += row
    at = [max(0, int(np.ceil(share * draws)) - 1) for share in QUANTILES]
    ordered = np.partition(places, sorted(set(at)), axis=0)
    low, middle, high = (ordered[index].astype(np.int64) for index in at)
    return Chances(listed / draws, low, middle, high)


def _places(scored: FloatArray, competing: BoolArray) -> IntArray:
    """Return 1 + how many that compete score more, ``(draws, alternatives)``."""
    rivals = scored[:, competing]
    n_rivals = rivals.shape[1]
    order = np.argsort(-rivals, axis=1)
    falling = np.take_along_axis(rivals, order, axis=1)
    # Those that tie have the place of the first of them.
    starts = np.ones(falling.shape, dtype=np.bool_)
    starts[:, 1:] = falling[:, 1:] != falling[:, :-1]
    place = np.maximum.accumulate(np.where(starts, np.arange(1, n_rivals + 1), 0), axis=1)
    own = np.empty(rivals.shape, dtype=np.int64)
    np.put_along_axis(own, order, place, axis=1)
    found = np.empty(scored.shape, dtype=np.int64)
    found[:, competing] = own
    rest = np.flatnonzero(~competing)
    for draw in range(len(scored)) if len(rest) else ():
        above = np.searchsorted(-falling[draw], -scored[draw, rest], side="left")
        found[draw, rest] = above + 1
    return found


def _on_list(scored: FloatArray, top: int, competing: BoolArray) -> FloatArray:
    """Return each alternative's part of a place on the list, ``(draws, alternatives)``."""
    rivals = scored[:, competing]
    n_rivals = rivals.shape[1]
    if n_rivals == 0:
        return np.ones(scored.shape)
    if top >= n_rivals:
        return np.where(competing, 1.0, scored >= rivals.min(axis=1, keepdims=True))
    last = np.partition(rivals, n_rivals - top, axis=1)[:, n_rivals - top, np.newaxis]
    above, level = scored > last, scored == last
    free = top - (above & competing).sum(axis=1, keepdims=True)
    tied = (level & competing).sum(axis=1, keepdims=True)
    share = np.where(competing, free / tied, free / (tied + 1.0))
    return np.asarray(above + level * share)


def decided_pairs(
    levels: Levels,
    weights: FloatArray,
    *,
    competing: BoolArray,
    method: str = "weighted-sum",
    at_least: float = 0.9,
) -> float:
    """Return the share of pairs that at least so many of the draws put in one order.

    A draw in which two tie counts half for each.
    """
    scored = scores(levels, weights, method=method)[:, competing]
    n_alternatives = scored.shape[1]
    decided = 0
    for row in range(n_alternatives - 1):
        own, others = scored[:, row, np.newaxis], scored[:, row + 1 :]
        share = ((own > others) + 0.5 * (own == others)).mean(axis=0)
        decided += int(np.count_nonzero(np.maximum(share, 1.0 - share) >= at_least))
    pairs = n_alternatives * (n_alternatives - 1) // 2
    return decided / pairs if pairs else float("nan")


def beats(
    levels: Levels, weights: FloatArray, above: int, below: int, *, method: str = "weighted-sum"
) -> float:
    """Return the share of draws in which one alternative scores more; a tie counts half."""
    scored = scores(levels[:, [above, below]], weights, method=method)
    return float(((scored[:, 0] > scored[:, 1]) + 0.5 * (scored[:, 0] == scored[:, 1])).mean())

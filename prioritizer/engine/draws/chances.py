"""Drawn values to chances: who is on a list of so many places, and which places are likely.

Values are held as whole numbers of 1/65535 and scored in a fixed order of plain operations, so
that any program that does the same, such as a browser, gets the same counts from the same
draws.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.draws.falling import Falling, Merits
from prioritizer.engine.methods.table import find_method

Levels = NDArray[np.uint16]
LARGEST = 65535
QUANTILES = (0.05, 0.5, 0.95)
# As many as fit beside each other in the memory that is near the processor.
_SCORED_AT_ONCE = 1 << 16
_PLACED_AT_ONCE = 1 << 16
# Whole numbers up to here are exact in single precision.
_WHOLE_IN_SINGLE = 1 << 24
# Levels times weights rounded to the inverse of this add up without an error in a double.
_FINEST = 2.0**36
# Sorting lets other threads work meanwhile.
_AT_ONCE = min(4, os.cpu_count() or 1)
Part = TypeVar("Part")


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
    levels = np.empty(values.shape, dtype=np.uint16)
    step = max(1, _SCORED_AT_ONCE // max(1, math.prod(values.shape[1:])))
    for start in range(0, len(values), step):
        part = slice(start, start + step)
        levels[part] = np.rint(np.clip(values[part], 0.0, 1.0) * LARGEST)
    return levels


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
    scored = _SCORES.get(method)
    if scored is not None:
        result = np.empty(levels.shape[:2])
        step = max(1, _SCORED_AT_ONCE // max(1, levels.shape[1]))
        for start in range(0, len(levels), step):
            part = slice(start, start + step)
            result[part] = scored(levels[part], weights.tolist())
        return result
    on_values = find_method(method).on_values
    if on_values is None:
        message = f"Method {method}: found no score of one alternative by its own values."
        raise ValueError(message)
    rows = (levels / LARGEST).reshape(-1, levels.shape[2])
    return np.asarray(on_values(rows, weights)).reshape(levels.shape[:2])


def _sum(levels: Levels, weights: list[float]) -> FloatArray:
    """Return sums of whole numbers, exact: what is equal on paper is equal here."""
    whole = whole_weights(weights)
    total = _whole_sum(levels, whole)
    total /= sum(whole) * LARGEST
    return total


def _whole_sum(levels: Levels, whole: list[float]) -> FloatArray:
    total = np.zeros(levels.shape[:2])
    value = np.empty_like(total)
    for k, weight in enumerate(whole):
        np.multiply(levels[:, :, k], weight, out=value)
        total += value
    return total


def whole_weights(weights: list[float]) -> list[float]:
    """Return whole numbers in the proportions of some weights.

    Weights made of whole points have small ones; others are rounded to 2**-36. Levels times
    weights then add up without an error, in a double and in any order.
    """
    least = min((weight for weight in weights if weight > 0), default=1.0)
    for factor in range(1, 101):
        parts = [weight / least * factor for weight in weights]
        whole = [float(math.floor(part + 0.5)) for part in parts]
        if max(parts) > 1e6:
            break
        if all(abs(part - near) < 1e-7 for part, near in zip(parts, whole, strict=True)):
            return whole
    return [float(math.floor(weight * _FINEST + 0.5)) for weight in weights]


def _closeness(levels: Levels, weights: list[float]) -> FloatArray:
    """Return d⁻ / (d⁺ + d⁻) with 1 and 0 as ideal and anti-ideal (Hwang and Yoon 1981)."""
    to_ideal, to_anti_ideal = np.zeros(levels.shape[:2]), np.zeros(levels.shape[:2])
    for k, weight in enumerate(weights):
        value = levels[:, :, k] / LARGEST
        gap, lead = weight * (1.0 - value), weight * value
        to_ideal += gap * gap
        to_anti_ideal += lead * lead
    to_ideal, to_anti_ideal = np.sqrt(to_ideal), np.sqrt(to_anti_ideal)
    return np.asarray(to_anti_ideal / (to_ideal + to_anti_ideal))


_SCORES: Mapping[str, Callable[[Levels, list[float]], FloatArray]] = {
    "weighted-sum": _sum,
    "topsis": _closeness,
}


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
        ``(criteria,)``, summing to 1; or ``(draws, criteria)``, those of each draw, where
        weights are drawn as well.
    top
        Places on the list, at least 1; all that compete have one where they are no more.
    competing
        ``(alternatives,)``: which take part in the ranking. The others are compared with it.
    """
    draws, n_alternatives = levels.shape[:2]
    listed, is_whole = np.zeros(n_alternatives), True
    places = np.empty((n_alternatives, draws), dtype=np.min_scalar_type(n_alternatives + 1))
    step = max(1, _PLACED_AT_ONCE // max(1, n_alternatives))

    merits_of = _merits(weights, method) if weights.ndim == 1 else None

    def place(start: int) -> BoolArray | FloatArray:
        part = slice(start, start + step)
        merits = (
            _merits_of_each(levels[part], weights[part], method)
            if merits_of is None
            else merits_of(levels[part])
        )
        falling = Falling.of(merits, competing)
        found = falling.places()
        places[:, part] = found.T
        return falling.on_list(found, top)

    for parts in _in_turn(place, range(0, draws, step)):
        # Parts of places add up in the order of the draws: records hold the last bit.
        is_whole = is_whole and parts.dtype == np.bool_
        if is_whole:
            listed += np.count_nonzero(parts, axis=0)
            continue
        for row in parts:
            listed += row
    by_row = range(0, n_alternatives, max(1, _PLACED_AT_ONCE // max(1, draws)))
    list(_in_turn(lambda row: places[row : row + by_row.step].sort(axis=1), by_row))
    at = [max(0, int(np.ceil(share * draws)) - 1) for share in QUANTILES]
    low, middle, high = (places[:, index].astype(np.int64) for index in at)
    return Chances(listed / draws, low, middle, high)


def _merits(weights: FloatArray, method: str) -> Callable[[Levels], Merits]:
    """Return what orders the alternatives of each draw as their scores do."""
    if method != "weighted-sum":
        return lambda levels: scores(levels, weights, method=method)
    whole = whole_weights(weights.tolist())
    if sum(whole) * LARGEST < _WHOLE_IN_SINGLE:
        # As exact in any order, and four times as fast.
        single = np.array(whole, dtype=np.float32)

        def merits(levels: Levels) -> Merits:
            # All is finite; OpenBLAS may still say "invalid" of lanes beside the matrix
            # (github.com/OpenMathLib/OpenBLAS/issues/1924).
            with np.errstate(invalid="ignore"):
                return np.asarray(levels.astype(np.float32) @ single)

        return merits
    return lambda levels: _whole_sum(levels, whole)


def _merits_of_each(levels: Levels, weights: FloatArray, method: str) -> Merits:
    """Return what orders the alternatives of each draw under weights of its own."""
    if method != "weighted-sum":
        each = zip(levels, weights, strict=True)
        return np.concatenate([scores(one[np.newaxis], w, method=method) for one, w in each])
    total = np.zeros(levels.shape[:2])
    for k in range(weights.shape[1]):
        total += levels[:, :, k] * np.floor(weights[:, k, np.newaxis] * _FINEST + 0.5)
    return total


def _in_turn(work: Callable[[int], Part], starts: Sequence[int]) -> Iterator[Part]:
    """Yield what a piece of work returns for each start, in order, several being at work."""
    at_once = min(_AT_ONCE, len(starts))
    if at_once < 2:
        yield from map(work, starts)
        return
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(work, starts)


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

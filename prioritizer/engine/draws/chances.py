"""Drawn values to chances: who is on a list of so many places, and which places are likely.

Values are held as whole numbers of 1/65535 and scored in a fixed order of plain operations, so
that any program that does the same, such as a browser, gets the same counts from the same
draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.methods.table import find_method

Levels = NDArray[np.uint16]
LARGEST = 65535
QUANTILES = (0.05, 0.5, 0.95)
# As many as fit beside each other in the memory that is near the processor.
_SCORED_AT_ONCE = 1 << 16
_PLACED_AT_ONCE = 1 << 16


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
    total = np.zeros(levels.shape[:2])
    value = np.empty_like(total)
    whole = whole_weights(weights)
    for k, weight in enumerate(whole):
        np.multiply(levels[:, :, k], weight, out=value)
        total += value
    total /= sum(whole) * LARGEST
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
    return [float(math.floor(weight * 68719476736.0 + 0.5)) for weight in weights]


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
        ``(criteria,)``, summing to 1.
    top
        Places on the list, at least 1; all that compete have one where they are no more.
    competing
        ``(alternatives,)``: which take part in the ranking. The others are compared with it.
    """
    draws, n_alternatives = levels.shape[:2]
    listed = np.zeros(n_alternatives)
    places = np.empty((n_alternatives, draws), dtype=np.min_scalar_type(n_alternatives + 1))
    step = max(1, _PLACED_AT_ONCE // max(1, n_alternatives))
    for start in range(0, draws, step):
        part = slice(start, start + step)
        falling = _Falling.of(scores(levels[part], weights, method=method), competing)
        places[:, part] = falling.places().T
        for row in falling.on_list(top):
            listed += row
    places.sort(axis=1)
    at = [max(0, int(np.ceil(share * draws)) - 1) for share in QUANTILES]
    low, middle, high = (places[:, index].astype(np.int64) for index in at)
    return Chances(listed / draws, low, middle, high)


@dataclass(frozen=True, slots=True, eq=False)
class _Falling:
    """Some draws with their alternatives by falling score.

    Attributes
    ----------
    scored
        ``(draws, alternatives)``, in the order of the alternatives.
    competing
        ``(alternatives,)``.
    order
        ``(draws, alternatives)``: the alternative at each position; equal ones in any order.
    falling
        ``(draws, alternatives)``: the score at each position.
    rivals
        ``(draws, alternatives)``: how many up to each position compete, itself included.
    """

    scored: FloatArray
    competing: BoolArray
    order: IntArray
    falling: FloatArray
    rivals: NDArray[np.int32]

    @classmethod
    def of(cls, scored: FloatArray, competing: BoolArray) -> _Falling:
        order = np.argsort(-scored, axis=1)
        falling = np.take_along_axis(scored, order, axis=1)
        rivals = np.cumsum(competing[order], axis=1, dtype=np.int32)
        return cls(scored, competing, order, falling, rivals)

    def places(self) -> NDArray[np.int32]:
        """Return 1 + how many that compete score more, ``(draws, alternatives)``."""
        place = np.ones_like(self.rivals)
        # Those that tie have the place of the first of them, one more than compete before it.
        starts = self.falling[:, 1:] != self.falling[:, :-1]
        np.multiply(self.rivals[:, :-1] + 1, starts, out=place[:, 1:])
        np.maximum.accumulate(place, axis=1, out=place)
        found = np.empty_like(place)
        np.put_along_axis(found, self.order, place, axis=1)
        return found

    def on_list(self, top: int) -> FloatArray:
        """Return each alternative's part of a place on the list, ``(draws, alternatives)``."""
        n_rivals = int(np.count_nonzero(self.competing))
        if n_rivals == 0:
            return np.ones(self.scored.shape)
        position = np.argmax(self.rivals == min(top, n_rivals), axis=1)[:, np.newaxis]
        last = np.take_along_axis(self.falling, position, axis=1)
        result = (self.scored > last).astype(np.float64)
        if top >= n_rivals:
            return np.where(self.competing, 1.0, self.scored >= last)
        draw, level = np.nonzero(self.scored == last)
        tied = np.bincount(draw, weights=self.competing[level], minlength=len(last))[draw]
        above = (result * self.competing).sum(axis=1)[draw]
        result[draw, level] = (top - above) / np.where(self.competing[level], tied, tied + 1.0)
        return result


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

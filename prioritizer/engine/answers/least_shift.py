"""What it would take to turn a pair round: the least shift of all weights, or of one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import FloatArray

Score = Callable[[FloatArray, FloatArray], FloatArray]
_STEPS = 200
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """Weights at which a pair comes level.

    ``moved`` is the share of the weight that moves from some criteria to others, 0 to 1: half
    the sum of absolute changes. ``is_least`` says whether no smaller shift can do it; a search
    finds one that is small, and there may be a smaller one.
    """

    weights: FloatArray
    moved: float
    is_least: bool


def least_shift(weights: FloatArray, differences: FloatArray) -> Shift | None:
    """Return the least shift of weights at which a weighted sum comes level.

    It minimises half the sum of |w' - w| over weights w' >= 0 that sum to 1 and give a
    difference of at most 0. Of this linear programme the optimum is known: all weight that
    moves goes to the criterion on which the other one is furthest ahead, and it is taken where
    the lead is largest first, because that closes most of the difference for each share moved.

    Parameters
    ----------
    weights
        ``(criteria,)``, not negative, summing to 1.
    differences
        ``(criteria,)``: values of the one above minus values of the other.

    Returns
    -------
    Shift or None
        None where no weights turn the pair round: the one above is nowhere behind.
    """
    margin = float(weights @ differences)
    target = int(np.argmin(differences))
    lowest = float(differences[target])
    if margin <= _NOTHING:
        return Shift(weights.copy(), 0.0, is_least=True)
    if lowest > 0 or (lowest == 0 and not np.isclose(differences, 0).any()):
        return None
    shifted = weights.copy()
    for source in np.argsort(-differences, kind="stable").tolist():
        gain = float(differences[source]) - lowest
        if gain <= 0 or margin <= _NOTHING:
            break
        amount = min(float(shifted[source]), margin / gain)
        shifted[source] -= amount
        shifted[target] += amount
        margin -= amount * gain
    if margin > _NOTHING:
        return None
    return Shift(shifted, float(np.abs(shifted - weights).sum() / 2.0), is_least=True)


def shift_by_search(weights: FloatArray, pair: FloatArray, score: Score) -> Shift | None:
    """Return a small shift of weights at which a pair comes level under any score.

    From every criterion to every other, and from all to each one in proportion, weight is moved
    until the scores cross; the smallest of these shifts is returned.

    Parameters
    ----------
    weights
        ``(criteria,)``, not negative, summing to 1.
    pair
        ``(2, criteria)``: values of the one above and of the other.
    score
        Takes values and weights and gives scores.
    """
    n = len(weights)

    def lead(at: FloatArray) -> float:
        scores = score(pair, at)
        return float(scores[0] - scores[1])

    if lead(weights) <= _NOTHING:
        return Shift(weights.copy(), 0.0, is_least=True)
    ends = []
    for target in range(n):
        unit = np.zeros(n)
        unit[target] = 1.0
        ends.append(unit)
        for source in range(n):
            if source != target and weights[source] > 0:
                moved = weights.copy()
                moved[target] += moved[source]
                moved[source] = 0.0
                ends.append(moved)
    best: Shift | None = None
    for end in ends:
        found = _crossing(weights, end, lead, 1.0 if best is None else best.moved)
        if found is not None and (best is None or found.moved < best.moved):
            best = found
    return best


def _crossing(
    start: FloatArray, end: FloatArray, lead: Callable[[FloatArray], float], most: float
) -> Shift | None:
    """Return where a lead is gone on the way to an end, if no more than ``most`` is moved."""

    def at(part: float) -> FloatArray:
        return start + part * (end - start)

    farthest = float(np.abs(end - start).sum() / 2.0)
    before = 0.0
    for step in range(1, _STEPS + 1):
        if before * farthest > most:
            return None
        after = step / _STEPS
        if lead(at(after)) <= 0:
            weights = at(level_place(lambda part: lead(at(part)), before, after))
            return Shift(weights, float(np.abs(weights - start).sum() / 2.0), is_least=False)
        before = after
    return None


def level_place(lead: Callable[[float], float], low: float, high: float) -> float:
    """Return where a lead is gone between two places at which it has different signs."""
    from scipy.optimize import brentq

    place = float(brentq(lead, low, high, xtol=_NOTHING))
    # A score may jump, as a product does where a value reaches 0: then the place past the jump.
    return place if lead(place) <= 0 else min(high, place + 2 * _NOTHING)


def level_values(
    weights: FloatArray, pair: FloatArray, *, row: int, score: Score
) -> tuple[float | None, ...]:
    """Return, per criterion, the value of one of a pair at which the two come level.

    Parameters
    ----------
    weights
        ``(criteria,)``, summing to 1.
    pair
        ``(2, criteria)``: values, 0 to 1, of the one above and of the other.
    row
        Whose value changes: 0 for the one above, 1 for the other.
    score
        Takes values and weights and gives scores; it rises with each value.

    Returns
    -------
    tuple of float or None
        None where no value from 0 to 1 brings them level.
    """
    towards = 0.0 if row == 0 else 1.0
    found: list[float | None] = []
    for column in range(len(weights)):
        present = float(pair[row, column])

        def lead(part: float, column: int = column, present: float = present) -> float:
            changed = pair.copy()
            changed[row, column] = present + part * (towards - present)
            scores = score(changed, weights)
            return float(scores[0] - scores[1])

        # The lead falls all the way, because the score rises with each value. Of two that
        # count as equal, the one that stands first may be behind by the rounding of a sum.
        if weights[column] <= 0 or present == towards or lead(1.0) > 0:
            found.append(None)
        elif lead(0.0) <= 0:
            found.append(present)
        else:
            found.append(present + level_place(lead, 0.0, 1.0) * (towards - present))
    return tuple(found)

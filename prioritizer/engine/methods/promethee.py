"""PROMETHEE II: net flows of pairwise preferences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.errors import InputError

_BLOCK_CELLS = 1 << 22

Preference = Callable[[FloatArray, float, float], FloatArray]


def usual(advantage: FloatArray, indifference: float, strict: float) -> FloatArray:
    """Return 1 for any advantage (type 1)."""
    return np.where(advantage > 0, 1.0, 0.0)


def u_shape(advantage: FloatArray, indifference: float, strict: float) -> FloatArray:
    """Return 1 for an advantage above the indifference threshold (type 2)."""
    return np.where(advantage > indifference, 1.0, 0.0)


def linear(advantage: FloatArray, indifference: float, strict: float) -> FloatArray:
    """Return a straight rise between the thresholds (types 3 and 5)."""
    if strict <= indifference:
        return u_shape(advantage, indifference, strict)
    return np.clip((advantage - indifference) / (strict - indifference), 0.0, 1.0)


def level(advantage: FloatArray, indifference: float, strict: float) -> FloatArray:
    """Return one half between the thresholds and 1 above (type 4)."""
    return 0.5 * (
        np.where(advantage > indifference, 1.0, 0.0) + np.where(advantage > strict, 1.0, 0.0)
    )


def gaussian(advantage: FloatArray, indifference: float, strict: float) -> FloatArray:
    """Return a rise along a bell curve whose turning point is the strict threshold (type 6)."""
    if strict <= 0:
        return usual(advantage, indifference, strict)
    result: FloatArray = np.where(
        advantage > 0, 1.0 - np.exp(-np.square(advantage) / (2.0 * strict**2)), 0.0
    )
    return result


PREFERENCES: dict[str, Preference] = {
    "usual": usual,
    "u-shape": u_shape,
    "linear": linear,
    "level": level,
    "gaussian": gaussian,
}


def promethee(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    preference: str = "usual",
    indifference: Sequence[float] | None = None,
    strict: Sequence[float] | None = None,
) -> FloatArray:
    """Return the net flow of each alternative.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, in the unit of the thresholds.
    maximize, weights
        ``(criteria,)`` each; weights sum to 1.
    preference
        A key of `PREFERENCES`, for all criteria. ``usual`` needs no threshold.
    indifference, strict
        ``(criteria,)`` each: advantages that do not count, and that count in full. 0 when left
        out.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, -1 to 1, higher better.

    Notes
    -----
    Brans and Vincke 1985.
    """
    if preference not in PREFERENCES:
        message = (
            f"PROMETHEE preference: found '{preference}'. Expected one of "
            f"{', '.join(PREFERENCES)}. Choose a name from the list."
        )
        raise InputError(message)
    n_alternatives, n_criteria = matrix.shape
    low = _thresholds("indifference", indifference, n_criteria)
    high = _thresholds("strict", strict, n_criteria)
    if n_alternatives == 1:
        return np.zeros(1)
    turned = np.where(maximize, matrix, -matrix)
    function = PREFERENCES[preference]
    flows = np.zeros(n_alternatives)
    for column, weight in enumerate(weights.tolist()):
        flows += weight * _net_flow(turned[:, column], function, low[column], high[column])
    return flows


def shares_of_wins(values: FloatArray, rivals: FloatArray | None = None) -> FloatArray:
    """Return, per criterion, the share of the others that each alternative beats.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, higher better.
    rivals
        ``(alternatives, criteria)``: what the others have while an alternative has ``values``;
        the same as ``values`` when left out. Nobody is compared with himself.

    Returns
    -------
    FloatArray
        ``(alternatives, criteria)``, 0 to 1, a tie counts half. Weighted and summed it is
        (1 + net flow) / 2 under the usual preference, whatever the scales.
    """
    others = values if rivals is None else rivals
    n_alternatives = len(values)
    if n_alternatives == 1:
        return np.full(values.shape, 0.5)
    result = np.empty(values.shape)
    for column in range(values.shape[1]):
        mine, theirs = values[:, column], others[:, column]
        ordered = np.sort(theirs)
        below = np.searchsorted(ordered, mine, side="left") - (theirs < mine)
        not_above = np.searchsorted(ordered, mine, side="right") - (theirs <= mine)
        result[:, column] = 0.5 * (below + not_above) / (n_alternatives - 1)
    return result


def win_rate(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return (1 + net flow) / 2 under the usual preference, ``(alternatives,)``, 0 to 1."""
    return weighted_sum(shares_of_wins(values), weights)


def _thresholds(name: str, given: Sequence[float] | None, n_criteria: int) -> list[float]:
    result = [0.0] * n_criteria if given is None else [float(number) for number in given]
    if len(result) != n_criteria or not all(number >= 0 for number in result):
        message = (
            f"PROMETHEE threshold '{name}': found {result}. "
            f"Expected {n_criteria} numbers of 0 or more, one per criterion."
        )
        raise InputError(message)
    return result


def _net_flow(
    performances: FloatArray, function: Preference, indifference: float, strict: float
) -> FloatArray:
    n_alternatives = len(performances)
    if function is usual:
        ordered = np.sort(performances)
        below = np.searchsorted(ordered, performances, side="left")
        above = n_alternatives - np.searchsorted(ordered, performances, side="right")
        return (below - above) / (n_alternatives - 1)
    flows = np.empty(n_alternatives)
    step = max(1, _BLOCK_CELLS // n_alternatives)
    for start in range(0, n_alternatives, step):
        advantage = performances[start : start + step, np.newaxis] - performances
        gains = function(advantage, indifference, strict)
        losses = function(-advantage, indifference, strict)
        flows[start : start + step] = (gains - losses).sum(axis=1)
    return flows / (n_alternatives - 1)

"""PROMETHEE II: net flows of pairwise preferences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
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

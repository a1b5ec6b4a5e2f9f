"""Swing weighting: which difference counts most, and how much less the others count."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from prioritizer.elicitation.direct import direct_weights
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.scales import Scale
from prioritizer.errors import InputError

FULL = 100.0


def swing_weights(points: Sequence[float] | FloatArray) -> FloatArray:
    """Return weights from points for swings (von Winterfeldt and Edwards 1986, section 8.3).

    Parameters
    ----------
    points
        ``(criteria,)``. 100 for the swing, all of a scale from worst to best, that matters
        most, less for the others, 0 for one that does not matter.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1.

    Raises
    ------
    InputError
        If no swing has 100 or one has more: the procedure was then not followed.
    """
    given = np.asarray(points, dtype=np.float64)
    weights = direct_weights(given)
    largest = float(given.max())
    if largest != FULL:
        column = int(given.argmax())
        raise InputError(
            f"swing points, place {column + 1}: found {largest:g} as the largest. Expected 100 "
            "for the swing that matters most. Give it 100 and judge the others against it.",
            column=column,
        )
    return weights


def weights_on_new_ranges(
    weights: FloatArray, old: Sequence[Scale], new: Sequence[Scale]
) -> FloatArray:
    """Return the weights that say the same after the ranges were changed.

    A weight belongs to a swing. Where the new scale covers half of the value of the old one,
    the same person gives half of the points (Keeney and Raiffa 1976, section 3.7).

    Raises
    ------
    InputError
        If a scale changes its kind or direction, which makes it another judgement.
    """
    shares = [_share(before, after) for before, after in zip(old, new, strict=True)]
    return direct_weights(np.asarray(weights, dtype=np.float64) * np.array(shares))


def _share(before: Scale, after: Scale) -> float:
    same_way = (before.best > before.worst) == (after.best > after.worst)
    if before.kind != after.kind or not same_way:
        raise InputError(
            f"scale of {after.name}: found {after.kind}, {after.range_text}. Expected "
            f"{before.kind} in the direction of {before.range_text}. Ask for the weight again."
        )
    if before.kind == "log":
        return math.log(after.best / after.worst) / math.log(before.best / before.worst)
    return (after.best - after.worst) / (before.best - before.worst)

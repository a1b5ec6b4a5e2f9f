"""Weights said outright: points for each criterion, or a fixed purse of points to divide."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

PURSE = 100.0
LARGEST = 1e15


def direct_weights(points: Sequence[float] | FloatArray) -> FloatArray:
    """Return points divided by their sum.

    Parameters
    ----------
    points
        ``(criteria,)``, 0 or more on any common scale, not all 0.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1.

    Raises
    ------
    InputError
        For a point that is negative or no number, with its column; or if all are 0.
    """
    given = np.asarray(points, dtype=np.float64)
    for column, point in enumerate(given.tolist()):
        if not 0 <= point <= LARGEST:
            raise InputError(
                f"points, place {column + 1}: found {point:g}. Expected a number from 0 to "
                f"{LARGEST:g}. Give for example 30.",
                column=column,
            )
    total = math.fsum(given.tolist())
    if total == 0:
        raise InputError(
            "points: found a sum of 0. Expected at least one point above 0. "
            "Give points to what matters."
        )
    return np.asarray(given / total, dtype=np.float64)


def allocated_weights(
    points: Sequence[float] | FloatArray, *, purse: float = PURSE
) -> FloatArray:
    """Return the weights of a purse divided among the criteria.

    Unlike `direct_weights` the sum is part of the answer: giving to one criterion takes from
    the others, which is what makes people weigh (Bottomley, Doyle and Green 2000 compare the
    two).

    Raises
    ------
    InputError
        If the points do not add up to the purse; says how many are left over or too many.
    """
    weights = direct_weights(points)
    total = math.fsum(np.asarray(points, dtype=np.float64).tolist())
    rest = purse - total
    if abs(rest) > 1e-9 * purse:
        cure = (
            f"Give out the remaining {rest:g}."
            if rest > 0
            else f"Take back {-rest:g} somewhere."
        )
        raise InputError(f"points: found a sum of {total:g}. Expected {purse:g}. {cure}")
    return weights

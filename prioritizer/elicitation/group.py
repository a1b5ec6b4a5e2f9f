"""Many weight vectors to one, and mean ranks; the engine counts votes over rankings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def arithmetic_mean(weights: FloatArray) -> FloatArray:
    """Return the mean of weights, ``(people, criteria)`` to ``(criteria,)``, summing to 1."""
    return _normalized(weights.mean(axis=0))


def geometric_mean(weights: FloatArray) -> FloatArray:
    """Return the normalised geometric mean of weight vectors (Aczél and Saaty 1983).

    A criterion to which one person gives nothing gets nothing: the mean lets everybody veto.
    Where everything is vetoed, the arithmetic mean is returned.
    """
    with np.errstate(divide="ignore"):
        mean = np.exp(np.log(weights).mean(axis=0))
    return _normalized(mean) if mean.sum() > 0 else arithmetic_mean(weights)


def median(weights: FloatArray) -> FloatArray:
    """Return the normalised medians by criterion; the mean where all of them are 0."""
    middle = np.median(weights, axis=0)
    return _normalized(middle) if middle.sum() > 0 else arithmetic_mean(weights)


def group_weighted(
    weights: FloatArray, groups: Sequence[str], shares: dict[str, float] | None = None
) -> FloatArray:
    """Return the mean of the groups' means, so that a large group does not outvote a small one.

    Parameters
    ----------
    weights
        ``(people, criteria)``.
    groups
        The group of each person.
    shares
        What each group counts; all the same if left out.
    """
    labels = np.array(groups, dtype=object)
    names = sorted(set(groups))
    means = np.array([weights[labels == name].mean(axis=0) for name in names])
    counts = np.array([1.0 if shares is None else shares.get(name, 0.0) for name in names])
    # No matrix product: its last bits depend on the machine.
    return _normalized((counts[:, None] * means).sum(axis=0))


WEIGHT_RULES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "arithmetic-mean": arithmetic_mean,
    "geometric-mean": geometric_mean,
    "median": median,
}


def mean_ranks(ranks: FloatArray) -> FloatArray:
    """Return mean ranks, ``(people, alternatives)`` to ``(alternatives,)``.

    Ranks are to be mid-ranks (1, 2.5, 2.5, 4), which share a place fairly.
    """
    return np.asarray(ranks.mean(axis=0), dtype=np.float64)


def mid_ranks(scores: FloatArray) -> FloatArray:
    """Return ranks in which a tie shares the mean place, ``(people, alternatives)``, 1 best.

    Scores are to be rounded already, so that a tie is a tie.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    falling = np.take_along_axis(scores, order, axis=1)
    places = np.broadcast_to(np.arange(1.0, scores.shape[1] + 1), scores.shape)
    is_new = np.ones(scores.shape, dtype=bool)
    is_new[:, 1:] = falling[:, 1:] != falling[:, :-1]
    is_last = np.roll(is_new, -1, axis=1)
    first = np.maximum.accumulate(np.where(is_new, places, 0.0), axis=1)
    last = np.minimum.accumulate(np.where(is_last, places, np.inf)[:, ::-1], axis=1)[:, ::-1]
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, (first + last) / 2, axis=1)
    return found


def _normalized(weights: FloatArray) -> FloatArray:
    return np.asarray(weights / weights.sum(), dtype=np.float64)

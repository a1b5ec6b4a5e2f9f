"""The least shift of all weights that changes a shortlist, where not all compete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.answers.dominance import non_dominated
from prioritizer.engine.answers.sensitivity import smallest_shift
from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.known_limit import KnownLimit

_NEAR = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class ListShift:
    """Weights at which a shortlist changes, and by whom.

    Attributes
    ----------
    weights
        ``(criteria,)``, summing to 1.
    inside
        Who drops off, or is passed; None where the list has room.
    outside
        Who comes level with the one inside, or comes to compete; None where one inside no
        longer competes.
    """

    weights: FloatArray
    inside: int | None
    outside: int | None


def least_list_shift(
    values: FloatArray, weights: FloatArray, *, top: int, limit: KnownLimit
) -> ListShift | None:
    """Return the least shift of weight at which the shortlist of a weighted sum changes.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    weights
        ``(criteria,)``, summing to 1.
    top
        Size of the shortlist.
    limit
        Who competes under which weights.

    Returns
    -------
    ListShift or None
        None where no shift changes it, and where none is known well enough to compete, now or
        once the one inside stops competing: all compete then. The shift is half the sum of
        absolute changes.

    Notes
    -----
    The shortlist changes where one of it stops competing, or one from outside competes and is
    as good as one of it. Each is a linear programme. With one condition its optimum is known,
    see `smallest_shift`; it bounds that with two from below, so that few of those are solved.
    """
    if not (limit.known_weight(weights) >= limit.least).any():
        return None
    rows = np.flatnonzero(limit.competing(weights))
    inside = np.zeros(len(values), dtype=np.bool_)
    inside[rows[rank(weighted_sum(values[rows], weights)) <= top]] = True
    best: ListShift | None = None
    least = np.inf
    for bound, inner, outer in sorted(_bounds(values, weights, inside, top, limit), key=_size):
        if bound >= least - _NEAR:
            break
        found = _exact(values, weights, inner, outer, limit)
        if found is not None and _moved(found, weights) < least - _NEAR:
            best, least = ListShift(found, inner, outer), _moved(found, weights)
    if best is not None and best.outside is None and best.inside is not None:
        others = np.delete(limit.known_weight(best.weights), best.inside)
        return best if (others >= limit.least).any() else None
    return best


_Case = tuple[float, int | None, int | None]


def _size(case: _Case) -> float:
    return case[0]


def _moved(shifted: FloatArray, weights: FloatArray) -> float:
    return 0.5 * float(np.abs(shifted - weights).sum())


def _bounds(
    values: FloatArray, weights: FloatArray, inside: BoolArray, top: int, limit: KnownLimit
) -> Iterator[_Case]:
    """Yield lower bounds of shifts: who leaves; who comes; who passes whom."""
    for inner in np.flatnonzero(inside).tolist():
        gone = smallest_shift(limit.known[inner] - limit.least, weights)
        if gone is not None:
            yield _moved(gone, weights), inner, None
    outside = np.flatnonzero(~inside)
    if len(outside):
        # Whom another one outside beats in all values and all that is known comes no sooner.
        both = np.hstack([values[outside], limit.known[outside]])
        outside = outside[non_dominated(both)]
    has_room = np.count_nonzero(inside) < top
    for outer in outside.tolist():
        come = smallest_shift(limit.least - limit.known[outer], weights)
        if come is not None and has_room:
            yield _moved(come, weights), None, outer
        elif come is not None:
            for inner, level in _passing(values, weights, inside, outer):
                yield max(_moved(come, weights), level), inner, outer


def _passing(
    values: FloatArray, weights: FloatArray, inside: BoolArray, outer: int
) -> Iterator[tuple[int, float]]:
    """Yield each one inside whom one outside can pass, with the shift that takes."""
    for inner in np.flatnonzero(inside).tolist():
        level = smallest_shift(values[inner] - values[outer], weights)
        if level is not None:
            yield inner, _moved(level, weights)


def _exact(
    values: FloatArray,
    weights: FloatArray,
    inner: int | None,
    outer: int | None,
    limit: KnownLimit,
) -> FloatArray | None:
    """Return the least shift that meets both conditions, or None where no weights do."""
    if outer is None:
        return (
            None if inner is None else smallest_shift(limit.known[inner] - limit.least, weights)
        )
    come = smallest_shift(limit.least - limit.known[outer], weights)
    if inner is None or come is None:
        return come
    lead, lack = values[inner] - values[outer], limit.least - limit.known[outer]
    level = smallest_shift(lead, weights)
    if level is None or float(lack @ level) <= _NEAR:
        return level
    if float(lead @ come) <= _NEAR:
        return come
    return _programme(weights, np.stack([lead, lack]))


def _programme(weights: FloatArray, conditions: FloatArray) -> FloatArray | None:
    """Return the nearest weights at which no row of ``(conditions, criteria)`` is above 0."""
    from scipy.optimize import linprog

    n = len(weights)
    ones = np.ones(n)
    found = linprog(
        np.concatenate([ones, np.zeros(n)]),  # gains and losses
        A_ub=np.hstack([conditions, -conditions]),
        b_ub=-conditions @ weights,
        A_eq=np.concatenate([ones, -ones])[np.newaxis],
        b_eq=[0.0],
        bounds=[(0.0, 1.0)] * n + [(0.0, float(one)) for one in weights],
        method="highs",
    )
    if not found.success:
        return None
    shifted = np.clip(weights + found.x[:n] - found.x[n:], 0.0, 1.0)
    return np.asarray(shifted / shifted.sum())

"""What is known about the weights to the region that a run draws them from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.weights import WeightVector
from prioritizer.elicitation.intervals import WeightConditions, checked, statements
from prioritizer.engine.weights.regions import (
    Around,
    Embedded,
    Ordered,
    Point,
    Polytope,
    Region,
    Simplex,
)
from prioritizer.errors import InputError


def weight_region(weights: WeightVector, uncertainty: Uncertainty) -> Region:
    """Return the weights that a run draws from; criteria that are left out weigh nothing.

    Raises
    ------
    InputError
        If an order, a bound or a statement names an unknown criterion or cannot be met.
    """
    ids, point = weights.criteria, weights.normalized
    if uncertainty.weights is WeightKnowledge.FIXED:
        return Point(point)
    if uncertainty.weights is WeightKnowledge.AROUND:
        return Around(point, uncertainty.concentration)
    columns = tuple(k for k, name in enumerate(ids) if name not in weights.left_out)
    if uncertainty.weights is WeightKnowledge.ORDER:
        inner: Region = _ordered(weights, uncertainty, columns)
    elif uncertainty.weights is WeightKnowledge.BOUNDS:
        inner = _bounded(ids, uncertainty, columns)
    else:
        inner = Simplex(len(columns))
    return inner if len(columns) == len(ids) else Embedded(inner, columns, len(ids))


def _bounded(ids: Sequence[str], uncertainty: Uncertainty, columns: Sequence[int]) -> Polytope:
    """Return the region of bounds and statements over the columns that count."""
    _known(uncertainty.bounds, ids, "weight bounds")
    low, high = np.array([uncertainty.bounds.get(name, (0.0, 1.0)) for name in ids]).T
    kept = list(columns)
    if (
        (low > high).any() or (low < 0).any()
        or low[kept].sum() > 1.0 or high[kept].sum() < 1.0
    ):  # fmt: skip
        raise InputError(
            f"weight bounds: found lows that sum to {low[kept].sum():g} and highs that sum to "
            f"{high[kept].sum():g}. Expected lows <= highs, lows up to 1 and highs from 1 on. "
            "Widen a bound."
        )
    if not uncertainty.statements:
        return Polytope(low[kept], high[kept], np.empty((0, len(kept))), np.empty(0))
    said = statements(ids, uncertainty.statements)
    # What compares with a criterion that is left out says nothing of those that count.
    rows = np.flatnonzero(~np.delete(said.conditions, kept, axis=1).any(axis=1)).tolist()
    made = WeightConditions(
        names=tuple(ids[k] for k in kept),
        low=low[kept],
        high=high[kept],
        conditions=said.conditions[np.ix_(rows, kept)],
        limits=said.limits[rows],
        statements=tuple(said.statements[row] for row in rows),
    )
    checked(made)
    return Polytope(made.low, made.high, made.conditions, made.limits)


def _ordered(
    weights: WeightVector, uncertainty: Uncertainty, columns: Sequence[int]
) -> Ordered:
    """Return the region of an order: what is said to be equal weighs the same.

    Weights that happen to be given alike say nothing about each other, nor do criteria that an
    order leaves out; these come last. Groups hold places among ``columns``.
    """
    ids = tuple(weights.criteria[k] for k in columns)
    if not uncertainty.order:
        points = [weights.points[k] for k in columns]
        levels = sorted(set(points), reverse=True)
        return Ordered(
            tuple(
                tuple(k for k, point in enumerate(points) if point == level) for level in levels
            )
        )
    named = [name for group in uncertainty.order for name in group]
    _known(named, weights.criteria, "weight order")
    if len(set(named)) < len(named):
        raise InputError(
            "weight order: found a criterion twice. Expected each once. Remove one."
        )
    kept = [tuple(name for name in group if name in ids) for group in uncertainty.order]
    said = tuple(group for group in kept if group)
    rest = tuple(name for name in ids if name not in named)
    return Ordered(
        tuple(
            tuple(ids.index(name) for name in group)
            for group in (*said, *((rest,) if rest else ()))
        ),
        tied=(True,) * len(said),
    )


def _known(names: Iterable[str], ids: Sequence[str], what: str) -> None:
    for name in names:
        if name not in ids:
            raise InputError(
                f"{what}: found '{name}'. Expected one of: {', '.join(ids)}. Correct the name."
            )

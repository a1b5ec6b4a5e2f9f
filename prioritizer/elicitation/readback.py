"""Weights read back as trade-offs in units, the form in which a person can object to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.scales import Scale


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two steps that count the same: all of one scale against part of a heavier one.

    The step on ``heavier`` runs from its worst level to ``level``; ``text`` says it in a
    sentence, with as few digits of the level as tell the steps apart.
    """

    lighter: str
    heavier: str
    level: float
    text: str


def read_back(scales: Sequence[Scale], weights: FloatArray) -> tuple[Equivalence, ...]:
    """Return one trade-off per criterion against the heaviest one.

    Parameters
    ----------
    scales
        One per criterion; value functions are those of an additive model.
    weights
        ``(criteria,)``, 0 or more, not all 0.

    Returns
    -------
    tuple of Equivalence
        In the order of the criteria, without the heaviest. A criterion without weight reads as
        such.
    """
    shares = [float(weight) for weight in weights]
    top = shares.index(max(shares))
    return tuple(
        _against(scales[top], scale, share / shares[top])
        for column, (scale, share) in enumerate(zip(scales, shares, strict=True))
        if column != top
    )


def matching_level(
    scales: Sequence[Scale], weights: FloatArray, *, step: tuple[int, float, float], other: int
) -> float | None:
    """Return how far ``other`` must rise from its worst level to count as much as a step.

    Parameters
    ----------
    scales, weights
        As in `read_back`.
    step
        Column, start and end of the step, in the unit of that column.
    other
        The column to answer for.

    Returns
    -------
    float or None
        A level in the unit of ``other``; None where even all of its scale counts less.
    """
    column, start, end = step
    gain = float(weights[column]) * abs(scales[column].value(end) - scales[column].value(start))
    weight = float(weights[other])
    if gain == 0:
        return scales[other].worst
    if weight == 0 or gain > weight * (1 + 1e-12):
        return None
    return scales[other].performance(gain / weight)


def _against(heavier: Scale, lighter: Scale, share: float) -> Equivalence:
    level = heavier.performance(share)
    if share == 0:
        text = f"{lighter.name} counts nothing, whatever its level"
    elif share == 1:
        text = (
            f"{lighter.range_text} of {lighter.name} counts as much as all of "
            f"{heavier.name}, {heavier.range_text}"
        )
    else:
        step = heavier.step_text(heavier.worst, _few_digits(heavier, level))
        text = (
            f"{step} of {heavier.name} counts as much as {lighter.range_text} of {lighter.name}"
        )
    return Equivalence(lighter.name, heavier.name, level, text)


def _few_digits(scale: Scale, level: float) -> float:
    """Return a level in two digits; in more where two would hide the step or what is left."""
    for digits in (2, 3, 4):
        rounded = float(f"{level:.{digits}g}")
        if abs(rounded - level) <= 0.05 * min(
            abs(level - scale.worst), abs(scale.best - level)
        ):
            return rounded
    return level

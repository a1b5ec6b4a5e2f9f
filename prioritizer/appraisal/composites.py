"""Composites: weighted means of parts on 0 to 1, each part an interval of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.distributions import flat, thin
from prioritizer.appraisal.measurement import (
    BoolArray,
    Context,
    FloatArray,
    Measurement,
    falling,
    or_unknown,
)
from prioritizer.domain.criterion import PART_WEIGHTS, Parameter

Pair = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a composite for all sites, ``(sites,)`` each, 0 to 1.

    ``is_known`` marks where it rests on nothing unknown: a published value, or a class, whose
    width is no gap. Elsewhere ``low`` and ``high`` are bounds, 0 and 1 where nothing is known.
    """

    name: str
    low: FloatArray
    best: FloatArray
    high: FloatArray
    is_known: BoolArray

    @property
    def ends(self) -> Pair:
        """Return low and high."""
        return self.low, self.high

    @property
    def is_open(self) -> BoolArray:
        """Return where something unknown can still move the part."""
        return np.asarray(~self.is_known & (self.high > self.low))


def exact_part(name: str, values: FloatArray) -> Part:
    """Return a part from values on 0 to 1; an unknown one, NaN, spans it all."""
    return bounded_part(name, or_unknown(values), is_known=~np.isnan(values))


def bounded_part(name: str, ends: Pair, *, is_known: BoolArray) -> Part:
    """Return a part from its bounds; the best is the middle."""
    low, high = ends
    best = (low + high) / 2
    return Part(name, thin(low), thin(best), thin(high), is_known)


def distance_part(name: str, ends: Pair, scale: Parameter) -> Part:
    """Return a part from distances; the nearer the better.

    Parameters
    ----------
    ends
        Shortest and longest distance, km, ``(sites,)`` each; NaN is an open end.
    """
    near, far = (falling(end, scale) for end in ends)
    low, high = np.where(np.isnan(far), 0.0, far), np.where(np.isnan(near), 1.0, near)
    return bounded_part(name, (low, high), is_known=np.asarray(low == high))


def nearer_part(name: str, one: Part, other: Part) -> Part:
    """Return the better of two ways; what is not recorded may lie next door."""
    low, high = np.maximum(one.low, other.low), np.maximum(one.high, other.high)
    return bounded_part(name, (low, high), is_known=np.asarray(low == high))


def part_weights(parts: Sequence[Part], context: Context) -> FloatArray:
    """Return the weight of each part as the criteria file gives it; alike where it does not.

    A part that a list of weights leaves out counts 0.
    """
    parameter = context.parameters.get(PART_WEIGHTS)
    if parameter is None:
        return np.ones(len(parts))
    return np.array([parameter.values.get(part.name, 0.0) for part in parts])


def weighted_mean(values: Sequence[FloatArray], weights: FloatArray) -> FloatArray:
    """Return the mean of the parts, in the shape of one of them."""
    total = np.zeros_like(values[0])
    for value, weight in zip(values, weights.tolist(), strict=True):
        total = total + weight * value
    return np.asarray(total / weights.sum())


def mean_of(parts: Sequence[Part], weights: FloatArray) -> Measurement:
    """Return the weighted mean of the parts; every known part narrows it.

    A gap is where a part that is not known can still move it.
    """
    low, best, high = (
        weighted_mean([getattr(part, end) for part in parts], weights)
        for end in ("low", "best", "high")
    )
    counted = [part.is_open for part, weight in zip(parts, weights, strict=True) if weight > 0]
    return Measurement(low, best, high, np.asarray(np.any(counted, axis=0)))


def draws_of(parts: Sequence[Part], uniform: FloatArray) -> list[FloatArray]:
    """Return draws of each part, ``(draws, sites)``, uniform over its range.

    Parameters
    ----------
    uniform
        ``(draws, parts, sites)``, 0 to 1.
    """
    return [flat(uniform[:, k], part.low, part.high) for k, part in enumerate(parts)]

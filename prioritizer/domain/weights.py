"""Weights: free points given by people, and the vector of trade-off constants made of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class WeightVector:
    """Points per criterion as given, in the order of the criteria; they need not sum to 1.

    Criteria that are ``left_out`` keep their points and count nothing.
    """

    criteria: tuple[str, ...]
    points: tuple[float, ...]
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, point in zip(self.criteria, self.points, strict=True):
            if not math.isfinite(point) or point < 0:
                raise InputError(
                    f"weights, {name}: found {point:g}. Expected a number of 0 or more. "
                    "Give points, for example 3; they are normalised for you."
                )
        if math.fsum(self.counted) <= 0:
            raise InputError(
                "weights: found no weight above 0. Expected at least one. "
                "Give at least one criterion some points."
            )
        if not math.isfinite(math.fsum(self.points)):
            raise InputError(
                "weights: found points too large to add up. Expected numbers such as 1 to 100."
            )

    @classmethod
    def equal(cls, criteria: Sequence[str]) -> WeightVector:
        """Return the same points for every criterion."""
        return cls(tuple(criteria), (1.0,) * len(criteria))

    @classmethod
    def from_mapping(cls, points: Mapping[str, float], criteria: Sequence[str]) -> WeightVector:
        """Return the vector in the criteria's order; one not named gets no points."""
        unknown = [name for name in points if name not in criteria]
        if unknown:
            raise InputError(
                f"weights: found '{unknown[0]}'. Expected one of: {', '.join(criteria)}. "
                "Correct the name."
            )
        return cls(tuple(criteria), tuple(float(points.get(name, 0.0)) for name in criteria))

    @property
    def counted(self) -> tuple[float, ...]:
        """Return the points that count: 0 for criteria that are left out."""
        return tuple(
            0.0 if name in self.left_out else points
            for name, points in zip(self.criteria, self.points, strict=True)
        )

    @property
    def normalized(self) -> NDArray[np.float64]:
        """Return the weights, ``(criteria,)``, summing to 1."""
        return np.array(self.counted) / math.fsum(self.counted)

    def as_dict(self) -> dict[str, float]:
        """Return the normalised weights by criterion."""
        return dict(zip(self.criteria, self.normalized.tolist(), strict=True))

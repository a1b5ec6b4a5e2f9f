"""The common form of every measure: low, best, high for all sites at once, and its gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from prioritizer.appraisal.draws import Sampler
from prioritizer.domain.criterion import Combine, Criterion, Parameter
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range, Site

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Ends = tuple[FloatArray, FloatArray, FloatArray]
Shared = TypeVar("Shared")


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """A measure of all sites, ``(sites,)`` each, in the unit of the measure.

    NaN in ``low`` or ``high`` is an open end; NaN in all three means nothing is known. ``gap``
    marks what rests, wholly or in part, on something unknown or assumed.
    """

    low: FloatArray
    best: FloatArray
    high: FloatArray
    gap: BoolArray


@dataclass(frozen=True, slots=True)
class Context:
    """What a measure may use besides the sites: reference facts, parameters, policy lists.

    ``combine`` is how a composite puts its parts together. ``shared`` holds what several
    measures read alike of the same sites, so that it is read once.
    """

    reference: Reference
    parameters: Mapping[str, Parameter]
    combine: Combine = Combine.MEAN
    shared: dict[str, Any] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(
        cls, criterion: Criterion, reference: Reference, shared: dict[str, Any] | None = None
    ) -> Self:
        """Return what the measure of a criterion may use.

        Parameters
        ----------
        shared
            One dictionary for all criteria of one list of sites.
        """
        return cls(reference, criterion.parameters, criterion.combined, shared)

    def once(self, name: str, compute: Callable[[], Shared]) -> Shared:
        """Return what several measures read alike of their sites, computed once."""
        if self.shared is None:
            return compute()
        if name not in self.shared:
            self.shared[name] = compute()
        found: Shared = self.shared[name]
        return found

    @property
    def policy_lists(self) -> tuple[str, ...]:
        """Return the ids of the lists by which a material counts as critical."""
        return self.reference.policy_lists


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of the table of measures.

    ``inputs`` names the evidence and the reference facts it reads, for finding out which
    criteria count the same thing.
    """

    name: str
    unit: str
    evaluate: Callable[[Sequence[Site], Context], Measurement]
    missing: Callable[[Site, Context], tuple[str, ...]]
    sampler: Callable[[Sequence[Site], Context], Sampler]
    inputs: tuple[str, ...] = ()


def columns(ranges: Iterable[Range]) -> Ends:
    """Return low, best, high of many ranges as arrays, NaN where unknown."""
    rows = [(r.low, r.best, r.high) for r in ranges]
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def number_column(values: Iterable[float | None]) -> FloatArray:
    """Return numbers as an array, NaN where unknown."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def falling(values: FloatArray, parameter: Parameter) -> FloatArray:
    """Return 1 at the parameter's ``best`` end and 0 at its ``worst`` end, linear between."""
    best, worst = parameter.values["best"], parameter.values["worst"]
    return np.clip((worst - values) / (worst - best), 0.0, 1.0)


def or_unknown(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the low and high ends of values on 0 to 1; an unknown one spans it all."""
    unknown = np.isnan(values)
    return np.where(unknown, 0.0, values), np.where(unknown, 1.0, values)

"""A yardstick: what is measured, in which unit, which way is better, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal


class Objective(StrEnum):
    """Whether more or less of a performance is better."""

    MAX = "max"
    MIN = "min"


class RiskMode(StrEnum):
    """What environmental risk means in one run; exactly one applies."""

    URGENCY = "urgency"
    PROJECT_RISK = "project-risk"
    REDUCTION = "reduction"


class Status(StrEnum):
    """How well a default is founded: read in a source, recalled, or derived here."""

    VERIFIED = "verified"
    RECALLED = "recalled"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """Performance to value, 0 worst to 1 best, between fixed ends in the criterion's unit."""

    kind: Literal["linear", "log"]
    worst: float
    best: float

    def reversed(self) -> ValueFunction:
        """Return the function with its ends exchanged."""
        return replace(self, worst=self.best, best=self.worst)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A default inside a formula that a user may edit: named numbers with their source."""

    values: Mapping[str, float]
    unit: str
    source: str
    status: Status = Status.DERIVED


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as defined in a criteria file.

    ``formula``, ``description`` and ``source`` are sentences for people; ``measure`` names the
    function that reads the performance from a site.
    """

    id: str
    name: str
    question: str
    measure: str
    unit: str
    objective: Objective
    value_function: ValueFunction
    formula: str
    description: str
    source: str
    status: Status = Status.DERIVED
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def range_text(self) -> str:
        """Return the worst-to-best range in words, for beside a weight."""
        ends = (self.value_function.worst, self.value_function.best)
        worst, best = (format_number(end) for end in ends)
        return f"{worst} → {best} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class WeightProfile:
    """A named starting point for weights; points need not sum to anything."""

    id: str
    name: str
    description: str
    points: Mapping[str, float]
    source: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """Criteria as loaded from one file, with starting weights and the variants of risk."""

    id: str
    title: str
    version: str
    criteria: tuple[Criterion, ...]
    profiles: tuple[WeightProfile, ...] = ()
    risk_variants: Mapping[RiskMode, Criterion] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the criterion ids in order."""
        return tuple(criterion.id for criterion in self.criteria)

    def with_risk(self, mode: RiskMode) -> CriteriaSet:
        """Return the set in which the risk criterion reads in one of its three ways."""
        variant = (self.risk_variants or {}).get(mode)
        if variant is None:
            return self
        criteria = tuple(variant if c.id == variant.id else c for c in self.criteria)
        return replace(self, criteria=criteria)


def format_number(value: float) -> str:
    """Return a number as people write it: four digits, powers of ten when far off."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return (
            f"{value:,.4g}".replace(",", " ")
            if abs(value) < 1e4
            else f"{value:,.0f}".replace(",", " ")
        )
    mantissa, exponent = f"{value:.3e}".split("e")
    digits = mantissa.rstrip("0").rstrip(".")
    power = f"10^{int(exponent)}"
    return power if digits == "1" else f"{digits}·{power}"

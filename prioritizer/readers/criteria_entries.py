"""The shape of a criteria file: which members an entry has, and of which type."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from prioritizer.domain.criterion import Combine, Objective, RiskMode, Status
from prioritizer.domain.value_function import Kind, ValueFunction

NAME = r"^[a-z][a-z0-9_]{0,39}$"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ValueFunctionEntry(_Entry):
    """A scale: kind, ends, and what else the kind needs."""

    kind: Kind
    worst: float
    best: float
    points: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    midpoint: float | None = None
    scale: float | None = None

    def function(self) -> ValueFunction:
        """Return the value function, right or wrong."""
        return ValueFunction(**self.model_dump())


class ParameterEntry(_Entry):
    """A default inside a formula."""

    values: dict[str, float]
    unit: str
    source: str
    status: Status = Status.DERIVED


class PlainEntry(_Entry):
    """The ends of a scale in everyday words."""

    worst: str = Field(min_length=1, max_length=120)
    best: str = Field(min_length=1, max_length=120)


class CriterionEntry(_Entry):
    """One criterion."""

    id: str = Field(pattern=NAME)
    name: str = Field(min_length=1, max_length=60)
    question: str
    measure: str
    unit: str
    objective: Objective
    value_function: ValueFunctionEntry
    formula: str
    description: str
    source: str
    status: Status = Status.DERIVED
    parameters: dict[str, ParameterEntry] = Field(default_factory=dict)
    plain: PlainEntry | None = None
    combine: Combine | None = None


class BranchEntry(_Entry):
    """A group of criteria or of further groups."""

    id: str = Field(pattern=NAME)
    name: str = Field(min_length=1, max_length=60)
    description: str = ""
    members: tuple[str, ...] = Field(min_length=1)


class ProfileEntry(_Entry):
    """Named starting weights."""

    id: str
    name: str
    description: str
    points: dict[str, float]
    source: str


class CriteriaFile(_Entry):
    """A whole criteria file."""

    id: str
    title: str
    version: str
    criteria: list[CriterionEntry] = Field(min_length=2)
    branches: list[BranchEntry] = Field(default_factory=list)
    risk_modes: dict[RiskMode, dict[str, Any]] = Field(default_factory=dict)
    weight_profiles: list[ProfileEntry] = Field(default_factory=list)

"""The shape of a criteria file: which members an entry has, and of which type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from prioritizer.domain.criterion import (
    NO,
    YES,
    ColumnKind,
    Combine,
    Objective,
    RiskMode,
    Status,
)
from prioritizer.domain.value_function import Kind, ValueFunction

NAME = r"^[a-z][a-z0-9_]{0,39}$"


def _word(value: Any) -> Any:
    """Return what YAML took for a flag or a number as the word that was written."""
    if isinstance(value, bool):
        return YES if value else NO
    return f"{value:.15g}" if isinstance(value, int | float) else value


def _words(value: Any) -> Any:
    return [_word(one) for one in value] if isinstance(value, list | tuple) else value


def _word_keys(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {_word(name): held for name, held in value.items()}


Classes = Annotated[dict[str, float], BeforeValidator(_word_keys)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


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
    """The ends of a scale in everyday words, and what people in a room call the criterion."""

    worst: str = Field(min_length=1, max_length=120)
    best: str = Field(min_length=1, max_length=120)
    name: str | None = Field(None, min_length=1, max_length=60)


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
    kind: ColumnKind | None = None
    classes: Classes = Field(default_factory=dict)


class GateEntry(_Entry):
    """A rule that sets sites aside."""

    reason: str = Field(min_length=1, max_length=400)
    column: str = ""
    measure: str = ""
    when: Words = ()
    below: float | None = None
    above: float | None = None
    unit: str = ""
    source: str = ""


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
    gates: list[GateEntry] = Field(default_factory=list)
    risk_modes: dict[RiskMode, dict[str, Any]] = Field(default_factory=dict)
    weight_profiles: list[ProfileEntry] = Field(default_factory=list)

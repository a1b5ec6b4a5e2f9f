"""Types that say what a saved choice may be: limits, one of several, keys of several parts."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, TypeAdapter

from prioritizer import shipped

Value = TypeVar("Value")
OWN = "own"
"""The name of a person's own criteria set."""

Points: TypeAlias = Mapping[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]]
"""Points of weights by criterion or branch."""


@dataclass(frozen=True, slots=True)
class PointsOfSet:
    """The weights last given to a set of criteria, with what goes along with them."""

    points: Points = field(default_factory=dict)
    mine: Points = field(default_factory=dict)
    profile: str = "equal"
    last_points: Points | None = None
    weight_source: str = ""
    mine_source: str = ""
    robust_evidence: Sequence[str] | None = None
    start_sliders: Points = field(default_factory=dict)
    start_points: Points = field(default_factory=dict)


def between(kind: type, low: float, high: float) -> Any:
    """Return the type of a number from ``low`` to ``high``, both included."""
    return Annotated[kind, Field(ge=low, le=high, allow_inf_nan=None if kind is int else False)]


def one_of(*names: str) -> Any:
    """Return the type of one of these texts; members of an enumeration stand for their text."""
    return Literal[tuple(str(name) for name in names)]


def some_of(*names: str) -> Any:
    """Return the type of some of these texts, in the order in which they were chosen."""
    return Sequence[one_of(*names)]  # type: ignore[misc]


def among(kind: Any, options: Collection[Any]) -> Any:
    """Return the type of one of these values, which are all of one type."""

    def check(value: Value) -> Value:
        if value not in options:
            raise ValueError(f"expected one of {', '.join(map(str, options))}")
        return value

    return Annotated[kind, AfterValidator(check)]


def pairs(key: Any, value: Any) -> Any:
    """Return the type of a dictionary whose keys are no texts, in JSON a list of pairs."""
    written = TypeAdapter(list[tuple[key, value]])

    def as_json(found: Mapping[Any, Any]) -> Any:
        return written.dump_python(list(found.items()), mode="json")

    def as_dict(found: Any) -> dict[Any, Any]:
        if isinstance(found, dict):
            return found
        return dict(written.validate_json(json.dumps(found), strict=True))

    return Annotated[dict, PlainSerializer(as_json), PlainValidator(as_dict)]


def shipped_criteria() -> Any:
    """Return the type of the name of a criteria set: of one shipped here, or of one's own."""
    return one_of(OWN, *(path.stem for path in sorted(shipped.CRITERIA.glob("*.yaml"))))

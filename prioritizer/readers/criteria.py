"""A criteria file as a criteria set, checked whole, every fault with its path in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from prioritizer.domain.criterion import (
    CriteriaSet,
    Criterion,
    Objective,
    Parameter,
    RiskMode,
    Status,
    ValueFunction,
    WeightProfile,
)
from prioritizer.errors import DataError, Issue, Severity

FOLDER = Path(__file__).resolve().parents[2] / "criteria"
RISK = "environmental_risk"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ValueFunctionEntry(_Entry):
    """Fixed end points of a scale."""

    kind: Literal["linear", "log"]
    worst: float
    best: float

    @model_validator(mode="after")
    def _check_ends(self) -> ValueFunctionEntry:
        if self.worst == self.best:
            raise ValueError("worst and best must differ")
        if self.kind == "log" and min(self.worst, self.best) <= 0:
            raise ValueError("a log scale needs ends above 0")
        return self


class ParameterEntry(_Entry):
    """A default inside a formula."""

    values: dict[str, float]
    unit: str
    source: str
    status: Status = Status.DERIVED


class CriterionEntry(_Entry):
    """One criterion."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
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

    @model_validator(mode="after")
    def _check_direction(self) -> CriterionEntry:
        rises = self.value_function.best > self.value_function.worst
        if rises != (self.objective is Objective.MAX):
            raise ValueError("objective and value_function disagree on which end is better")
        return self


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
    risk_modes: dict[RiskMode, dict[str, Any]] = Field(default_factory=dict)
    weight_profiles: list[ProfileEntry] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_names(self) -> CriteriaFile:
        ids = [criterion.id for criterion in self.criteria]
        doubled = {name for name in ids if ids.count(name) > 1}
        if doubled:
            raise ValueError(f"criterion '{doubled.pop()}' stands twice")
        for profile in self.weight_profiles:
            strangers = set(profile.points) - set(ids)
            if strangers:
                raise ValueError(f"profile '{profile.id}' weighs unknown '{strangers.pop()}'")
        return self


def find_criteria(name_or_path: str) -> Path:
    """Return the path of a criteria file given by path, or by the name of one shipped here."""
    path = Path(name_or_path)
    if path.suffix in {".yaml", ".yml"}:
        return path
    shipped = FOLDER / f"{name_or_path}.yaml"
    if shipped.exists() and name_or_path.replace("_", "").replace("-", "").isalnum():
        return shipped
    known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.yaml")))
    raise _stop(
        name_or_path,
        None,
        quoted_name(name_or_path),
        f"a .yaml file or one of: {known}",
        "Correct the name.",
    )


def quoted_name(name: str) -> str:
    """Return a name in quotes."""
    return f"'{name[:80]}'"


def read_criteria(name_or_path: str = "default") -> CriteriaSet:
    """Read a criteria set by path or name.

    Raises
    ------
    DataError
        With one issue per fault, each naming the path inside the file.
    """
    path = find_criteria(name_or_path)
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _stop(
            path.name,
            None,
            f"no readable file ({error})",
            "a criteria file",
            "Check the name and the folder.",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _stop(
            path.name,
            mark.line + 1 if mark else None,
            "text that is not YAML",
            "a criteria file",
            "Check indentation and quotes.",
        ) from None
    try:
        return _criteria_set(CriteriaFile.model_validate(raw))
    except ValidationError as error:
        raise DataError(_issues(path.name, error)) from None


def _criteria_set(entry: CriteriaFile) -> CriteriaSet:
    criteria = tuple(_criterion(c) for c in entry.criteria)
    base = next((c for c in entry.criteria if c.id == RISK), None)
    variants = {}
    if base is not None:
        for mode, changes in entry.risk_modes.items():
            merged = base.model_dump() | changes
            merged["parameters"] = base.model_dump()["parameters"] | changes.get(
                "parameters", {}
            )
            variants[mode] = _criterion(CriterionEntry.model_validate(merged))
    profiles = tuple(
        WeightProfile(p.id, p.name, p.description, p.points, p.source)
        for p in entry.weight_profiles
    )
    return CriteriaSet(entry.id, entry.title, entry.version, criteria, profiles, variants)


def _criterion(entry: CriterionEntry) -> Criterion:
    scale = entry.value_function
    fields = entry.model_dump(exclude={"value_function", "parameters"})
    return Criterion(
        **fields,
        value_function=ValueFunction(scale.kind, scale.worst, scale.best),
        parameters={
            name: Parameter(p.values, p.unit, p.source, p.status)
            for name, p in entry.parameters.items()
        },
    )


def _issues(file: str, error: ValidationError) -> list[Issue]:
    return [
        Issue(
            Severity.ERROR,
            file,
            None,
            ".".join(str(part) for part in fault["loc"]) or None,
            repr(fault.get("input"))[:60],
            fault["msg"].removeprefix("Value error, "),
            "Compare with criteria/default.yaml.",
        )
        for fault in error.errors()
    ]


def _stop(file: str, row: int | None, found: str, expected: str, hint: str) -> DataError:
    return DataError([Issue(Severity.ERROR, file, row, None, found, expected, hint)])

"""The sites and criteria a workshop decides on, frozen when it is created and kept with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from prioritizer.domain.criterion import (
    CriteriaSet,
    Criterion,
    Objective,
    RiskMode,
    Status,
    ValueFunction,
)
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError, RecordError
from prioritizer.workflow.ranking.assess import split_register
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.records.canonical import canonical

TEXTS = ("id", "name", "question", "measure", "unit", "formula", "description", "source")
PARTS = ("low", "best", "high", "gap")
USUALLY_SHOWN = 5
ENDS = ("worst", "best")


@dataclass(frozen=True, slots=True, eq=False)
class FrozenProblem:
    """What is decided on: a matrix, its values on fixed scales, method, list length.

    ``shown`` is how many of the own top sites each phone shows after an answer is sent.
    """

    title: str
    matrix: DecisionMatrix
    values: ValueMatrix
    method: str
    risk: RiskMode
    shortlist: int
    shown: int = USUALLY_SHOWN

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return the criteria."""
        return self.matrix.criteria

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the criteria in order."""
        return tuple(criterion.id for criterion in self.criteria)


def problem_text(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    *,
    method: str = "weighted-sum",
    risk: RiskMode = RiskMode.URGENCY,
    shortlist: int = 10,
    shown: int = USUALLY_SHOWN,
) -> str:
    """Return the problem of a workshop on a register, as canonical JSON.

    Scales are always fixed: with scales made from the data, a site more would change what
    people meant.

    Raises
    ------
    InputError
        If fewer than two sites can be ranked.
    """
    if method not in FIXED_METHODS:
        raise InputError(
            f"method: found '{method}'. Expected one of: {', '.join(FIXED_METHODS)}. Choose "
            f"one."
        )
    chosen = criteria.with_risk(risk)
    sites, _ = split_register(register, chosen, reference)
    if len(sites) < 2:
        raise InputError(
            f"{register.title}: found {len(sites)} sites that can be ranked. Expected at "
            "least two. Add tonnages or grades."
        )
    matrix = build_matrix(sites, chosen, reference)
    data = {
        "title": register.title,
        "criteria_set": {
            "id": criteria.id,
            "title": criteria.title,
            "version": criteria.version,
        },
        "method": method,
        "risk": risk.value,
        "shortlist": min(shortlist, len(sites)),
        "shown": min(shown, len(sites)),
        "criteria": [_criterion_data(criterion) for criterion in chosen.criteria],
        "sites": _site_data(matrix),
    }
    return canonical(data).decode()


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    return {
        **{name: getattr(criterion, name) for name in TEXTS},
        "objective": criterion.objective.value,
        "status": criterion.status.value,
        "scale": criterion.value_function.as_dict(),
        **({"plain": dict(criterion.plain)} if criterion.plain else {}),
    }


def _site_data(matrix: DecisionMatrix) -> list[dict[str, Any]]:
    parts: dict[str, list[list[Any]]] = {
        name: [
            [None if math.isnan(number) else number for number in row] for row in array.tolist()
        ]
        for name, array in (("low", matrix.low), ("best", matrix.best), ("high", matrix.high))
    }
    parts["gap"] = matrix.gap.tolist()
    return [
        {"id": site, "name": matrix.names[row], **{part: parts[part][row] for part in PARTS}}
        for row, site in enumerate(matrix.alternatives)
    ]


@lru_cache(maxsize=16)
def parse_problem(text: str) -> FrozenProblem:
    """Return the problem of its canonical JSON.

    Raises
    ------
    RecordError
        If the text is not a problem.
    """
    try:
        return _parse(json.loads(text))
    except (InputError, KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"problem: found something else ({error!r}). Expected the sites and criteria of a "
            "workshop. Use the file as it was written."
        ) from None


def _parse(data: Mapping[str, Any]) -> FrozenProblem:
    criteria = tuple(_criterion(entry) for entry in data["criteria"])
    sites = data["sites"]
    arrays: dict[str, FloatArray] = {
        part: np.array([site[part] for site in sites], dtype=np.float64) for part in PARTS[:3]
    }
    matrix = DecisionMatrix(
        alternatives=tuple(site["id"] for site in sites),
        names=tuple(site["name"] for site in sites),
        criteria=criteria,
        **arrays,
        gap=np.array([site["gap"] for site in sites], dtype=np.bool_),
    )
    return FrozenProblem(
        title=data["title"],
        matrix=matrix,
        values=value_matrix(matrix),
        method=data["method"],
        risk=RiskMode(data["risk"]),
        shortlist=int(data["shortlist"]),
        # Records of earlier versions do not say; they showed as many.
        shown=int(data.get("shown", USUALLY_SHOWN)),
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    return Criterion(
        **{name: entry[name] for name in TEXTS},
        objective=Objective(entry["objective"]),
        status=Status(entry["status"]),
        value_function=ValueFunction.from_dict(entry["scale"]),
        plain={end: str(entry["plain"][end]) for end in ENDS} if "plain" in entry else {},
    )

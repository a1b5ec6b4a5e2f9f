"""The sites and criteria a workshop decides on, frozen when it is created and kept with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from prioritizer.domain.criterion import (
    ColumnKind,
    CriteriaSet,
    Criterion,
    Objective,
    RiskMode,
    Status,
    ValueFunction,
)
from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import counted
from prioritizer.errors import InputError, RecordError
from prioritizer.workflow.ranking.answer import with_means
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.records.criterion_fields import column_fields
from prioritizer.workflow.workshop.known import (
    MEMBER,
    Known,
    known_data,
    parse_known,
)

TEXTS = ("id", "name", "question", "measure", "unit", "formula", "description", "source")
PARTS = ("low", "best", "high", "gap")
USUALLY_SHOWN = 5
FEWEST_ASKED = 2
ENDS = ("worst", "best")


@dataclass(frozen=True, slots=True, eq=False)
class FrozenProblem:
    """What is decided on: a matrix, its values on fixed scales, method, list length.

    ``shown`` is how many of the own top sites each phone shows after an answer is sent.
    ``known`` says what is known of the sites; None where an earlier version froze the problem:
    then all sites take part, and a gap counts as the middle of its scale.
    """

    title: str
    matrix: DecisionMatrix
    values: ValueMatrix
    method: str
    risk: RiskMode
    shortlist: int
    shown: int = USUALLY_SHOWN
    known: Known | None = None

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
    settings: Settings | None = None,
    shortlist: int = 10,
    shown: int = USUALLY_SHOWN,
) -> str:
    """Return the problem of a workshop on a register, as canonical JSON.

    Of the settings, the method, the meaning of risk, what is taken for gaps, the seed, the
    criteria switched on and the assumptions count. Scales are always fixed: with scales made
    from the data, a site more would change what people meant. All criteria count the same when
    it is decided which sites are known well enough: what matters more is what the room is
    asked. Criteria that separate nobody are left out, so that nobody is asked about them.

    Raises
    ------
    InputError
        If fewer than two sites can be ranked.
    """
    settings = settings or Settings(WeightVector.equal(criteria.ids))
    if settings.method not in FIXED_METHODS:
        raise InputError(
            f"method: found '{settings.method}'. Expected one of: {', '.join(FIXED_METHODS)}. "
            "Choose one."
        )
    found = _assessed(register, criteria, reference, settings, shortlist)
    matrix = found.matrix
    if len(matrix) < 2:
        raise InputError(
            f"{register.title}: found {counted(len(matrix), 'site')} known well enough to "
            "rank. Expected at least two. Add what is not known of the others, such as "
            "tonnages or grades."
        )
    columns = _asked(found)
    known, cells = known_data(found, columns)
    data = {
        "title": register.title,
        "criteria_set": {
            "id": criteria.id,
            "title": criteria.title,
            "version": criteria.version,
        },
        "method": settings.method,
        "risk": settings.risk.value,
        "shortlist": min(shortlist, len(matrix)),
        "shown": min(shown, len(matrix)),
        "criteria": [_criterion_data(matrix.criteria[column]) for column in columns.tolist()],
        "sites": [
            {**site, **of_site}
            for site, of_site in zip(_site_data(matrix, columns), cells, strict=True)
        ],
        MEMBER: known,
    }
    return canonical(data).decode()


def _assessed(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    settings: Settings,
    shortlist: int,
) -> Assessment:
    ids = criteria.with_risk(settings.risk).ids
    chosen = replace(
        settings,
        weights=WeightVector.equal(ids),
        scales=Scales.FIXED,
        normalization="none",
        order=Order.EXPECTED,
        policy_lists=reference.policy_lists,
        top=shortlist,
        draws=None,
    )
    found = assess(register, criteria, chosen, reference)
    if len(_asked(found)) >= FEWEST_ASKED:
        return found
    # People compare differences: where only one separates sites, all are asked about.
    return assess(register, criteria, replace(chosen, switched_on=ids), reference)


def _asked(found: Assessment) -> IntArray:
    """Return the criteria that people are asked about, as columns of the matrix."""
    left_out = found.settings.weights.left_out
    return np.array(
        [k for k, one in enumerate(found.matrix.criteria) if one.id not in left_out],
        dtype=np.int64,
    )


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    return {
        **{name: getattr(criterion, name) for name in TEXTS},
        # What a problem was frozen with stays: rooms of earlier versions keep their names.
        "name": criterion.room_name,
        "objective": criterion.objective.value,
        "status": criterion.status.value,
        "scale": criterion.value_function.as_dict(),
        **({"plain": {end: criterion.plain[end] for end in ENDS}} if criterion.plain else {}),
        **column_fields(criterion),
    }


def _site_data(matrix: DecisionMatrix, columns: IntArray) -> list[dict[str, Any]]:
    parts: dict[str, list[list[Any]]] = {
        name: [
            [None if math.isnan(number) else number for number in row]
            for row in array[:, columns].tolist()
        ]
        for name, array in (("low", matrix.low), ("best", matrix.best), ("high", matrix.high))
    }
    parts["gap"] = matrix.gap[:, columns].tolist()
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
    # Problems of earlier versions do not say what is known.
    known = parse_known(data[MEMBER], sites) if MEMBER in data else None
    if known is not None and known.drawn.states.shape != matrix.gap.shape:
        raise ValueError("states are not one per cell")
    values = value_matrix(matrix)
    return FrozenProblem(
        title=data["title"],
        matrix=matrix,
        values=values if known is None else with_means(values, known.drawn),
        method=data["method"],
        risk=RiskMode(data["risk"]),
        shortlist=int(data["shortlist"]),
        # Records of earlier versions do not say; they showed as many.
        shown=int(data.get("shown", USUALLY_SHOWN)),
        known=known,
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    return Criterion(
        **{name: entry[name] for name in TEXTS},
        objective=Objective(entry["objective"]),
        status=Status(entry["status"]),
        value_function=ValueFunction.from_dict(entry["scale"]),
        plain={end: str(entry["plain"][end]) for end in ENDS} if "plain" in entry else {},
        kind=ColumnKind(entry["kind"]) if "kind" in entry else None,
        classes=dict(entry.get("classes", {})),
    )

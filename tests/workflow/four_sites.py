"""Four sites on one or more criteria, as small as an assessment can be."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import (
    Branch,
    CriteriaSet,
    Criterion,
    Objective,
    ValueFunction,
)
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess_matrix


def criterion(name: str, function: ValueFunction, measure: str = "none") -> Criterion:
    """Return a criterion in metres."""
    objective = Objective(function.direction)
    return Criterion(name, name.title(), "?", measure, "m", objective, function, "", "", "")


def four_sites(numbers: list[float], function: ValueFunction) -> Assessment:
    """Return four sites, exact, on one criterion called x."""
    return on_criteria(np.array(numbers)[:, None], (criterion("x", function),))


def on_criteria(
    best: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    criteria: tuple[Criterion, ...],
    branches: tuple[Branch, ...] = (),
) -> Assessment:
    """Return sites, exact or blank, under equal weights."""
    ids = tuple(c.id for c in criteria)
    names = ("First", "Second", "Third", "Last")
    n_sites = len(best)
    matrix = DecisionMatrix(
        tuple("abcd"[:n_sites]) if n_sites <= 4 else tuple(f"s{i:02}" for i in range(n_sites)),
        names[:n_sites] if n_sites <= 4 else tuple(f"Site {i}" for i in range(n_sites)),
        criteria,
        best.copy(),
        best.copy(),
        best.copy(),
        np.isnan(best),
    )
    chosen = CriteriaSet("own", "Own", "1", criteria, branches=branches)
    return assess_matrix(matrix, chosen, Settings(WeightVector.equal(ids)), title="sites")

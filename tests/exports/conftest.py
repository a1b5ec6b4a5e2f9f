"""Assessments that the tests of the exports share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import pytest

from prioritizer.domain.criterion import (
    CriteriaSet,
    Criterion,
    Objective,
    RiskMode,
    ValueFunction,
)
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess, assess_matrix

POINTS = (3.0, 2.0, 1.0, 0.7, 0.1)
Assess: TypeAlias = Callable[..., Assessment]


@pytest.fixture(scope="session")
def few(sample: SiteRegister) -> SiteRegister:
    """Return every ninth site of the sample, and one with a veto."""
    chosen = sample.sites[::9]
    gated = next(site for site in sample.sites if site.gate is not None and site not in chosen)
    return replace(sample, sites=(*chosen, gated))


@pytest.fixture(scope="session")
def assess_few(few: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assess:
    """Return a function that ranks the few sites under any settings."""

    def assess_them(points: tuple[float, ...] = POINTS, **settings: Any) -> Assessment:
        changed = settings.pop("criteria", criteria)
        chosen = Settings(WeightVector(criteria.ids, points), **settings)
        return assess(few, changed, chosen, reference)

    return assess_them


@pytest.fixture(scope="session")
def plain(assess_few: Assess) -> Assessment:
    """Return the few sites by weighted sum on fixed scales."""
    return assess_few()


def with_gaps(
    points: tuple[float, ...], *, method: str, scales: Scales, normalization: str
) -> Assessment:
    """Return five sites on three criteria, two to minimise, with open ends, gaps, a tie."""
    nan = np.nan
    best = np.array(
        [[1.0, 30.0, 0.5], [nan, 5.0, 0.9], [4.0, nan, 0.2], [0.5, 60.0, 0.7], [0.5, 60.0, 0.7]]
    )
    low = np.array(
        [[0.5, 20.0, 0.4], [nan, 5.0, 0.5], [0.0, 2.0, 0.1], [0.5, 60.0, 0.2], [0.5, 60.0, 0.2]]
    )
    high = np.array(
        [[nan, 90.0, 0.6], [nan, 7.0, 1.0], [5.0, nan, 0.9], [0.5, 60.0, nan], [0.5, 60.0, nan]]
    )
    gap = np.isnan(best) | np.isnan(low) | np.isnan(high)
    yardsticks = (
        _criterion("grade", Objective.MAX, ValueFunction("log", 0.1, 10.0)),
        _criterion("cost", Objective.MIN, ValueFunction("log", 100.0, 1.0)),
        _criterion("risk", Objective.MIN, ValueFunction("linear", 1.0, 0.05)),
    )
    matrix = DecisionMatrix(
        ("e", "a", "d", "c", "b"),
        ("East", "Above", "Down", "Centre", "Beside"),
        yardsticks,
        low,
        best,
        high,
        gap,
    )
    criteria = CriteriaSet("small", "Small", "1", yardsticks)
    weights = WeightVector(criteria.ids, points)
    settings = Settings(
        weights, method, scales, normalization, RiskMode.URGENCY, Order.EXPECTED
    )
    return assess_matrix(matrix, criteria, settings, title="five sites")


def _criterion(name: str, objective: Objective, function: ValueFunction) -> Criterion:
    return Criterion(name, name.title(), "?", "none", "unit", objective, function, "", "", "")

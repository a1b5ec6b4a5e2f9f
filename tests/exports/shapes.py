"""Nine sites on eleven criteria, of every shape and direction, under a tree of branches."""

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
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess_matrix

STEPS = (0.0, 0.25, 0.25, 1.0)
SHAPES = {
    "line": ValueFunction("linear", 0.0, 100.0),
    "ratio": ValueFunction("log", 90.0, 0.9),
    "bent": ValueFunction(
        "piecewise", 1.0, 80.0, (5.0, 20.0, 30.0, 60.0), (0.0, 0.5, 0.5, 1.0)
    ),
    "bent_down": ValueFunction("piecewise", 70.0, 3.0, (3.0, 10.0, 70.0), (1.0, 0.2, 0.0)),
    "hill": ValueFunction(
        "piecewise", 2.0, 50.0, (2.0, 30.0, 50.0, 90.0), (0.0, 0.7, 1.0, 0.3)
    ),
    "curve": ValueFunction("sigmoid", 5.0, 95.0, midpoint=40.0, scale=9.0),
    "curve_down": ValueFunction("sigmoid", 95.0, 5.0, midpoint=60.0, scale=25.0),
    "steps": ValueFunction("stepwise", 1.0, 99.0, (10.0, 40.0, 70.0), STEPS),
    "steps_down": ValueFunction("stepwise", 70.0, 1.0, (10.0, 40.0, 70.0), STEPS[::-1]),
    "aim": ValueFunction("target", 95.0, 50.0, (10.0, 45.0, 55.0, 95.0)),
    "sharp_aim": ValueFunction("target", 5.0, 30.0, (20.0, 20.0, 60.0, 60.0)),
}
BRANCHES = (
    Branch("straight", "Straight", members=("line", "ratio")),
    Branch("corners", "Corners", members=("bents", "steps", "steps_down")),
    Branch("bents", "Bent lines", members=("bent", "bent_down", "hill")),
    Branch("round", "Round", members=("curve", "curve_down")),
)
POINTS = (4.0, 1.0, 2.0, 0.5, 3.0, 1.0, 2.5, 0.7, 1.3, 2.0, 1.0)


def criteria() -> CriteriaSet:
    """Return the criteria with their tree."""
    return CriteriaSet(
        "shapes",
        "Shapes",
        "1",
        tuple(
            Criterion(
                name, name.title(), "?", "none", "unit", Objective(f.direction), f, "", "", ""
            )
            for name, f in SHAPES.items()
        ),
        branches=BRANCHES,
    )


def assess_shapes(
    points: tuple[float, ...] = POINTS,
    *,
    method: str = "weighted-sum",
    scales: Scales = Scales.FIXED,
    normalization: str = "none",
) -> Assessment:
    """Return nine sites with points, intervals, open ends and blanks on every shape."""
    chosen = criteria()
    n_sites, n_criteria = 9, len(chosen.criteria)
    rng = np.random.default_rng(11)
    best = np.round(rng.uniform(1.0, 99.0, (n_sites, n_criteria)), 1)
    low = np.maximum(best - np.round(rng.uniform(0.0, 60.0, best.shape), 1), 0.5)
    high = best + np.round(rng.uniform(0.0, 60.0, best.shape), 1)
    kind = rng.integers(0, 6, best.shape)
    low, high = (np.where(kind == 0, best, end) for end in (low, high))
    best = np.where(kind >= 3, np.nan, best)
    low = np.where((kind == 4) | (kind == 5), np.nan, low)
    high = np.where(kind == 5, np.nan, high)
    matrix = DecisionMatrix(
        tuple(f"s{i}" for i in range(n_sites)),
        tuple(f"Site {i}" for i in range(n_sites)),
        chosen.criteria,
        low,
        best,
        high,
        kind >= 3,
    )
    settings = Settings(WeightVector(chosen.ids, points), method, scales, normalization)
    return assess_matrix(matrix, chosen, settings, title="shapes")

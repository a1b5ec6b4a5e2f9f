"""Sites to a decision matrix: every criterion measured, with its interval and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from prioritizer.appraisal.measurement import Context, Measurement
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site


def build_matrix(
    sites: Sequence[Site], criteria: CriteriaSet, reference: Reference
) -> DecisionMatrix:
    """Return the performances of the sites on the criteria, with their intervals and gaps."""
    shared: dict[str, Any] = {}
    measured = [_measure(sites, one, reference, shared) for one in criteria.criteria]
    return DecisionMatrix(
        alternatives=tuple(site.site_id for site in sites),
        names=tuple(site.name for site in sites),
        criteria=criteria.criteria,
        low=np.column_stack([m.low for m in measured]),
        best=np.column_stack([m.best for m in measured]),
        high=np.column_stack([m.high for m in measured]),
        gap=np.column_stack([m.gap for m in measured]),
    )


def _measure(
    sites: Sequence[Site], criterion: Criterion, reference: Reference, shared: dict[str, Any]
) -> Measurement:
    return measure_of(criterion).evaluate(sites, Context.of(criterion, reference, shared))

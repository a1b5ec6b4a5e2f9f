"""The ranked sites in the order of the list, with values, contributions and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, IntArray, Scales
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.value_tree import totals
from prioritizer.engine.methods.normalization import higher_is_better, normalize
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.methods.topsis import column_extremes, gaps_to_ideal
from prioritizer.workflow.ranking.data_scales import normalization_of
from prioritizer.workflow.ranking.values import filled_performance

# Methods whose scores are rebuilt on scales made from the data, step by step.
REBUILT_ON_DATA = ("weighted-sum", "topsis")


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The rows of an assessment in list order, ``rows``, and what to write beside each.

    ``values`` and ``contributions`` are ``(alternatives, criteria)``, in the order of the
    decision matrix. ``contributions`` add up to the score for a weighted sum; for TOPSIS they
    are the share of each criterion in the squared distance to the ideal; for the other methods,
    whose scores have no such parts, they are weight times value on the fixed scale.
    """

    rows: IntArray
    values: FloatArray
    contributions: FloatArray
    sites: tuple[Site | None, ...]

    def evidence(self) -> list[str | None]:
        """Return the evidence class of each row, ``None`` where the site is not at hand."""
        return [None if site is None else site.evidence_class for site in self.sites]


def listing(
    assessment: Assessment, register: SiteRegister | None, *, top: int | None
) -> Listing:
    """Return the places 1 to ``top`` (a tie at the cut is kept whole), or all."""
    rows = assessment.order()
    if top is not None:
        rows = rows[assessment.ranking.ranks[rows] <= top]
    by_id = register.by_id() if register is not None else {}
    sites = tuple(by_id.get(assessment.matrix.alternatives[row]) for row in rows.tolist())
    values = scaled_values(assessment)
    return Listing(rows, values, contributions(assessment, values), sites)


def normalization_name(assessment: Assessment) -> str:
    """Return the normalization that was applied: none on fixed scales, else the one chosen."""
    settings = assessment.settings
    return "none" if settings.scales is Scales.FIXED else normalization_of(settings)


def scaled_values(assessment: Assessment) -> FloatArray:
    """Return what the method takes, ``(alternatives, criteria)``: values or rescaled data."""
    return _scaled(assessment)[0]


def _scaled(assessment: Assessment) -> tuple[FloatArray, BoolArray]:
    matrix, method = assessment.matrix, assessment.settings.method
    if not is_on_data(assessment):
        return assessment.values.expected, np.ones(len(matrix.criteria), dtype=np.bool_)
    performance = filled_performance(matrix, assessment.values)
    scaled, maximize = normalize(
        performance, matrix.maximize, method=normalization_name(assessment)
    )
    if method == "weighted-sum":
        return higher_is_better(scaled, maximize), np.ones_like(maximize)
    return scaled, maximize


def is_on_data(assessment: Assessment) -> bool:
    """Return whether values are shown on scales made from the data of the sites compared."""
    settings = assessment.settings
    return settings.scales is Scales.DATA and settings.method in REBUILT_ON_DATA


def contribution_word(assessment: Assessment) -> str:
    """Return what a contribution is."""
    settings = assessment.settings
    if settings.method == "topsis":
        return "share of squared distance to ideal"
    method = METHODS[settings.method]
    is_sum = method.is_sum_of_values and settings.scales is Scales.FIXED
    return "points of score" if is_sum or method.name == "weighted-sum" else "weight x value"


def contributions(assessment: Assessment, values: FloatArray) -> FloatArray:
    """Return what each criterion adds to the score, or its share in the gap to the ideal."""
    weights = assessment.settings.weights.normalized
    if assessment.settings.method != "topsis":
        return values * weights
    if not is_on_data(assessment):
        return gaps_to_ideal(values, weights)
    ideal, _ = column_extremes(values, _scaled(assessment)[1])
    return gaps_to_ideal(values, weights, ideal=ideal)


def branch_sums(assessment: Assessment, of_criteria: Sequence[float]) -> dict[str, float]:
    """Return the sum of a number of each criterion over every branch, in tree order.

    Without numbers the sums are 0: their names are the branches.
    """
    nodes = [node for node in assessment.criteria.tree() if not node.is_leaf]
    ids = assessment.criteria.ids
    return totals(nodes, dict(zip(ids, of_criteria or [0.0] * len(ids), strict=True)))

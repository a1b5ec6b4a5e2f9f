"""What weights would do: the ranking before and after, and several sets side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.domain.weights import WeightVector
from prioritizer.elicitation.techniques import TECHNIQUES
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import reranked
from prioritizer.workflow.ranking.values import filled_performance
from prioritizer.workflow.robustness.sensitivity import changes, entering_and_leaving

BASES = {
    "values": "Values on the fixed scales, 0 to 1",
    "performance": "Performances in their units",
}


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Weights with a name: shares by criterion, and in words where they come from."""

    name: str
    source: str
    shares: Mapping[str, float]

    @property
    def id(self) -> str:
        """Return a name that no profile of a criteria file has."""
        return f"saved: {self.name}"

    @property
    def points(self) -> dict[str, float]:
        """Return the shares as points that sum to 100."""
        return {name: 100.0 * share for name, share in self.shares.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """A ranking under the present weights and under others; rows as in the matrix."""

    before: Assessment
    after: Assessment
    top: int
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the change of the shortlist in words."""
        if not self.entered and not self.left:
            return f"The first {self.top} places go to the same sites as now."
        return f"Among the first {self.top}: {changes(self.entered, self.left)}"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Several sets of weights under one method.

    Attributes
    ----------
    weights
        ``(sets, criteria)``, each row summing to 1.
    ranks
        ``(sets, sites)``.
    shared
        ``(sets, sets)``: how many sites of the shortlists of two sets are the same.
    in_all, in_some
        ``(sites,)``: on the shortlist under all, and under at least one set.
    """

    sets: tuple[WeightSet, ...]
    top: int
    weights: FloatArray
    ranks: IntArray
    shared: IntArray
    in_all: BoolArray
    in_some: BoolArray


def ranked_with(assessment: Assessment, shares: Mapping[str, float]) -> Assessment:
    """Return the assessment under other weights, all else the same."""
    weights = WeightVector.from_mapping(shares, assessment.criteria.ids)
    return reranked(assessment, replace(assessment.settings, weights=weights))


def effect(assessment: Assessment, shares: Mapping[str, float], *, top: int) -> Effect:
    """Return what changes if these weights are used."""
    after = ranked_with(assessment, shares)
    entered, left = entering_and_leaving(
        assessment, assessment.ranking.ranks <= top, after.ranking.ranks <= top
    )
    return Effect(assessment, after, top, entered, left)


def compare(assessment: Assessment, sets: Sequence[WeightSet], *, top: int) -> Compared:
    """Return several sets of weights side by side, with the overlap of their shortlists."""
    if len(sets) < 2:
        raise InputError(
            f"weights to compare: found {len(sets)}. Expected two or more. Save another set."
        )
    ranked = [ranked_with(assessment, entry.shares) for entry in sets]
    ranks = np.array([entry.ranking.ranks for entry in ranked])
    listed = ranks <= top
    counts = listed.astype(np.int64)
    return Compared(
        sets=tuple(sets),
        top=top,
        weights=np.array([entry.settings.weights.normalized for entry in ranked]),
        ranks=ranks,
        shared=counts @ counts.T,
        in_all=np.asarray(listed.all(axis=0)),
        in_some=np.asarray(listed.any(axis=0)),
    )


def data_weights(assessment: Assessment, technique: str, *, basis: str) -> dict[str, float]:
    """Return weights computed from the ranked sites; gaps stand at the middle of their range.

    Parameters
    ----------
    technique
        entropy, critic, merec or std.
    basis
        A key of `BASES`. Values are better when larger, whatever the criterion.

    Raises
    ------
    InputError
        If the data do not allow the technique; names the site and the criterion.
    """
    matrix, values = assessment.matrix, assessment.values
    if basis == "values":
        numbers, maximize = values.expected, np.ones(len(matrix.criteria), dtype=np.bool_)
    else:
        numbers, maximize = filled_performance(matrix, values), matrix.maximize
    try:
        function: Any = TECHNIQUES[technique].function
        found: FloatArray = function(numbers, maximize)
    except InputError as error:
        raise InputError(_placed(error, assessment)) from None
    return dict(zip(assessment.criteria.ids, found.tolist(), strict=True))


def _placed(error: InputError, assessment: Assessment) -> str:
    """Return the words of a fault with names in place of numbers of rows and columns."""
    told = str(error)
    if error.row is None or error.column is None:
        return told
    where = (
        f"{assessment.matrix.names[error.row]}, {assessment.matrix.criteria[error.column].name}"
    )
    return f"{where}: {told.partition(': ')[2]}"

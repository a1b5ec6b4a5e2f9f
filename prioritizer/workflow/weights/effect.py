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
from prioritizer.workflow.ranking.values import filled_performance
from prioritizer.workflow.robustness.considered import considered_matrix
from prioritizer.workflow.robustness.sensitivity import (
    changes,
    coming_and_going,
    listed,
    reassessed,
)

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
    """A ranking under the present weights and under others, each with the sites it ranks.

    ``entered`` and ``left`` are the names that come onto the list and drop off it,
    ``now_ranked`` and ``now_unranked`` those that other weights bring over the limit of what
    must be known, or below it.
    """

    before: Assessment
    after: Assessment
    top: int
    entered: tuple[str, ...]
    left: tuple[str, ...]
    now_ranked: tuple[str, ...]
    now_unranked: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the change of the shortlist, and of who is ranked, in words."""
        return " ".join([self._of_list, *self._of_limit])

    @property
    def _of_list(self) -> str:
        if not self.entered and not self.left:
            return f"The first {self.top} places go to the same sites as now."
        return f"Among the first {self.top}: {changes(self.entered, self.left)}"

    @property
    def _of_limit(self) -> tuple[str, ...]:
        said = (
            (self.now_ranked, "Known well enough to be ranked with these weights only"),
            (self.now_unranked, "Too little known to be ranked with these weights"),
        )
        return tuple(f"{words}: {listed(names)}." for names, words in said if names)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Several sets of weights under one method; sites are all that one of them ranks.

    Attributes
    ----------
    names
        Of the sites.
    weights
        ``(sets, criteria)``, each row summing to 1.
    ranks
        ``(sets, sites)``; the one after the last where a site is too little known.
    is_ranked
        ``(sets, sites)``.
    shared
        ``(sets, sets)``: how many sites of the shortlists of two sets are the same.
    in_all, in_some
        ``(sites,)``: on the shortlist under all, and under at least one set.
    """

    sets: tuple[WeightSet, ...]
    top: int
    names: tuple[str, ...]
    weights: FloatArray
    ranks: IntArray
    is_ranked: BoolArray
    shared: IntArray
    in_all: BoolArray
    in_some: BoolArray


def ranked_with(assessment: Assessment, shares: Mapping[str, float]) -> Assessment:
    """Return the assessment under other weights, all else the same; who is ranked moves."""
    weights = WeightVector.from_mapping(shares, assessment.criteria.ids)
    settings = replace(assessment.settings, weights=weights)
    return reassessed(assessment, top=settings.top, settings=settings)


def effect(assessment: Assessment, shares: Mapping[str, float], *, top: int) -> Effect:
    """Return what changes if these weights are used."""
    after = ranked_with(assessment, shares)
    names = considered_matrix(assessment).names
    (before_in, was), (after_in, will) = (
        (places <= top, ranked)
        for places, ranked in (_places(assessment, one) for one in (assessment, after))
    )
    entered, left = coming_and_going(names, before_in & was, after_in & will)
    now_ranked, now_unranked = coming_and_going(names, was, will)
    return Effect(assessment, after, top, entered, left, now_ranked, now_unranked)


def _places(present: Assessment, other: Assessment) -> tuple[IntArray, BoolArray]:
    """Return places of all sites considered at present, and who of them is ranked."""
    at = dict(zip(other.matrix.alternatives, other.ranking.ranks.tolist(), strict=True))
    ids, last = considered_matrix(present).alternatives, len(other.matrix) + 1
    places = np.array([at.get(name, last) for name in ids], dtype=np.int64)
    return places, np.array([name in at for name in ids])


def compare(assessment: Assessment, sets: Sequence[WeightSet], *, top: int) -> Compared:
    """Return several sets of weights side by side, with the overlap of their shortlists."""
    if len(sets) < 2:
        raise InputError(
            f"weights to compare: found {len(sets)}. Expected two or more. Save another set."
        )
    made = [ranked_with(assessment, entry.shares) for entry in sets]
    found = [_places(assessment, entry) for entry in made]
    ranks, is_ranked = (np.array(part) for part in zip(*found, strict=True))
    on_list = (ranks <= top) & is_ranked
    counts = on_list.astype(np.int64)
    return Compared(
        sets=tuple(sets),
        top=top,
        names=considered_matrix(assessment).names,
        weights=np.array([entry.settings.weights.normalized for entry in made]),
        ranks=ranks,
        is_ranked=is_ranked,
        shared=counts @ counts.T,
        in_all=np.asarray(on_list.all(axis=0)),
        in_some=np.asarray(on_list.any(axis=0)),
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

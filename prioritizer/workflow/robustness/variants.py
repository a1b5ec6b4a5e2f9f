"""The same sites under other rules: risk, policy list, method, scales, absent sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Scales
from prioritizer.domain.site import Site
from prioritizer.engine.methods import table as methods
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import assess_matrix
from prioritizer.workflow.ranking.data_scales import normalization_of
from prioritizer.workflow.ranking.draws import appraise_matrix
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, USUAL_METHODS, needs_own_values
from prioritizer.workflow.ranking.values import filled_performance
from prioritizer.workflow.robustness.sensitivity import changes, entering_and_leaving, members

RISK_NAMES = {
    RiskMode.URGENCY: "risk for a pilot",
    RiskMode.PROJECT_RISK: "risk against a pilot",
    RiskMode.REDUCTION: "risk by what is removed",
}
_SCALES_IN_WORDS = {Scales.FIXED: "fixed scales", Scales.DATA: "scales made from the data"}
_PAIRS_AT_MOST = 100_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One rule changed: the ranks under it, who is listed, who comes and goes.

    ``ranks`` and ``members`` are ``(alternatives,)``.
    """

    group: str
    name: str
    is_present: bool
    ranks: IntArray
    members: BoolArray
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the change of the shortlist in words."""
        if self.is_present:
            return f"With {self.name}: the present choice."
        if not self.entered and not self.left:
            return f"With {self.name} the shortlist stays the same."
        return f"With {self.name}, {changes(self.entered, self.left)}"


@dataclass(frozen=True, slots=True)
class Reversals:
    """What leaving out one site at a time does to the order of the others.

    ``reversing`` counts the sites whose absence turns a pair of others round, ``pairs`` all
    pairs turned, ``shortlist`` the absences that let another of the sites drop off the list.
    """

    scales: Scales
    tested: int
    reversing: int
    pairs: int
    shortlist: int

    @property
    def sentence(self) -> str:
        """Return the counts in words."""
        name = _SCALES_IN_WORDS[self.scales]
        if self.reversing == 0:
            return (
                f"On {name}, leaving out any one of {self.tested} sites never turns two others "
                "round."
            )
        return (
            f"On {name}, leaving out {self.reversing} of {self.tested} sites turns pairs of "
            f"others round ({self.pairs} pairs in all), and {self.shortlist} of these absences "
            "push another site off the shortlist."
        )


def risk_variants(
    assessment: Assessment, sites: Sequence[Site], reference: Reference, *, top: int
) -> tuple[Variant, ...]:
    """Return the ranking under each meaning of environmental risk."""
    settings = assessment.settings
    reference = reference.with_policy(settings.policy_lists)
    found = []
    for mode in (RiskMode(name) for name in assessment.criteria.risk_variants or {}):
        criteria = assessment.criteria.with_risk(mode)
        matrix = build_matrix(sites, criteria, reference)
        other = _other(assessment, matrix, criteria, replace_risk=mode)
        found.append(
            _variant(assessment, other, "risk", RISK_NAMES[mode], mode is settings.risk, top)
        )
    return tuple(found)


def policy_variants(
    assessment: Assessment, sites: Sequence[Site], reference: Reference, *, top: int
) -> tuple[Variant, ...]:
    """Return the ranking under the present policy lists and under each list alone."""
    present = assessment.settings.policy_lists
    names = dict.fromkeys(entry.list_id for entry in reference.policy)
    words = ", ".join(present) or "no policy list"
    found = [_variant(assessment, assessment, "policy list", words, True, top)]
    for name in (name for name in names if (name,) != present):
        matrix = appraise_matrix(sites, assessment.criteria, reference, policy_lists=(name,))
        other = _other(assessment, matrix, assessment.criteria)
        title = f"{reference.policy_titles.get(name, name)} alone"
        found.append(_variant(assessment, other, "policy list", title, False, top))
    return tuple(found)


def method_variants(assessment: Assessment, *, top: int) -> tuple[Variant, ...]:
    """Return the ranking under the usual methods on both kinds of scales, and the present."""
    settings = assessment.settings
    found = []
    for scales in Scales:
        present = (settings.method,) if scales is settings.scales else ()
        for method in dict.fromkeys((*USUAL_METHODS, *present)):
            chosen = replace(settings, method=method, scales=scales, normalization="none")
            other = assess_matrix(
                assessment.matrix, assessment.criteria, chosen, title=assessment.title
            )
            title = methods.METHODS[method].title
            where = "fixed scales" if scales is Scales.FIXED else "scales from the data"
            is_present = (method, scales) == (settings.method, settings.scales)
            found.append(
                _variant(assessment, other, "method", f"{title}, {where}", is_present, top)
            )
    return tuple(found)


def _other(
    assessment: Assessment,
    matrix: DecisionMatrix,
    criteria: CriteriaSet,
    *,
    replace_risk: RiskMode | None = None,
) -> Assessment:
    settings = assessment.settings
    if replace_risk is not None:
        settings = replace(settings, risk=replace_risk)
    return assess_matrix(matrix, criteria, settings, title=assessment.title)


def _variant(
    present: Assessment, other: Assessment, group: str, name: str, is_present: bool, top: int
) -> Variant:
    before, after = present.ranking.ranks <= top, other.ranking.ranks <= top
    entered, left = entering_and_leaving(present, before, after)
    return Variant(group, name, is_present, other.ranking.ranks, after, entered, left)


def rank_reversals(assessment: Assessment, *, top: int, scales: Scales) -> Reversals:
    """Return what leaving out one site at a time does to the others' order.

    Up to 2,000 sites or so each absence is tested; beyond, as many as are affordable, spread
    evenly over the list.
    """
    score, n_sites = _scorer(assessment, scales), len(assessment.matrix)
    present = round_scores(score(np.arange(n_sites)))
    listed = members(present, top)
    affordable = int(np.clip(_PAIRS_AT_MOST // n_sites**2, 10, n_sites))
    absences = assessment.order()[np.linspace(0, n_sites - 1, affordable).astype(int)]
    reversing = pairs = shortlist = 0
    for absent in np.unique(absences).tolist() if n_sites > 1 else []:
        kept = np.delete(np.arange(n_sites), absent)
        after = round_scores(score(kept))
        turned = _turned(rank(present[kept]), rank(after))
        reversing += turned > 0
        pairs += turned
        shortlist += bool((listed[kept] & ~members(after, top)).any())
    tested = len(np.unique(absences)) if n_sites > 1 else 0
    return Reversals(scales, tested, reversing, pairs, shortlist)


def reversal_sentences(assessment: Assessment, *, top: int) -> tuple[str, ...]:
    """Return the test on both kinds of scales in words, or why a method refuses the data."""
    sentences = []
    for scales in Scales:
        try:
            sentences.append(rank_reversals(assessment, top=top, scales=scales).sentence)
        except InputError as error:
            sentences.append(f"On {_SCALES_IN_WORDS[scales]} there is no test. {error}")
    return tuple(sentences)


def _scorer(assessment: Assessment, scales: Scales) -> Callable[[IntArray], FloatArray]:
    """Return the scores of some sites as if there were no others."""
    settings, weights = assessment.settings, assessment.settings.weights.normalized
    if scales is Scales.FIXED:
        needs_own_values(settings, "rank reversal")
        fixed, values = FIXED_METHODS[settings.method], assessment.values.expected
        return lambda rows: fixed(values[rows], weights)
    performance = filled_performance(assessment.matrix, assessment.values)
    normalization = normalization_of(settings)
    return lambda rows: methods.score(
        performance[rows],
        assessment.matrix.maximize,
        weights,
        method=settings.method,
        normalization=normalization,
    )


def _turned(before: IntArray, after: IntArray) -> int:
    """Return how many pairs are strictly reversed between two rankings."""
    order = np.argsort(before, kind="stable")
    was, now = before[order], after[order]
    return int(np.count_nonzero((was[:, None] < was) & (now[:, None] > now)))

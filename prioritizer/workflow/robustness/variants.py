"""The same sites under other rules: risk, policy list, method, scales, absent sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Scales, Settings
from prioritizer.domain.site import Site
from prioritizer.engine.methods import table as methods
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import assess_matrix, draws_of
from prioritizer.workflow.ranking.data_scales import normalization_of
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.ranks import (
    FIXED_METHODS,
    USUAL_METHODS,
    can_be_drawn,
    needs_own_values,
)
from prioritizer.workflow.ranking.values import filled_performance, value_matrix
from prioritizer.workflow.robustness.considered import considered_matrix, considered_sites
from prioritizer.workflow.robustness.sensitivity import (
    changes,
    coming_and_going,
    members,
    reassessed,
)

RISK_NAMES = {
    RiskMode.URGENCY: "risk for a pilot",
    RiskMode.PROJECT_RISK: "risk against a pilot",
    RiskMode.REDUCTION: "risk by what is removed",
}
_SCALES_IN_WORDS = {Scales.FIXED: "fixed scales", Scales.DATA: "scales made from the data"}
_PAIRS_AT_MOST = 100_000_000
Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""
Between = Callable[[], object]
"""Called often while something is worked out; what it raises ends the work."""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One rule changed: the places under it, who is listed, who comes and goes.

    ``ranks`` and ``members`` are ``(sites,)``, all that were considered: those that are ranked
    at present and those that are too little known. Sites that the rule does not rank share the
    place after the last one.
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
    """What leaving out one site at a time does to the others' order, at best estimates.

    What is taken for unknown values is held, though a site that is left out may be a like site.
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
                f"By score at best estimates on {name}, leaving out any one of {self.tested} "
                "sites never turns two others round."
            )
        return (
            f"By score at best estimates on {name}, leaving out {self.reversing} of "
            f"{self.tested} sites turns pairs of others round ({self.pairs} pairs in all), "
            f"and {self.shortlist} of these absences push another site off the list."
        )


def risk_variants(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    *,
    top: int,
    progress: Progress | None = None,
    between: Between | None = None,
) -> tuple[Variant, ...]:
    """Return the list under each meaning of environmental risk, ranked as at present.

    ``sites`` are at least those that were ranked or are too little known.
    """
    settings = assessment.settings
    modes = [RiskMode(name) for name in assessment.criteria.risk_variants or {}]
    found = []
    for done, mode in enumerate(modes):
        _tell(progress, done, len(modes))
        if mode is settings.risk:
            other = reassessed(assessment, top=top)
        else:
            chosen = replace(settings, risk=mode, top=top)
            other = _measured_anew(assessment, sites, reference, chosen, between)
        found.append(
            _variant(assessment, other, "risk", RISK_NAMES[mode], mode is settings.risk, top)
        )
    return tuple(found)


def policy_variants(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    *,
    top: int,
    progress: Progress | None = None,
    between: Between | None = None,
) -> tuple[Variant, ...]:
    """Return the list under the present policy lists and under each list alone."""
    present = assessment.settings.policy_lists
    listed = dict.fromkeys(entry.list_id for entry in reference.policy)
    names = [name for name in listed if (name,) != present]
    words = ", ".join(present) or "no policy list"
    now = reassessed(assessment, top=top)
    found = [_variant(assessment, now, "policy list", words, True, top)]
    for done, name in enumerate(names, start=1):
        _tell(progress, done, len(names) + 1)
        chosen = replace(assessment.settings, policy_lists=(name,), top=top)
        other = _measured_anew(assessment, sites, reference, chosen, between)
        title = f"{reference.policy_titles.get(name, name)} alone"
        found.append(_variant(assessment, other, "policy list", title, False, top))
    return tuple(found)


def method_variants(
    assessment: Assessment, *, top: int, progress: Progress | None = None
) -> tuple[Variant, ...]:
    """Return the list under the usual methods on both kinds of scales, and at present.

    On scales made from the data nothing can be drawn: there the places are those of the
    scores at best estimates of the sites that are ranked at present.
    """
    settings = assessment.settings
    asked = [
        (method, scales)
        for scales in Scales
        for method in dict.fromkeys(
            (*USUAL_METHODS, *((settings.method,) if scales is settings.scales else ()))
        )
    ]
    found = []
    for done, (method, scales) in enumerate(asked):
        _tell(progress, done, len(asked))
        chosen = replace(settings, method=method, scales=scales, normalization="none")
        if can_be_drawn(chosen):
            other = reassessed(assessment, top=top, settings=chosen)
        else:
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


def _tell(progress: Progress | None, done: int, wanted: int) -> None:
    if progress is not None:
        progress(done, wanted)


def _measured_anew(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    settings: Settings,
    between: Between | None,
) -> Assessment:
    """Return the sites measured, drawn and ranked under other settings."""
    everybody = considered_sites(assessment, sites)
    criteria = assessment.criteria.with_risk(settings.risk)
    reference = reference.with_policy(settings.policy_lists)
    matrix = build_matrix(everybody, criteria, reference)
    drawn = None
    if assessment.considered is not None and can_be_drawn(settings):
        values = value_matrix(matrix)
        drawn = draws_of(
            matrix, values, everybody, criteria, settings, reference, between=between
        )
    return assess_matrix(matrix, criteria, settings, title=assessment.title, drawn=drawn)


def _variant(
    present: Assessment, other: Assessment, group: str, name: str, is_present: bool, top: int
) -> Variant:
    names = considered_matrix(present).names
    before = _places(present, reassessed(present, top=top)) <= top
    ranks = _places(present, other)
    after = (ranks <= top) & (ranks <= len(other.matrix))
    entered, left = coming_and_going(names, before, after)
    return Variant(group, name, is_present, ranks, after, entered, left)


def _places(present: Assessment, other: Assessment) -> IntArray:
    """Return the places under a rule of all sites that were considered at present."""
    ranks = dict(zip(other.matrix.alternatives, other.ranking.ranks.tolist(), strict=True))
    last = len(other.matrix) + 1
    ids = considered_matrix(present).alternatives
    return np.array([ranks.get(name, last) for name in ids], dtype=np.int64)


def rank_reversals(
    assessment: Assessment, *, top: int, scales: Scales, between: Between | None = None
) -> Reversals:
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
        if between is not None:
            between()
        kept = np.delete(np.arange(n_sites), absent)
        after = round_scores(score(kept))
        turned = _turned(rank(present[kept]), rank(after))
        reversing += turned > 0
        pairs += turned
        shortlist += bool((listed[kept] & ~members(after, top)).any())
    tested = len(np.unique(absences)) if n_sites > 1 else 0
    return Reversals(scales, tested, reversing, pairs, shortlist)


def reversal_sentences(
    assessment: Assessment, *, top: int, between: Between | None = None
) -> tuple[str, ...]:
    """Return the test on both kinds of scales in words, or why a method refuses the data."""
    sentences = []
    for scales in Scales:
        try:
            found = rank_reversals(assessment, top=top, scales=scales, between=between)
            sentences.append(found.sentence)
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

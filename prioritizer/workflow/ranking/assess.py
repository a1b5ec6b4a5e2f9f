"""From a register and choices to an assessment: sort out, measure, value, rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.answer import GapMode, ValueDraws
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.gates import OpenGate
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import (
    Assessment,
    Considered,
    IntArray,
    NotRanked,
    OutOfScale,
    Settings,
)
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import counted
from prioritizer.errors import InputError
from prioritizer.languages.speech import noop
from prioritizer.workflow.ranking.activity import reported_sites, set_aside
from prioritizer.workflow.ranking.answer import (
    all_of,
    can_be_answered,
    find_answer,
    ordered,
    standing,
    with_means,
)
from prioritizer.workflow.ranking.draw_counts import usual_draws
from prioritizer.workflow.ranking.gaps import draw_values, find_gaps
from prioritizer.workflow.ranking.gating import find_gates, gate_warnings
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.own_criteria import check_columns
from prioritizer.workflow.ranking.ranks import rank_matrix
from prioritizer.workflow.ranking.values import out_of_scale, value_matrix

NO_EVIDENCE = noop(
    "Not enough evidence to rank: neither a mass or volume nor a grade is known."
)
NO_OWN_EVIDENCE = noop(
    "Not enough evidence to rank: neither a mass or volume nor a grade is known, and no value "
    "in the columns that the criteria read."
)


def split_register(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    facilities: Facilities = Facilities.HISTORICAL,
) -> tuple[tuple[Site, ...], tuple[NotRanked, ...]]:
    """Return the sites that can be ranked, and the others with their reason.

    A veto goes before the status of a facility, that before a gate of the criteria.

    Raises
    ------
    InputError
        If the criteria read an own column that the register does not have as they say.
    """
    check_columns(register, criteria)
    own = frozenset(criterion.column for criterion in criteria.criteria) - {""}
    gates = find_gates(register.sites, criteria, reference).closed
    ranked, left_out = [], []
    for site in register.sites:
        rule, aside = gates.get(site.site_id), set_aside(site, facilities)
        if site.gate is not None:
            reason = site.gate.reason or site.gate.code.replace("_", " ")
            left_out.append(NotRanked(site.site_id, site.name, reason, gate=site.gate.code))
        elif aside is not None:
            left_out.append(aside)
        elif rule is not None:
            left_out.append(NotRanked(site.site_id, site.name, rule.reason, gate=rule.words))
        elif site.evidence_class == "C" and not own & site.own.keys():
            gaps = missing(site, criteria, reference)
            reason = NO_OWN_EVIDENCE if own else NO_EVIDENCE
            left_out.append(NotRanked(site.site_id, site.name, reason, gaps))
        else:
            ranked.append(site)
    return tuple(ranked), tuple(left_out)


def nobody_sentence(register: SiteRegister, left_out: Sequence[NotRanked]) -> str:
    """Return that no site can be ranked, and what to do."""
    aside = sum(entry.is_aside for entry in left_out)
    found = f"{register.title}: found no site with a mass, volume or grade and without a veto"
    if aside:
        return (
            f"{found} among these facilities; {aside} are set aside for their status. Expected "
            "at least one. Count all of them: --status all, or on the ranking page."
        )
    if any(entry.gate for entry in left_out):
        return _gated_sentence(register, left_out)
    return f"{found}. Expected at least one. Add tonnages or grades."


def _gated_sentence(register: SiteRegister, left_out: Sequence[NotRanked]) -> str:
    """Return that no site is left to rank, which gates and vetoes did it, and what to do."""
    gates = Counter(one.gate for one in left_out if one.gate)
    told = ", ".join(f"{str(gate).replace('_', ' ')} ({n})" for gate, n in gates.most_common())
    rest = len(left_out) - gates.total()
    more = f"; {counted(rest, 'site')} without a mass, volume or grade" if rest else ""
    return (
        f"{register.title}: found no site that is left to rank. Set aside by {told}{more}. "
        "Expected at least one. Loosen a gate of the criteria, or correct the vetoes of sites."
    )


def missing(site: Site, criteria: CriteriaSet, reference: Reference) -> tuple[str, ...]:
    """Return what is not known about a site, in the order of the criteria."""
    names: list[str] = []
    for criterion in criteria.criteria:
        measure = measure_of(criterion)
        names += measure.missing(site, Context.of(criterion, reference))
    return tuple(dict.fromkeys(names))


def assess(
    register: SiteRegister,
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
    *,
    among: Collection[str] | None = None,
) -> Assessment:
    """Rank the sites of a register.

    Parameters
    ----------
    among
        Ids of the sites to rank, whatever is known of them, where several rankings must be of
        the same sites; all others with evidence are drawn as usual and stand apart.

    Raises
    ------
    InputError
        If no site can be ranked.
    """
    chosen = criteria.with_risk(settings.risk)
    reference = reference.with_policy(settings.policy_lists)
    sites, left_out = split_register(register, chosen, reference, settings.facilities)
    if not sites:
        raise InputError(nobody_sentence(register, left_out))
    matrix = build_matrix(sites, chosen, reference)
    valued = value_matrix(matrix), out_of_scale(matrix)
    drawn = None
    if can_be_answered(settings):
        drawn = draws_of(matrix, valued[0], sites, chosen, settings, reference)
    by_id = {site.site_id: site for site in sites}
    found = assess_matrix(
        matrix,
        chosen,
        settings,
        title=register.title,
        not_ranked=left_out,
        valued=valued,
        drawn=drawn,
        missing_of=lambda name: missing(by_id[name], chosen, reference),
        among=among,
        open_gates=open_cases(sites, chosen, reference),
    )
    return replace(found, gate_warnings=gate_warnings(register.sites, chosen))


def open_cases(
    sites: Sequence[Site], criteria: CriteriaSet, reference: Reference
) -> tuple[OpenGate, ...]:
    """Return the sites of which nobody can say whether something sets them aside.

    It is a gate of the criteria, or a status of the facility that is told but not verified.
    """
    return (*find_gates(sites, criteria, reference).open, *reported_sites(sites))


def draws_of(
    matrix: DecisionMatrix,
    values: ValueMatrix,
    sites: Sequence[Site],
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
    *,
    between: Callable[[], object] | None = None,
) -> ValueDraws:
    """Return the drawn values of all sites of a matrix; they do not depend on the weights.

    ``between`` is called between a few draws and the next; what it raises ends the work.
    """
    return draw_values(
        find_gaps(matrix, values, sites, reference, settings.gaps),
        sites,
        criteria,
        reference,
        draws=settings.draws or usual_draws(len(sites)),
        seed=settings.seed,
        assumptions=settings.assumptions,
        between=between,
    )


def assess_matrix(  # noqa: PLR0913 - each is kept or chosen by another caller
    matrix: DecisionMatrix,
    criteria: CriteriaSet,
    settings: Settings,
    *,
    title: str,
    not_ranked: tuple[NotRanked, ...] = (),
    valued: tuple[ValueMatrix, tuple[OutOfScale, ...]] | None = None,
    drawn: ValueDraws | None = None,
    missing_of: Callable[[str], tuple[str, ...]] | None = None,
    among: Collection[str] | None = None,
    open_gates: tuple[OpenGate, ...] = (),
) -> Assessment:
    """Rank a decision matrix that is already measured; the path of every weight change.

    Parameters
    ----------
    valued
        `value_matrix` and `out_of_scale` of the matrix, where the caller has kept them: neither
        depends on the settings.
    drawn
        Draws of the matrix's values. With them, the assessment holds the ranked sites only, and
        an answer: chances, sections and the sites that are too little known.
    missing_of
        Called with the id of a site that is too little known: what there is to find out.
    among
        Ids of the sites to rank, whatever is known of them; by known weight where None.
    """
    values, beyond = valued or (value_matrix(matrix), out_of_scale(matrix))
    answer, considered = None, None
    settings = replace(settings, weights=replace(settings.weights, left_out=()))
    if drawn is not None and can_be_answered(settings):
        place = standing(values, drawn, settings)
        if among is not None:
            place = replace(place, rows=_rows_of(matrix, among))
        answer = find_answer(matrix, drawn, place, missing_of)
        values = with_means(values, drawn)
        considered = Considered(matrix, values, drawn)
        values = values.rows(place.rows)
        matrix, settings = matrix.rows(place.rows), place.settings
        beyond = _of_sites(beyond, matrix.alternatives)
    elif among is not None:
        rows = _rows_of(matrix, among)
        matrix, values = matrix.rows(rows), values.rows(rows)
        beyond = _of_sites(beyond, matrix.alternatives)
    ranking = rank_matrix(matrix, values, settings)
    if answer is not None and settings.gaps is not GapMode.MIDDLE:
        ranking = ordered(ranking, answer, settings.order)
    return Assessment(
        title=title,
        matrix=matrix,
        values=values,
        criteria=criteria,
        settings=settings,
        ranking=ranking,
        not_ranked=not_ranked,
        out_of_scale=beyond,
        answer=answer,
        considered=considered,
        open_gates=open_gates,
    )


def _of_sites(beyond: Sequence[OutOfScale], names: Collection[str]) -> tuple[OutOfScale, ...]:
    ranked = set(names)
    return tuple(one for one in beyond if one.site_id in ranked)


def _rows_of(matrix: DecisionMatrix, names: Collection[str]) -> IntArray:
    wanted = set(names)
    return np.flatnonzero([name in wanted for name in matrix.alternatives])


def reranked(
    assessment: Assessment, settings: Settings, drawn: ValueDraws | None = None
) -> Assessment:
    """Rank the same sites under other settings: weights, method, order or scales.

    Who is ranked, the criteria left out and the draws stay, so that rows mean the same sites
    before and after; sites that are too little known stay apart. ``drawn`` is what
    ``assessment.draws`` gives, where it is at hand: it takes out rows of a large array.
    """
    left_out = assessment.settings.weights.left_out
    points = dict(zip(settings.weights.criteria, settings.weights.points, strict=True))
    if not any(points[name] for name in points if name not in left_out):
        left_out = ()
    settings = replace(settings, weights=replace(settings.weights, left_out=left_out))
    drawn, answer = drawn or assessment.draws, None
    ranking = rank_matrix(assessment.matrix, assessment.values, settings)
    if drawn is not None and can_be_answered(settings):
        answer = find_answer(
            assessment.matrix, drawn, all_of(assessment.values, drawn, settings), None
        )
        if settings.gaps is not GapMode.MIDDLE:
            ranking = ordered(ranking, answer, settings.order)
    return replace(
        assessment,
        settings=settings,
        ranking=ranking,
        answer=answer,
        considered=assessment.considered if answer is not None else None,
    )

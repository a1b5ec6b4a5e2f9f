"""From a register and choices to an assessment: sort out, measure, value, rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.measurement import Context, Measurement
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, NotRanked, OutOfScale, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.ranks import rank_matrix
from prioritizer.workflow.ranking.values import out_of_scale, value_matrix

NO_EVIDENCE = "Not enough evidence to rank: neither a mass or volume nor a grade is known."


def split_register(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> tuple[tuple[Site, ...], tuple[NotRanked, ...]]:
    """Return the sites that can be ranked, and the others with their reason."""
    ranked, left_out = [], []
    for site in register.sites:
        if site.gate is not None:
            reason = site.gate.reason or site.gate.code.replace("_", " ")
            left_out.append(NotRanked(site.site_id, site.name, reason, gate=site.gate.code))
        elif site.evidence_class == "C":
            gaps = missing(site, criteria, reference)
            left_out.append(NotRanked(site.site_id, site.name, NO_EVIDENCE, gaps))
        else:
            ranked.append(site)
    return tuple(ranked), tuple(left_out)


def missing(site: Site, criteria: CriteriaSet, reference: Reference) -> tuple[str, ...]:
    """Return what is not known about a site, in the order of the criteria."""
    names: list[str] = []
    for criterion in criteria.criteria:
        measure = MEASURES[criterion.measure]
        names += measure.missing(site, Context(reference, criterion.parameters))
    return tuple(dict.fromkeys(names))


def build_matrix(
    sites: Sequence[Site], criteria: CriteriaSet, reference: Reference
) -> DecisionMatrix:
    """Return the performances of the sites on the criteria, with their intervals and gaps."""
    measured = [_measure(sites, criterion, reference) for criterion in criteria.criteria]
    return DecisionMatrix(
        alternatives=tuple(site.site_id for site in sites),
        names=tuple(site.name for site in sites),
        criteria=criteria.criteria,
        low=np.column_stack([m.low for m in measured]),
        best=np.column_stack([m.best for m in measured]),
        high=np.column_stack([m.high for m in measured]),
        gap=np.column_stack([m.gap for m in measured]),
    )


def _measure(sites: Sequence[Site], criterion: Criterion, reference: Reference) -> Measurement:
    if criterion.measure not in MEASURES:
        raise InputError(
            f"criteria, {criterion.id}.measure: found '{criterion.measure}'. "
            f"Expected one of: {', '.join(MEASURES)}. Correct the name."
        )
    return MEASURES[criterion.measure].evaluate(sites, Context(reference, criterion.parameters))


def assess(
    register: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> Assessment:
    """Rank the sites of a register.

    Raises
    ------
    InputError
        If no site can be ranked.
    """
    chosen = criteria.with_risk(settings.risk)
    reference = reference.with_policy(settings.policy_lists)
    sites, left_out = split_register(register, chosen, reference)
    if not sites:
        raise InputError(
            f"{register.title}: found no site with a mass, volume or grade. "
            "Expected at least one. Add tonnages or grades."
        )
    matrix = build_matrix(sites, chosen, reference)
    return assess_matrix(matrix, chosen, settings, title=register.title, not_ranked=left_out)


def assess_matrix(
    matrix: DecisionMatrix,
    criteria: CriteriaSet,
    settings: Settings,
    *,
    title: str,
    not_ranked: tuple[NotRanked, ...] = (),
    valued: tuple[ValueMatrix, tuple[OutOfScale, ...]] | None = None,
) -> Assessment:
    """Rank a decision matrix that is already measured; the path of every weight change.

    ``valued`` holds `value_matrix` and `out_of_scale` of the matrix, where the caller has kept
    them: neither depends on the settings.
    """
    values, beyond = valued or (value_matrix(matrix), out_of_scale(matrix))
    ranking = rank_matrix(matrix, values, settings)
    return Assessment(
        title=title,
        matrix=matrix,
        values=values,
        criteria=criteria,
        settings=settings,
        ranking=ranking,
        not_ranked=not_ranked,
        out_of_scale=beyond,
    )

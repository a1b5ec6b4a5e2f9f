"""The decision record as plain data: what a ranking rests on, its result, and digests.

Sections ``about`` (title and versions) and ``digests`` stay out of the fingerprint: the same
evidence, choices and result have the same fingerprint on every machine. Sites, assays and
sources stand in the order of their ids, so the order of rows in a file does not count either.
"""

from __future__ import annotations

import math
import platform
from dataclasses import asdict
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.published import assay_row, published
from prioritizer.domain.results import Assessment, NotRanked, Ranking, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.version import __version__
from prioritizer.workflow.records.canonical import Section, canonical, digest, section_digests
from prioritizer.workflow.records.criterion_fields import criterion_fields

SCHEMA = "prioritizer-record/1"
FINGERPRINTED = (
    "criteria_set",
    "criteria",
    "profiles",
    "risk_variants",
    "settings",
    "matrix",
    "results",
    "not_ranked",
    "evidence",
    "sources",
)
SECTIONS = ("about", *FINGERPRINTED)
CELL_PARTS = ("low", "best", "high", "gap")


def as_record(assessment: Assessment, register: SiteRegister | None) -> dict[str, Any]:
    """Return the complete record, with the digests of every section and the fingerprint."""
    sections = {"about": _about(assessment), **fingerprinted_sections(assessment, register)}
    digests = {name: section_digests(section) for name, section in sections.items()}
    wholes = {name: digests[name]["whole"] for name in FINGERPRINTED}
    return {
        "schema": SCHEMA,
        **sections,
        "digests": digests,
        "fingerprint": fingerprint_of(wholes),
    }


def fingerprint(assessment: Assessment, register: SiteRegister | None) -> str:
    """Return the fingerprint of evidence, choices and result, as the record would carry it."""
    sections = fingerprinted_sections(assessment, register)
    return fingerprint_of({name: digest(section) for name, section in sections.items()})


def fingerprint_of(wholes: dict[str, str]) -> str:
    """Return the fingerprint over the digests of the whole sections."""
    return digest({"schema": SCHEMA, **wholes})


def fingerprinted_sections(
    assessment: Assessment, register: SiteRegister | None
) -> dict[str, Section]:
    """Return the sections that the fingerprint covers."""
    criteria, matrix = assessment.criteria, assessment.matrix
    evidence = [_evidence(site) for site in register.sites] if register else []
    return {
        "criteria_set": _criteria_set(criteria),
        "criteria": [criterion_fields(criterion) for criterion in criteria.criteria],
        "profiles": [asdict(profile) for profile in criteria.profiles],
        "risk_variants": _risk_variants(criteria),
        "settings": _settings(assessment.settings),
        "matrix": _by_id(_matrix(matrix)),
        "results": _by_id(results(matrix, assessment.ranking)),
        "not_ranked": _by_id([_not_ranked(left) for left in assessment.not_ranked]),
        "evidence": _by_id(evidence),
        "sources": _by_id(_sources(register)) if register else [],
    }


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=itemgetter("id"))


def results(matrix: DecisionMatrix, ranking: Ranking) -> list[dict[str, Any]]:
    """Return the result of each site, in the order of the decision matrix."""
    lists = {
        "id": list(matrix.alternatives),
        "score": numbers(ranking.scores),
        "score_low": numbers(ranking.score_low),
        "score_high": numbers(ranking.score_high),
        "rank": numbers(ranking.ranks),
        "rank_low": numbers(ranking.rank_low),
        "rank_high": numbers(ranking.rank_high),
        "gap_share": numbers(ranking.gap_share),
    }
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _about(assessment: Assessment) -> dict[str, Any]:
    return {
        "title": assessment.title,
        "prioritizer": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def _criteria_set(criteria: CriteriaSet) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": criteria.id,
        "title": criteria.title,
        "version": criteria.version,
    }
    if criteria.branches:
        found["branches"] = [
            {**asdict(branch), "members": list(branch.members)} for branch in criteria.branches
        ]
    return found


def _risk_variants(criteria: CriteriaSet) -> list[dict[str, Any]]:
    variants = criteria.risk_variants or {}
    return [
        {
            "id": mode.value if len(group) == 1 else f"{mode.value}.{variant.id}",
            "criterion": criterion_fields(variant),
        }
        for mode, group in variants.items()
        for variant in group
    ]


def _settings(settings: Settings) -> dict[str, Any]:
    source = {"weight_source": settings.weight_source} if settings.weight_source else {}
    return {
        **source,
        "points": dict(zip(settings.weights.criteria, settings.weights.points, strict=True)),
        "method": settings.method,
        "scales": settings.scales.value,
        "normalization": settings.normalization,
        "risk": settings.risk.value,
        "order": settings.order.value,
        "policy_lists": list(settings.policy_lists),
    }


def _matrix(matrix: DecisionMatrix) -> list[dict[str, Any]]:
    ids = [criterion.id for criterion in matrix.criteria]
    parts = [
        [numbers(row) for row in array]
        for array in (matrix.low, matrix.best, matrix.high, matrix.gap)
    ]
    rows = []
    for site_id, name, *cells in zip(matrix.alternatives, matrix.names, *parts, strict=True):
        by_criterion = {
            criterion: dict(zip(CELL_PARTS, cell, strict=True))
            for criterion, cell in zip(ids, zip(*cells, strict=True), strict=True)
        }
        rows.append({"id": site_id, "name": name, "cells": by_criterion})
    return rows


def _not_ranked(left: NotRanked) -> dict[str, Any]:
    return {
        "id": left.site_id,
        "name": left.name,
        "reason": left.reason,
        "missing": list(left.missing),
        "gate": str(left.gate),
    }


def _evidence(site: Site) -> dict[str, Any]:
    return {
        "id": site.site_id,
        "published": published(site),
        "assays": sorted(map(assay_row, site.assays), key=canonical),
    }


def _sources(register: SiteRegister) -> list[dict[str, Any]]:
    rows = []
    for source in register.sources.values():
        row = asdict(source)
        rows.append({"id": row.pop("source_id"), **row})
    return rows


def numbers(array: NDArray[Any]) -> list[Any]:
    """Return an array as plain numbers with ``None`` for NaN, which JSON cannot hold."""
    if array.dtype.kind != "f" or not np.isnan(array).any():
        return list(array.tolist())
    return [None if math.isnan(value) else value for value in array.tolist()]

"""The decision record as plain data: what a ranking rests on, its result, and digests.

There are two schemas. The second is written where chances were drawn: it holds all sites that
were considered, how each cell is known, the drawn values themselves, the chances, and the sites
that are too little known. Everybody can count the chances again from the drawn values.

Sections ``about`` (title and versions) and ``digests`` stay out of the fingerprint: the same
evidence, choices and result have the same fingerprint on every machine. Sites, assays and
sources stand in the order of their ids, so the order of rows in a file does not count either.
"""

from __future__ import annotations

import base64
import hashlib
import math
import platform
import zlib
from collections.abc import Callable, Collection
from dataclasses import asdict
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.answer import STATES
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.own_register import declared
from prioritizer.domain.published import assay_row, published
from prioritizer.domain.results import Assessment, Considered, NotRanked, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.version import __version__
from prioritizer.workflow.ranking.alike import groups_of
from prioritizer.workflow.records.canonical import Section, canonical, digest, section_digests
from prioritizer.workflow.records.criterion_fields import criterion_fields, gate_fields

SCHEMA = "prioritizer-record/1"
SCHEMA_WITH_DRAWS = "prioritizer-record/2"
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
# Written only where there is something to say, so that records without it keep their digests.
OPTIONAL = ("own_columns", "open_gates")
# The drawn values stand outside the fingerprint; their digest stands inside.
OF_DRAWS = ("draws", "apart")
ENCODING = "unsigned 16-bit, big-endian; draw, site, criterion; deflate (RFC 1950), base64"
CELL_PARTS = ("low", "best", "high", "gap")


def as_record(assessment: Assessment, register: SiteRegister | None) -> dict[str, Any]:
    """Return the complete record, with the digests of every section and the fingerprint."""
    sections = {"about": _about(assessment), **fingerprinted_sections(assessment, register)}
    digests = {name: section_digests(section) for name, section in sections.items()}
    schema = schema_of(assessment)
    wholes = {name: digests[name]["whole"] for name in fingerprinted(schema, sections)}
    return {
        "schema": schema,
        **sections,
        **_drawn(assessment),
        "digests": digests,
        "fingerprint": fingerprint_of(wholes, schema),
    }


def schema_of(assessment: Assessment) -> str:
    """Return the schema that an assessment is recorded in."""
    return SCHEMA if assessment.considered is None else SCHEMA_WITH_DRAWS


def fingerprinted(schema: str, held: Collection[str] = ()) -> tuple[str, ...]:
    """Return the sections that the fingerprint of a record covers.

    Parameters
    ----------
    held
        The sections that the record holds, of which some may be absent.
    """
    optional = (name for name in OPTIONAL if name in held)
    return (*FINGERPRINTED, *(() if schema == SCHEMA else OF_DRAWS), *optional)


def sections_of(schema: str, held: Collection[str] = ()) -> tuple[str, ...]:
    """Return all sections of a record that have digests; ``held`` as in `fingerprinted`."""
    return ("about", *fingerprinted(schema, held))


def fingerprint(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Return the fingerprint of evidence, choices and result, as the record would carry it.

    ``progress`` is told how many of how many sections are done.
    """
    sections = fingerprinted_sections(assessment, register)
    wholes = {}
    for done, (name, section) in enumerate(sections.items()):
        if progress:
            progress(done, len(sections))
        wholes[name] = digest(section)
    return fingerprint_of(wholes, schema_of(assessment))


def fingerprint_of(wholes: dict[str, str], schema: str) -> str:
    """Return the fingerprint over the digests of the whole sections."""
    return digest({"schema": schema, **wholes})


def fingerprinted_sections(
    assessment: Assessment, register: SiteRegister | None
) -> dict[str, Section]:
    """Return the sections that the fingerprint covers."""
    criteria, considered = assessment.criteria, assessment.considered
    matrix = assessment.matrix if considered is None else considered.matrix
    cells = _by_id(_matrix(matrix))
    if considered is not None:
        _add_states(cells, considered)
    evidence = [_evidence(site) for site in register.sites] if register else []
    return {
        "criteria_set": _criteria_set(criteria),
        "criteria": [criterion_fields(criterion) for criterion in criteria.criteria],
        "profiles": [asdict(profile) for profile in criteria.profiles],
        "risk_variants": _risk_variants(criteria),
        "settings": _settings(assessment),
        "matrix": cells,
        "results": _by_id(results(assessment)),
        "not_ranked": _by_id([_not_ranked(left) for left in assessment.not_ranked]),
        "evidence": _by_id(evidence),
        "sources": _by_id(_sources(register)) if register else [],
        **_answer(assessment),
        **_own_columns(register),
        **_open_gates(assessment),
    }


def _answer(assessment: Assessment) -> dict[str, Section]:
    """Return what was drawn, in short, and the sites that are too little known."""
    answer, considered = assessment.answer, assessment.considered
    if answer is None or considered is None:
        return {}
    apart = [
        {
            "id": site.site_id,
            "name": site.name,
            "known_weight": site.known_weight,
            "chance": site.chance,
            "missing": list(site.missing),
        }
        for site in answer.apart
    ]
    alike = groups_of(considered.matrix.alternatives, considered.draws.alike)
    return {
        "draws": {
            "count": answer.draws,
            "seed": answer.seed,
            "sha256": hashlib.sha256(raw_levels(considered)).hexdigest(),
            "criteria_left_out": list(answer.criteria_left_out),
            **({"alike": alike} if alike else {}),
        },
        "apart": _by_id(apart),
    }


def raw_levels(considered: Considered) -> bytes:
    """Return the drawn values as bytes: draw by draw, sites in the order of their ids."""
    by_id = np.argsort(np.array(considered.matrix.alternatives, dtype=object), kind="stable")
    return considered.draws.levels[:, by_id].astype(">u2").tobytes()


def _drawn(assessment: Assessment) -> dict[str, Any]:
    if assessment.considered is None:
        return {}
    packed = base64.b64encode(zlib.compress(raw_levels(assessment.considered), 6))
    return {"drawn": {"encoding": ENCODING, "content": packed.decode()}}


def _add_states(cells: list[dict[str, Any]], considered: Considered) -> None:
    """Add how each cell is known, and the mean of one that had to be drawn."""
    rows = {name: row for row, name in enumerate(considered.matrix.alternatives)}
    states, means = considered.draws.states.tolist(), considered.draws.means.tolist()
    names = [state.value for state in STATES]
    for entry in cells:
        row = rows[entry["id"]]
        for column, cell in enumerate(entry["cells"].values()):
            cell["state"], mean = names[states[row][column]], means[row][column]
            cell["mean"] = None if math.isnan(mean) else mean


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=itemgetter("id"))


def results(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the result of each ranked site, in the order of the decision matrix."""
    matrix, ranking, answer = assessment.matrix, assessment.ranking, assessment.answer
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
    if answer is not None:
        lists |= {
            "chance": numbers(answer.chance),
            "section": [section.value for section in answer.sections],
            "rank_5": numbers(answer.rank_5),
            "rank_median": numbers(answer.rank_median),
            "rank_95": numbers(answer.rank_95),
            "known_weight": numbers(answer.known_weight),
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
    if criteria.gates:
        found["gates"] = [gate_fields(gate) for gate in criteria.gates]
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


def _settings(assessment: Assessment) -> dict[str, Any]:
    settings, considered = assessment.settings, assessment.considered
    weights = settings.weights
    source = {"weight_source": settings.weight_source} if settings.weight_source else {}
    return {
        **source,
        "points": dict(zip(weights.criteria, weights.points, strict=True)),
        "method": settings.method,
        "scales": settings.scales.value,
        "normalization": settings.normalization,
        "risk": settings.risk.value,
        "order": settings.order.value,
        "policy_lists": list(settings.policy_lists),
        "facilities": settings.facilities.value,
        **({} if considered is None else _gap_settings(settings)),
    }


def _gap_settings(settings: Settings) -> dict[str, Any]:
    return {
        "gaps": settings.gaps.value,
        "list_size": settings.top,
        "switched_on": list(settings.switched_on),
        "assumptions": [asdict(assumption) for assumption in settings.assumptions],
    }


def _matrix(matrix: DecisionMatrix) -> list[dict[str, Any]]:
    ids = [criterion.id for criterion in matrix.criteria]
    parts = [
        _number_rows(array) for array in (matrix.low, matrix.best, matrix.high, matrix.gap)
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


def _own_columns(register: SiteRegister | None) -> dict[str, Section]:
    """Return the declarations of own columns as a section; none where there are none."""
    columns = declared(register) if register else {}
    rows = []
    for column in columns.values():
        row = {**asdict(column), "classes": list(column.classes)}
        rows.append({"id": row.pop("name"), **row})
    return {"own_columns": _by_id(rows)} if rows else {}


def _open_gates(assessment: Assessment) -> dict[str, Section]:
    """Return the ranked sites that may stand behind a gate; none where there are none."""
    found: dict[str, dict[str, Any]] = {}
    for one in assessment.open_gates:
        entry = {"id": one.site_id, "name": one.name, "gates": []}
        found.setdefault(one.site_id, entry)["gates"].append(
            {"gate": one.rule.words, "reason": one.rule.reason, "is_known": one.is_known}
        )
    return {"open_gates": _by_id(list(found.values()))} if found else {}


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


def _number_rows(array: NDArray[Any]) -> list[list[Any]]:
    """Return a table as rows of plain numbers, as `numbers` does."""
    n_columns = array.shape[1]
    flat = numbers(array.ravel())
    return [flat[at : at + n_columns] for at in range(0, len(flat), n_columns)]

"""The answer as JSON: parallel lists in the order of the ranking, then what produced them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from prioritizer.domain.answer import STATES, CellState, Section
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.version import __version__
from prioritizer.workflow.ranking.listing import (
    Listing,
    branch_sums,
    listing,
    normalization_name,
)
from prioritizer.workflow.ranking.quarantine import quarantined_grades
from prioritizer.workflow.records.criterion_fields import column_fields, gate_fields
from prioritizer.workflow.records.writing import fingerprint, numbers

if TYPE_CHECKING:
    from prioritizer.workflow.robustness.next_step import NextSteps

# The lists with one entry per site, in the same order.
PARALLEL = (
    *("alternatives", "names", "scores", "score_low", "score_high"),
    *("ranks", "rank_low", "rank_high", "gap_share", "evidence"),
    *("chance", "band", "rank_median", "rank_5", "rank_95", "known_weight"),
)


def write(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    top: int | None,
    steps: NextSteps | None = None,
) -> bytes:
    """Return the object with one member per line, UTF-8; gaps are null, never NaN."""
    answer = as_object(assessment, register, top=top, steps=steps)
    lines = [
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        for key, value in answer.items()
    ]
    return ("{\n  " + ",\n  ".join(lines) + "\n}\n").encode("utf-8", "surrogatepass")


def as_object(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    top: int | None,
    steps: NextSteps | None = None,
) -> dict[str, Any]:
    """Return the answer as plain lists, texts and numbers.

    With ``steps`` the list ``next_step`` says in words what to find out at each site.
    """
    listed = listing(assessment, register, top=top)
    matrix, ranking, settings = assessment.matrix, assessment.ranking, assessment.settings
    rows = listed.rows
    found = {
        "alternatives": [matrix.alternatives[row] for row in rows.tolist()],
        "names": [matrix.names[row] for row in rows.tolist()],
        "scores": numbers(ranking.scores[rows]),
        "score_low": numbers(ranking.score_low[rows]),
        "score_high": numbers(ranking.score_high[rows]),
        "ranks": numbers(ranking.ranks[rows]),
        "rank_low": numbers(ranking.rank_low[rows]),
        "rank_high": numbers(ranking.rank_high[rows]),
        "gap_share": numbers(ranking.gap_share[rows]),
        "evidence": listed.evidence(),
        **_answer(assessment, listed),
        "weights": settings.weights.as_dict(),
        "method": settings.method,
        "scales": settings.scales.value,
        "normalization": normalization_name(assessment),
        "risk": settings.risk.value,
        "order": settings.order.value,
        "policy_lists": list(settings.policy_lists),
        "weight_source": settings.weight_source,
        "criteria": [
            {
                "id": c.id,
                "unit": c.unit,
                "objective": c.objective.value,
                **c.value_function.as_dict(),
                **_own_column(c),
            }
            for c in matrix.criteria
        ],
        **_branches(assessment, listed),
        **_quarantined(listed if register is None else register),
        "not_ranked": [
            {
                "id": n.site_id,
                "name": n.name,
                "reason": n.reason,
                "gate": n.gate,
                "missing": list(n.missing),
                **({} if steps is None else {"next_step": steps.words(n.site_id)}),
            }
            for n in assessment.not_ranked
        ],
        **_gates(assessment),
        "out_of_scale": [
            {
                "id": o.site_id,
                "criterion": o.criterion,
                "performance": o.performance,
                "end": o.end,
            }
            for o in assessment.out_of_scale
        ],
        "fingerprint": fingerprint(assessment, register),
        "version": __version__,
    }
    if top is None:
        found = _with_apart(found, assessment, register)
    if steps is not None:
        found["next_step"] = [steps.words(site_id) for site_id in found["alternatives"]]
    return found


def _own_column(criterion: Criterion) -> dict[str, Any]:
    """Return the own column that a criterion reads; nothing where it reads another measure."""
    if not criterion.column:
        return {}
    fields = column_fields(criterion)
    return {"column": criterion.column, "column_kind": fields.pop("kind", ""), **fields}


def _gates(assessment: Assessment) -> dict[str, Any]:
    """Return the gates of the criteria, and where they are open; nothing without gates."""
    if not assessment.criteria.gates and not assessment.open_gates:
        return {}
    return {
        "gates": [gate_fields(gate) for gate in assessment.criteria.gates],
        "open_gates": [
            {
                "id": one.site_id,
                "name": one.name,
                "gate": one.rule.words,
                "reason": one.rule.reason,
                "is_known": one.is_known,
            }
            for one in assessment.open_gates
        ],
    }


def _quarantined(known: Listing | SiteRegister) -> dict[str, Any]:
    found = quarantined_grades(known.sites)
    return {"quarantined": found} if found else {}


def _answer(assessment: Assessment, listed: Listing) -> dict[str, Any]:
    """Return the chances of the listed sites, and what they rest on."""
    answer, rows = assessment.answer, listed.rows
    if answer is None:
        return {}
    states = np.array([state.value for state in STATES])[answer.states[rows]]
    return {
        "chance": numbers(answer.chance[rows]),
        "band": [answer.sections[row].value for row in rows.tolist()],
        "rank_median": numbers(answer.rank_median[rows]),
        "rank_5": numbers(answer.rank_5[rows]),
        "rank_95": numbers(answer.rank_95[rows]),
        "known_weight": numbers(answer.known_weight[rows]),
        "states": {
            name: states[:, column].tolist()
            for column, name in enumerate(assessment.criteria.ids)
        },
        "list_size": answer.top,
        "gaps": answer.gaps.value,
        "draws": answer.draws,
        "seed": answer.seed,
        "criteria_left_out": list(answer.criteria_left_out),
        "known_counts": dict(answer.known_counts),
        "assumptions": [asdict(one) for one in assessment.settings.assumptions],
    }


def _with_apart(
    found: dict[str, Any], assessment: Assessment, register: SiteRegister | None
) -> dict[str, Any]:
    """Put the sites that are too little known last, without a rank and a score."""
    answer = assessment.answer
    apart = () if answer is None else answer.apart
    by_id = register.by_id() if register is not None else {}
    for site in apart:
        own: dict[str, Any] = {
            "alternatives": site.site_id,
            "names": site.name,
            "evidence": by_id[site.site_id].evidence_class if site.site_id in by_id else None,
            "chance": site.chance,
            "band": Section.TOO_LITTLE_KNOWN.value,
            "known_weight": site.known_weight,
        }
        for name in PARALLEL:
            found[name].append(own.get(name))
        for name, column in found["states"].items():
            column.append(_state_apart(assessment, site.site_id, name))
    return found


def _state_apart(assessment: Assessment, site_id: str, criterion: str) -> str:
    considered = assessment.considered
    row = None if considered is None else considered.matrix.row_of(site_id)
    if considered is None or row is None:
        return CellState.UNKNOWN.value
    column = assessment.criteria.ids.index(criterion)
    return STATES[int(considered.draws.states[row, column])].value


def _branches(assessment: Assessment, listed: Listing) -> dict[str, Any]:
    """Return the branches with their weights, and what each adds to every listed site."""
    branches = {branch.id: branch for branch in assessment.criteria.branches}
    if not branches:
        return {}
    weights = branch_sums(assessment, assessment.settings.weights.normalized.tolist())
    added = [branch_sums(assessment, row.tolist()) for row in listed.contributions[listed.rows]]
    return {
        "branches": [
            {
                "id": name,
                "name": branches[name].name,
                "members": list(branches[name].members),
                "weight": weight,
                "contributions": [sums[name] for sums in added],
            }
            for name, weight in weights.items()
        ]
    }

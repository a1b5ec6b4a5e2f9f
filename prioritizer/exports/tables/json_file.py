"""The answer as JSON: parallel lists in the order of the ranking, then what produced them."""

from __future__ import annotations

import json
from typing import Any

from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.version import __version__
from prioritizer.workflow.ranking.listing import (
    Listing,
    branch_sums,
    listing,
    normalization_name,
)
from prioritizer.workflow.records.writing import fingerprint, numbers


def write(assessment: Assessment, register: SiteRegister | None, *, top: int | None) -> bytes:
    """Return the object with one member per line, UTF-8; gaps are null, never NaN."""
    answer = as_object(assessment, register, top=top)
    lines = [
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        for key, value in answer.items()
    ]
    return ("{\n  " + ",\n  ".join(lines) + "\n}\n").encode("utf-8", "surrogatepass")


def as_object(
    assessment: Assessment, register: SiteRegister | None, *, top: int | None
) -> dict[str, Any]:
    """Return the answer as plain lists, texts and numbers."""
    listed = listing(assessment, register, top=top)
    matrix, ranking, settings = assessment.matrix, assessment.ranking, assessment.settings
    rows = listed.rows
    return {
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
            }
            for c in matrix.criteria
        ],
        **_branches(assessment, listed),
        "not_ranked": [
            {
                "id": n.site_id,
                "name": n.name,
                "reason": n.reason,
                "gate": n.gate,
                "missing": list(n.missing),
            }
            for n in assessment.not_ranked
        ],
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

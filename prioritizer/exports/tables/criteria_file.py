"""A criteria set as a YAML file that reads back as the same set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.workflow.records.criterion_fields import criterion_fields, gate_fields

HEAD = (
    "# A criteria set of Pilot Prioritizer. status: verified (read in the source), recalled\n"
    "# (check before quoting), derived (a default of this project, or edited).\n"
)


def criteria_yaml(criteria: CriteriaSet) -> bytes:
    """Return the set as UTF-8 YAML, with the scales edited in a session."""
    plain: dict[str, Any] = {
        "id": criteria.id,
        "title": criteria.title,
        "version": criteria.version,
        "criteria": [_criterion(criterion) for criterion in criteria.criteria],
    }
    if criteria.branches:
        plain["branches"] = [
            {
                "id": branch.id,
                "name": branch.name,
                "description": branch.description,
                "members": list(branch.members),
            }
            for branch in criteria.branches
        ]
    if criteria.gates:
        plain["gates"] = [gate_fields(gate) for gate in criteria.gates]
    if criteria.risk_variants:
        listed = {criterion.id: criterion for criterion in criteria.criteria}
        plain["risk_modes"] = {
            mode.value: _changes(listed, members)
            for mode, members in criteria.risk_variants.items()
        }
    plain["weight_profiles"] = [
        {
            "id": profile.id,
            "name": profile.name,
            "description": profile.description,
            "points": dict(profile.points),
            "source": profile.source,
        }
        for profile in criteria.profiles
    ]
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
    return (HEAD + text).encode()


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {**criterion_fields(criterion), "plain": dict(criterion.plain) or None}


def _changes(listed: dict[str, Criterion], members: Sequence[Criterion]) -> dict[str, Any]:
    """Return what one meaning of risk changes, by criterion."""
    found: dict[str, Any] = {}
    for member in members:
        base, variant = _criterion(listed[member.id]), _criterion(member)
        changes = {name: value for name, value in variant.items() if value != base.get(name)}
        if "parameters" in changes:
            changes["parameters"] = {
                name: value
                for name, value in variant["parameters"].items()
                if value != base["parameters"].get(name)
            }
        found[member.id] = changes
    return found

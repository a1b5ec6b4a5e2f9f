"""The ranking of a carried project, worked out anew, and whether it is the same to the bit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.workflow.projects.document import Carried, Rows
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.writing import results
from prioritizer.workflow.sites.areas import in_area
from prioritizer.workflow.sites.audience import Audience, part_for

MOST_NAMED = 20
# A list has an entry at least, which names it.
OwnLists = tuple[tuple[str, Annotated[tuple[PolicyEntry, ...], Field(min_length=1)]], ...]
_OWN_LISTS: TypeAdapter[Any] = TypeAdapter(OwnLists)


def rank(project: Carried, reference: Reference) -> Assessment:
    """Return the ranking of a carried project, from its sites, criteria and settings.

    Raises
    ------
    InputError
        If none of its sites can be ranked.
    """
    return assess(
        register_of(project),
        project.criteria,
        project.settings,
        reference_of(project, reference),
    )


def register_of(project: Carried) -> SiteRegister:
    """Return the sites of a carried project that its area holds and its readers may see."""
    part = part_for(project.table.register, audience_of(project)).register
    return in_area(part, is_nordic=project.choices.get("area") == "nordic")


def audience_of(project: Carried) -> Audience:
    """Return for whom a carried project ranks: everybody unless it says otherwise."""
    chosen = project.choices.get("audience", Audience.PUBLIC.value)
    known = [audience for audience in Audience if audience.value == chosen]
    return known[0] if known else Audience.PUBLIC


def reference_of(project: Carried, reference: Reference) -> Reference:
    """Return the reference tables with the policy lists that a project brings and uses."""
    try:
        own = _OWN_LISTS.validate_json(json.dumps(project.choices.get("policy_own", ())))
    except ValidationError:
        raise InputError(
            "project, choices, policy_own: found no policy lists. Use the file as it was saved."
        ) from None
    for title, entries in own:
        titles = {**reference.policy_titles, entries[0].list_id: title}
        reference = replace(
            reference, policy=(*reference.policy, *entries), policy_titles=titles
        )
    return reference.with_policy(project.settings.policy_lists)


def answer_of(assessment: Assessment) -> Rows:
    """Return the results of the ranked sites, as a project carries them."""
    return results(assessment)


def differences(recorded: Rows, found: Rows) -> tuple[str, ...]:
    """Return each figure of an answer that comes out otherwise, by its place; empty if none."""
    before = {str(row["id"]): row for row in recorded}
    after = {str(row["id"]): row for row in found}
    told = [f"answer, {name}: ranked then only" for name in before if name not in after]
    told += [f"answer, {name}: ranked now only" for name in after if name not in before]
    for name, row in after.items():
        told += _cells(name, before.get(name, row), row)
    more = [f"… and {len(told) - MOST_NAMED} more"] if told[MOST_NAMED:] else []
    return tuple(told[:MOST_NAMED] + more)


def _cells(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        f"answer, {name}, {part}: {before.get(part)} then, {value} now"
        for part, value in after.items()
        if before.get(part) != value
    ]

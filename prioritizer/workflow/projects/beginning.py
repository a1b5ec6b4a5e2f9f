"""A project from a table, criteria and settings, as the command line has them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.project import KeptTable
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.pilots.edits import LOCK, MUST, MUST_NOT
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.projects import answer, document, tables
from prioritizer.workflow.projects.document import Carried

OWN = "own"
LOCKED_BY = "command line"
_CRITERIA: TypeAdapter[CriteriaSet] = TypeAdapter(CriteriaSet)


def begun(
    name: str,
    saved_at: str,
    audience: str,
    register: SiteRegister,
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
) -> Carried:
    """Return a project with its answer; opened in the app it stands as it was asked for.

    Parameters
    ----------
    register
        The sites, as ``audience`` may see them.

    Raises
    ------
    InputError
        If none of the sites can be ranked.
    """
    bare = KeptTable("", register)
    table = replace(bare, digest=tables.content_digest(tables.written(bare)))
    made = Carried(
        about=document.about(name, saved_at, audience),
        choices=choices_of(criteria, settings, audience),
        table=table,
        criteria=criteria,
        settings=settings,
    )
    return replace(made, answer=answer.answer_of(answer.rank(made, reference)))


def with_locks(made: Carried, locks: Locks) -> Carried:
    """Return a project with locks, as a person would have set them in the app."""
    pairs = [(MUST, one) for one in locks.must.items()]
    pairs += [(MUST_NOT, one) for one in locks.must_not.items()]
    if not pairs:
        return made
    at = made.about["saved_at"]
    edits = [
        PilotEdit(number, site_id, LOCK, word, LOCKED_BY, at, why)
        for number, (word, (site_id, why)) in enumerate(pairs, start=1)
        if site_id in made.table.register.by_id()
    ]
    book = {made.table.digest: [asdict(one) for one in edits]}
    return replace(made, choices={**made.choices, "pilots_edits": book})


def choices_of(criteria: CriteriaSet, settings: Settings, audience: str) -> dict[str, Any]:
    """Return the choices of the app that give these settings, as plain JSON data."""
    points = dict(zip(settings.weights.criteria, settings.weights.points, strict=True))
    weights = {"points": points, "mine": points, "last_points": points, "profile": "mine"}
    return {
        "criteria_name": OWN,
        "criteria_own": _CRITERIA.dump_python(criteria, mode="json"),
        **weights,
        "points_ids": list(criteria.ids),
        "method": settings.method,
        "scales": settings.scales.value,
        "normalization": settings.normalization,
        "order": settings.order.value,
        "risk": settings.risk.value,
        "gaps": settings.gaps.value,
        "shortlist": settings.top,
        "switched_on": list(settings.switched_on),
        "facilities": settings.facilities.value,
        "policy_lists": list(settings.policy_lists),
        "audience": audience,
    }

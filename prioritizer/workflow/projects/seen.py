"""A carried project as some readers may see it: its table, choices and words alike."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.reference import Reference
from prioritizer.workflow.projects import answer
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.projects.public import (
    public_choices,
    public_criteria,
    public_name,
    public_settings,
)
from prioritizer.workflow.sites.audience import Audience, part_for


def seen_by(project: Carried, reference: Reference, audience: Audience) -> Carried:
    """Return a project of which nothing names a site that readers do not see.

    Its fingerprint and its answer stay those of the whole.

    Raises
    ------
    InputError
        If its policy lists cannot be read.
    """
    whole = project.table.register
    part = part_for(whole, audience).register
    shown = replace(project, table=replace(project.table, register=part))
    if part is whole or audience is Audience.INTERNAL:
        return shown
    settings = public_settings(
        project.settings,
        whole,
        part,
        criteria=project.criteria,
        reference=answer.reference_of(project, reference),
    )
    return replace(
        shown,
        about={**project.about, "name": public_name(project.about["name"], whole, part)},
        choices=public_choices(project.choices, whole, part),
        criteria=public_criteria(project.criteria, whole, part),
        settings=settings,
    )

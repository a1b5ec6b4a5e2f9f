"""A project as a person has one, for tests of its file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.project import KeptTable
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.projects import answer, archive, document
from prioritizer.workflow.projects.document import Carried


def project_of(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    n: int = 40,
    **choices: Any,
) -> Carried:
    """Return a project of the first sites of a register, with weights of its own."""
    few = replace(register, sites=register.sites[:n])
    points = {name: 10.0 + 7 * k for k, name in enumerate(criteria.ids)}
    made = Carried(
        about=document.about("Ponds", "2026-03-01T10:00:00+00:00", "public"),
        choices={"points": points, "profile": "mine", **choices},
        table=KeptTable("digest of then", few),
        criteria=criteria,
        settings=Settings(WeightVector.from_mapping(points, criteria.ids), draws=300),
    )
    return replace(made, answer=answer.answer_of(answer.rank(made, reference)))


def packed(project: Carried, **tables: bytes) -> bytes:
    """Return the file of a project, with tables beside it by their name without the ending."""
    beside = {f"{name}.csv": content for name, content in tables.items()}
    whole = replace(project, files=archive.beside(beside))
    return archive.packed(document.written(document.as_document(whole)), beside)

"""The figures of a site opened down to what was published: criteria, and grades as elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.appraisal.explain.measures import explain_criterion
from prioritizer.appraisal.grade import grade_ppm
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.derivation import Derivation
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Site
from prioritizer.workflow.ranking.draws import whole_context


@dataclass(frozen=True, slots=True)
class ElementGrade:
    """An assay as it counts: the element, and its low, best and high grade in g/t.

    ``best`` is None where only a range was published.
    """

    symbol: str
    low: float
    best: float | None
    high: float


def derivations(
    site: Site, criteria: CriteriaSet, reference: Reference
) -> Mapping[str, Derivation]:
    """Return the tree below each criterion of a site, by its id, in the order of the set."""
    return {
        c.id: explain_criterion(site, c, whole_context(criteria, reference, criterion=c))
        for c in criteria.criteria
    }


def element_grade(assay: Assay, site: Site, reference: Reference) -> ElementGrade | None:
    """Return an assay of a site as the element that counts; None where none does."""
    converted = grade_ppm(assay, site.tonnage_t.best, reference)
    return None if converted is None else ElementGrade(*converted)

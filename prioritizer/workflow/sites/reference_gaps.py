"""What is assayed and counts nowhere, because a fact about the product is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prioritizer.appraisal.crm import without_price, without_scores
from prioritizer.appraisal.grade import site_grades, unread_assays
from prioritizer.appraisal.primary import without_primary_grade
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site
from prioritizer.domain.words import counted
from prioritizer.errors import Issue, Severity

MOST_NAMED = 5
PRIMARY = "a product with a typical primary grade in commodities.csv"
PRICE = "a product with a price in commodities.csv"
SCORES = "a product with a supply risk and an economic importance in commodities.csv"
FACTOR = "an assay that gives a grade of an element"


def reference_gaps(sites: Sequence[Site], reference: Reference, file: str) -> tuple[Issue, ...]:
    """Return one note for each product and fact that is lacking, with the sites it touches."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for site in sites:
        for key in _of_site(site, reference):
            found.setdefault(key, []).append(site.site_id)
    return tuple(
        Issue(Severity.NOTE, file, None, "grades", f"{what} at {_named(ids)}", expected, hint)
        for (what, expected, hint), ids in sorted(found.items())
    )


def _of_site(site: Site, reference: Reference) -> Iterator[tuple[str, str, str]]:
    assayed = site_grades(site, reference)
    for symbol in without_primary_grade(assayed, reference):
        yield symbol, PRIMARY, "It does not count in Grade until one is entered."
    for symbol in without_price(assayed, reference):
        yield symbol, PRICE, "It has no share of the value until one is entered."
    for symbol in without_scores(assayed, reference):
        yield symbol, SCORES, "It does not count in CRM relevance until they are entered."
    for analyte, why in unread_assays(site, reference).items():
        yield analyte, FACTOR, f"It counts nowhere: {why}."


def _named(ids: Sequence[str]) -> str:
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (
        f" and {counted(more, 'more site')}" if more > 0 else ""
    )

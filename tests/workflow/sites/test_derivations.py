"""Each criterion of a site opens down, and each assay is told as the element it counts as."""

from __future__ import annotations

from math import isnan

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister
from prioritizer.workflow.sites.appraisal import appraise_sites
from prioritizer.workflow.sites.derivations import derivations, element_grade


def test_each_criterion_opens_to_the_performance_that_is_ranked(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = appraise_sites(sample.sites[:12], criteria, reference)

    for one in found.sites:
        trees = derivations(one.site, criteria, reference)
        assert list(trees) == [criterion.id for criterion in criteria.criteria]
        for tree, best in zip(trees.values(), found.matrix.best[one.row], strict=True):
            assert tree.best == (None if isnan(best) else pytest.approx(best))


def test_an_oxide_counts_as_its_element(reference: Reference) -> None:
    assay = Assay("WO3", Range(0.1, 0.2, 0.4), "%")

    found = element_grade(assay, Site("A", "A", assays=(assay,)), reference)

    # Standard atomic weights: W 183.84, O 15.999; W is 79.3 % of the mass of WO3.
    assert found is not None
    assert found.symbol == "W"
    assert (found.low, found.best, found.high) == pytest.approx(
        (793.0, 1586.0, 3172.0), rel=1e-3
    )


def test_a_contained_mass_counts_only_beside_the_tonnage(reference: Reference) -> None:
    assay = Assay("Cu", Range(), "%", contained_t=50.0)
    massive = Site("A", "A", tonnage_t=Range(None, 10_000.0, None), assays=(assay,))

    found = element_grade(assay, massive, reference)

    assert found is not None
    assert found.best == pytest.approx(5000.0)
    assert element_grade(assay, Site("A", "A", assays=(assay,)), reference) is None

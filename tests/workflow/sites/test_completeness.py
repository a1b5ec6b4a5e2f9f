"""Completeness counts known inputs; nothing known is nothing."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, WasteType
from prioritizer.workflow.sites.completeness import completeness


def shares(site: Site, criteria: CriteriaSet, reference: Reference) -> dict[str, float]:
    return dict(zip(criteria.ids, completeness([site], criteria, reference)[0], strict=True))


def test_of_an_unknown_site_nothing_is_known(
    criteria: CriteriaSet, reference: Reference
) -> None:
    found = shares(Site("X", "Blank"), criteria, reference)

    assert set(found.values()) == {0.0}


def test_a_measured_mass_settles_the_volume(
    criteria: CriteriaSet, reference: Reference
) -> None:
    found = shares(Site("X", "Pond", tonnage_t=Range(None, 1e6, None)), criteria, reference)

    assert found["volume"] == 1.0


def test_a_volume_without_density_is_half_known(
    criteria: CriteriaSet, reference: Reference
) -> None:
    pond = Site("X", "Pond", waste_type=WasteType.TAILINGS, volume_m3=Range(None, 1e6, None))

    assert shares(pond, criteria, reference)["volume"] == 0.5


def test_an_assay_settles_grade_and_crm(criteria: CriteriaSet, reference: Reference) -> None:
    copper = Assay("Cu", Range(None, 0.5, None), "%")

    found = shares(Site("X", "Pond", assays=(copper,)), criteria, reference)

    assert found["grade"] == 1.0
    assert found["crm_relevance"] == 1.0


def test_each_known_distance_adds_to_access(
    criteria: CriteriaSet, reference: Reference
) -> None:
    one = shares(Site("X", "Pond", distance_road_km=1), criteria, reference)["access"]
    two = shares(Site("X", "P", distance_road_km=1, distance_power_km=1), criteria, reference)[
        "access"
    ]

    assert 0 < one < two < 1
    assert two == pytest.approx(2 * one)


def test_shares_of_the_sample_stay_between_nothing_and_everything(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = completeness(sample.sites, criteria, reference)

    assert found.shape == (len(sample), len(criteria.criteria))
    assert 0 <= found.min() < found.max() <= 1

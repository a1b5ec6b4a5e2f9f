"""What if a value of a site were another: one change, the same ranking otherwise."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.what_if import (
    TITLES,
    WhatIf,
    changed_register,
    changed_site,
    fields_of,
    list_changes,
    standing,
)


def test_one_value_of_one_site_is_another_and_known_exactly(sample: SiteRegister) -> None:
    site = next(s for s in sample.sites if s.assays and s.tonnage_t.is_known)

    changed = changed_register(sample, WhatIf(site.site_id, "tonnage_t", 5e6))

    other = changed.by_id()[site.site_id]
    assert other.tonnage_t == Range(best=5e6)
    assert site.tonnage_t != other.tonnage_t
    rest = [(a, b) for a, b in zip(sample.sites, changed.sites, strict=True) if a is not b]
    assert rest == [(site, other)]


@pytest.mark.parametrize("name", [n for n in TITLES if n.startswith("distance_")])
def test_a_distance_that_is_tried_out_has_no_ends(sample: SiteRegister, name: str) -> None:
    changed = changed_site(sample.sites[0], WhatIf(sample.sites[0].site_id, name, 12.0))

    what = name.removeprefix("distance_").removesuffix("_km")
    assert changed.distance(what) == Range(best=12.0)


def test_a_grade_that_is_tried_out_keeps_its_unit(sample: SiteRegister) -> None:
    site = next(s for s in sample.sites if len(s.assays) > 1 and s.assays[1].is_used)
    field = next(one for one in fields_of(site) if one.name == "assay:1")

    changed = changed_site(site, WhatIf(site.site_id, "assay:1", 0.5))

    assert changed.assays[1].grade == Range(best=0.5)
    assert changed.assays[1].unit == site.assays[1].unit == field.unit
    assert changed.assays[0] is site.assays[0]


def test_what_is_known_as_a_range_is_offered_as_a_range(sample: SiteRegister) -> None:
    site = next(s for s in sample.sites if s.tonnage_t.best is None and s.tonnage_t.is_known)

    field = next(one for one in fields_of(site) if one.name == "tonnage_t")

    assert field.known == site.tonnage_t


def test_a_site_of_the_list_with_hardly_any_mass_leaves_it(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    before = assess(sample, criteria, settings, reference)
    first = before.matrix.alternatives[int(before.order()[0])]

    tried = changed_register(sample, WhatIf(first, "tonnage_t", 1_000.0))
    after = assess(tried, criteria, settings, reference)

    old, new = standing(before, first), standing(after, first)
    assert old.rank == 1
    assert new.rank is not None
    assert new.rank > settings.top
    assert old.chance is not None
    assert new.chance is not None
    assert new.chance < old.chance
    come, leave = list_changes(before, after)
    assert len(come) == len(leave) == 1
    assert sample.by_id()[first].name in leave

"""Entries of the list that rest on one way to take unknown values."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.modes import listed_sites, modes_of_entries


def test_an_entry_is_named_with_the_modes_whose_list_it_is_on(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), top=30)
    by_mode = {
        mode: assess(sample, criteria, replace(settings, gaps=mode), reference)
        for mode in GapMode
    }

    found = modes_of_entries(by_mode)

    lists = {mode: listed_sites(assessment) for mode, assessment in by_mode.items()}
    assert all(len(listed) == settings.top for listed in lists.values())
    everybody = set().union(*lists.values())
    for site_id in everybody:
        on = tuple(mode for mode in GapMode if site_id in lists[mode])
        assert found.get(site_id, tuple(GapMode)) == on
    assert set(found) < everybody
    assert found

"""The entries of the shortlist page: who stands in which group, and the class beside each."""

from __future__ import annotations

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.results import Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.shell import cache
from prioritizer.ui.shortlist.entries import APART, NEXT, groups
from prioritizer.workflow.pilots.shortlist import Locks, shortlist
from prioritizer.workflow.sites.classify import classify


def test_few_sites_are_classified_as_among_all(criteria: CriteriaSet) -> None:
    found = cache.problem(
        cache.sample(), criteria, cache.reference(), RiskMode.URGENCY, is_nordic=False
    )
    whole = {
        one.site_id: one
        for one in classify(found.register, found.criteria, found.reference).sites
    }
    few = tuple(list(whole)[5:60:7])
    assert cached_pilots.classes(found, few) == {site_id: whole[site_id] for site_id in few}


def test_each_shown_site_stands_in_one_group(criteria: CriteriaSet) -> None:
    found = cache.problem(
        cache.sample(), criteria, cache.reference(), RiskMode.URGENCY, is_nordic=False
    )
    ranked = cache.assess(found, Settings(weights=WeightVector.equal(criteria.ids)))
    last = ranked.matrix.alternatives[int(ranked.order()[-1])]
    locks = Locks(must={}, must_not={last: "no road"})
    listed = shortlist(ranked, Cutoff(top=5), locks=locks, register=found.register)

    by_title = dict(groups(listed, is_drawn=True))

    assert list(by_title) == ["", NEXT, APART, "Excluded by hand"]
    assert len(by_title[""]) == 5
    assert [entry.site_id for entry in by_title["Excluded by hand"]] == [last]
    shown = [entry.site_id for entries in by_title.values() for entry in entries]
    assert len(set(shown)) == len(shown)

"""Scenarios side by side: every site that one of them lists, most agreed first."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.pilots.shortlist import Cutoff
from prioritizer.workflow.pilots.scenarios import scenario_rows
from prioritizer.workflow.ranking.assess import assess


def test_members_and_ranks_are_those_of_each_ranking(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    other = replace(settings, risk=RiskMode.PROJECT_RISK)
    rankings = [assess(sample, criteria, s, reference) for s in (settings, other)]

    rows = scenario_rows(rankings, Cutoff(top=5))

    for k, found in enumerate(rankings):
        by_id = dict(zip(found.matrix.alternatives, found.ranking.ranks.tolist(), strict=True))
        assert {row.site_id for row in rows if row.is_listed[k]} == {
            site for site, rank in by_id.items() if rank <= 5
        }
        assert all(row.ranks[k] == by_id[row.site_id] for row in rows)
    shares = [row.share for row in rows]
    assert shares == sorted(shares, reverse=True)


def test_a_site_that_a_scenario_does_not_rank_has_no_rank_there(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    whole = assess(sample, criteria, settings, reference)
    first = whole.matrix.alternatives[int(whole.order()[0])]
    part = SiteRegister("", tuple(s for s in sample.sites if s.site_id != first))

    rows = scenario_rows([whole, assess(part, criteria, settings, reference)], Cutoff(top=3))

    row = next(row for row in rows if row.site_id == first)
    assert row.ranks == (1, None)
    assert row.is_listed == (True, False)

"""Scenarios side by side: every site that one of them lists, most agreed first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Scales, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.scenarios import (
    NOT_RANKED,
    Scenario,
    compare_scenarios,
    default_scenarios,
    named_scenarios,
    one_change_scenarios,
    scenario_rows,
)
from prioritizer.workflow.pilots.shortlist import shortlist
from prioritizer.workflow.ranking.assess import assess


@pytest.fixture(scope="module")
def settings(criteria: CriteriaSet) -> Settings:
    return Settings(WeightVector.equal(criteria.ids))


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


@pytest.mark.slow
@pytest.mark.parametrize("rule", [Cutoff(top=10), Cutoff(top=4), Cutoff(threshold=0.55)])
def test_every_scenario_ranks_and_lists_as_a_ranking_with_its_settings_does(
    rule: Cutoff,
    sample: SiteRegister,
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
) -> None:
    base = settings if rule.top is None else replace(settings, top=rule.top)
    chosen = (
        *one_change_scenarios(criteria, base, reference),
        *default_scenarios(criteria, base),
        Scenario("from the data", replace(base, scales=Scales.DATA, normalization="minmax")),
    )

    compared = compare_scenarios(sample, criteria, chosen, reference, rule=rule)

    for k, scenario in enumerate(chosen):
        alone = assess(sample, criteria, scenario.settings, reference)
        row = dict(zip(compared.alternatives, compared.ranks[k].tolist(), strict=True))
        ranked = {site: rank for site, rank in row.items() if rank != NOT_RANKED}
        ids = alone.matrix.alternatives
        assert ranked == dict(zip(ids, alone.ranking.ranks.tolist(), strict=True))
        assert {
            compared.alternatives[n] for n in np.flatnonzero(compared.members[k]).tolist()
        } == {entry.site_id for entry in shortlist(alone, rule).listed}


def test_scenarios_list_sites_that_are_not_ranked_at_present_and_leave_out_others(
    sample: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> None:
    """A site that is too little known at present stands on the list of some scenario."""
    chosen = one_change_scenarios(criteria, settings, reference)

    compared = compare_scenarios(sample, criteria, chosen, reference, rule=Cutoff(top=10))

    is_new = (compared.ranks[0] == NOT_RANKED) & compared.members.any(axis=0)
    is_lost = compared.members[0] & (compared.ranks == NOT_RANKED).any(axis=0)
    assert is_new.any()
    assert is_lost.any()


def test_sites_all_scenarios_list_are_in_each_single_list(
    sample: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> None:
    scenarios = default_scenarios(criteria, settings)[:4]

    found = compare_scenarios(sample, criteria, scenarios, reference, rule=Cutoff(top=10))

    for scenario in scenarios:
        alone = shortlist(
            assess(sample, criteria, scenario.settings, reference), Cutoff(top=10)
        )
        assert set(found.everyone_agrees_on) <= {e.site_id for e in alone.listed}
    assert np.all((found.agreement == 1) == found.members.all(axis=0))
    assert not set(found.everyone_agrees_on) & set(found.never_listed)


def test_there_is_a_scenario_per_profile_risk_and_method(
    criteria: CriteriaSet, settings: Settings
) -> None:
    assert len(default_scenarios(criteria, settings)) == 4 * 3 * 2


def test_patterns_choose_scenarios(criteria: CriteriaSet, settings: Settings) -> None:
    one = named_scenarios(criteria, settings, ["risk-first/urgency/topsis"])
    several = named_scenarios(criteria, settings, ["risk-first", "risk-first/topsis"])

    assert [s.name for s in one] == ["risk-first/urgency/topsis"]
    assert len(several) == 6


def test_an_unknown_scenario_lists_the_parts_it_may_have(
    criteria: CriteriaSet, settings: Settings
) -> None:
    with pytest.raises(InputError, match="crm-first"):
        named_scenarios(criteria, settings, ["nonsense"])

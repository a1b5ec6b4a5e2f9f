"""Programmes of pilots on the sample inventory."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.coverage import Cover, Request, assayed_crm
from prioritizer.workflow.pilots.portfolio import (
    Plan,
    add_frontier,
    default_costs,
    plan,
    time_limit,
)
from prioritizer.workflow.pilots.portfolio_draws import (
    DrawOptions,
    drawn_region,
    over_draws,
)
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.shares import ranked_levels

BUDGET = 3e6


@pytest.fixture(scope="module")
def ranked(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids))
    return assess(sample, criteria, settings, reference)


@pytest.fixture(scope="module")
def costs(sample: SiteRegister) -> dict[str, Estimate]:
    return default_costs(sample, read_pilot_facts().stages[1:5])


def _plan(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
    **wishes: object,
) -> Plan:
    request = Request(BUDGET, **wishes)  # type: ignore[arg-type]
    return plan(ranked, sample, costs, request, reference, with_frontier=False)


def test_the_programme_stays_within_the_budget_and_beats_the_first_ranks(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> None:
    found = _plan(ranked, sample, costs, reference)

    first_ranks, spent = 0.0, 0.0
    for row in ranked.order():
        cost = costs[ranked.matrix.alternatives[row]].best
        if spent + cost <= BUDGET:
            spent += cost
            first_ranks += ranked.ranking.scores[row]
    assert found.total.best <= BUDGET
    assert found.total_value >= first_ranks
    assert found.conflict == ()


def test_wishes_are_kept(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> None:
    free = _plan(ranked, sample, costs, reference)
    best = free.alternatives[int(np.flatnonzero(free.chosen)[0])]
    covers = (Cover.parse("country:4"), Cover.parse("waste-type=slag:1"), Cover.parse("crm:3"))

    found = _plan(ranked, sample, costs, reference, must_not=(best,), cover=covers, at_most=6)

    chosen = [sample.by_id()[found.alternatives[k]] for k in np.flatnonzero(found.chosen)]
    assert len(chosen) <= 6
    assert best not in {site.site_id for site in chosen}
    assert len({site.country for site in chosen}) >= 4
    assert any(site.waste_type == "slag" for site in chosen)
    assert len(frozenset.union(*assayed_crm(chosen, reference))) >= 3
    assert found.total_value <= free.total_value


def test_contradicting_wishes_are_named(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> None:
    found = _plan(ranked, sample, costs, reference, at_least=40, at_most=90)

    assert found.conflict == ("budget of 3 000 000 EUR", "at least 40 sites")
    assert not found.chosen.any()


def test_the_next_step_costs_more_than_the_budget_and_brings_more(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> None:
    found = _plan(ranked, sample, costs, reference)

    assert found.next_step is not None
    assert found.next_step.extra > 0
    assert found.next_step.gain > 0
    assert found.with_more is not None
    assert found.with_more.value >= found.total_value - 1e-9


def test_a_place_in_the_programme_is_a_number_that_its_seed_repeats(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    found = _plan(ranked, sample, costs, reference)

    robust = over_draws(found, ranked, sample, reference, DrawOptions(draws=60, seed=7))
    again = over_draws(found, ranked, sample, reference, DrawOptions(draws=60, seed=7))

    assert robust.chance.tolist() == again.chance.tolist()
    assert robust.draws == robust.asked == 60
    assert len(set(robust.chance.tolist())) > 2
    assert not hasattr(robust, "sections")
    assert robust.n_never == robust.chance.tolist().count(0.0)


@pytest.mark.parametrize("draws", [60, 2100], ids=["held", "more than held"])
def test_the_values_of_a_programme_are_those_behind_the_chances(
    ranked: Assessment, sample: SiteRegister, reference: Reference, draws: int
) -> None:
    blocks = ranked_levels(ranked, sample.sites, reference, draws=draws, seed=1)

    drawn = np.concatenate(list(blocks))

    assert len(drawn) == draws
    assert ranked.draws is not None
    shared = min(draws, ranked.draws.draws)
    np.testing.assert_array_equal(drawn[:shared], ranked.draws.levels[:shared])


def test_a_programme_of_equal_costs_chooses_as_the_list_does(
    ranked: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    assert ranked.answer is not None
    assert ranked.draws is not None
    exact = {site.site_id: Estimate.exactly(1.0) for site in sample.sites}
    request = Request(10.0, confidence=0.0)
    found = plan(ranked, sample, exact, request, reference, with_frontier=False)

    options = DrawOptions(draws=ranked.draws.draws, seed=1)
    robust = over_draws(found, ranked, sample, reference, options)

    assert robust is not None
    # Ten equal costs within a budget of ten: the best programme is the list of ten.
    np.testing.assert_allclose(robust.chance, ranked.answer.chance, atol=1e-3)


def test_certain_values_and_costs_make_every_draw_the_plan(
    ranked: Assessment,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    exact = {site.site_id: Estimate.exactly(1e6) for site in sample.sites}
    found = plan(ranked, sample, exact, Request(1e9), reference, with_frontier=False)

    robust = over_draws(found, ranked, sample, reference, DrawOptions(draws=5, seed=1))

    assert robust.chance.tolist() == [1.0] * len(found.alternatives)
    assert robust.within_budget == 1.0


def test_deep_bodies_cost_more_to_drill(sample: SiteRegister) -> None:
    stages = read_pilot_facts().stages[1:2]
    by_depth = {
        site.site_id: site.volume_m3.best / (site.area_ha * 1e4)
        for site in sample.sites
        if site.volume_m3.best and site.area_ha
    }
    deepest, flattest = max(by_depth, key=by_depth.get), min(by_depth, key=by_depth.get)  # type: ignore[arg-type]
    costs = default_costs(sample, stages)

    assert costs[deepest].best > costs[flattest].best


def test_own_costs_replace_the_default_and_unknown_sites_are_refused(
    sample: SiteRegister,
) -> None:
    site = sample.sites[0].site_id

    assert default_costs(sample, (), {site: Estimate(1, 2, 3)})[site] == Estimate(1, 2, 3)
    with pytest.raises(InputError, match="XX-1"):
        default_costs(sample, (), {"XX-1": Estimate(1, 2, 3)})


def test_scales_from_the_data_are_refused(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    costs: dict[str, Estimate],
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), scales=Scales.DATA)
    ranked = assess(sample, criteria, settings, reference)

    with pytest.raises(InputError, match="fixed scales"):
        _plan(ranked, sample, costs, reference)


@pytest.mark.parametrize("text", ["crm", "mood:2", "crm:0", "crm:x", ":3"])
def test_a_cover_that_cannot_be_read_shows_an_example(text: str) -> None:
    with pytest.raises(InputError, match="crm:2 or country=SE:1"):
        Cover.parse(text)


def test_any_weights_are_drawn_far_from_the_present_ones(ranked: Assessment) -> None:
    region = drawn_region(ranked, any_weights=True)
    drawn = region.sample(np.random.default_rng(7), 2000)

    assert drawn.shape == (2000, len(ranked.criteria.ids))
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0)
    assert drawn.max() > 0.75
    # The mean of the uniform distribution on the simplex is the same share for each.
    np.testing.assert_allclose(drawn.mean(axis=0), 1 / drawn.shape[1], atol=0.02)


def test_a_limit_ends_by_time_or_when_asked() -> None:
    assert time_limit(0.0).is_due()
    assert not time_limit(None).is_due()
    assert not time_limit(3600.0).is_due()
    assert time_limit(3600.0, lambda: True).is_due()


@pytest.mark.parametrize("confidence", [0.0, 0.8])
def test_the_frontier_that_is_added_is_the_one_of_the_whole_plan(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
    confidence: float,
) -> None:
    told: list[tuple[int, int]] = []
    request = Request(BUDGET, confidence=confidence)
    whole = plan(ranked, sample, costs, request, reference)
    without = plan(ranked, sample, costs, request, reference, with_frontier=False)

    added = add_frontier(
        without, ranked, sample, costs, reference, progress=lambda n, of: told.append((n, of))
    )

    assert len(without.frontier) == 0 < len(added.frontier)
    assert [(p.budget, p.value, p.cost, p.chosen.tolist()) for p in added.frontier] == [
        (p.budget, p.value, p.cost, p.chosen.tolist()) for p in whole.frontier
    ]
    assert np.array_equal(added.chosen, whole.chosen)
    assert (added.bound, added.unfinished) == (whole.bound, whole.unfinished)
    assert told == [(n, told[0][1]) for n in range(told[0][1])]


def test_rules_that_clash_have_no_frontier(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> None:
    clash = _plan(ranked, sample, costs, reference, at_least=90, at_most=1)
    assert clash.conflict

    assert add_frontier(clash, ranked, sample, costs, reference) is clash

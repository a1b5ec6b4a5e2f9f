"""Cached functions work once per content, and never confuse two contents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.results import Scales, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.cache import Inventory, Problem
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.values import out_of_scale, value_matrix


@pytest.fixture
def criteria() -> CriteriaSet:
    return cache.criteria_set()


def measured(inventory: Inventory, criteria: CriteriaSet, risk: str = "urgency") -> Problem:
    return cache.problem(
        inventory, criteria, cache.reference(), RiskMode(risk), is_nordic=False
    )


def settings(criteria: CriteriaSet, first: float = 20.0) -> Settings:
    points = dict.fromkeys(criteria.ids, 20.0) | {criteria.ids[0]: first}
    return Settings(weights=WeightVector.from_mapping(points, criteria.ids))


def shorter(inventory: Inventory) -> Inventory:
    register = replace(inventory.register, sites=inventory.register.sites[1:])
    return replace(inventory, digest="0" * 64, register=register)


def test_the_same_content_is_measured_once(criteria: CriteriaSet) -> None:
    again = replace(criteria)
    assert again is not criteria
    assert measured(cache.sample(), again) is measured(cache.sample(), criteria)


def test_a_changed_table_is_measured_anew(criteria: CriteriaSet) -> None:
    own = cache.sample()
    assert measured(shorter(own), criteria).key != measured(own, criteria).key
    assert len(measured(shorter(own), criteria).register) == len(own.register) - 1


def test_tables_that_differ_in_the_last_digit_of_the_digest_are_told_apart(
    criteria: CriteriaSet,
) -> None:
    one, other = shorter(cache.sample()), replace(cache.sample(), digest="0" * 63 + "1")
    assert len(measured(one, criteria).register) < len(measured(other, criteria).register)


def test_other_criteria_are_measured_anew(criteria: CriteriaSet) -> None:
    first = replace(criteria.criteria[0], name="Another name")
    other = replace(criteria, criteria=(first, *criteria.criteria[1:]))
    assert measured(cache.sample(), other).criteria.criteria[0].name == "Another name"
    assert measured(cache.sample(), criteria).criteria.criteria[0].name != "Another name"


def test_another_policy_list_is_measured_anew(criteria: CriteriaSet) -> None:
    tables = cache.reference()
    lists = tuple(dict.fromkeys(entry.list_id for entry in tables.policy))
    found = [
        cache.problem(
            cache.sample(),
            criteria,
            tables.with_policy((name,)),
            RiskMode.URGENCY,
            is_nordic=False,
        )
        for name in lists[:2]
    ]
    assert [one.reference.policy_lists for one in found] == [(lists[0],), (lists[1],)]


def test_area_and_risk_are_told_apart(criteria: CriteriaSet) -> None:
    own, tables = cache.sample(), cache.reference()
    found = [
        cache.problem(own, criteria, tables, risk, is_nordic=area).key
        for risk in RiskMode
        for area in (False, True)
    ]
    assert len(set(found)) == len(found)


def test_an_assessment_is_known_by_table_and_settings(criteria: CriteriaSet) -> None:
    own, other = measured(cache.sample(), criteria), measured(shorter(cache.sample()), criteria)
    even, uneven = settings(criteria), settings(criteria, first=40.0)
    keys = [
        cache.assessment_key(cache.assess(found, chosen))
        for found in (own, other)
        for chosen in (even, uneven)
    ]
    assert len(set(keys)) == 4
    assert cache.assessment_key(cache.assess(own, even)) == keys[0]


def test_a_ranking_is_known_before_it_is_made(criteria: CriteriaSet) -> None:
    own, other = measured(cache.sample(), criteria), measured(shorter(cache.sample()), criteria)
    even, uneven = settings(criteria), settings(criteria, first=40.0)
    keys = {
        cache.ranking_key(found, chosen) for found in (own, other) for chosen in (even, uneven)
    }
    assert len(keys) == 4
    assert cache.ranking_key(own, settings(criteria)) in keys


def test_values_that_are_held_are_those_of_the_matrix(criteria: CriteriaSet) -> None:
    found = measured(cache.sample(), criteria)
    fresh = value_matrix(found.matrix)
    for name in ("low", "expected", "high", "gap"):
        np.testing.assert_array_equal(getattr(found.values, name), getattr(fresh, name))
    assert found.beyond == out_of_scale(found.matrix)


def test_the_draws_are_made_once_for_all_weights_and_again_for_another_assumption(
    criteria: CriteriaSet,
) -> None:
    found = measured(cache.sample(), criteria)
    even, uneven = (settings(criteria, first) for first in (20.0, 40.0))
    held = cache.drawn(found, even)
    assert held is not None
    assert cache.drawn(found, uneven) is held
    other = cache.drawn(found, replace(even, gaps=GapMode.NOTHING_ASSUMED))
    assert other is not None
    assert other is not held
    considered = cache.assess(found, uneven).considered
    assert considered is not None
    assert considered.draws is held
    assert cache.drawn(found, replace(even, scales=Scales.DATA)) is None


def test_the_sites_of_an_assessment_are_those_of_its_rows(criteria: CriteriaSet) -> None:
    found = measured(cache.sample(), criteria)
    ranked = cache.assess(found, settings(criteria))
    sites = cache.ranked_sites(found, ranked)
    assert tuple(site.site_id for site in sites) == ranked.matrix.alternatives
    assert 0 < len(sites) < len(found.sites)


def test_what_is_missing_counts_on_the_criteria_in_force_only(criteria: CriteriaSet) -> None:
    found = measured(cache.sample(), criteria)
    points = {name: 0.0 if name == "access" else 20.0 for name in criteria.ids}
    weights = WeightVector.from_mapping(points, criteria.ids)
    ranked = cache.assess(found, Settings(weights))
    whole, part = (
        cache.missing_of(found)("ES-003"),
        cache.missing_in_force(found, ranked, "ES-003"),
    )
    assert "distance to a railway" in whole
    assert "distance to a railway" not in part
    assert set(part) < set(whole)


def test_held_values_rank_bit_by_bit_as_worked_out_afresh(criteria: CriteriaSet) -> None:
    chosen = settings(criteria)
    held = cache.assess(measured(cache.sample(), criteria), chosen)
    tables = cache.reference()
    fresh = assess(
        cache.sample().register,
        criteria,
        replace(chosen, policy_lists=tables.policy_lists),
        tables,
    )
    assert held.ranking.scores.tobytes() == fresh.ranking.scores.tobytes()
    assert held.ranking.ranks.tobytes() == fresh.ranking.ranks.tobytes()

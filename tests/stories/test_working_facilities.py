"""Working facilities stand aside by default: listed with the reason, and let in by choice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import WORKING, Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.exports.tables.csv_file import may_stand_behind
from prioritizer.workflow.ranking.activity import reported, set_aside
from prioritizer.workflow.ranking.answer_words import answer_sentences, veto_sentence
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.next_step import find_next_steps


@pytest.fixture
def chosen(criteria: CriteriaSet) -> Settings:
    return Settings(WeightVector.equal(criteria.ids), draws=100)


def test_a_body_that_is_being_reworked_is_listed_with_its_reason_and_not_ranked(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, chosen: Settings
) -> None:
    found = assess(sample, criteria, chosen, reference)

    [nkana] = [one for one in found.not_ranked if one.site_id == "ZM-007"]
    assert (nkana.gate, nkana.told) == (WORKING, "This body is being reworked.")
    assert found.considered is not None
    assert "ZM-007" not in found.considered.matrix.alternatives
    said = [one for one in answer_sentences(found) if "working facilities stand aside" in one]
    n_aside = sum(one.is_aside for one in found.not_ranked)
    assert said == [
        f"{n_aside} working facilities stand aside, since their mine or smelter runs or the "
        "waste is being reworked."
    ]
    n_vetoes = sum(bool(one.gate) for one in found.not_ranked) - n_aside
    assert veto_sentence(found.not_ranked) == f"{n_vetoes} sites stand behind a veto."


def test_all_facilities_are_ranked_where_somebody_asks_for_them(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, chosen: Settings
) -> None:
    found = assess(sample, criteria, replace(chosen, facilities=Facilities.ALL), reference)

    assert "ZM-007" in found.matrix.alternatives
    assert not any(one.is_aside for one in found.not_ranked)


def test_where_nothing_else_is_left_the_fault_says_how_to_rank_them(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, chosen: Settings
) -> None:
    only = replace(sample, sites=tuple(s for s in sample.sites if s.site_id == "ZM-007"))

    with pytest.raises(InputError, match="--status all"):
        assess(only, criteria, chosen, reference)


RECALLED = ("ZA-005", "ZA-007")
"""Bodies of the sample that are told to be reworked, without a source that was read."""


def test_only_what_is_verified_sets_a_site_aside_and_the_rest_is_asked_first(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, chosen: Settings
) -> None:
    found = assess(sample, criteria, chosen, reference)
    steps = find_next_steps(found, sample.sites, reference)

    aside = {one.site_id: one.told for one in found.not_ranked if one.is_aside}
    assert aside["ZA-004"] == aside["ZA-006"] == "This body is being reworked."
    assert tuple(one.site_id for one in found.open_gates if one.is_reported) == RECALLED
    told = "reported as being reprocessed (not verified, to be confirmed): confirm first"
    [said] = [one for one in answer_sentences(found) if told in one]
    for site_id in RECALLED:
        assert site_id in found.matrix.alternatives
        assert f"{site_id} is {told}" in said
        assert may_stand_behind(found, site_id) == told
        assert steps.words(site_id).startswith(f"Desk confirmation: {told}")
    asked = [job for job in steps.first if job.site_id in RECALLED]
    assert all(job.job.startswith("desk confirmation") for job in asked)


@pytest.mark.parametrize("state", ["operating", "reprocessing"])
def test_a_status_counts_from_the_moment_that_it_is_verified(
    sample: SiteRegister, state: str
) -> None:
    site = replace(sample.by_id()["ZA-005"], site_activity=state)
    verified = replace(site, unverified=())

    assert set_aside(site, Facilities.HISTORICAL) is None
    assert set_aside(site, Facilities.ACTIVE) is not None
    assert reported(site) is not None
    assert reported(verified) is None
    assert set_aside(verified, Facilities.HISTORICAL) is not None
    assert set_aside(verified, Facilities.ACTIVE) is None

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
from prioritizer.workflow.ranking.answer_words import answer_sentences, veto_sentence
from prioritizer.workflow.ranking.assess import assess


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

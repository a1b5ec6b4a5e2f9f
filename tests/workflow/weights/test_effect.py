"""What weights would do is what ranking with them gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.elicitation.objective import entropy_weights
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.weights.effect import WeightSet, compare, data_weights, effect

MINE = {
    "grade": 0.6,
    "volume": 0.1,
    "environmental_risk": 0.1,
    "access": 0.1,
    "crm_relevance": 0.1,
}


@pytest.fixture(scope="module")
def assessment(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.MIDDLE)
    return assess(sample, criteria, settings, reference)


def test_the_ranking_after_is_that_of_an_assessment_with_these_weights(
    assessment: Assessment, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = effect(assessment, MINE, top=10)

    weights = WeightVector.from_mapping(MINE, criteria.ids)
    settings = Settings(weights, gaps=GapMode.MIDDLE)
    again = assess(sample, criteria, settings, reference)
    assert np.array_equal(found.after.ranking.ranks, again.ranking.ranks)
    before = {*np.flatnonzero(assessment.ranking.ranks <= 10).tolist()}
    after = {*np.flatnonzero(again.ranking.ranks <= 10).tolist()}
    names = np.array(assessment.matrix.names)
    assert set(found.entered) == set(names[list(after - before)])
    assert set(found.left) == set(names[list(before - after)])
    assert "comes onto the list" in found.sentence or "come onto" in found.sentence


def test_the_same_weights_change_nothing(assessment: Assessment) -> None:
    found = effect(assessment, assessment.settings.weights.as_dict(), top=10)

    assert found.sentence == "The first 10 places go to the same sites as now."


def test_sets_are_compared_by_the_sites_their_shortlists_share(assessment: Assessment) -> None:
    equal = WeightSet("Equal", "", assessment.settings.weights.as_dict())
    mine = WeightSet("Mine", "by hand", MINE)

    found = compare(assessment, [equal, mine, equal], top=10)

    lists = [set(np.flatnonzero(ranks <= 10).tolist()) for ranks in found.ranks]
    assert found.shared[0, 1] == len(lists[0] & lists[1])
    assert found.shared[0, 2] == len(lists[0])
    assert set(np.flatnonzero(found.in_all).tolist()) == lists[0] & lists[1]
    assert set(np.flatnonzero(found.in_some).tolist()) == lists[0] | lists[1]
    assert found.weights[1].tolist() == pytest.approx(list(MINE.values()))


def test_one_set_alone_cannot_be_compared(assessment: Assessment) -> None:
    with pytest.raises(InputError, match="two or more"):
        compare(assessment, [WeightSet("Mine", "", MINE)], top=10)


def test_weights_from_the_data_are_those_of_the_technique(assessment: Assessment) -> None:
    found = data_weights(assessment, "entropy", basis="values")

    assert list(found.values()) == entropy_weights(assessment.values.expected).tolist()
    units = data_weights(assessment, "std", basis="performance")
    assert sum(units.values()) == pytest.approx(1)


def test_a_zero_that_a_technique_cannot_take_is_told_by_site_and_criterion(
    assessment: Assessment,
) -> None:
    with pytest.raises(InputError, match="MEREC takes logarithms") as caught:
        data_weights(assessment, "merec", basis="values")

    where = str(caught.value).partition(": found 0")[0]
    site, criterion = where.rsplit(", ", 1)
    assert site in assessment.matrix.names
    assert criterion in [c.name for c in assessment.criteria.criteria]


def test_who_is_ranked_after_is_who_the_ranking_ranks_with_these_weights(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    before = assess(sample, criteria, settings, reference)
    weights = WeightVector.from_mapping(MINE, criteria.ids)
    again = assess(sample, criteria, replace(settings, weights=weights), reference)

    found = effect(before, MINE, top=10)
    sets = [WeightSet("Equal", "", before.settings.weights.as_dict()), WeightSet("M", "", MINE)]
    both = compare(before, sets, top=10)

    assert found.after.matrix.alternatives == again.matrix.alternatives
    assert np.array_equal(found.after.ranking.ranks, again.ranking.ranks)
    was, will = set(before.matrix.names), set(again.matrix.names)
    assert set(found.now_ranked) == will - was
    assert set(found.now_unranked) == was - will
    assert will - was
    assert was - will
    assert "Known well enough to be ranked with these weights only: " in found.sentence
    assert "Too little known to be ranked with these weights: " in found.sentence
    for row, ranked in enumerate((was, will)):
        assert set(np.array(both.names)[both.is_ranked[row]]) == ranked
        assert (both.ranks[row][~both.is_ranked[row]] == len(ranked) + 1).all()
